/**
 * What the engine reads from a connection's statistics: packets that came, pictures that were decoded, and which path they
 * took. Knows no peer.
 * @see https://www.w3.org/TR/webrtc-stats/
 */
import type { Clock } from '../link/clock.ts';

/** How long a browser may take, in ms. Firefox never answers for a connection that is closed meanwhile. */
const TIMEOUT_MS = 1_000;

/** The way packets take: straight to the other page, or through a TURN server (on either side). */
export interface ConnectionPath {
  readonly path: 'direct' | 'relay';
  /** Between this page and the next hop: `tls` only where the own relay is reached that way. */
  readonly protocol: 'udp' | 'tcp' | 'tls';
}

/** The parts of a report's entries that are read; all optional, because browsers differ. */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly packetsReceived?: number;
  readonly framesDecoded?: number;
  readonly selectedCandidatePairId?: string;
  readonly selected?: boolean;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
}

function entriesOf(report: RTCStatsReport): Entry[] {
  return Array.from(report.values(), (entry: Entry) => entry);
}

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0);

/** RTP packets received on all lines. */
export function packetsReceivedOf(report: RTCStatsReport): number {
  const inbound = entriesOf(report).filter(({ type }) => type === 'inbound-rtp');
  return sum(inbound.map(({ packetsReceived }) => packetsReceived));
}

/** Pictures decoded on all lines. */
export function framesDecodedOf(report: RTCStatsReport): number {
  return sum(entriesOf(report).map(({ framesDecoded }) => framesDecoded));
}

/** Both ends of the path in use; null while there is none. */
function endsOf(report: RTCStatsReport): { readonly local: Entry; readonly remote: Entry } | null {
  const entries = entriesOf(report);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const selectedId = entries.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  // Firefox marks the pair itself.
  const pair =
    byId.get(selectedId ?? '') ??
    entries.find(({ type, selected, nominated, state }) => {
      return type === 'candidate-pair' && (selected ?? (nominated === true && state === 'succeeded'));
    });
  const local = byId.get(pair?.localCandidateId ?? '');
  const remote = byId.get(pair?.remoteCandidateId ?? '');
  return local === undefined || remote === undefined ? null : { local, remote };
}

/** Whether the path in use begins with a relay of this page's own credentials. */
export function usesOwnRelay(report: RTCStatsReport): boolean {
  return endsOf(report)?.local.candidateType === 'relay';
}

/** The path in use; null while there is none. */
export function pathOf(report: RTCStatsReport): ConnectionPath | null {
  const ends = endsOf(report);
  if (ends === null) return null;
  const { local, remote } = ends;
  const isRelayed = local.candidateType === 'relay' || remote.candidateType === 'relay';
  const protocol = local.relayProtocol ?? local.protocol;
  return {
    path: isRelayed ? 'relay' : 'direct',
    protocol: protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp',
  };
}

/** The statistics of `connection`; empty where the browser has none or does not answer in time. */
export async function readStats(
  connection: Pick<RTCPeerConnection, 'getStats'>,
  clock: Clock,
): Promise<RTCStatsReport> {
  const nothing: RTCStatsReport = new Map();
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(nothing), TIMEOUT_MS);
    const settle = (report: RTCStatsReport): void => {
      clock.clearTimeout(timer);
      resolve(report);
    };
    connection.getStats().then(settle, () => settle(nothing));
  });
}
