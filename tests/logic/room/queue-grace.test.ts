/** G8 for those who wait: a lost socket or a reload keeps the place in the queue. */
import { describe, expect, it } from 'vitest';
import type { Role } from '#protocol';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

interface Door {
  readonly room: RoomHarness;
  readonly ann: TestSocket;
  readonly bob: TestSocket;
  readonly cat: TestSocket;
}

/** Ann lets people in; Bob waits, and Cat behind him. */
function queue(role: Role = 'guest', capacity = 4): Door {
  const room = new RoomHarness();
  const ann = room.join({ capacity });
  room.command(ann, 'lobby', { on: true });
  const [bob, cat] = [room.join({ name: 'Bob' }, { role }), room.join()];
  return { room, ann, bob, cat };
}

const KNOCKS = ['knock:peer-2', 'knock:peer-3'];

describe('G8 who waits and loses the socket', () => {
  it('comes back to the same place, and neither hosts nor those behind hear of it', () => {
    const { room, ann, bob, cat } = queue();
    room.drop(bob);
    room.advance(29_999);
    const again = room.resume(bob.place, { inc: bob.inc });
    expect([again.places, again.closedWith]).toEqual([[1], null]);
    expect([cat.places, ann.notices]).toEqual([[2], KNOCKS]);
    expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(again.welcome).toMatchObject({ me: 'peer-2', resumed: false });
    expect(ann.events.at(-1)).toMatchObject({ event: 'join', peer: { id: 'peer-2', name: 'Bob', inc: again.inc } });
  });

  it.each([
    ['guest', 30_000],
    ['visitor', 120_000],
  ] as const)('as a %s has lost the place after %i ms', (role, graceMs) => {
    const { room, ann, bob, cat } = queue(role);
    room.drop(bob);
    room.advance(graceMs - 1);
    expect([cat.places, ann.notices]).toEqual([[2], KNOCKS]);
    room.advance(1);
    expect([cat.places, ann.notices]).toEqual([
      [2, 1],
      [...KNOCKS, 'knock-end:peer-2'],
    ]);
    expect(room.resume(bob.place, {}, { role }).places, 'at the end').toEqual([2]);
  });

  it('also when the alarm is late, and the next hello finds it', () => {
    const { room, bob, cat } = queue();
    room.drop(bob);
    room.advance(30_000, 60_000);
    expect(cat.places).toEqual([2]);
    expect(room.resume(bob.place).places).toEqual([2]);
    expect(cat.places).toEqual([2, 1]);
  });

  it('by a reload has 15 s, whoever it is, and comes back with what the new page says', () => {
    const { room, ann, bob } = queue('visitor');
    room.say(bob, { type: 'bye', grace: true });
    expect([bob.closedWith, bob.errors]).toEqual([1000, []]);
    room.advance(14_999);
    const again = room.resume(bob.place, { state: { camera: true }, caps: ['chat'] }, { role: 'visitor' });
    expect([again.places, ann.notices]).toEqual([[1], KNOCKS]);
    room.command(ann, 'admit', { peer: 'peer-2' });
    expect(ann.events.at(-1)).toMatchObject({ peer: { name: 'Bob', state: { camera: true }, caps: ['chat'] } });
    const closing = queue('visitor');
    closing.room.drop(closing.bob, 1001);
    closing.room.advance(15_000);
    expect(closing.ann.notices.at(-1)).toBe('knock-end:peer-2');
  });

  it('tells hosts a new name, and them alone', () => {
    const { room, ann, bob, cat } = queue();
    room.resume(bob.place, { name: 'Robert' });
    expect(ann.heard.at(-1)).toEqual({ type: 'notice', notice: 'knock', id: 'peer-2', name: 'Robert' });
    expect(cat.heard).toHaveLength(1);
  });

  it('has it also when the object was loaded anew, with or without its sockets', () => {
    for (const sockets of ['hibernated', 'lost'] as const) {
      const { room, bob } = queue();
      room.restart(sockets);
      const again = room.resume(bob.place);
      expect(again.places).toEqual([1]);
      expect(room.resume(again.place).places).toEqual([1]);
    }
  });

  it('closes the old socket where that still lives', () => {
    const { room, bob } = queue();
    const again = room.resume(bob.place);
    expect([bob.errors, bob.closedWith]).toEqual([['duplicate-session!'], 4409]);
    room.drop(again);
    expect(room.resume(bob.place).places, 'the answer may have been lost').toEqual([1]);
    room.restart('lost');
    expect(room.resume(again.place).places).toEqual([3]);
  });

  it.each([
    ['a wrong key', { key: 'wrong' }],
    ['no key', { key: undefined }],
    ["another one's session", { session: 'session-1' }],
  ])('is somebody new with %s', (_, wrong) => {
    const { room, bob } = queue();
    room.drop(bob);
    expect(room.join({ ...bob.place, ...wrong }).places).toEqual([3]);
    expect(room.resume(bob.place).places).toEqual([1]);
  });

  it("is somebody new with another person's token", () => {
    const room = new RoomHarness();
    room.command(room.join(), 'lobby', { on: true });
    const bob = room.join({}, { sub: 'bob', expiresAtMs: 9_000_000 });
    expect(room.resume(bob.place, {}, { sub: 'eve', expiresAtMs: 9_000_000 }).places).toEqual([2]);
    expect(room.resume(bob.place, {}, { sub: 'bob', expiresAtMs: 9_000_000 }).places).toEqual([1]);
  });

  it('keeps the place when the room was locked meanwhile, and comes in where a newer token opens doors', () => {
    const { room, ann, bob, cat } = queue();
    room.command(ann, 'lock', { on: true });
    expect(room.join().closedWith).toBe(4423);
    expect(room.resume(bob.place).places).toEqual([1]);
    const chief = room.resume(cat.place, {}, { role: 'agent', expiresAtMs: 9_000_000 });
    expect(chief.welcome.role).toBe('agent');
    expect(room.state?.waiting).toHaveLength(1);
  });

  it('has lost it by a bye, by what nobody may say there, and by a door that was opened', () => {
    for (const message of [{ type: 'bye' }, { type: 'state', state: {} }]) {
      const { room, ann, bob } = queue();
      room.say(bob, message);
      expect(ann.notices.at(-1)).toBe('knock-end:peer-2');
      expect(room.resume(bob.place).places).toEqual([2]);
    }
    const { room, ann, bob } = queue();
    room.drop(bob);
    room.command(ann, 'lobby', { on: false });
    expect(room.resume(bob.place).welcome).toMatchObject({ resumed: false });
  });
});

