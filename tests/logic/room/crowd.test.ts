/** At the bound of open sockets somebody without a seat and without a place makes way, so that a member can always come back. */
import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

describe('a crowd', () => {
  it('costs the oldest socket that has neither a seat nor a place, and is no offence', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.command(ann, 'lobby', { on: true });
    const bob = room.join();
    const silent = Array.from({ length: 3 }, () => {
      room.advance(1);
      return room.open();
    });
    room.crowd();
    expect(silent.map(({ closedWith, errors }) => [closedWith, errors])).toEqual([
      [4408, ['rate-limited']],
      [null, []],
      [null, []],
    ]);
    room.crowd();
    room.crowd();
    expect(silent.map(({ closedWith }) => closedWith)).toEqual([4408, 4408, 4408]);
    room.crowd();
    expect([ann.closedWith, bob.closedWith]).toEqual([null, null]);
    expect(room.logs).toContainEqual({ event: 'refused', code: 4408 });
  });

  it('knows after a restart, too, who waits', () => {
    const room = new RoomHarness();
    room.command(room.join(), 'lobby', { on: true });
    const bob = room.join();
    room.restart();
    room.crowd();
    expect(bob.closedWith).toBe(null);
  });

  it('is one before anybody ever came', () => {
    const room = new RoomHarness();
    const [first, second] = [room.open(), room.open()];
    room.crowd();
    expect([first.closedWith, second.closedWith]).toEqual([4408, null]);
    expect(room.saved).toBe(null);
  });
});
