/** The small deciders of the diagnostics: urls, packets, browsers, statistics. */
import { describe, expect, it } from 'vitest';
import { browserName } from '../../../widget/diagnostics/environment.ts';
import { hasTurn, stunServersOf, turnServersOf } from '../../../widget/diagnostics/ice-kinds.ts';
import { PacketSeries } from '../../../widget/diagnostics/packet-series.ts';
import { peerFiguresOf } from '../../../widget/diagnostics/peer-figures.ts';

describe('the kinds of ICE servers', () => {
  const one = (url: string): RTCIceServer[] => [{ urls: url, username: 'u', credential: 'c' }];

  it.for([
    ['turn:a', 'udp'],
    ['turn:a:80?transport=tcp', 'tcp'],
    ['TURN:a?transport=UDP', 'udp'],
    ['turns:a:443', 'tls'],
    ['turns:a?transport=tcp', 'tls'],
    ['turns:a?transport=udp', null],
    ['stun:a', null],
  ] as const)('%s is %s', ([url, kind]) => {
    const kinds = (['udp', 'tcp', 'tls'] as const).filter((it) => turnServersOf(one(url), it).length > 0);
    expect(kinds).toEqual(kind === null ? [] : [kind]);
    expect(hasTurn(one(url))).toBe(kind !== null);
  });

  it('are two urls of each at most, with their credentials', () => {
    const servers = [
      { urls: ['turn:a', 'turns:a'], username: 'u', credential: 'c' },
      { urls: ['turn:b', 'turn:c', 'stun:b'], username: 'v', credential: 'd' },
    ];
    expect(turnServersOf(servers, 'udp')).toEqual([
      { urls: ['turn:a'], username: 'u', credential: 'c' },
      { urls: ['turn:b'], username: 'v', credential: 'd' },
    ]);
    expect(stunServersOf(servers)).toEqual([{ urls: ['stun:b'] }]);
  });
});

describe('a series of packets', () => {
  it('counts what came back, once, and never what was not sent', () => {
    const series = new PacketSeries();
    for (let i = 0; i < 10; i += 1) expect(series.send(i * 20)).toBe(i);
    for (const i of [2, 0, 1, 1, 3, 4, 99, -1, 0.5]) series.receive(i, i * 20 + 30);
    series.receive(5, 5 * 20 + 130);
    expect(series.isComplete).toBe(false);
    expect(series.figures).toEqual({ sentCount: 10, lossPercent: 40, rttMs: 30, jitterMs: 100 });
  });

  it('of which nothing came back has no times', () => {
    const series = new PacketSeries();
    series.send(0);
    expect(series.figures).toEqual({ sentCount: 1, lossPercent: 100, rttMs: null, jitterMs: null });
  });
});

describe('the name of a browser', () => {
  it.for([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Edge 141, Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      'Chrome 141, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari 18.5, iOS',
    ],
    ['curl/8', 'unknown browser, unknown system'],
  ] as const)('of "%s" is %s', ([userAgent, name]) => {
    expect(browserName(userAgent)).toBe(name);
  });
});

describe('the figures of a peer', () => {
  const report = (...entries: { id: string; type: string; [key: string]: unknown }[]): RTCStatsReport =>
    new Map(entries.map((it) => [it.id, it]));
  const sound = (timestamp: number, bytesReceived: number) => ({
    ...{ id: 'I', type: 'inbound-rtp', kind: 'audio', timestamp, bytesReceived, codecId: 'C', jitter: 0.0042 },
    ...{ packetsReceived: 97, packetsLost: 3 },
  });
  const rest = [
    { id: 'C', type: 'codec', mimeType: 'audio/opus', sdpFmtpLine: 'candidate 192.0.2.1' },
    { id: 'O', type: 'outbound-rtp', kind: 'video', timestamp: 0, bytesSent: 0 },
    { id: 'L', type: 'local-candidate', candidateType: 'relay', relayProtocol: 'tls', address: '192.0.2.1', port: 5 },
    { id: 'R', type: 'remote-candidate', candidateType: 'host', address: 'fe80::1' },
    {
      ...{ id: 'P', type: 'candidate-pair', state: 'succeeded', nominated: true, currentRoundTripTime: 0.0312 },
      ...{ localCandidateId: 'L', remoteCandidateId: 'R' },
    },
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  ];

  it('are those of its path and its streams between two looks, and hold no address', () => {
    const figures = peerFiguresOf(report(sound(2_000, 9_000), ...rest), report(sound(1_000, 4_000), ...rest));
    expect(figures).toEqual({
      path: 'relay',
      protocol: 'tls',
      rttMs: 31,
      streams: { 'in-audio': { codec: 'opus', kbps: 40, lossPercent: 3, jitterMs: 4.2 } },
    });
    expect(JSON.stringify(figures)).not.toMatch(/192|fe80|candidate/);
  });

  it('are empty where there is no connection', () => {
    expect(peerFiguresOf(new Map(), new Map())).toEqual({ path: null, protocol: null, rttMs: null, streams: {} });
  });
});
