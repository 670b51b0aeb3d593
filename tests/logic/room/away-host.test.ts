/** What becomes of the doors when nobody is inside: where hosts come with tokens, one comes back to the doors as they were left. */
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../../worker/room/grant.ts';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const token = (role: Grant['role'], sub: string | null = null) => ({ role, sub, expiresAtMs: 9_000_000_000 });

const HOST = token('host', 'ann');
const GUEST = token('guest', 'bob');

/** Ann has the lobby on and is alone, Bob waits. */
function lobbyOf(): { room: RoomHarness; ann: TestSocket; bob: TestSocket } {
  const room = new RoomHarness();
  const ann = room.join({}, HOST);
  room.command(ann, 'lobby', { on: true });
  return { room, ann, bob: room.join({}, GUEST) };
}

describe('a room that was left by a host with a token', () => {
  it.each(['bye', 'reload', 'loss'] as const)('by a %s keeps its lobby, and who waits there', (how) => {
    const { room, ann, bob } = lobbyOf();
    if (how === 'loss') room.drop(ann);
    else room.say(ann, { type: 'bye', grace: how === 'reload' });
    room.advance(30_000);
    expect(room.state).toMatchObject({ seats: [], lobby: true });
    expect([bob.closedWith, bob.hasWelcome]).toEqual([null, false]);
    const cat = room.join({}, token('visitor'));
    expect([cat.places, cat.hasWelcome]).toEqual([[2], false]);
    const again = room.join({}, HOST);
    expect(again.welcome).toMatchObject({
      room: { lobby: true },
      waiting: [{ id: 'peer-2' }, { id: expect.any(String) }],
    });
    expect(room.command(again, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(bob.welcome.me).toBe('peer-2');
  });

  it('keeps its lock, also when the last one to leave is a visitor', () => {
    const room = new RoomHarness();
    const ann = room.join({}, HOST);
    const bob = room.join({}, token('visitor'));
    room.command(ann, 'lock', { on: true });
    for (const one of [ann, bob]) room.say(one, { type: 'bye' });
    expect(room.join({}, GUEST).errors).toEqual(['room-locked!']);
    expect(room.join({}, HOST).welcome).toMatchObject({ role: 'host', room: { locked: true } });
  });

  it('is forgotten with its doors when nobody is there any more', () => {
    const { room, ann, bob } = lobbyOf();
    room.say(ann, { type: 'bye' });
    room.say(bob, { type: 'bye' });
    room.advance(600_000);
    expect([room.saved, room.alarmAtMs]).toEqual([null, null]);
    expect(room.join({}, GUEST).hasWelcome).toBe(true);
  });

  it('is kept for who waits, through restarts, and for a while after that one has gone', () => {
    const { room, ann, bob } = lobbyOf();
    room.say(ann, { type: 'bye' });
    for (let i = 0; i < 6; i++) {
      room.advance(600_000);
      room.restart();
    }
    expect([bob.closedWith, room.state?.waiting.length]).toEqual([null, 1]);
    room.drop(bob);
    room.advance(29_000);
    const again = room.resume(bob.place, {}, GUEST);
    expect(again.places).toEqual([1]);
    expect(room.join({}, HOST).welcome.waiting).toHaveLength(1);
    room.drop(again);
    for (const one of room.state?.seats ?? []) expect(one.role).toBe('host');
  });

  it('is forgotten when who waits is lost, too', () => {
    const { room, ann, bob } = lobbyOf();
    room.say(ann, { type: 'bye' });
    room.advance(3_600_000);
    room.drop(bob);
    room.advance(330_000);
    expect([room.saved, room.alarmAtMs]).toEqual([null, null]);
  });
});

describe('an open room that was left', () => {
  it('stands open: whoever comes first is its host', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.command(ann, 'lobby', { on: true });
    const bob = room.join();
    room.say(ann, { type: 'bye' });
    expect([bob.closedWith, room.state?.lobby]).toEqual([4503, false]);
    expect(room.join().welcome.role).toBe('host');
  });
});

describe('a lobby that is turned off while the room is locked', () => {
  it('leaves those who wait where they are, and they come when it is unlocked', () => {
    const { room, ann, bob } = lobbyOf();
    room.command(ann, 'lock', { on: true });
    room.command(ann, 'lobby', { on: false });
    expect([bob.closedWith, room.state?.waiting.length]).toEqual([null, 1]);
    expect(room.join({}, token('guest', 'cat')).errors).toEqual(['room-locked!']);
    room.drop(bob);
    const again = room.resume(bob.place, {}, GUEST);
    expect([again.places, again.errors]).toEqual([[1], []]);
    room.command(ann, 'lock', { on: false });
    expect([again.closedWith, again.errors]).toEqual([4503, []]);
    expect(room.resume(again.place, {}, GUEST).hasWelcome).toBe(true);
  });

  it('lets them be admitted one by one meanwhile, and stay where the lobby comes on again', () => {
    const { room, ann, bob } = lobbyOf();
    const cat = room.join({}, token('guest', 'cat'));
    room.command(ann, 'lock', { on: true });
    room.command(ann, 'lobby', { on: false });
    expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(bob.hasWelcome).toBe(true);
    room.command(ann, 'lobby', { on: true });
    room.command(ann, 'lock', { on: false });
    expect([cat.closedWith, cat.places]).toEqual([null, [2, 1]]);
  });
});
