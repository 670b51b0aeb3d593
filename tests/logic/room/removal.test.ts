import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

describe('kick', () => {
  it('closes with 4410, says why, and the others hear it', () => {
    const room = new RoomHarness();
    const [ann, bob, cat] = [room.join(), room.join(), room.join()];
    expect(room.command(ann, 'kick', { peer: bob.welcome.me })).toBe('ok');
    expect([bob.errors, bob.closedWith]).toEqual([['kicked!'], 4410]);
    expect(cat.story).toEqual(['leave:peer-2:kicked']);
  });

  it.each(['no', 'hibernated', 'lost'] as const)('keeps out the session, with %s restart', (restart) => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    room.command(ann, 'kick', { peer: bob.welcome.me });
    if (restart !== 'no') room.restart(restart);
    const again = room.resume(bob.welcome);
    expect([again.errors, again.closedWith]).toEqual([['kicked!'], 4410]);
  });

  it('keeps out the person and the token, under whatever session', () => {
    const room = new RoomHarness();
    const ann = room.join({}, { role: 'host', tokenId: 'one', expiresAtMs: 9_000_000 });
    const eve = { sub: 'eve', tokenId: 'two', expiresAtMs: 9_000_000 };
    room.command(ann, 'kick', { peer: room.join({}, eve).welcome.me });
    expect(room.join({}, { ...eve, tokenId: 'three' }).errors).toEqual(['kicked!']);
    expect(room.join({}, { ...eve, sub: null }).errors).toEqual(['kicked!']);
    expect(room.join({}, { tokenId: 'four', expiresAtMs: 9_000_000 }).hasWelcome).toBe(true);
  });

  it('reaches by the sub whatever else the person has here, in the queue too', () => {
    const room = new RoomHarness();
    const eve = { sub: 'eve', tokenId: 'other', expiresAtMs: 9_000_000 };
    const ann = room.join({}, { role: 'host', tokenId: 'one', capacity: 8, expiresAtMs: 9_000_000 });
    const [first, second] = [room.join({}, eve), room.join({}, eve)];
    room.command(ann, 'lobby', { on: true });
    const [queued, away] = [room.join({}, eve), room.join({}, eve)];
    room.drop(away);
    const bob = room.join({}, { tokenId: 'two', expiresAtMs: 9_000_000 });
    expect(room.command(ann, 'kick', { peer: first.welcome.me })).toBe('ok');
    for (const one of [first, second, queued]) expect([one.errors, one.closedWith]).toEqual([['kicked!'], 4410]);
    for (const proof of [first.welcome, second.welcome, queued.place, away.place]) {
      expect(room.resume(proof, {}, eve).errors).toEqual(['kicked!']);
    }
    expect(room.join({}, eve).errors).toEqual(['kicked!']);
    expect(room.state?.waiting.map(({ id }) => id)).toEqual([room.waitingIdOf(bob)]);
    expect(bob.places).toEqual([3, 2, 1]);
  });

  it('of one of several with the same token leaves the others in, and takes in nobody new with it', () => {
    const room = new RoomHarness();
    const shared = { tokenId: 'shared', expiresAtMs: 9_000_000 };
    const host = room.join({}, { role: 'host', tokenId: 'one', expiresAtMs: 9_000_000 });
    const [ann, eve] = [room.join({}, shared), room.join({}, shared)];
    room.command(host, 'lobby', { on: true });
    const queued = room.join({}, shared);
    expect(room.command(host, 'kick', { peer: eve.welcome.me })).toBe('ok');
    expect([ann.closedWith, eve.closedWith, queued.closedWith]).toEqual([null, 4410, 4410]);
    expect(room.join({}, shared).errors).toEqual(['kicked!']);
    room.drop(ann);
    expect(room.resume(ann.welcome, {}, shared).welcome.resumed).toBe(true);
  });

  it('by an agent leaves the seats of the same person that are not an agent’s to free, and lets them come back', () => {
    const room = new RoomHarness();
    const eve = { sub: 'eve', tokenId: 'one', expiresAtMs: 9_000_000 };
    const agent = room.join({}, { role: 'agent', tokenId: 'two', expiresAtMs: 9_000_000 });
    const host = { ...eve, role: 'host' } as const;
    const [visitor, chief] = [room.join({}, { ...eve, role: 'visitor' }), room.join({}, host)];
    expect(room.command(agent, 'kick', { peer: visitor.welcome.me })).toBe('ok');
    expect([visitor.closedWith, chief.closedWith]).toEqual([4410, null]);
    room.drop(chief);
    const again = room.resume(chief.welcome, {}, host);
    expect(again.welcome).toMatchObject({ resumed: true, role: 'host' });
    expect(room.resume(again.welcome, {}, { ...host, tokenId: 'three' }).welcome.resumed).toBe(true);
    expect(room.resume(visitor.welcome, {}, { ...eve, role: 'visitor' }).errors).toEqual(['kicked!']);
  });

  it.each(['sub', 'tokenId'] as const)('keeps out a %s that would come in by the seat of a site key', (by) => {
    const room = new RoomHarness();
    const eve = { role: 'host', [by]: 'eve', expiresAtMs: 9_000_000 } as const;
    const ann = room.join({}, { role: 'host', sub: 'ann', expiresAtMs: 9_000_000 });
    const visitor = room.join({}, { role: 'visitor', expiresAtMs: 9_000_000 });
    expect(room.command(ann, 'kick', { peer: room.join({}, eve).welcome.me })).toBe('ok');
    expect(room.resume(visitor.welcome, {}, eve).errors).toEqual(['kicked!']);
    expect(room.state?.seats.map(({ role }) => role)).toEqual(['host', 'visitor']);
  });

  it('of an own other page keeps out that page, and not oneself', () => {
    const room = new RoomHarness();
    const chief = { role: 'host', sub: 'ann', tokenId: 'one', expiresAtMs: 9_000_000 } as const;
    const [ann, other] = [room.join({}, chief), room.join({}, chief)];
    expect(room.command(ann, 'kick', { peer: other.welcome.me })).toBe('ok');
    expect([ann.closedWith, other.closedWith]).toEqual([null, 4410]);
    expect(room.resume(other.welcome, {}, chief).errors).toEqual(['kicked!']);
    expect(room.resume(ann.welcome, {}, chief).welcome.resumed).toBe(true);
  });

  it('reaches one who is off', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    room.drop(bob);
    expect(room.command(ann, 'kick', { peer: bob.welcome.me })).toBe('ok');
    expect(room.resume(bob.welcome).errors).toEqual(['kicked!']);
  });

  it('is remembered for 200, the newest', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const first = room.join();
    room.command(ann, 'kick', { peer: first.welcome.me });
    let last = first;
    for (let i = 0; i < 200; i++) {
      room.advance(2_000);
      last = room.join();
      room.command(ann, 'kick', { peer: last.welcome.me });
    }
    expect(room.state?.bans).toHaveLength(200);
    expect(room.resume(last.welcome).errors).toEqual(['kicked!']);
    expect(room.resume(first.welcome).hasWelcome).toBe(true);
  });

  it('is one row', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    const { saveCount } = room;
    room.command(ann, 'kick', { peer: bob.welcome.me });
    expect(room.saveCount).toBe(saveCount + 1);
  });
});

