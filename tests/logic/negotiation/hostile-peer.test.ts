/** What a peer can make this page do by lying about descriptions, generations and resets: little, and slowly. */
import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../widget/peer/signals.ts';
import { expectConnected, setup } from './session-pair.ts';

/** Connections that one peer may cost in a minute, with the burst at its beginning. */
const MOST_IN_A_MINUTE = 6 + 60 / 3;

const offer = (g: number): Signal => ({ type: 'description', g, description: { type: 'offer', sdp: 'v=0\r\n' } });
const answer = (g: number): Signal => ({ type: 'description', g, description: { type: 'answer', sdp: 'v=0\r\n' } });

describe('a peer that wants ever new connections', () => {
  it.each([
    ['one after the other', (i: number) => 2 + i],
    ['far ahead', (i: number) => 2 ** 31 - 10_000 + i],
    ['to and fro', (i: number) => (i % 2 === 0 ? 1 : 2 + i)],
  ])('gets six at once and one in three seconds, whatever it counts: %s', async (_, generationOf) => {
    const pair = setup();
    await pair.start();
    for (let i = 0; i < 10_000; i++) pair.impolite.receive({ type: 'rebuild', g: generationOf(i) });
    await pair.clock.advance(2_900);
    expect(pair.impolite.made).toHaveLength(1 + 6);
    await pair.clock.advance(57_100);
    expect(pair.impolite.made).toHaveLength(1 + MOST_IN_A_MINUTE);
    expect(pair.impolite.replaced).toHaveLength(MOST_IN_A_MINUTE);
  });

  it('gets no more by resets of the link', async () => {
    const pair = setup();
    await pair.start();
    for (let atMs = 0; atMs < 60_000; atMs += 100) {
      for (let i = 0; i < 10; i++) pair.impolite.session.reset();
      await pair.clock.advance(100);
    }
    expect(pair.impolite.made.length).toBeGreaterThan(20);
    expect(pair.impolite.made.length).toBeLessThanOrEqual(1 + MOST_IN_A_MINUTE);
  });

  it('gets no more by descriptions that the browser refuses', async () => {
    const pair = setup();
    await pair.start();
    const { session } = pair.impolite;
    for (let atMs = 0; atMs < 60_000; atMs += 10) {
      pair.impolite.refusing = 1;
      // A good one in between, so that the failures are never in a row.
      if (session.current?.connection.signalingState === 'stable') pair.impolite.receive(offer(session.generation));
      else pair.impolite.receive(answer(session.generation));
      await pair.clock.advance(10);
    }
    expect(pair.impolite.made.length).toBeLessThanOrEqual(1 + MOST_IN_A_MINUTE);
  });

  it('gets no more by loading its page anew, again and again', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.close();
    for (let atMs = 0; atMs < 60_000; atMs += 50) {
      pair.impolite.restart();
      pair.impolite.receive({ type: 'rebuild', g: 2 });
      await pair.clock.advance(50);
    }
    expect(pair.impolite.made.length).toBeLessThanOrEqual(1 + 2 * MOST_IN_A_MINUTE);
    expect(pair.impolite.made.length - pair.impolite.replaced.length).toBeLessThanOrEqual(1);
  });

  it('is met at once when it really was loaded anew', async () => {
    const pair = setup();
    await pair.start();
    for (let g = 2; g < 5_000; g++) pair.impolite.receive({ type: 'rebuild', g });
    await pair.clock.advance(60_000);
    const count = pair.impolite.made.length;
    pair.impolite.restart();
    expect(pair.impolite.made).toHaveLength(count + 1);
    expect(pair.impolite.session.generation).toBe(1);
    await pair.clock.advance(60_000);
    expect(pair.impolite.session.generation).toBe(1);
  });
});

