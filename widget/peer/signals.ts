/**
 * What two peers say to each other over the signaling link, and the limits within which it is believed: the other peer is
 * as hostile as the network. It must not know how a signal travels, nor what is done about it.
 */
import * as v from 'valibot';
import {
  MAX_CANDIDATES_PER_GENERATION,
  MAX_MEDIA_LINES,
  MAX_PAYLOAD_BYTES,
  flag,
  integer,
  isLargerThan,
  listOf,
  oneOf,
  tag,
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

const sdp = v.custom<string>(
  (value) =>
    typeof value === 'string' && !isLargerThan(value, MAX_DESCRIPTION_BYTES) && mediaLineCount(value) <= MAX_MEDIA_LINES,
);

function orNull<Value>(schema: v.GenericSchema<unknown, Value>): v.CustomSchema<Value | null, undefined> {
  return v.custom<Value | null>((value) => value === null || v.is(schema, value));
}

/** As RTCIceCandidateInit, complete. `candidate: ''` is end-of-candidates (RFC 8838 §13). Text that belongs to no media
 *  line would make `addIceCandidate` throw a TypeError, so it is refused here. */
const candidateFields = v.object({
  candidate: text(1024),
  sdpMid: orNull(text(256)),
  sdpMLineIndex: orNull(integer(0, MAX_MEDIA_LINES - 1)),
  usernameFragment: orNull(text(256)),
});
const candidate = v.custom<v.InferOutput<typeof candidateFields>>(
  (value) =>
    v.is(candidateFields, value) && (value.candidate === '' || value.sdpMid !== null || value.sdpMLineIndex !== null),
);

/** An offer or an answer. Other types are never sent: rollback is implicit, and a pranswer has no use here. */
const description = v.object({
  type: tag('description'),
  g: generation,
  description: v.object({ type: oneOf(['offer', 'answer']), sdp }),
});
const candidates = v.object({
  type: tag('candidates'),
  g: generation,
  candidates: listOf(candidate, MAX_CANDIDATES_PER_GENERATION),
});
/** The sender has gone to generation `g`: a new connection on both sides. */
const rebuild = v.object({ type: tag('rebuild'), g: generation });
/** Whether the sender receives packets on the connection of generation `g`. */
const flow = v.object({ type: tag('flow'), g: generation, flowing: flag });
/** The sender is leaving for good. */
const bye = v.object({ type: tag('bye') });

export type Signal = v.InferOutput<typeof description | typeof candidates | typeof rebuild | typeof flow | typeof bye>;
export type SignalOf<Type extends Signal['type']> = Extract<Signal, { type: Type }>;
export type SignalDescription = SignalOf<'description'>['description'];
export type SignalCandidate = v.InferOutput<typeof candidate>;

const SIGNALS = new Map<unknown, v.GenericSchema<unknown, Signal>>([
  ['description', description],
  ['candidates', candidates],
  ['rebuild', rebuild],
  ['flow', flow],
  ['bye', bye],
]);

/** @returns the signal, or `null` where `value` is none: malformed, beyond the limits, or of a type not known yet. */
export function decodeSignal(value: unknown): Signal | null {
  const schema = typeof value === 'object' && value !== null && 'type' in value ? SIGNALS.get(value.type) : undefined;
  if (schema === undefined) return null;
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : null;
}

/** Size of a signal in bytes, roughly: what counts against the buffer of the link. */
export function measureSignal(it: Signal): number {
  if (it.type === 'description') return it.description.sdp.length + 64;
  return it.type === 'candidates' ? it.candidates.length * 256 : 64;
}
