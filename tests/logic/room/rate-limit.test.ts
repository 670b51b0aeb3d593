import { describe, expect, it } from 'vitest';
import { Buckets } from '../../../worker/room/rate-limit.ts';
import type { SocketId } from '../../../worker/room/room-state.ts';
import { RoomHarness } from '../../support/room-harness.ts';

const socket = 'socket-1' as SocketId;

/** From which all was taken that it holds at once. */
function emptied(nowMs = 0): Buckets {
  const buckets = new Buckets();
  for (let i = 0; i < 60; i++) buckets.take(socket, nowMs, i === 0 ? 512 * 1024 : 0);
  return buckets;
}

describe('what a socket may say', () => {
  it('is 60 frames at once, and it is told when the next would pass', () => {
    const buckets = new Buckets();
    for (let i = 0; i < 60; i++) expect(buckets.take(socket, 0, 10), `frame ${i}`).toBe(null);
    expect(buckets.take(socket, 0, 10)).toBe(100);
    expect(buckets.take(socket, 99, 10)).not.toBe(null);
    expect(buckets.take(socket, 100, 10)).toBe(null);
  });

  it('is 10 frames a second for ever', () => {
    const buckets = emptied();
    for (let ms = 100; ms < 60_000; ms += 100) expect(buckets.take(socket, ms, 100), `after ${ms} ms`).toBe(null);
  });

  it('is limited in bytes too, and it is told when the same frame would pass', () => {
    const buckets = new Buckets();
    expect(buckets.take(socket, 0, 512 * 1024 - 1000)).toBe(null);
    expect(buckets.take(socket, 0, 1000 + 65_536)).toBe(1000);
    expect(buckets.take(socket, 1000, 1000 + 65_536)).toBe(null);
  });

  it('is nothing that could be saved up beyond the burst', () => {
    const buckets = new Buckets();
    expect(buckets.take(socket, 0, 0)).toBe(null);
    for (let i = 0; i < 60; i++) expect(buckets.take(socket, 3_600_000, 0)).toBe(null);
    expect(buckets.take(socket, 3_600_000, 0)).toBe(100);
  });

  it('is no more when the clock goes backwards', () => {
    expect(emptied(1000).take(socket, 0, 1)).not.toBe(null);
  });

  it('is all of it again after the silence in which an object hibernates', () => {
    const buckets = emptied();
    expect(buckets.take(socket, 10_000, 512 * 1024)).toBe(null);
    for (let i = 1; i < 60; i++) expect(buckets.take(socket, 10_000, 0)).toBe(null);
  });

  it('is counted for each socket, and anew when it is forgotten', () => {
    const buckets = emptied();
    expect(buckets.take('socket-2' as SocketId, 0, 1)).toBe(null);
    expect(buckets.take(socket, 0, 1)).not.toBe(null);
    buckets.forget(socket);
    expect(buckets.take(socket, 0, 1)).toBe(null);
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
