/** The melody of a call that rings, as notes in time. Pure: knows no audio. */

export interface RingNote {
  /** From the beginning, in seconds. */
  readonly atS: number;
  readonly lengthS: number;
  readonly hz: number;
}

/** One turn of the melody with its rest, in seconds: calm enough to finish a sentence. */
export const RING_PERIOD_S = 3;

/** Two calls of three notes (E5, G5, C6): high enough for the small speaker of a laptop. */
const MELODY: readonly RingNote[] = [0, 0.7].flatMap((startS) => [
  { atS: startS, lengthS: 0.2, hz: 659.26 },
  { atS: startS + 0.15, lengthS: 0.2, hz: 783.99 },
  { atS: startS + 0.3, lengthS: 0.4, hz: 1046.5 },
]);

/** Every note of a ring, known ahead, because the timers of a page in the background come too late.
 *  @param lengthMs how long it rings; a note that would begin later is none. */
export function ringNotes(lengthMs: number): readonly RingNote[] {
  const lengthS = Math.max(0, lengthMs / 1_000);
  const turnCount = Math.ceil(lengthS / RING_PERIOD_S);
  return Array.from({ length: turnCount }, (_, turn) => turn * RING_PERIOD_S).flatMap((startS) =>
    MELODY.map((note) => ({ ...note, atS: note.atS + startS })).filter(({ atS }) => atS < lengthS),
  );
}
