import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import {
  HOLD_MS,
  MARK_MS,
  NOBODY_SPEAKS,
  type Speaking,
  nextSpeaking,
} from '../../../widget/elements/active-speaker.ts';

const STEP_MS = 200;

type Levels = Readonly<Record<string, number>>;

const readings = (levels: Levels): ReadonlyMap<PeerId, number> =>
  new Map(Object.entries(levels).map(([id, level]) => [id as PeerId, level]));

/** Reads `levels` for a while. @returns what is known afterwards, and everybody who had the stage meanwhile. */
function hear(
  before: Speaking,
  fromMs: number,
  forMs: number,
  levels: (ms: number) => Levels,
): { after: Speaking; seen: string[]; nowMs: number } {
  let after = before;
  let nowMs = fromMs;
  const seen: string[] = [];
  for (; nowMs < fromMs + forMs; nowMs += STEP_MS) {
    after = nextSpeaking(after, readings(levels(nowMs)), nowMs);
    if (after.speaker !== null && seen.at(-1) !== after.speaker) seen.push(after.speaker);
  }
  return { after, seen, nowMs };
}

const QUIET = { bob: 0.003, carol: 0.003 };
const BOB = { bob: 0.2, carol: 0.003 };
const CAROL = { bob: 0.003, carol: 0.2 };

describe('nextSpeaking', () => {
  it('nobody: the noise of quiet rooms makes no speaker', () => {
    expect(hear(NOBODY_SPEAKS, 0, 60_000, () => QUIET).after.speaker).toBeNull();
  });

  it('nobody->speaker: the first voice has the stage at once', () => {
    const { after } = hear(NOBODY_SPEAKS, 0, 2 * STEP_MS, () => BOB);
    expect(after).toMatchObject({ speaker: 'bob', isMarked: true });
  });

  it('speaker->silence: keeps the stage, and the mark goes', () => {
    const spoken = hear(NOBODY_SPEAKS, 0, 2_000, () => BOB);
    const { after } = hear(spoken.after, spoken.nowMs, 5_000, () => QUIET);
    expect(after).toMatchObject({ speaker: 'bob', isMarked: false });
  });

  it('speaker->pause between words: the mark stays', () => {
    const words = (ms: number): Levels => (ms % 800 < 400 ? BOB : QUIET);
    let { after, nowMs } = hear(NOBODY_SPEAKS, 0, 800, words);
    for (let step = 0; step < 20; step += 1) {
      ({ after, nowMs } = hear(after, nowMs, STEP_MS, words));
      expect(after.isMarked).toBe(true);
    }
  });

  it('speaker->other: another voice takes over, once', () => {
    const spoken = hear(NOBODY_SPEAKS, 0, 3_000, () => BOB);
    expect(hear(spoken.after, spoken.nowMs, 3_000, () => CAROL).seen).toEqual(['bob', 'carol']);
  });

  it('speaker->short sound of another: no change', () => {
    const spoken = hear(NOBODY_SPEAKS, 0, 3_000, () => BOB);
    const { seen } = hear(spoken.after, spoken.nowMs, 3_000, (ms) =>
      ms === spoken.nowMs + 1_000 ? { bob: 0.2, carol: 0.3 } : BOB,
    );
    expect(seen).toEqual(['bob']);
  });

  it('both at once, equally loud: no change', () => {
    const spoken = hear(NOBODY_SPEAKS, 0, 3_000, () => BOB);
    expect(hear(spoken.after, spoken.nowMs, 10_000, () => ({ bob: 0.2, carol: 0.22 })).seen).toEqual(['bob']);
  });

  it('speaker->gone: has no mark, and makes way for the next voice', () => {
    const spoken = hear(NOBODY_SPEAKS, 0, 3_000, () => BOB);
    const silent = hear(spoken.after, spoken.nowMs, MARK_MS, () => ({ carol: 0.003 }));
    expect(silent.after.isMarked).toBe(false);
    expect(hear(silent.after, silent.nowMs, 1_000, () => ({ carol: 0.2 })).after.speaker).toBe('carol');
  });

  it('never changes twice within the hold, whatever is heard', () => {
    const level = fc.double({ min: 0, max: 1, noNaN: true });
    const frames = fc.array(fc.record({ bob: level, carol: level, dave: level }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(frames, (heard) => {
        let state = NOBODY_SPEAKS;
        let changedMs: number | null = null;
        for (const [index, levels] of heard.entries()) {
          const nowMs = index * STEP_MS;
          const next = nextSpeaking(state, readings(levels), nowMs);
          if (next.speaker !== state.speaker) {
            if (changedMs !== null) expect(nowMs - changedMs).toBeGreaterThanOrEqual(HOLD_MS);
            changedMs = nowMs;
          }
          state = next;
        }
      }),
    );
  });
});
