import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

const token = (tokenId: string, fields: Record<string, unknown> = {}) => ({
  tokenId,
  expiresAtMs: 9_000_000,
  ...fields,
});

describe('the host of an open room', () => {
  it('is who opened it', () => {
    const room = new RoomHarness();
    expect(room.join().welcome.role).toBe('host');
    const bob = room.join();
    expect(bob.welcome).toMatchObject({ role: 'guest', peers: [{ role: 'host' }] });
  });

  it('stays the host through a lost socket and a reload', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(ann);
    room.restart('lost');
    expect(room.resume(ann.welcome).welcome.role).toBe('host');
    expect(room.resume(bob.welcome).welcome.role).toBe('guest');
  });

  it('that leaves for good is followed by the oldest who is on', () => {
    const room = new RoomHarness();
    const [ann, bob, cat, dan] = [room.join(), room.join(), room.join(), room.join()];
    room.drop(bob);
    room.say(ann, { type: 'bye' });
    expect(dan.story).toEqual(['off:peer-2', 'leave:peer-1:user_left', 'role:peer-3']);
    expect(cat.events.at(-1)).toMatchObject({ event: 'role', id: 'peer-3', role: 'host' });
    expect(room.command(cat, 'lock', { on: true })).toBe('ok');
  });

  it('that comes after another hears who waits', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    room.command(ann, 'lobby', { on: true });
    room.join({ name: 'Cat' });
    expect(bob.notices).toEqual([]);
    room.say(ann, { type: 'bye' });
    expect(bob.notices).toEqual(['knock:peer-3']);
  });

  it('is found when a row of a version without roles has none', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const row: { seats: Record<string, unknown>[] } = JSON.parse(room.saved ?? '');
    for (const seat of row.seats) delete seat['role'];
    room.saved = JSON.stringify(row);
    room.restart();
    const bob = room.join();
    expect(ann.story).toEqual(['role:peer-1', 'join:peer-2']);
    expect(bob.welcome).toMatchObject({ role: 'guest', peers: [{ role: 'host' }] });
  });
});

describe('a token', () => {
  it('brings the role, also to who opens the room', () => {
    const room = new RoomHarness();
    expect(room.join({}, token('one')).welcome.role).toBe('guest');
    expect(room.join({}, token('two', { role: 'agent' })).welcome.role).toBe('agent');
  });

  it('makes nobody the host who has none', () => {
    const room = new RoomHarness();
    const ann = room.join({}, token('one', { role: 'host' }));
    const bob = room.join({}, token('two'));
    room.say(ann, { type: 'bye' });
    expect(bob.story).toEqual(['leave:peer-1:user_left']);
  });

  it.each(['host', 'agent'] as const)('of a %s passes the lobby and the lock', (role) => {
    const room = new RoomHarness();
    const ann = room.join({}, token('one', { role: 'host' }));
    room.command(ann, 'lobby', { on: true });
    expect(room.join({}, token('two', { role })).hasWelcome).toBe(true);
    room.command(ann, 'lock', { on: true });
    expect(room.join({}, token('three', { role })).hasWelcome).toBe(true);
  });

  it('counts before the page for name and capacity, and the name stays', () => {
    const room = new RoomHarness();
    const ann = room.join({ name: 'Queen', capacity: 8 }, token('one', { name: 'Ann', capacity: 2 }));
    const bob = room.join({ name: 'Bob' }, token('two'));
    expect(bob.welcome).toMatchObject({ room: { capacity: 2 }, peers: [{ name: 'Ann' }] });
    expect(room.join({}, token('three')).errors).toEqual(['room-full!']);
    expect(room.command(ann, 'rename', { name: 'Queen' })).toBe('not-allowed');
    expect(room.command(ann, 'rename', { name: 'Ann' })).toBe('ok');
    expect(room.command(bob, 'rename', { name: 'Bobby' })).toBe('ok');
  });

  it('is in the way of a page that wishes for another number of seats, also a token that names none', () => {
    const room = new RoomHarness();
    const [first] = [1, 2, 3].map(() => room.join({ capacity: 2 }, token('key', { role: 'visitor' })));
    expect(first?.welcome.room.capacity).toBe(4);
    expect(room.state?.seats).toHaveLength(3);
  });

  it.each(['host', 'agent'] as const)(
    'G5 of a %s finds a seat in a full room, which has one more from then on',
    (role) => {
      const room = new RoomHarness();
      for (let i = 0; i < 5; i++) room.join({}, token(`visitor-${i}`, { role: 'visitor' }));
      expect(room.state?.seats).toHaveLength(4);
      for (let capacity = 5; capacity <= 8; capacity++) {
        expect(room.join({}, token(`late-${capacity}`, { role })).welcome.room.capacity).toBe(capacity);
        expect(room.join({}, token('guest')).errors).toEqual(['room-full!']);
      }
      expect(room.join({}, token('one more', { role })).errors).toEqual(['room-full!']);
      expect(room.state).toMatchObject({ capacity: 8, seats: { length: 8 } });
    },
  );

  it('that is newer changes what a seat may do', () => {
    const room = new RoomHarness();
    const ann = room.join({}, token('one', { sub: 'ann', role: 'host' }));
    const again = room.resume(ann.welcome, {}, token('two', { sub: 'ann', expiresAtMs: 9_900_000 }));
    expect(again.welcome).toMatchObject({ resumed: true, role: 'guest' });
    expect(room.state?.seats[0]).toMatchObject({ role: 'guest', tokenId: 'two', expiresAtMs: 9_900_000 });
  });

  it('of another person takes over no seat, whatever key is presented', () => {
    const room = new RoomHarness();
    const ann = room.join({}, token('one', { sub: 'ann', role: 'host' }));
    const eve = room.resume(ann.welcome, {}, token('two', { sub: 'eve' }));
    expect(eve.welcome).toMatchObject({ resumed: false, role: 'guest' });
    expect(ann.closedWith).toBe(null);
  });

  it('that runs out does not end a call that goes on', () => {
    const room = new RoomHarness();
    const ann = room.join({}, token('one', { expiresAtMs: room.nowMs + 1_000 }));
    room.advance(3_600_000);
    expect(ann.closedWith).toBe(null);
  });
});

