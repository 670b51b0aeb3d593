/** Memory of what was sent serves again once it has arrived, and never before. */
import { describe, expect, it } from 'vitest';
import { SendMemory } from '../../../widget/data/send-memory.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { connect, pageFrom } from './fake-channels.ts';

describe('memory for what is sent', () => {
  it('serves again for what is as large, and only when it was given back', () => {
    const memory = new SendMemory();
    const [first, second] = [memory.copyOf(Uint8Array.of(1, 2)), memory.copyOf(Uint8Array.of(3, 4))];
    expect(first.buffer).not.toBe(second.buffer);
    memory.giveBack(first);
    const third = memory.copyOf(Uint8Array.of(5, 6));
    expect(third.buffer).toBe(first.buffer);
    expect([[...second], [...third]]).toEqual([
      [3, 4],
      [5, 6],
    ]);
    memory.giveBack(third);
    expect([...memory.copyOf(Uint8Array.of(7))]).toEqual([7]);
  });

  it('copies what a view shows and nothing else', () => {
    const given = new DataView(Uint8Array.of(9, 1, 2, 9).buffer, 1, 2);
    expect([...new SendMemory().copyOf(given)]).toEqual([1, 2]);
  });

  it('keeps a few pieces at most', () => {
    const memory = new SendMemory();
    const pieces = Array.from({ length: 100 }, () => memory.copyOf(new Uint8Array(1_000)));
    for (const piece of pieces) memory.giveBack(piece);
    const again = Array.from({ length: 100 }, () => memory.copyOf(new Uint8Array(1_000)));
    expect(again.filter((it) => pieces.some(({ buffer }) => buffer === it.buffer))).toHaveLength(8);
  });
});

describe('what is sent over connections that break', () => {
  const seed = seedFromEnvironment();
  it(`arrives as it was given, SEED=${seed}`, async () => {
    console.log(`send memory: SEED=${seed}`);
    let breaks = 0;
    for (let life = 0; life < 100; life++) {
      const random = randomFrom(seed, life);
      const clock = new VirtualClock();
      const [a, b] = [pageFrom(clock, 'a', 'b'), pageFrom(clock, 'b', 'a')];
      let connection = connect(a.data, b.data, { clock, latencyMs: 20, random });
      connection.open();
      const given: number[] = [];
      const chunk = new Uint8Array(random.pick([50, 20_000, 100_000]));
      for (let i = 0; i < 60; i++) {
        chunk.fill(i);
        given.push(i);
        void a.data.send(chunk);
        if (random.chance(0.5)) await clock.advance(random.int(1, 60));
        if (!random.chance(0.1)) continue;
        breaks += 1;
        connection.close();
        connection = connect(a.data, b.data, { clock, latencyMs: 20, random });
        connection.open();
      }
      await clock.advance(30_000);
      const got = b.messages.map(({ data }) => [...new Set(data as Uint8Array)]);
      expect(got, `life ${life}`).toEqual(given.map((i) => [i]));
    }
    expect(breaks).toBeGreaterThan(300);
  });
});
