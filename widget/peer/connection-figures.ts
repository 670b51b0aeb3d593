/**
 * How good a connection is in figures, from two looks at its statistics: what counts since the first one. Whatever a browser does not
 * tell, or cannot be told from so few packets, is null. Reads counters alone; judges nothing.
 * @see https://www.w3.org/TR/webrtc-stats/
 */
import { SLOTS } from './slots.ts';

/** Fewer packets than these say nothing about a share of them. */
const LEAST_PACKETS = 30;

/** The parts of a report's entries that are read; all optional, because browsers differ. */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly mid?: string;
  readonly timestamp?: number;
  readonly localId?: string;
  readonly packetsReceived?: number;
  readonly packetsSent?: number;
  readonly packetsLost?: number;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly jitter?: number;
  readonly totalFreezesDuration?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
  readonly qualityLimitationReason?: string;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly nominated?: boolean;
  readonly state?: string;
}

export interface ConnectionFigures {
  readonly rttMs: number | null;
  /** Of the packets that the other side sent here, 0 to 100. */
  readonly lossInPercent: number | null;
  /** Of the packets that this side sent, as the other one counted them. */
  readonly lossOutPercent: number | null;
  /** Of the sound that comes in. */
  readonly jitterMs: number | null;
  /** How much of the time the other's camera stood still. A shared screen may. */
  readonly frozenPercent: number | null;
  /** What the browser believes it can send; Firefox does not tell. */
  readonly availableKbps: number | null;
  readonly kbpsIn: number | null;
  readonly kbpsOut: number | null;
  /** Of that, the pictures. */
  readonly pictureKbpsOut: number | null;
  /** Whether the processor, not the network, keeps a picture small. */
  readonly isProcessorBusy: boolean;
}

type Entries = ReadonlyMap<string, StatsEntry>;

export function entriesOf(report: RTCStatsReport): Entries {
  return new Map(Array.from(report.values(), (entry: StatsEntry) => [entry.id, entry]));
}

/** The pair of candidates in use; Firefox marks the pair itself. */
export function pairOf(entries: Entries): StatsEntry | undefined {
  const all = [...entries.values()];
  const selectedId = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const isInUse = ({ type, selected, nominated, state }: StatsEntry): boolean =>
    type === 'candidate-pair' && (selected ?? (nominated === true && state === 'succeeded'));
  return entries.get(selectedId ?? '') ?? all.find(isInUse);
}

type Counter = keyof StatsEntry & ('packetsReceived' | 'packetsSent' | 'packetsLost' | 'bytesReceived' | 'bytesSent');

/** By how much a counter rose over all of `entries`. Of streams that were not there before nothing is known. */
function riseOf(entries: readonly StatsEntry[], before: Entries, counter: Counter): number {
  return entries.reduce((total, entry) => {
    const earlier = before.get(entry.id)?.[counter];
    return earlier === undefined ? total : total + Math.max(0, (entry[counter] ?? 0) - earlier);
  }, 0);
}

function shareOf(lost: number, all: number): number | null {
  return all < LEAST_PACKETS ? null : Math.min(100, (100 * lost) / all);
}

/** The largest of what is known. */
function largest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

/** @param before a look at the same connection some seconds earlier; empty: only what needs no comparison is known. */
export function figuresOf(report: RTCStatsReport, before: RTCStatsReport): ConnectionFigures {
  const [now, earlier] = [entriesOf(report), entriesOf(before)];
  const all = [...now.values()];
  const ofType = (wanted: string): StatsEntry[] => all.filter(({ type }) => type === wanted);
  const [inbound, outbound, heard] = [ofType('inbound-rtp'), ofType('outbound-rtp'), ofType('remote-inbound-rtp')];
  const pair = pairOf(now);
  const ms = spanOf([...inbound, ...outbound], earlier);
  const rate = (entries: readonly StatsEntry[], counter: Counter): number | null =>
    ms === null ? null : (8 * riseOf(entries, earlier, counter)) / ms;

  const lostIn = riseOf(inbound, earlier, 'packetsLost');
  const rtts = [pair?.currentRoundTripTime, ...heard.map(({ roundTripTime }) => roundTripTime)];
  const jitter = largest(inbound.filter(({ kind }) => kind === 'audio').map((entry) => entry.jitter));
  const camera = inbound.filter(({ kind, mid }) => kind === 'video' && mid === String(SLOTS.indexOf('camera')));
  const pictures = outbound.filter(({ kind }) => kind === 'video');
  const rtt = largest(rtts);
  const available = pair?.availableOutgoingBitrate;
  return {
    rttMs: rtt === null ? null : 1_000 * rtt,
    lossInPercent: shareOf(lostIn, lostIn + riseOf(inbound, earlier, 'packetsReceived')),
    lossOutPercent: shareOf(riseOf(heard, earlier, 'packetsLost'), riseOf(outbound, earlier, 'packetsSent')),
    jitterMs: jitter === null ? null : 1_000 * jitter,
    frozenPercent: frozenPercentOf(camera, earlier, ms),
    availableKbps: available === undefined ? null : available / 1_000,
    kbpsIn: rate(inbound, 'bytesReceived'),
    kbpsOut: rate(outbound, 'bytesSent'),
    pictureKbpsOut: rate(pictures, 'bytesSent'),
    isProcessorBusy: pictures.some(({ qualityLimitationReason }) => qualityLimitationReason === 'cpu'),
  };
}

/** The time between the two looks, in ms. */
function spanOf(entries: readonly StatsEntry[], before: Entries): number | null {
  for (const { id, timestamp = 0 } of entries) {
    const ms = timestamp - (before.get(id)?.timestamp ?? timestamp);
    if (ms > 0) return ms;
  }
  return null;
}

function frozenPercentOf(camera: readonly StatsEntry[], before: Entries, ms: number | null): number | null {
  const [entry] = camera;
  const [now, earlier] = [entry?.totalFreezesDuration, before.get(entry?.id ?? '')?.totalFreezesDuration];
  if (now === undefined || earlier === undefined || ms === null) return null;
  // A freeze counts as a whole when it ends.
  return Math.min(100, Math.max(0, (100_000 * (now - earlier)) / ms));
}
