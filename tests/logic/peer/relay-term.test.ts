/** When a connection through a relay that ends with its credentials makes way for another. Time is the test's. */
import { describe, expect, it } from 'vitest';
import type { RelayTerm } from '../../../widget/peer/relay-term.ts';
import { RelayWatch } from '../../../widget/peer/relay-watch.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const TERM: RelayTerm = { endsAtMs: 300_000, ttlMs: 300_000 };
const FRESH: RelayTerm = { endsAtMs: 540_000, ttlMs: 300_000 };

/** Statistics of a path that begins with a candidate of this type. */
function reportWith(candidateType: string): RTCStatsReport {
  return new Map<string, object>([
    ['T', { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }],
    ['P', { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R' }],
    ['L', { id: 'L', type: 'local-candidate', candidateType, protocol: 'udp' }],
    ['R', { id: 'R', type: 'remote-candidate', candidateType: 'relay', protocol: 'udp' }],
  ]);
}

interface Scene {
  readonly clock: VirtualClock;
  readonly watch: RelayWatch;
  readonly leftAtMs: number[];
  readonly lookedAtMs: number[];
  path: string;
  newest: RelayTerm | null;
  mayLeave: boolean;
  start(term?: RelayTerm | null): void;
}

function watched({ random = 0.5 } = {}): Scene {
  const clock = new VirtualClock();
  const it: Scene = {
    clock,
    leftAtMs: [],
    lookedAtMs: [],
    path: 'relay',
    newest: FRESH,
    mayLeave: true,
    watch: new RelayWatch({
      clock,
      random: () => random,
      newest: () => it.newest,
      mayLeave: () => it.mayLeave,
      leave: () => void it.leftAtMs.push(clock.now()),
    }),
    start: (relayTerm: RelayTerm | null = TERM) =>
      it.watch.start({
        relayTerm,
        readStats: () => {
          it.lookedAtMs.push(clock.now());
          return Promise.resolve(reportWith(it.path));
        },
      }),
  };
  return it;
}

describe('a connection through the own relay', () => {
  it.each([
    [0, 285_000],
    [0.5, 270_000],
    [1, 255_000],
  ])('makes way once, before the credentials end: with random %d after %d ms', async (random, atMs) => {
    const it = watched({ random });
    it.start();
    await it.clock.advance(atMs - 1);
    expect(it.leftAtMs).toEqual([]);
    await it.clock.advance(600_000);
    expect(it.leftAtMs).toEqual([atMs]);
    expect(it.clock.pendingCount).toBe(0);
  });

  it('stays where relays do not end', async () => {
    const it = watched();
    it.start(null);
    expect(it.clock.pendingCount).toBe(0);
  });

  it('waits for credentials that are better than its own', async () => {
    const it = watched();
    it.newest = TERM;
    it.start();
    await it.clock.advance(280_000);
    expect(it.leftAtMs).toEqual([]);
    it.newest = FRESH;
    await it.clock.advance(3_000);
    expect(it.leftAtMs).toEqual([282_000]);
  });

  it('also leaves for credentials that do not end at all', async () => {
    const it = watched();
    it.newest = null;
    it.start();
    await it.clock.advance(270_000);
    expect(it.leftAtMs).toEqual([270_000]);
  });

  it('is left alone while something is being repaired', async () => {
    const it = watched();
    it.mayLeave = false;
    it.start();
    await it.clock.advance(290_000);
    expect(it.leftAtMs).toEqual([]);
    it.mayLeave = true;
    await it.clock.advance(3_000);
    expect(it.leftAtMs).toHaveLength(1);
  });

  it('that is replaced, or over, is not looked at any more', async () => {
    const it = watched();
    it.start();
    await it.clock.advance(200_000);
    it.start(FRESH);
    await it.clock.advance(100_000);
    expect(it.lookedAtMs).toEqual([]);
    it.watch.stop();
    await it.clock.advance(600_000);
    expect([it.lookedAtMs, it.leftAtMs]).toEqual([[], []]);
  });

  it('that is replaced while it is looked at stays', async () => {
    const it = watched();
    let resolve: (report: RTCStatsReport) => void = () => {};
    it.watch.start({ relayTerm: TERM, readStats: () => new Promise((settle) => (resolve = settle)) });
    await it.clock.advance(270_000);
    it.watch.stop();
    resolve(reportWith('relay'));
    await it.clock.advance(600_000);
    expect([it.leftAtMs, it.clock.pendingCount]).toEqual([[], 0]);
  });
});

describe('a connection that goes another way', () => {
  it.each(['host', 'srflx', 'prflx'])('(%s) stays, also where the relay is that of the other', async (path) => {
    const it = watched();
    it.path = path;
    it.start();
    await it.clock.advance(600_000);
    expect([it.leftAtMs, it.clock.pendingCount]).toEqual([[], 0]);
  });

  it('is looked at until the end, because it may come to need the relay', async () => {
    const it = watched();
    it.path = 'host';
    it.start();
    await it.clock.advance(280_000);
    it.path = 'relay';
    await it.clock.advance(3_000);
    expect(it.leftAtMs).toEqual([282_000]);
    expect(it.lookedAtMs).toEqual([270_000, 273_000, 276_000, 279_000, 282_000]);
  });
});

it('a term of more than a timer can take is waited for in the end', async () => {
  const it = watched();
  const days = 86_400_000;
  it.start({ endsAtMs: 100 * days, ttlMs: 100 * days });
  await it.clock.advance(89 * days);
  expect(it.lookedAtMs).toEqual([]);
  await it.clock.advance(days);
  expect(it.leftAtMs).toEqual([90 * days]);
});
