/**
 * What a page notes during a call, and what can be told from it: when media flowed, when it did not, what was said about it.
 * Pure; knows no browser. All times are ms since the epoch, of the one clock that every process on this machine has.
 */

/** What has come in from one other participant since the start of the page; the counters never fall, also across a rebuild. */
export interface PeerSample {
  readonly id: string;
  readonly connectionState: string;
  readonly audioPackets: number;
  readonly videoPackets: number;
  readonly framesDecoded: number;
  /** Samples of sound that were played out, and those of them that were made up for want of packets (W3C webrtc-stats). */
  readonly audioSamples: number;
  readonly concealedSamples: number;
}

export interface Sample {
  readonly at: number;
  /** `state` of the element. */
  readonly state: string;
  /** `connectionState` of the element: `signal-reconnecting` while only signaling is lost. */
  readonly connectionState: string;
  readonly peers: readonly PeerSample[];
}

/** A `p2p-*` event of the element, or something else that the page noted. */
export interface TimedEvent {
  readonly at: number;
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Timeline {
  readonly samples: readonly Sample[];
  readonly events: readonly TimedEvent[];
  /** Longest time between two samples, in ms: how well anything can be told at all. */
  readonly longestSampleIntervalMs: number;
}

/** Both browsers send a packet of sound every 20 ms (RFC 7874 §3, without discontinuous transmission). */
const AUDIO_PACKET_MS = 20;

/** Sound that is back fills at least half of the next second and never pauses in it, so that packets which were still on their way,
 *  or had piled up in a socket while the page stood still, do not count. */
const SUSTAINED_MS = 1_000;
const LEAST_SUSTAINED_AUDIO_PACKETS = 25;
const LONGEST_PAUSE_MS = 400;

function peerOf(sample: Sample, id: string): PeerSample | undefined {
  return sample.peers.find((peer) => peer.id === id);
}

/**
 * The longest time without sound from a participant between two moments, in ms. The last interval counts only as far as the packets
 * that came in it do not fill it, so that a page that was too busy to look does not pass for a silent network.
 */
export function longestSilenceMs(samples: readonly Sample[], id: string, from: number, to: number): number {
  return longestPauseMs(samples, id, { counter: 'audioPackets', everyMs: AUDIO_PACKET_MS }, from, to);
}

/** The longest time without a picture from a participant, as {@link longestSilenceMs}. @param frameMs the time of one picture. */
export function longestStillMs(
  samples: readonly Sample[],
  id: string,
  frameMs: number,
  from: number,
  to: number,
): number {
  return longestPauseMs(samples, id, { counter: 'framesDecoded', everyMs: frameMs }, from, to);
}

interface Rhythm {
  readonly counter: 'audioPackets' | 'framesDecoded';
  /** How often it rises while nothing is amiss. */
  readonly everyMs: number;
}

function longestPauseMs(
  samples: readonly Sample[],
  id: string,
  { counter, everyMs }: Rhythm,
  from: number,
  to: number,
): number {
  const within = samples.filter(({ at }) => at >= from && at <= to);
  const first = within[0];
  if (first === undefined) return to - from;
  let [longest, lastRiseAt, previous] = [0, first.at, first];
  for (const sample of within.slice(1)) {
    const rise = (peerOf(sample, id)?.[counter] ?? 0) - (peerOf(previous, id)?.[counter] ?? 0);
    if (rise > 0) {
      const lastInterval = Math.max(0, sample.at - previous.at - (rise - 1) * everyMs);
      longest = Math.max(longest, previous.at - lastRiseAt + lastInterval);
      lastRiseAt = sample.at;
    }
    previous = sample;
  }
  return Math.max(longest, previous.at - lastRiseAt);
}

/**
 * When media from a participant flows again after `from` and goes on for a second: sound by packets, picture by decoded frames.
 * @returns null if that never happens before the samples end.
 */
export function mediaBackAt(samples: readonly Sample[], id: string, from: number, expectsVideo = true): number | null {
  const after = samples.filter(({ at }) => at >= from);
  for (const [index, sample] of after.entries()) {
    const previous = after[index - 1];
    const peer = peerOf(sample, id);
    const before = previous && peerOf(previous, id);
    if (peer === undefined || (before?.audioPackets ?? Number.POSITIVE_INFINITY) >= peer.audioPackets) continue;
    const later = after.slice(index).find(({ at }) => at >= sample.at + SUSTAINED_MS);
    const end = later && peerOf(later, id);
    if (end === undefined || end.audioPackets - peer.audioPackets < LEAST_SUSTAINED_AUDIO_PACKETS) continue;
    if (longestSilenceMs(after, id, sample.at, sample.at + SUSTAINED_MS) > LONGEST_PAUSE_MS) continue;
    if (!expectsVideo) return sample.at;
    const withPicture = after
      .slice(index)
      .find((next) => (peerOf(next, id)?.framesDecoded ?? 0) > (before?.framesDecoded ?? 0));
    return withPicture?.at ?? null;
  }
  return null;
}

/** The share of the sound from a participant between two moments that had to be made up, in %; NaN without any sound. */
export function concealedPercent(samples: readonly Sample[], id: string, from: number, to: number): number {
  const within = samples.filter(({ at }) => at >= from && at <= to).map((sample) => peerOf(sample, id));
  const [first, last] = [within[0], within.at(-1)];
  if (first === undefined || last === undefined || last.audioSamples === first.audioSamples) return Number.NaN;
  return (100 * (last.concealedSamples - first.concealedSamples)) / (last.audioSamples - first.audioSamples);
}

/** When the first packet of sound and the first picture from anyone had come; null: never. */
export function firstMediaAt(samples: readonly Sample[]): number | null {
  return samples.find(({ peers }) => peers.some((peer) => peer.audioPackets > 0 && peer.framesDecoded > 0))?.at ?? null;
}

/** When the element was first seen after `from` with signaling in order; null: never. */
export function signalingBackAt(samples: readonly Sample[], from: number): number | null {
  return samples.find(({ at, connectionState }) => at >= from && connectionState === 'connected')?.at ?? null;
}

/** When the page first said after `from` that a participant is in `state`; null: never. */
export function saidStateAt(timeline: Timeline, id: string, state: string, from: number): number | null {
  const event = timeline.events.find(
    ({ at, type, detail }) =>
      at >= from && type === 'p2p-connection-state-change' && detail['peerId'] === id && detail['state'] === state,
  );
  return event?.at ?? null;
}

export function countEvents(timeline: Timeline, type: string, from = 0): number {
  return timeline.events.filter((event) => event.type === type && event.at >= from).length;
}

/** How often the page said between two moments that somebody is in `state`. */
export function countSaid(timeline: Timeline, state: string, from: number, to: number): number {
  return timeline.events.filter(
    ({ at, type, detail }) =>
      type === 'p2p-connection-state-change' && detail['state'] === state && at >= from && at <= to,
  ).length;
}
