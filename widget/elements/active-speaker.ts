/**
 * Who speaks, from levels that are read a few times a second. Pure: the same readings give the same speaker. Made to be calm: a
 * cough or an "mhm" takes the stage from nobody.
 */
import type { PeerId } from '#protocol';

/** How long a speaker stays one at least, in ms. */
export const HOLD_MS = 1_500;

/** How long the mark of a speaker outlasts the sound, in ms: longer than the pause between two words. */
export const MARK_MS = 600;

/** From this smoothed level on it is speech, 0 to 1; a quiet room is below 0.005. */
export const SPEECH_LEVEL = 0.02;

/** So much louder than the one before must the next one be. */
const LOUDER = 1.5;

/** What a new reading counts while a voice rises, and while it falls. */
const ATTACK = 0.5;
const RELEASE = 0.25;

export interface Speaking {
  /** Who spoke last; null: nobody did yet. */
  readonly speaker: PeerId | null;
  /** Whether that one speaks now. */
  readonly isMarked: boolean;
  /** Since when, and heard when last, in ms. */
  readonly sinceMs: number;
  readonly heardMs: number;
  readonly levels: ReadonlyMap<PeerId, number>;
}

export const NOBODY_SPEAKS: Speaking = {
  speaker: null,
  isMarked: false,
  sinceMs: -HOLD_MS,
  heardMs: -MARK_MS,
  levels: new Map(),
};

function smoothed(before: number, reading: number): number {
  return before + (reading - before) * (reading > before ? ATTACK : RELEASE);
}

/** @param readings of those who can be heard now, 0 to 1; who is not among them is gone or muted. @param nowMs of any clock. */
export function nextSpeaking(before: Speaking, readings: ReadonlyMap<PeerId, number>, nowMs: number): Speaking {
  const levels = new Map([...readings].map(([id, level]) => [id, smoothed(before.levels.get(id) ?? 0, level)]));
  const levelOf = (id: PeerId | null): number => (id === null ? 0 : (levels.get(id) ?? 0));
  let loudest: PeerId | null = null;
  for (const id of levels.keys()) if (levelOf(id) > levelOf(loudest)) loudest = id;
  const isOver = before.speaker === null || nowMs - before.sinceMs >= HOLD_MS;
  const isLouder = levelOf(loudest) >= SPEECH_LEVEL && levelOf(loudest) > levelOf(before.speaker) * LOUDER;
  const isOther = loudest !== before.speaker && isOver && isLouder;
  const speaker = isOther ? loudest : before.speaker;
  const heardMs = levelOf(speaker) >= SPEECH_LEVEL ? nowMs : before.heardMs;
  const isMarked = speaker !== null && levels.has(speaker) && nowMs - heardMs < MARK_MS;
  return { speaker, isMarked, sinceMs: isOther ? nowMs : before.sinceMs, heardMs, levels };
}
