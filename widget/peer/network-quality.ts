/**
 * Three words for how good the way to a participant is, from figures, so that they hold still. Pure; knows no connection.
 *
 * | figure | `low` from | `very-low` from | why |
 * |---|---|---|---|
 * | round trip | 300 ms | 800 ms | ITU-T G.114: up to 150 ms one way is good, above 400 ms is not acceptable |
 * | loss, either way | 3 % | 10 % | Pexip calls less than 3 % fine and more than 10 % terrible; for Microsoft 10 % is poor |
 * | jitter of sound | 50 ms | 150 ms | poor for Microsoft is 30 ms, but a busy processor looks like that, too |
 * | camera stood still | 5 % | 25 % of the time | seen by everybody; own measure |
 * | can be sent, while a picture is | below 250 kbit/s | below 100 kbit/s | less than a picture of 180 lines, than sound and any picture |
 *
 * @see https://www.itu.int/rec/T-REC-G.114
 * @see https://docs.pexip.com/admin/media_statistics.htm
 * @see https://learn.microsoft.com/en-us/microsoftteams/stream-classification-in-call-quality-dashboard
 */
import type { ConnectionFigures } from './connection-figures.ts';
import { NETWORK_LEVELS, type NetworkLevel } from './judgement.ts';

/** How many looks in a row must be worse before it is said (looks are 5 s apart), and how many better. */
const WORSE_COUNT = 2;
const BETTER_COUNT = 3;

const LIMITS = {
  rttMs: [300, 800],
  lossInPercent: [3, 10],
  lossOutPercent: [3, 10],
  jitterMs: [50, 150],
  frozenPercent: [5, 25],
} as const satisfies Partial<Record<keyof ConnectionFigures, readonly [low: number, veryLow: number]>>;

const NARROW_KBPS = [250, 100] as const;

function rankOf(value: number | null, [low, veryLow]: readonly [low: number, veryLow: number]): number {
  return value === null || value < low ? 0 : value < veryLow ? 1 : 2;
}

/** What one look says: the worst of its figures. What is not known is taken for good. */
export function levelOf(figures: ConnectionFigures): NetworkLevel {
  const { availableKbps, pictureKbpsOut } = figures;
  const [low, veryLow] = NARROW_KBPS;
  // Where only sound is sent the browser never learns what more there would be.
  const isNarrow = availableKbps !== null && (pictureKbpsOut ?? 0) > 0;
  const ranks = [
    ...(Object.keys(LIMITS) as (keyof typeof LIMITS)[]).map((figure) => rankOf(figures[figure], LIMITS[figure])),
    !isNarrow || availableKbps >= low ? 0 : availableKbps >= veryLow ? 1 : 2,
  ];
  return NETWORK_LEVELS[Math.max(...ranks)] ?? 'good';
}

export interface QualityState {
  /** As it is told. */
  readonly level: NetworkLevel;
  /** Looks in a row that said something worse, and the best of them; or something better, and the worst of them. */
  readonly otherCount: number;
  readonly other: NetworkLevel;
}

const rank = (level: NetworkLevel): number => NETWORK_LEVELS.indexOf(level);

/** @param state null: before the first look, which counts at once if it is good. */
export function nextQuality(state: QualityState | null, seen: NetworkLevel): QualityState {
  if (state === null) return nextQuality({ level: 'good', otherCount: 0, other: 'good' }, seen);
  const { level } = state;
  if (seen === level) return { level, otherCount: 0, other: level };
  const isWorse = rank(seen) > rank(level);
  const goesOn = state.otherCount > 0 && rank(state.other) > rank(level) === isWorse;
  // Of several it is the one nearest to what is told.
  const isNearer = !goesOn || rank(seen) < rank(state.other) === isWorse;
  const other = isNearer ? seen : state.other;
  const otherCount = goesOn ? state.otherCount + 1 : 1;
  const isSure = otherCount >= (isWorse ? WORSE_COUNT : BETTER_COUNT);
  return isSure ? { level: other, otherCount: 0, other } : { level, otherCount, other };
}
