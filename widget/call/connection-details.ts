/**
 * What there is to know of the connection to one participant, from two looks at its statistics: the way, its figures, and each stream
 * on it. Never an address, a port or a name. Pure.
 * @see https://www.w3.org/TR/webrtc-stats/
 */
import { type ConnectionFigures, type StatsEntry, entriesOf, figuresOf, pairOf } from '../peer/connection-figures.ts';
import { type ConnectionPath, pathOf } from '../peer/connection-stats.ts';
import { SLOTS, type Slot } from '../peer/slots.ts';

/** @see https://www.w3.org/TR/webrtc/#rtcicecandidatetype-enum */
const CANDIDATE_TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;

export type CandidateType = (typeof CANDIDATE_TYPES)[number];

interface StreamEntry extends StatsEntry {
  readonly codecId?: string;
  readonly mimeType?: string;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
}

/** One stream on which something goes at the moment. */
export interface StreamDetails {
  readonly direction: 'in' | 'out';
  readonly slot: Slot;
  /** As `opus`, `VP8`; '' where the browser does not tell. */
  readonly codec: string;
  readonly kbps: number;
  /** Of a picture; null for sound. */
  readonly picture: { readonly width: number; readonly height: number; readonly framesPerSecond: number } | null;
}

export interface ConnectionDetails {
  readonly path: ConnectionPath | null;
  readonly localCandidate: CandidateType | null;
  readonly remoteCandidate: CandidateType | null;
  readonly figures: ConnectionFigures;
  readonly streams: readonly StreamDetails[];
}

function candidateTypeOf(entry: StreamEntry | undefined): CandidateType | null {
  return CANDIDATE_TYPES.find((type) => type === entry?.candidateType) ?? null;
}

/** Lines keep their order, and `mid` counts them; senders of a browser that tells none are known by their kind. */
function slotOf({ mid, kind }: StreamEntry): Slot {
  const byMid = mid === undefined ? undefined : SLOTS[Number(mid)];
  return byMid ?? (kind === 'audio' ? 'microphone' : 'camera');
}

function streamOf(
  entry: StreamEntry,
  before: StreamEntry | undefined,
  all: ReadonlyMap<string, StreamEntry>,
): StreamDetails | null {
  const direction = entry.type === 'inbound-rtp' ? 'in' : 'out';
  const counter = direction === 'in' ? 'bytesReceived' : 'bytesSent';
  const ms = (entry.timestamp ?? 0) - (before?.timestamp ?? 0);
  const bytes = (entry[counter] ?? 0) - (before?.[counter] ?? 0);
  if (before === undefined || ms <= 0 || bytes <= 0) return null;
  const { frameWidth: width = 0, frameHeight: height = 0, framesPerSecond = 0 } = entry;
  return {
    direction,
    slot: slotOf(entry),
    codec: all.get(entry.codecId ?? '')?.mimeType?.split('/')[1] ?? '',
    kbps: (8 * bytes) / ms,
    picture: entry.kind === 'video' ? { width, height, framesPerSecond } : null,
  };
}

/** @param before the same connection about a second earlier; what is counted per second is not known without it. */
export function detailsOf(report: RTCStatsReport, before: RTCStatsReport): ConnectionDetails {
  const now: ReadonlyMap<string, StreamEntry> = entriesOf(report);
  const earlier: ReadonlyMap<string, StreamEntry> = entriesOf(before);
  const streams = [...now.values()]
    .filter(({ type }) => type === 'inbound-rtp' || type === 'outbound-rtp')
    .flatMap((entry) => streamOf(entry, earlier.get(entry.id), now) ?? []);
  const pair: StreamEntry | undefined = pairOf(now);
  return {
    path: pathOf(report),
    localCandidate: candidateTypeOf(now.get(pair?.localCandidateId ?? '')),
    remoteCandidate: candidateTypeOf(now.get(pair?.remoteCandidateId ?? '')),
    figures: figuresOf(report, before),
    streams: streams.toSorted((a, b) => orderOf(a) - orderOf(b)),
  };
}

/** What comes in first, in the order of the lines. */
function orderOf({ direction, slot }: StreamDetails): number {
  return SLOTS.indexOf(slot) + (direction === 'in' ? 0 : SLOTS.length);
}