describe('end', () => {
  it('sends everyone away, those who wait too, and the room can be opened anew', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    room.command(ann, 'lobby', { on: true });
    const cat = room.join();
    expect(room.command(ann, 'end')).toBe('ok');
    for (const one of [ann, bob, cat]) expect([one.errors, one.closedWith]).toEqual([['call-ended!'], 4410]);
    expect(room.state).toMatchObject({ seats: [], waiting: [], lobby: false });
    expect(room.resume(bob.welcome).welcome).toMatchObject({ resumed: false, role: 'host' });
  });
});

describe('mute', () => {
  it('is a wish that only the one who is asked hears', () => {
    const room = new RoomHarness();
    const [ann, bob, cat] = [room.join(), room.join({ state: { microphone: true } }), room.join()];
    const { saveCount } = room;
    expect(room.command(ann, 'mute', { peer: bob.welcome.me })).toBe('ok');
    expect(bob.heard.at(-1)).toEqual({ type: 'notice', notice: 'mute', from: ann.welcome.me });
    expect([ann.notices, cat.notices, cat.events]).toEqual([[], [], []]);
    expect(room.state?.seats[1]?.state).toEqual({ microphone: true });
    expect(room.saveCount).toBe(saveCount + 1);
  });
});

describe('G4 a command that was refused', () => {
  it('stays refused under its id, whatever became possible since', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    expect(room.command(bob, 'lock', { on: true })).toBe('not-allowed');
    room.say(ann, { type: 'bye' });
    room.restart();
    expect(room.repeatCommand(bob, 'lock', { on: true })).toBe('not-allowed');
    expect(room.command(bob, 'lock', { on: true })).toBe('ok');
  });
});
