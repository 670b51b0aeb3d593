/**
 * From two looks at a connection's statistics to the figures of a bug report. Reads counters and names of codecs, never addresses,
 * ports or candidates.
 * @see https://www.w3.org/TR/webrtc-stats/
 */
import { pathOf } from '../peer/connection-stats.ts';
import type { Detail } from './self-test-types.ts';

/** The parts of a report's entries that are read; all optional, because browsers differ. */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly timestamp?: number;
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly jitter?: number;
  readonly framesPerSecond?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly freezeCount?: number;
  readonly qualityLimitationReason?: string;
  readonly fractionLost?: number;
  readonly currentRoundTripTime?: number;
  readonly availableOutgoingBitrate?: number;
  readonly state?: string;
  readonly nominated?: boolean;
}

export interface PeerFigures {
  /** Null while there is no path. */
  readonly path: 'direct' | 'relay' | null;
  readonly protocol: 'udp' | 'tcp' | 'tls' | null;
  readonly rttMs: number | null;
  /** Each stream that is sent or received: `in-video`, `out-audio`, numbered where there are several. */
  readonly streams: Readonly<Record<string, Detail>>;
}

function entriesOf(report: RTCStatsReport): ReadonlyMap<string, Entry> {
  return new Map(Array.from(report.values(), (entry: Entry) => [entry.id, entry]));
}

function rounded(figures: Readonly<Record<string, number | string | undefined>>): Detail {
  const known = Object.entries(figures).flatMap(([name, value]) => {
    if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return [];
    return [[name, typeof value === 'number' ? Math.round(value * 10) / 10 : value] as const];
  });
  return Object.fromEntries(known);
}

/** Of one counter between two looks; undefined where there is nothing to compare. */
function kbps(now: Entry, before: Entry | undefined, counter: 'bytesReceived' | 'bytesSent'): number | undefined {
  const ms = (now.timestamp ?? 0) - (before?.timestamp ?? 0);
  const bytes = (now[counter] ?? 0) - (before?.[counter] ?? 0);
  return before === undefined || ms <= 0 ? undefined : (bytes * 8) / ms;
}

const ms = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : seconds * 1_000);

function streamOf(entry: Entry, before: Entry | undefined, all: ReadonlyMap<string, Entry>): Detail {
  const { packetsLost: lost = 0, packetsReceived: received = 0 } = entry;
  const isIn = entry.type === 'inbound-rtp';
  const size = entry.frameWidth === undefined ? undefined : `${entry.frameWidth}x${entry.frameHeight}`;
  return rounded({
    codec: all.get(entry.codecId ?? '')?.mimeType?.split('/')[1],
    kbps: kbps(entry, before, isIn ? 'bytesReceived' : 'bytesSent'),
    lossPercent: isIn && lost + received > 0 ? (lost / (lost + received)) * 100 : undefined,
    jitterMs: isIn ? ms(entry.jitter) : undefined,
    size,
    framesPerSecond: entry.framesPerSecond,
    freezes: entry.freezeCount,
    limitedBy: entry.qualityLimitationReason,
  });
}

function rttOf(entries: readonly Entry[]): number | null {
  const pairs = entries.filter(({ type, state, nominated }) => {
    return type === 'candidate-pair' && state === 'succeeded' && nominated === true;
  });
  const known = pairs.flatMap(({ currentRoundTripTime: seconds }) => (seconds === undefined ? [] : [seconds * 1_000]));
  return known.length === 0 ? null : Math.round(Math.max(...known));
}

/** @param before the same connection a moment earlier, for what is counted in a second. */
export function peerFiguresOf(report: RTCStatsReport, before: RTCStatsReport): PeerFigures {
  const [now, earlier] = [entriesOf(report), entriesOf(before)];
  const entries = [...now.values()];
  const streams: Record<string, Detail> = {};
  for (const entry of entries) {
    if (entry.type !== 'inbound-rtp' && entry.type !== 'outbound-rtp') continue;
    // A line that nothing was ever sent on.
    if ((entry.bytesReceived ?? entry.bytesSent ?? 0) === 0) continue;
    const name = `${entry.type === 'inbound-rtp' ? 'in' : 'out'}-${entry.kind ?? 'media'}`;
    const count = Object.keys(streams).filter((it) => it.startsWith(name)).length;
    streams[count === 0 ? name : `${name}-${count + 1}`] = streamOf(entry, earlier.get(entry.id), now);
  }
  const path = pathOf(report);
  return { path: path?.path ?? null, protocol: path?.protocol ?? null, rttMs: rttOf(entries), streams };
}