describe('who is let in while the socket is lost', () => {
  it('has the seat, off, for the whole grace time, and finds it', () => {
    const { room, ann, bob } = queue();
    room.drop(bob);
    room.advance(20_000);
    expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(ann.story.slice(1)).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(29_999);
    const again = room.resume(bob.place);
    expect(again.welcome).toMatchObject({ me: 'peer-2', resumed: true, role: 'guest' });
    expect(ann.story.at(-1)).toBe('on:peer-2');
  });

  it('G5 counts in a full room, and loses the seat like anybody else', () => {
    const { room, ann, bob } = queue('visitor', 2);
    room.drop(bob);
    room.command(ann, 'admit', { peer: 'peer-2' });
    expect(room.command(ann, 'admit', { peer: 'peer-3' })).toBe('room-full');
    room.advance(30_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
    expect(room.command(ann, 'admit', { peer: 'peer-3' })).toBe('ok');
  });

  it('may be sent away, too', () => {
    const { room, ann, bob, cat } = queue();
    room.drop(bob);
    expect(room.command(ann, 'reject', { peer: 'peer-2' })).toBe('ok');
    expect(cat.places).toEqual([2, 1]);
    expect(room.resume(bob.place).places).toEqual([2]);
  });
});

describe('a welcome that was lost right after the queue', () => {
  it('is asked for again with what proved the place', () => {
    const { room, ann, bob } = queue();
    room.command(ann, 'admit', { peer: 'peer-2' });
    room.drop(bob);
    expect(room.resume(bob.place).welcome).toMatchObject({ me: 'peer-2', resumed: true });
  });
});

describe('a queue of lost sockets', () => {
  it('holds 20 and no more, and is empty after two minutes, with nothing left to wake for', () => {
    const { room, ann, bob, cat } = queue('visitor');
    for (const one of [bob, cat]) room.say(one, { type: 'bye' });
    for (let i = 0; i < 20; i++) room.drop(room.join({}, { role: 'visitor' }));
    expect(room.join({}, { role: 'visitor' }).closedWith).toBe(4453);
    room.advance(120_000);
    expect(room.state?.waiting).toEqual([]);
    room.say(ann, { type: 'bye' });
    room.advance(600_000);
    expect([room.saved, room.alarmAtMs]).toEqual([null, null]);
  });

  it('writes one row for a loss and one for a return', () => {
    const { room, bob } = queue();
    const { saveCount } = room;
    room.drop(bob);
    expect(room.saveCount).toBe(saveCount + 1);
    room.resume(bob.place);
    expect(room.saveCount).toBe(saveCount + 2);
  });
});

describe('a single-use token in the queue', () => {
  it('brings back its own seat’s next session, also after a lost socket', () => {
    const room = new RoomHarness();
    const once = { tokenId: 'one', once: true, expiresAtMs: 9_000_000 };
    const ann = room.join();
    const bob = room.join({}, once);
    room.drop(bob);
    room.advance(31_000);
    room.command(ann, 'lobby', { on: true });
    const waiting = room.resume(bob.welcome, {}, once);
    room.drop(waiting);
    const again = room.resume(waiting.place, {}, once);
    expect([again.places, again.errors]).toEqual([[1], []]);
    expect(room.join({}, once).errors, 'and nobody else').toEqual(['token-invalid']);
  });
});
