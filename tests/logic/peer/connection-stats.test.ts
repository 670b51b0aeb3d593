/** What is read from statistics, in the shapes of Chromium and of Firefox. */
import { describe, expect, it } from 'vitest';
import {
  framesDecodedOf,
  packetsReceivedOf,
  pathOf,
  readStats,
  usesOwnRelay,
} from '../../../widget/peer/connection-stats.ts';
import { PathWatch } from '../../../widget/peer/path-watch.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

const reportOf = (...entries: readonly Entry[]): RTCStatsReport => new Map(entries.map((entry) => [entry.id, entry]));

const candidates = (local: object, remote: object = { candidateType: 'host', protocol: 'udp' }): Entry[] => [
  { id: 'L', type: 'local-candidate', ...local },
  { id: 'R', type: 'remote-candidate', ...remote },
  { id: 'old', type: 'candidate-pair', state: 'succeeded', localCandidateId: 'X', remoteCandidateId: 'Y' },
];
const chromium = (...them: Entry[]): RTCStatsReport =>
  reportOf(
    ...them,
    { id: 'pair', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' },
    { id: 'T', type: 'transport', selectedCandidatePairId: 'pair' },
  );
const firefox = (...them: Entry[]): RTCStatsReport =>
  reportOf(...them, {
    id: 'pair',
    type: 'candidate-pair',
    selected: true,
    localCandidateId: 'L',
    remoteCandidateId: 'R',
  });

const host = { candidateType: 'host', protocol: 'udp' };

describe.each([
  ['Chromium', chromium],
  ['Firefox', firefox],
])('the path in a report of %s', (_name, report) => {
  it.each([
    ['both hosts', host, host, { path: 'direct', protocol: 'udp' }],
    [
      'behind NATs',
      { ...host, candidateType: 'srflx' },
      { ...host, candidateType: 'prflx' },
      { path: 'direct', protocol: 'udp' },
    ],
    ['ICE-TCP', { ...host, protocol: 'tcp' }, { ...host, protocol: 'tcp' }, { path: 'direct', protocol: 'tcp' }],
    [
      'own relay over UDP',
      { candidateType: 'relay', protocol: 'udp', relayProtocol: 'udp' },
      host,
      { path: 'relay', protocol: 'udp' },
    ],
    [
      'own relay over TCP',
      { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tcp' },
      host,
      { path: 'relay', protocol: 'tcp' },
    ],
    [
      'own relay over TLS',
      { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
      host,
      { path: 'relay', protocol: 'tls' },
    ],
    ['the relay of the other', host, { candidateType: 'relay', protocol: 'udp' }, { path: 'relay', protocol: 'udp' }],
  ])('%s', (name, local, remote, expected) => {
    expect(pathOf(report(...candidates(local, remote)))).toEqual(expected);
    expect(usesOwnRelay(report(...candidates(local, remote)))).toBe(name.startsWith('own relay'));
  });

  it('is none while a candidate is missing', () => {
    expect(pathOf(report())).toBeNull();
    expect(usesOwnRelay(report())).toBe(false);
  });
});

it('counts packets and pictures over all lines, and nothing that was sent', () => {
  const report = reportOf(
    { id: 'a', type: 'inbound-rtp', kind: 'audio', packetsReceived: 10 },
    { id: 'v', type: 'inbound-rtp', kind: 'video', packetsReceived: 5, framesDecoded: 2 },
    { id: 's', type: 'inbound-rtp', kind: 'video', framesDecoded: 3 },
    { id: 'o', type: 'outbound-rtp', kind: 'audio', packetsSent: 100 },
  );
  expect([packetsReceivedOf(report), framesDecodedOf(report)]).toEqual([15, 5]);
});

describe('a browser that does not answer', () => {
  it('is not waited for longer than a second, as with a connection of Firefox that is closed meanwhile', async () => {
    const clock = new VirtualClock();
    const read = readStats({ getStats: () => new Promise<RTCStatsReport>(() => {}) }, clock);
    await clock.advance(1_000);
    expect((await read).size).toBe(0);
  });

  it('counts as one that has nothing where it refuses', async () => {
    const clock = new VirtualClock();
    const read = await readStats({ getStats: () => Promise.reject(new Error('closed')) }, clock);
    expect([read.size, clock.pendingCount]).toEqual([0, 0]);
  });
});

describe('the watch over the path', () => {
  it('tells each change once, and nothing of a connection that it does not watch any more', async () => {
    const clock = new VirtualClock();
    const told: string[] = [];
    const watch = new PathWatch(clock, ({ path, protocol }) => told.push(`${clock.now()} ${path} ${protocol}`));
    let report = reportOf();
    watch.start({ readStats: () => Promise.resolve(report) });
    await clock.advance(1_000);
    expect([told, watch.path]).toEqual([[], null]);
    report = chromium(...candidates(host));
    await clock.advance(20_000);
    report = chromium(...candidates({ candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }));
    await clock.advance(20_000);
    watch.start({ readStats: () => Promise.resolve(chromium(...candidates(host))) });
    await clock.advance(300);
    expect(told).toEqual(['5200 direct udp', '25200 relay tls', '41200 direct udp']);
    watch.stop();
    expect(clock.pendingCount).toBe(0);
  });
});
