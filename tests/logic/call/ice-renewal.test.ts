/** When fresh credentials of a relay are asked for, and what becomes of the answers. Time is the test's. */
import { describe, expect, it } from 'vitest';
import { IceRenewal } from '../../../widget/call/ice-renewal.ts';
import type { IceIssue } from '../../../widget/signaling/signaling-channel.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

let count = 0;

/** Credentials that are like no others. */
function issue(iceTtlMs?: number, relayEnds?: boolean): IceIssue {
  count += 1;
  const relay = { urls: ['turn:turn.example'], username: `u${count}`, credential: 'c' };
  return { iceServers: [relay], ...(iceTtlMs === undefined ? {} : { iceTtlMs }), ...(relayEnds ? { relayEnds } : {}) };
}

const NO_ANSWER = (): Promise<null> => Promise.resolve(null);

interface Scene {
  readonly clock: VirtualClock;
  readonly ice: IceRenewal;
  /** When it asked, and when it told of others, in ms. */
  readonly askedAtMs: number[];
  readonly renewedAtMs: number[];
  answer: (signal: AbortSignal) => Promise<IceIssue | null>;
  user(): string | undefined;
}

function renewal({ random = 0.5 } = {}): Scene {
  const clock = new VirtualClock();
  const it: Scene = {
    clock,
    askedAtMs: [],
    renewedAtMs: [],
    answer: NO_ANSWER,
    user: () => it.ice.iceServers[0]?.username,
    ice: new IceRenewal({
      clock,
      random: () => random,
      ask: (signal) => {
        it.askedAtMs.push(clock.now());
        return it.answer(signal);
      },
      onrenewed: () => void it.renewedAtMs.push(clock.now()),
    }),
  };
  return it;
}

describe('fresh credentials', () => {
  it.each([
    [0, 45 * MINUTE_MS],
    [0.5, 48 * MINUTE_MS],
    [1, 51 * MINUTE_MS],
  ])('of an hour are asked for at about 80 %% of it, with random %d after %d ms', async (random, atMs) => {
    const it = renewal({ random });
    it.ice.take(issue(60 * MINUTE_MS));
    await it.clock.advance(atMs - 1);
    expect(it.askedAtMs).toEqual([]);
    it.answer = () => Promise.resolve(issue(60 * MINUTE_MS));
    await it.clock.advance(1);
    expect(it.askedAtMs).toEqual([atMs]);
    expect(it.renewedAtMs).toEqual([0, atMs]);
    // And so on, as long as the call lasts.
    await it.clock.advance(3 * atMs);
    expect(it.askedAtMs).toHaveLength(4);
    it.ice.close();
    expect(it.clock.pendingCount).toBe(0);
  });

  it('are never asked for where nothing ends, nor where nobody said that something does', async () => {
    const it = renewal();
    it.ice.take(issue());
    it.ice.check();
    await it.clock.advance(100 * 60 * MINUTE_MS);
    expect([it.askedAtMs, it.clock.pendingCount, it.ice.relayTerm]).toEqual([[], 0, null]);
  });

  it('are asked for at once where those that came with the seat are as good as over', async () => {
    const it = renewal();
    it.answer = () => Promise.resolve(issue(60 * MINUTE_MS));
    it.ice.take(issue(0));
    await it.clock.advance(0);
    expect(it.askedAtMs).toEqual([0]);
  });

  it('that come with a new seat count instead', async () => {
    const it = renewal();
    it.ice.take(issue(10 * MINUTE_MS));
    await it.clock.advance(7 * MINUTE_MS);
    it.ice.take(issue(10 * MINUTE_MS));
    await it.clock.advance(7 * MINUTE_MS);
    expect(it.askedAtMs).toEqual([]);
    await it.clock.advance(MINUTE_MS);
    expect(it.askedAtMs).toEqual([15 * MINUTE_MS]);
  });

  it('of more than a timer can take are waited for in the end', async () => {
    const it = renewal();
    it.ice.take(issue(100 * 86_400_000));
    await it.clock.advance(79 * 86_400_000);
    expect(it.askedAtMs).toEqual([]);
    await it.clock.advance(86_400_000);
    expect(it.askedAtMs).toHaveLength(1);
    it.ice.close();
  });

  it('are asked for by a page that is seen again, if its timer was late, and only once', async () => {
    const it = renewal();
    it.ice.take(issue(10 * MINUTE_MS));
    it.ice.check();
    expect(it.askedAtMs).toEqual([]);
    // A page whose timers do not run: the clock goes on without them.
    const now = it.clock.now.bind(it.clock);
    it.clock.now = () => now() + 9 * MINUTE_MS;
    it.ice.check();
    it.ice.check();
    expect(it.askedAtMs).toHaveLength(1);
    it.ice.close();
  });
});

