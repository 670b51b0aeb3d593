/**
 * What two peers say to each other over the signaling link, and the limits within which it is believed: the other peer is
 * as hostile as the network. It must not know how a signal travels, nor what is done about it.
 */
import {
  MAX_CANDIDATES_PER_GENERATION,
  MAX_MEDIA_LINES,
  MAX_PAYLOAD_BYTES,
  type Guard,
  type Guarded,
  flag,
  integer,
  isLargerThan,
  listOf,
  oneOf,
  orNull,
  shape,
  text,
} from '#protocol';

/** Largest description, in bytes of UTF-8. An offer of audio, video and screen is about 11 kB; hostile SDP of this size
 *  costs less than 18 ms. */
export const MAX_DESCRIPTION_BYTES = MAX_PAYLOAD_BYTES;

/** Generations are counted by both sides; a bound keeps `g + 1` exact whatever a peer claims. */
const MAX_GENERATION = 2 ** 31;

const generation = integer(1, MAX_GENERATION);

/** Media lines of a description. */
export function mediaLineCount(sdp: string): number {
  return sdp.match(/^m=/gm)?.length ?? 0;
}

const sdp: Guard<string> = (value): value is string =>
  typeof value === 'string' && !isLargerThan(value, MAX_DESCRIPTION_BYTES) && mediaLineCount(value) <= MAX_MEDIA_LINES;

/** As RTCIceCandidateInit, complete. `candidate: ''` is end-of-candidates (RFC 8838 §13). Text that belongs to no media
 *  line would make `addIceCandidate` throw a TypeError, so it is refused here. */
const candidateFields = shape({
  candidate: text(1024),
  sdpMid: orNull(text(256)),
  sdpMLineIndex: orNull(integer(0, MAX_MEDIA_LINES - 1)),
  usernameFragment: orNull(text(256)),
});
const candidate: Guard<Guarded<typeof candidateFields>> = (value): value is Guarded<typeof candidateFields> =>
  candidateFields(value) && (value.candidate === '' || value.sdpMid !== null || value.sdpMLineIndex !== null);

/** An offer or an answer. Other types are never sent: rollback is implicit, and a pranswer has no use here. */
const description = shape({
  type: oneOf('description'),
  g: generation,
  description: shape({ type: oneOf('offer', 'answer'), sdp }),
});
const candidates = shape({
  type: oneOf('candidates'),
  g: generation,
  candidates: listOf(candidate, MAX_CANDIDATES_PER_GENERATION),
});
/** The sender has gone to generation `g`: a new connection on both sides. */
const rebuild = shape({ type: oneOf('rebuild'), g: generation });
/** Whether the sender receives packets on the connection of generation `g`. */
const flow = shape({ type: oneOf('flow'), g: generation, flowing: flag });
/** The sender is leaving for good. */
const bye = shape({ type: oneOf('bye') });

export type Signal = Guarded<typeof description | typeof candidates | typeof rebuild | typeof flow | typeof bye>;
export type SignalOf<Type extends Signal['type']> = Extract<Signal, { type: Type }>;
export type SignalDescription = SignalOf<'description'>['description'];
export type SignalCandidate = Guarded<typeof candidate>;

const SIGNALS = new Map<unknown, Guard<Signal>>([
  ['description', description],
  ['candidates', candidates],
  ['rebuild', rebuild],
  ['flow', flow],
  ['bye', bye],
]);

/** @returns the signal, or `null` where `value` is none: malformed, beyond the limits, or of a type not known yet. */
export function decodeSignal(value: unknown): Signal | null {
  const isSignal = typeof value === 'object' && value !== null && 'type' in value ? SIGNALS.get(value.type) : undefined;
  return isSignal?.(value) ? value : null;
}

/** Size of a signal in bytes, roughly: what counts against the buffer of the link. */
export function measureSignal(it: Signal): number {
  if (it.type === 'description') return it.description.sdp.length + 64;
  return it.type === 'candidates' ? it.candidates.length * 256 : 64;
}
