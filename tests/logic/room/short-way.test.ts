/** A line that only has to be handed on takes a short way through the rules: nobody can tell it from the long one. */
import { describe, expect, it } from 'vitest';
import { RELAY_LINES } from '#protocol';
import { type Random, randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const LIVES = 1_000;
const STEPS = 60;

/** The same room twice, and who is in it. */
class Twins {
  readonly rooms = [new RoomHarness(true), new RoomHarness(false)] as const;
  readonly sockets: [TestSocket, TestSocket][] = [];

  /** Does the same to both. */
  both(act: (room: RoomHarness, side: 0 | 1) => void): void {
    act(this.rooms[0], 0);
    act(this.rooms[1], 1);
  }

  join(hello: Record<string, unknown>, from?: [TestSocket, TestSocket]): void {
    const [a, b] = this.rooms.map((room, side) => {
      const before = from?.[side === 0 ? 0 : 1];
      return before?.hasWelcome === true ? room.resume(before.welcome, hello) : room.join(hello);
    });
    if (a !== undefined && b !== undefined) this.sockets.push([a, b]);
  }

  get told(): readonly unknown[] {
    return this.rooms.map((room, side) => ({
      heard: this.sockets
        .map((pair) => pair[side === 0 ? 0 : 1])
        .map(({ heard, closedWith }) => ({ heard, closedWith })),
      logs: room.logs,
      saved: room.saved,
      alarmAtMs: room.alarmAtMs,
    }));
  }
}

const TEXTS = ['1', '{"a":[1,2]}', 'no JSON', '"界"', `"${'x'.repeat(20_000)}"`, `"${'界'.repeat(16_500)}"`];

function say(twins: Twins, pair: readonly [TestSocket, TestSocket], line: string, times: number): void {
  for (let i = 0; i < times; i++) twins.both((room, side) => room.sayRaw(pair[side], line));
}

/** So many lines that the whole room is over its limit, though nobody is alone. */
function flood(twins: Twins, random: Random): void {
  for (const pair of twins.sockets) say(twins, pair, `relay peer-${random.int(1, 8)}\n1`, random.int(45, 58));
}

function step(twins: Twins, random: Random): void {
  const pair = random.pick(twins.sockets);
  const kind = random.int(0, 40);
  if (kind === 0) twins.join({ capacity: 8, caps: random.chance(0.8) ? [RELAY_LINES] : [] });
  else if (kind === 1) twins.join({ caps: random.chance(0.8) ? [RELAY_LINES] : [] }, pair);
  else if (kind === 2) twins.both((room, side) => room.drop(pair[side]));
  else if (kind === 3) twins.both((room, side) => room.say(pair[side], { type: 'bye' }));
  else if (kind === 4) twins.both((room) => room.restart());
  else if (kind === 5) {
    const ms = random.int(0, 40_000);
    twins.both((room) => room.advance(ms));
  } else if (kind === 6) twins.both((room, side) => room.say(pair[side], { type: 'state', state: { at: kind } }));
  else {
    const to = random.chance(0.95) ? `peer-${random.int(1, 9)}` : random.pick(['peer-1 ', '', '__proto__']);
    const text = random.pick(TEXTS);
    // A few lines, or so many that a socket or the whole room is stopped.
    const times = random.chance(0.1) ? random.int(40, 90) : random.int(1, 3);
    say(twins, pair, `relay ${to}\n${text}`, times);
    if (random.chance(0.2)) twins.both((room) => room.advance(50));
  }
}

describe('a line by the short way', () => {
  const seed = seedFromEnvironment();
  it(`comes to the same as by the long one, SEED=${seed}`, () => {
    console.log(`short way: SEED=${seed}`);
    let [relayed, stopped] = [0, 0];
    for (let life = 0; life < LIVES; life++) {
      const random = randomFrom(seed, life);
      const twins = new Twins();
      const isFull = random.chance(0.2);
      for (let i = 0; i < (isFull ? 8 : 3); i++) twins.join({ capacity: 8, caps: [RELAY_LINES] });
      if (isFull) flood(twins, random);
      for (let i = 0; i < STEPS; i++) step(twins, random);
      const [short, long] = twins.told;
      expect(short, `life ${life}`).toEqual(long);
      for (const [socket] of twins.sockets) {
        relayed += socket.relayed.length;
        stopped += socket.closedWith === 4429 ? 1 : 0;
      }
    }
    // Lives in which nothing is handed on, and nobody is stopped, would show nothing.
    expect(relayed).toBeGreaterThan(LIVES * 5);
    expect(stopped).toBeGreaterThan(LIVES / 10);
  });
});