describe('a question that brings nothing', () => {
  it('is asked again after 10 s, then less and less often, at most every 5 minutes', async () => {
    const it = renewal({ random: 1 });
    it.ice.take(issue(10 * MINUTE_MS));
    await it.clock.advance(25 * MINUTE_MS);
    const pauses = it.askedAtMs.map((at, index) => at - (it.askedAtMs[index - 1] ?? 0)).slice(1);
    expect(pauses).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(it.renewedAtMs).toEqual([0]);
    it.answer = () => Promise.resolve(issue(10 * MINUTE_MS));
    await it.clock.advance(5 * MINUTE_MS);
    expect(it.renewedAtMs).toHaveLength(2);
    // From then on as before the trouble.
    await it.clock.advance(8 * MINUTE_MS);
    const [, renewedAtMs = 0] = it.renewedAtMs;
    expect(it.askedAtMs.filter((at) => at > renewedAtMs)).toEqual([renewedAtMs + 8.5 * MINUTE_MS]);
    it.ice.close();
  });

  it('is also one that is answered with the same, as by a server whose provider fails', async () => {
    const it = renewal({ random: 1 });
    const old = issue(10 * MINUTE_MS, true);
    it.ice.take(old);
    const term = it.ice.relayTerm;
    it.answer = () => Promise.resolve({ ...old, iceTtlMs: 90_000 });
    await it.clock.advance(9 * MINUTE_MS);
    expect(it.askedAtMs).toEqual([510_000, 520_000, 540_000]);
    expect(it.renewedAtMs).toEqual([0]);
    // What is old does not become new by being told twice.
    expect(it.ice.relayTerm).toBe(term);
    it.ice.close();
  });

  it('is one question at a time, however long it takes', async () => {
    const it = renewal();
    it.answer = () => new Promise(() => {});
    it.ice.take(issue(10 * MINUTE_MS));
    await it.clock.advance(60 * MINUTE_MS);
    it.ice.check();
    void it.ice.refresh();
    expect(it.askedAtMs).toHaveLength(1);
    it.ice.close();
  });

  it('does not go on after the end', async () => {
    const it = renewal();
    let aborted = false;
    it.answer = (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    it.ice.take(issue(10 * MINUTE_MS));
    await it.clock.advance(9 * MINUTE_MS);
    it.ice.close();
    await it.clock.advance(60 * MINUTE_MS);
    expect([aborted, it.askedAtMs.length, it.renewedAtMs.length, it.clock.pendingCount]).toEqual([true, 1, 1, 0]);
  });
});

describe('a connection that needs fresh ones', () => {
  it('has them when they come', async () => {
    const it = renewal();
    it.ice.take(issue());
    const fresh = issue();
    it.answer = () => Promise.resolve(fresh);
    await it.ice.refresh();
    expect(it.user()).toBe(`u${count}`);
    expect(it.clock.pendingCount).toBe(0);
  });

  it('waits for a second and a half, and what comes later is used all the same', async () => {
    const it = renewal();
    it.ice.take(issue());
    let resolve: (issue: IceIssue) => void = () => {};
    it.answer = () => new Promise((settle) => (resolve = settle));
    let isOver = false;
    void it.ice.refresh().then(() => (isOver = true));
    await it.clock.advance(1_499);
    expect(isOver).toBe(false);
    await it.clock.advance(1);
    expect(isOver).toBe(true);
    const fresh = issue();
    resolve(fresh);
    await it.clock.advance(0);
    expect([it.user(), it.renewedAtMs.length]).toEqual([`u${count}`, 2]);
  });

  it('and gets the same again moves nothing', async () => {
    const it = renewal();
    const old = issue(10 * MINUTE_MS);
    it.ice.take(old);
    await it.clock.advance(MINUTE_MS);
    it.answer = () => Promise.resolve({ ...old, iceTtlMs: 9 * MINUTE_MS });
    await it.ice.refresh();
    expect(it.renewedAtMs).toEqual([0]);
    await it.clock.advance(7 * MINUTE_MS);
    expect(it.askedAtMs).toHaveLength(1);
    it.ice.close();
  });
});

describe('a relay', () => {
  it('has an end only where it ends with its credentials', () => {
    const it = renewal();
    it.ice.take(issue(10 * MINUTE_MS));
    expect(it.ice.relayTerm).toBeNull();
    it.ice.take(issue(10 * MINUTE_MS, true));
    expect(it.ice.relayTerm).toEqual({ endsAtMs: 10 * MINUTE_MS, ttlMs: 10 * MINUTE_MS });
    it.ice.close();
  });

  it('is there or not', () => {
    const it = renewal();
    expect(it.ice.hasRelay).toBe(false);
    it.ice.take({ iceServers: [{ urls: 'stun:stun.example' }] });
    expect(it.ice.hasRelay).toBe(false);
    it.ice.take(issue());
    expect(it.ice.hasRelay).toBe(true);
  });
});
