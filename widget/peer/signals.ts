/**
 * What two peers say to each other over the signaling link, and the limits within which it is believed: the other peer is
 * as hostile as the network. It must not know how a signal travels, nor what is done about it.
 */
import * as v from 'valibot';
import { MAX_CANDIDATES_PER_GENERATION, MAX_MEDIA_LINES, MAX_PAYLOAD_BYTES, utf8Length } from '#protocol';

/** Largest description, in bytes of UTF-8. An offer of audio, video and screen is about 11 kB; hostile SDP of this size
 *  costs less than 18 ms. */
export const MAX_DESCRIPTION_BYTES = MAX_PAYLOAD_BYTES;

/** Generations are counted by both sides; a bound keeps `g + 1` exact whatever a peer claims. */
const MAX_GENERATION = 2 ** 31;

const generation = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_GENERATION));

/** Media lines of a description. */
export function mediaLineCount(sdp: string): number {
  return sdp.match(/^m=/gm)?.length ?? 0;
}

const sdp = v.pipe(
  v.string(),
  v.maxLength(MAX_DESCRIPTION_BYTES),
  v.check((text) => utf8Length(text) <= MAX_DESCRIPTION_BYTES),
  v.check((text) => mediaLineCount(text) <= MAX_MEDIA_LINES),
);

const shortText = v.pipe(v.string(), v.maxLength(256));

/** As RTCIceCandidateInit, complete. `candidate: ''` is end-of-candidates (RFC 8838 §13). Text that belongs to no media
 *  line would make `addIceCandidate` throw a TypeError, so it is refused here. */
const candidate = v.pipe(
  v.object({
    candidate: v.pipe(v.string(), v.maxLength(1024)),
    sdpMid: v.nullable(shortText),
    sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_MEDIA_LINES - 1))),
    usernameFragment: v.nullable(shortText),
  }),
  v.check((it) => it.candidate === '' || it.sdpMid !== null || it.sdpMLineIndex !== null),
);

const signal = v.variant('type', [
  /** An offer or an answer. Other types are never sent: rollback is implicit, and a pranswer has no use here. */
  v.object({
    type: v.literal('description'),
    g: generation,
    description: v.object({ type: v.picklist(['offer', 'answer']), sdp }),
  }),
  v.object({
    type: v.literal('candidates'),
    g: generation,
    candidates: v.pipe(v.array(candidate), v.maxLength(MAX_CANDIDATES_PER_GENERATION)),
  }),
  /** The sender has gone to generation `g`: a new connection on both sides. */
  v.object({ type: v.literal('rebuild'), g: generation }),
  /** Whether the sender receives packets on the connection of generation `g`. */
  v.object({ type: v.literal('flow'), g: generation, flowing: v.boolean() }),
  /** The sender is leaving for good. */
  v.object({ type: v.literal('bye') }),
]);

export type Signal = v.InferOutput<typeof signal>;
export type SignalOf<Type extends Signal['type']> = Extract<Signal, { type: Type }>;
export type SignalDescription = SignalOf<'description'>['description'];
export type SignalCandidate = v.InferOutput<typeof candidate>;

/** @returns the signal, or `null` where `value` is none: malformed, beyond the limits, or of a type not known yet. */
export function decodeSignal(value: unknown): Signal | null {
  const parsed = v.safeParse(signal, value);
  return parsed.success ? parsed.output : null;
}

/** Size of a signal in bytes, roughly: what counts against the buffer of the link. */
export function measureSignal(it: Signal): number {
  if (it.type === 'description') return it.description.sdp.length + 64;
  return it.type === 'candidates' ? it.candidates.length * 256 : 64;
}
