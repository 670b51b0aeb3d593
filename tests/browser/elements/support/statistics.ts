/** Statistics of a call in which all goes on, as Chromium gives them: what is counted grows with the time. With addresses, as there. */
import type { PeerId } from '#protocol';
import type { Participant } from '../../../../widget/call/participant.ts';

/** An address that nobody may read anywhere. */
export const ADDRESS = '203.0.113.77';

function reportAt(ms: number): RTCStatsReport {
  const stream = { timestamp: ms, framesPerSecond: 24, frameWidth: 960, frameHeight: 540, jitter: 0.018 };
  const entries = [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.342 },
    {
      id: 'L',
      type: 'local-candidate',
      candidateType: 'relay',
      relayProtocol: 'tls',
      protocol: 'udp',
      address: ADDRESS,
    },
    { id: 'R', type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp', address: ADDRESS },
    { id: 'CA', type: 'codec', mimeType: 'audio/opus' },
    { id: 'CV', type: 'codec', mimeType: 'video/VP8' },
    {
      ...{ id: 'IA', type: 'inbound-rtp', kind: 'audio', mid: '0', codecId: 'CA', timestamp: ms, jitter: 0.018 },
      ...{ bytesReceived: 5 * ms, packetsReceived: 0.05 * ms, packetsLost: 0.002 * ms },
    },
    { id: 'IV', type: 'inbound-rtp', kind: 'video', mid: '1', codecId: 'CV', ...stream, bytesReceived: 90 * ms },
    { id: 'OA', type: 'outbound-rtp', kind: 'audio', mid: '0', codecId: 'CA', timestamp: ms, bytesSent: 4 * ms },
    { id: 'OV', type: 'outbound-rtp', kind: 'video', mid: '1', codecId: 'CV', ...stream, bytesSent: 160 * ms },
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

export function statisticsOf(people: Iterable<Pick<Participant, 'id'>>): ReadonlyMap<PeerId, RTCStatsReport> {
  const ms = 100_000 + performance.now();
  return new Map(Array.from(people, ({ id }) => [id, reportAt(ms)]));
}
