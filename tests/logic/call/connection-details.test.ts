/** What the panel knows of a connection, from two looks, in the shapes of Chromium and of Firefox; and that no address gets into it. */
import { describe, expect, it } from 'vitest';
import { detailsOf } from '../../../widget/call/connection-details.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

const reportOf = (...entries: readonly Entry[]): RTCStatsReport => new Map(entries.map((entry) => [entry.id, entry]));

const ADDRESS = '203.0.113.77';

/** A report after so many seconds. */
function at(seconds: number): RTCStatsReport {
  const timestamp = 1_000 * seconds;
  return reportOf(
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.031 },
    { id: 'L', type: 'local-candidate', candidateType: 'srflx', protocol: 'udp', address: ADDRESS, port: 4711 },
    { id: 'R', type: 'remote-candidate', candidateType: 'prflx', protocol: 'udp', ip: ADDRESS, port: 4712 },
    { id: 'CA', type: 'codec', mimeType: 'audio/opus' },
    { id: 'CV', type: 'codec', mimeType: 'video/VP8' },
    { id: 'OV', type: 'outbound-rtp', kind: 'video', mid: '1', timestamp, bytesSent: 50_000 * seconds, codecId: 'CV' },
    { id: 'OS', type: 'outbound-rtp', kind: 'video', mid: '2', timestamp, bytesSent: 0 },
    { id: 'OA', type: 'outbound-rtp', kind: 'audio', mid: '0', timestamp, bytesSent: 4_000 * seconds, codecId: 'CA' },
    {
      ...{ id: 'IV', type: 'inbound-rtp', kind: 'video', mid: '1', timestamp, codecId: 'CV' },
      ...{ bytesReceived: 100_000 * seconds, frameWidth: 1280, frameHeight: 720, framesPerSecond: 29 },
    },
    { id: 'IA', type: 'inbound-rtp', kind: 'audio', mid: '0', timestamp, bytesReceived: 5_000 * seconds },
  );
}

describe('two looks', () => {
  const details = detailsOf(at(11), at(10));

  it('name the way and the kinds of its ends', () => {
    expect(details.path).toEqual({ path: 'direct', protocol: 'udp' });
    expect([details.localCandidate, details.remoteCandidate]).toEqual(['srflx', 'prflx']);
    expect(details.figures.rttMs).toBe(31);
  });

  it('name each stream on which something goes, what comes in first', () => {
    expect(details.streams).toEqual([
      { direction: 'in', slot: 'microphone', codec: '', kbps: 40, picture: null },
      {
        ...{ direction: 'in', slot: 'camera', codec: 'VP8', kbps: 800 },
        picture: { width: 1280, height: 720, framesPerSecond: 29 },
      },
      { direction: 'out', slot: 'microphone', codec: 'opus', kbps: 32, picture: null },
      {
        ...{ direction: 'out', slot: 'camera', codec: 'VP8', kbps: 400 },
        picture: { width: 0, height: 0, framesPerSecond: 0 },
      },
    ]);
  });

  it('hold no address', () => {
    expect(JSON.stringify(details)).not.toContain(ADDRESS);
    expect(JSON.stringify(details)).not.toContain('471');
  });
});

it('know little after one look, and nothing of nothing', () => {
  const { path, streams } = detailsOf(at(10), new Map());
  expect([path, streams]).toEqual([{ path: 'direct', protocol: 'udp' }, []]);
  const nothing = detailsOf(new Map(), new Map());
  expect([nothing.path, nothing.localCandidate, nothing.remoteCandidate, nothing.streams]).toEqual([
    null,
    null,
    null,
    [],
  ]);
});

it('a kind of candidate that is none is not shown', () => {
  const pair = { id: 'P', type: 'candidate-pair', selected: true, localCandidateId: 'L', remoteCandidateId: 'R' };
  const odd = { id: 'L', type: 'local-candidate', candidateType: ADDRESS };
  expect(detailsOf(reportOf(pair, odd, { id: 'R', type: 'remote-candidate' }), new Map()).localCandidate).toBeNull();
});

it('a stream of a browser that tells no line is known by its kind', () => {
  const stream = (timestamp: number, bytesReceived: number): Entry => {
    return { id: 'I', type: 'inbound-rtp', kind: 'video', timestamp, bytesReceived };
  };
  const { streams } = detailsOf(reportOf(stream(2_000, 2_000)), reportOf(stream(1_000, 1_000)));
  expect(streams.map(({ slot, kbps }) => [slot, kbps])).toEqual([['camera', 8]]);
});
