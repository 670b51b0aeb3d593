import { describe, expect, it } from 'vitest';
import { fullBucket, take } from '../../../worker/room/rate-limit.ts';
import { RoomHarness } from '../../support/room-harness.ts';

describe('take', () => {
  it('lets 60 frames through at once, and says when the next would pass', () => {
    let bucket = fullBucket(0);
    for (let i = 0; i < 60; i++) {
      const taken = take(bucket, 0, 10);
      if (!taken.ok) throw new Error(`refused frame ${i}`);
      ({ bucket } = taken);
    }
    expect(take(bucket, 0, 10)).toEqual({ ok: false, retryMs: 100 });
    expect(take(bucket, 99, 10).ok).toBe(false);
    expect(take(bucket, 100, 10).ok).toBe(true);
  });

  it('lets 10 frames a second through for ever', () => {
    let bucket = { ...fullBucket(0), frames: 1 };
    for (let ms = 0; ms < 60_000; ms += 100) {
      const taken = take(bucket, ms, 100);
      if (!taken.ok) throw new Error(`refused after ${ms} ms`);
      ({ bucket } = taken);
    }
  });

  it('limits bytes too, and says when the same frame would pass', () => {
    const bucket = { ...fullBucket(0), bytes: 1000 };
    expect(take(bucket, 0, 1000).ok).toBe(true);
    expect(take(bucket, 0, 1000 + 65_536)).toEqual({ ok: false, retryMs: 1000 });
    expect(take(bucket, 1000, 1000 + 65_536).ok).toBe(true);
  });

  it('never holds more than the burst', () => {
    const taken = take(fullBucket(0), 3_600_000, 0);
    expect(taken).toMatchObject({ bucket: { frames: 59, bytes: 512 * 1024 } });
  });

  it('adds nothing when the clock goes backwards', () => {
    expect(take({ frames: 0, bytes: 1000, atMs: 1000 }, 0, 1).ok).toBe(false);
  });

  it('is full again after the silence in which an object hibernates', () => {
    expect(take({ frames: 0, bytes: 0, atMs: 0 }, 10_000, 0)).toMatchObject({
      bucket: { frames: 59, bytes: 512 * 1024 },
    });
  });
});

describe('a socket that says too much', () => {
  it('is told when to come back, closed, and may come back', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const loud = room.join();
    for (let i = 0; i < 100; i++) room.say(loud, { type: 'relay', to: ann.welcome.me, payload: i });
    expect(loud.heard.at(-1)).toEqual({ type: 'error', code: 'rate-limited', fatal: false, retryMs: 100 });
    expect(loud.closedWith).toBe(4429);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    expect(room.resume(loud.welcome).welcome.resumed).toBe(true);
  });

  it('G1 loses no frame between two that arrive', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const loud = room.join();
    for (let i = 0; i < 100; i++) room.say(loud, { type: 'relay', to: ann.welcome.me, payload: i });
    expect(ann.relayed).toEqual(Array.from({ length: 59 }, (_, i) => i));
  });

  it('does not slow the others', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const loud = room.join();
    for (let i = 0; i < 100; i++) room.say(loud, { type: 'state', state: { i } });
    room.say(ann, { type: 'state', state: { fine: true } });
    expect(ann.events.at(-1)).toMatchObject({ event: 'state', id: ann.welcome.me });
  });
});
