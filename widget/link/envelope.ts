/**
 * What two pair links say to each other: one plain object around each body. See README.md here for the meaning of the
 * fields. It must not know what a body is, nor how an envelope travels.
 */
import { INCARNATION_LENGTH, type Incarnation } from '#protocol';

export interface Envelope {
  /** Incarnation of the sender. */
  readonly s: Incarnation;
  /** Incarnation the sender believes to talk to; `null` asks for it and carries nothing else. */
  readonly r: Incarnation | null;
  /** Epoch: grows by an explicit reset; numbers start anew in each. */
  readonly e: number;
  /** Number of the body, from 1 in each epoch; 0: only an acknowledgement. */
  readonly n: number;
  /** Highest number that the sender has accepted in this epoch. */
  readonly a: number;
  /** The body. Absent where `n` is 0, and in the mark that opens an epoch. */
  readonly b?: unknown;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isIncarnation = (value: unknown): value is Incarnation =>
  typeof value === 'string' && value.length === INCARNATION_LENGTH;

/** @returns the envelope, or `null` where `value` is none. Never throws; unknown keys are ignored. */
export function decodeEnvelope(value: unknown): Envelope | null {
  if (typeof value !== 'object' || value === null) return null;
  const { s, r, e, n, a, b } = value as Record<keyof Envelope, unknown>;
  if (!isIncarnation(s) || !(r === null || isIncarnation(r))) return null;
  if (!isCount(e) || !isCount(n) || !isCount(a)) return null;
  return { s, r, e, n, a, b };
}