describe('a token for one session', () => {
  const once = (room: RoomHarness, tokenId = 'one') => ({ tokenId, once: true, expiresAtMs: room.nowMs + 3_600_000 });

  it('is refused to another', () => {
    const room = new RoomHarness();
    room.join({}, once(room));
    const thief = room.join({}, once(room));
    expect([thief.errors, thief.closedWith]).toEqual([['token-invalid'], 4401]);
    expect(room.join({}, once(room, 'two')).hasWelcome).toBe(true);
  });

  it('is good for the same session: within grace, after it, and after a restart', () => {
    const room = new RoomHarness();
    const first = room.join({}, once(room));
    room.restart('lost');
    const second = room.resume(first.welcome, {}, once(room));
    expect(second.welcome.resumed).toBe(true);
    room.drop(second);
    room.advance(31_000);
    expect(room.resume(second.welcome, {}, once(room)).welcome.resumed).toBe(false);
    expect(room.resume(second.welcome, {}, once(room)).errors, 'the session before is over').toEqual(['token-invalid']);
  });

  it('lets in one of two who wait with it', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.command(ann, 'lobby', { on: true });
    const bob = room.join({}, once(room));
    room.join({}, once(room));
    expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(room.command(ann, 'admit', { peer: 'peer-3' })).toBe('token-invalid');
    expect(bob.hasWelcome).toBe(true);
  });

  it('is remembered until it is over, longer than an empty room is kept', () => {
    const room = new RoomHarness();
    const grant = once(room);
    room.say(room.join({}, grant), { type: 'bye' });
    room.advance(3_600_000);
    expect(room.join({}, grant).errors).toEqual(['token-invalid']);
    room.advance(70_000);
    expect([room.saved, room.alarmAtMs]).toEqual([null, null]);
  });

  it('is refused when 1,000 others are remembered, until they are over', () => {
    const room = new RoomHarness();
    for (let i = 0; i < 1_000; i++) {
      room.say(room.join({}, once(room, `token-${i}`)), { type: 'bye' });
      room.advance(2_000);
    }
    expect(room.state?.spentTokens).toHaveLength(1_000);
    expect(room.join({}, once(room, 'one more')).errors).toEqual(['token-invalid']);
    room.advance(3_700_000);
    expect(room.join({}, once(room, 'one more')).hasWelcome).toBe(true);
    expect(room.state?.spentTokens).toHaveLength(1);
  });
});