describe('a rebuild that waits for its turn', () => {
  it('comes once, however often it was wished for', async () => {
    const pair = setup();
    await pair.start();
    for (let round = 0; round < 6; round++) pair.impolite.session.rebuild();
    expect(pair.impolite.session.generation).toBe(7);
    for (let round = 0; round < 6; round++) pair.impolite.session.rebuild();
    expect(pair.impolite.session.generation).toBe(7);
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 8);
  });

  it('is not needed any more where the other side went there meanwhile', async () => {
    const pair = setup();
    await pair.start();
    for (let round = 0; round < 7; round++) pair.impolite.session.rebuild();
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expect(pair.impolite.session.generation).toBe(pair.polite.session.generation);
    expect(pair.impolite.session.generation).toBeLessThanOrEqual(8);
  });

  it('does not outlive the session', async () => {
    const pair = setup();
    await pair.start();
    for (let round = 0; round < 7; round++) pair.impolite.session.rebuild();
    pair.impolite.session.close();
    pair.polite.session.close();
    await pair.clock.advance(100);
    expect(pair.impolite.made).toHaveLength(7);
    expect(pair.clock.pendingCount).toBe(0);
  });
});

describe('a peer that floods with descriptions', () => {
  it('has 32 offers answered at once and three a second', async () => {
    const pair = setup();
    await pair.start();
    const before = pair.polite.sent.length;
    const answers = (): number =>
      pair.polite.sent.slice(before).filter((it) => it.type === 'description' && it.description.type === 'answer')
        .length;
    for (let i = 0; i < 1_000; i++) pair.polite.receive(offer(1));
    await pair.clock.advance(3_000);
    expect(answers()).toBeGreaterThanOrEqual(32);
    expect(answers()).toBeLessThanOrEqual(32 + 9);
    await pair.clock.advance(57_000);
    expect(answers()).toBeLessThanOrEqual(32 + 180);
    expect(pair.polite.made).toHaveLength(1);
  });

  it('costs nothing by answers that nobody asked for', async () => {
    const pair = setup();
    await pair.start();
    for (let i = 0; i < 1_000; i++) pair.impolite.receive(answer(1));
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 1);
    expect(pair.impolite.failures).toEqual([]);
  });

  it('costs nothing by old answers and offers of an earlier generation', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    for (let i = 0; i < 1_000; i++) {
      pair.impolite.receive(answer(1));
      pair.impolite.receive(offer(1));
    }
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 2);
  });

  it('is reported once where nothing is tried any more', async () => {
    const pair = setup();
    await pair.start();
    pair.polite.refusing = 1_000;
    pair.impolite.session.current?.connection.addLine();
    await pair.clock.advanceUntilIdle(60_000);
    for (let i = 0; i < 100; i++) pair.polite.receive(offer(pair.polite.session.generation));
    await pair.clock.advanceUntilIdle(60_000);
    expect(pair.polite.failures).toEqual(['remote-offer']);
  });

  it('costs a rebuild for a description that the browser refuses', async () => {
    const pair = setup();
    pair.impolite.refusing = 1;
    await pair.start();
    expectConnected(pair, 2);
    expect(pair.impolite.failures).toEqual([]);
  });

  it('costs two rebuilds in a row and no more, and is reported then', async () => {
    const pair = setup();
    pair.impolite.refusing = 3;
    await pair.start();
    expect(pair.impolite.session.generation).toBe(3);
    expect(pair.impolite.failures).toEqual(['remote-answer']);
    pair.impolite.session.rebuild();
    await pair.clock.advanceUntilIdle(60_000);
    expectConnected(pair, 4);
  });

  it('is forgiven once a negotiation was completed', async () => {
    const pair = setup();
    await pair.start();
    for (let round = 0; round < 5; round++) {
      pair.impolite.refusing = 2;
      pair.impolite.session.current?.connection.addLine();
      await pair.clock.advanceUntilIdle(60_000);
    }
    expect(pair.impolite.failures).toEqual([]);
    expectConnected(pair, 11);
  });
});
