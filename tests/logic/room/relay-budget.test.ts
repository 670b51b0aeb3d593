/** S17: the brake of the whole room stops the greediest, never the quiet. */
import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import { RelayBudget } from '../../../worker/room/relay-budget.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const peers = Array.from({ length: 8 }, (_, i) => `peer-${i}` as PeerId);
const [ann = '' as PeerId, bob = '' as PeerId] = peers;

describe('the budget of a room', () => {
  it('is 400 frames at once and 200 a second', () => {
    const budget = new RelayBudget();
    for (let i = 0; i < 400; i++) expect(budget.count(ann, 0)).toBe(null);
    expect(budget.count(ann, 0)).toEqual({ peer: ann, retryMs: 16_040 });
    const steady = new RelayBudget();
    for (let ms = 0; ms < 60_000; ms += 5) expect(steady.count(peers[(ms / 5) % 8] ?? ann, ms)).toBe(null);
  });

  it('stops the greediest, whoever speaks just then, and gives the others back what that one took', () => {
    const budget = new RelayBudget();
    for (let i = 0; i < 350; i++) budget.count(ann, 0);
    for (let i = 0; i < 50; i++) expect(budget.count(bob, 0)).toBe(null);
    expect(budget.count(bob, 0)?.peer).toBe(ann);
    for (let i = 0; i < 349; i++) expect(budget.count(bob, 0)).toBe(null);
    expect(budget.count(bob, 0)?.peer).toBe(bob);
  });

  const seed = seedFromEnvironment();
  it(`never stops one who sent less than 50 beyond the fair share, SEED=${seed}`, () => {
    console.log(`relay budget: SEED=${seed}`);
    let stopCount = 0;
    for (let stream = 0; stream < 100; stream++) {
      const random = randomFrom(seed, stream);
      const budget = new RelayBudget();
      // The model: what each sent in excess of 25 frames a second.
      const excess = new Map(peers.map((peer) => [peer, 0]));
      const greedy = peers.slice(0, random.int(1, 8));
      let last = 0;
      for (let ms = 0; ms < 20_000; ms += random.int(0, 8)) {
        const from = random.chance(0.9) ? random.pick(greedy) : random.pick(peers);
        for (const [peer, count] of excess) excess.set(peer, Math.max(0, count - ((ms - last) / 1000) * 25));
        last = ms;
        excess.set(from, (excess.get(from) ?? 0) + 1);
        const stopped = budget.count(from, ms)?.peer;
        if (stopped === undefined) continue;
        expect(excess.get(stopped)).toBeGreaterThan(50 - 1e-6);
        excess.set(stopped, 0);
        stopCount += 1;
      }
    }
    expect(stopCount).toBeGreaterThan(100);
  });
});

/** A room of `count`, in which everyone knows the first one. */
function roomOf(count: number): { room: RoomHarness; first: TestSocket; others: TestSocket[] } {
  const room = new RoomHarness();
  const [first, ...others] = Array.from({ length: count }, () => room.join({ capacity: 8 }));
  if (first === undefined) throw new Error('nobody');
  return { room, first, others };
}

describe('a room under fire', () => {
  it('closes greedy sockets with 4429, also those within their own limit, and every frame of the quiet arrives', () => {
    const { room, first: quiet, others } = roomOf(8);
    for (const one of others)
      for (let i = 0; i < 58; i++) room.say(one, { type: 'relay', to: quiet.welcome.me, payload: 0 });
    const [stopped, ...more] = others.filter(({ closedWith }) => closedWith !== null);
    expect([stopped?.closedWith, more, quiet.closedWith]).toEqual([4429, [], null]);
    expect(stopped?.heard.at(-1)).toEqual({ type: 'error', code: 'rate-limited', fatal: false, retryMs: 2_320 });
    const [receiver = quiet] = others.filter((one) => one !== stopped);
    for (let i = 0; i < 40; i++) room.say(quiet, { type: 'relay', to: receiver.welcome.me, payload: i });
    expect(receiver.relayed).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('stops one who gets a new limit with a new socket, again and again', () => {
    const { room, first, others } = roomOf(8);
    const attackers = others.slice(0, 6);
    for (let round = 0; round < 4; round++) {
      for (let who = 0; who < attackers.length; who++) {
        let attacker = attackers[who];
        if (attacker === undefined) throw new Error('nobody');
        if (attacker.closedWith === null) room.drop(attacker);
        attacker = room.resume(attacker.welcome);
        attackers[who] = attacker;
        for (let i = 0; i < 55; i++) room.say(attacker, { type: 'relay', to: first.welcome.me, payload: 0 });
      }
    }
    // 1,320 frames at once, of which the room carries 400, and each that is stopped gives back at most what two sockets took.
    expect(room.logs.filter(({ code }) => code === 4429).length).toBeGreaterThanOrEqual(8);
    expect([first.closedWith, others[6]?.closedWith]).toEqual([null, null]);
  });

  it('is not full when eight find each other again after a deploy', () => {
    const { room, first, others } = roomOf(8);
    const everyone = [first, ...others];
    for (let i = 0; i < 5; i++) {
      for (const from of everyone)
        for (const to of everyone) room.say(from, { type: 'relay', to: to.welcome.me, payload: i });
    }
    for (const one of everyone) expect([one.closedWith, one.relayed.length]).toEqual([null, 35]);
  });
});

describe('a flood of 5,000 from one socket', () => {
  it('is 59 frames and a close, and the frames of the others arrive', () => {
    const { room, first, others } = roomOf(3);
    const [loud, quiet] = others;
    if (loud === undefined || quiet === undefined) throw new Error('nobody');
    for (let i = 0; i < 5_000; i++) {
      room.say(loud, { type: 'relay', to: first.welcome.me, payload: 'loud' });
      if (i % 500 === 0) room.say(quiet, { type: 'relay', to: first.welcome.me, payload: i });
    }
    expect([loud.closedWith, quiet.closedWith, first.closedWith]).toEqual([4429, null, null]);
    expect(first.relayed.filter((payload) => payload === 'loud')).toHaveLength(59);
    expect(first.relayed.filter((payload) => payload !== 'loud')).toHaveLength(10);
  });
});
