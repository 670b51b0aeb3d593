import { describe, expect, it } from 'vitest';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

interface Door {
  readonly room: RoomHarness;
  readonly ann: TestSocket;
}

/** A room whose host lets people in. */
function roomWithLobby(capacity = 4): Door {
  const room = new RoomHarness();
  const ann = room.join({ capacity });
  room.command(ann, 'lobby', { on: true });
  return { room, ann };
}

const idOf = (room: RoomHarness, socket: TestSocket): string => room.waitingIdOf(socket);

describe('the lobby', () => {
  it('is off until a host turns it on, and everyone is told', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    expect(bob.welcome).toMatchObject({ role: 'guest', room: { locked: false, lobby: false } });
    room.command(ann, 'lobby', { on: true });
    expect(bob.events.at(-1)).toMatchObject({ event: 'lobby', on: true, rv: 3 });
    room.command(ann, 'lobby', { on: true });
    expect(bob.story).toEqual(['lobby:true']);
  });

  it('lets one wait without a seat, and tells the host alone', () => {
    const { room, ann } = roomWithLobby();
    const bob = room.join({ name: 'Bob' });
    expect([bob.places, bob.hasWelcome, bob.closedWith]).toEqual([[1], false, null]);
    expect(ann.heard.at(-1)).toEqual({ type: 'notice', notice: 'knock', id: idOf(room, bob), name: 'Bob' });
    expect(room.state?.seats).toHaveLength(1);
    expect(ann.story).toEqual(['lobby:true']);
  });

  it('tells nobody else who waits', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.command(ann, 'lobby', { on: true });
    room.join();
    expect([ann.notices, bob.notices]).toEqual([['knock:peer-3'], []]);
    expect(room.resume(ann.welcome).welcome.waiting).toEqual([{ id: 'peer-3', name: '' }]);
    expect(room.resume(bob.welcome).welcome.waiting).toBe(undefined);
  });

  it('gives who is let in a seat under the id that was knocked with, and its own ICE servers', () => {
    const { room, ann } = roomWithLobby();
    const bob = room.join({ name: 'Bob', state: { camera: true }, caps: ['chat'] });
    expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
    expect(bob.welcome).toMatchObject({ me: 'peer-2', resumed: false, role: 'guest', rv: 3 });
    expect(bob.welcome.iceServers).toEqual([{ urls: [`turn:${bob.id}.example`] }]);
    expect(ann.notices).toEqual(['knock:peer-2', 'knock-end:peer-2']);
    expect(ann.events.at(-1)).toMatchObject({
      event: 'join',
      peer: { id: 'peer-2', name: 'Bob', state: { camera: true }, caps: ['chat'] },
    });
    room.say(bob, { type: 'relay', to: ann.welcome.me, payload: 1 });
    expect(ann.relayed).toEqual([1]);
    room.drop(bob);
    expect(room.resume(bob.welcome).welcome, 'a seat of its own passes the lobby').toMatchObject({ resumed: true });
  });

  it('sends away who is rejected', () => {
    const { room, ann } = roomWithLobby();
    const bob = room.join();
    expect(room.command(ann, 'reject', { peer: idOf(room, bob) })).toBe('ok');
    expect([bob.errors, bob.closedWith]).toEqual([['not-admitted!'], 4423]);
    expect(ann.notices).toEqual(['knock:peer-2', 'knock-end:peer-2']);
  });

  it('tells those behind that they moved up', () => {
    const { room, ann } = roomWithLobby();
    const [bob, cat, dan] = [room.join(), room.join(), room.join()];
    room.say(bob, { type: 'bye' });
    expect(bob.closedWith).toBe(1000);
    room.say(cat, { type: 'bye' });
    expect([cat.places, dan.places]).toEqual([
      [2, 1],
      [3, 2, 1],
    ]);
    expect(ann.notices.slice(3)).toEqual(['knock-end:peer-2', 'knock-end:peer-3']);
  });

  it('G5 lets nobody into a full room, and the one who waits goes on waiting', () => {
    const { room, ann } = roomWithLobby(2);
    const [bob, cat] = [room.join(), room.join()];
    expect(room.command(ann, 'admit', { peer: idOf(room, bob) })).toBe('ok');
    expect(room.command(ann, 'admit', { peer: idOf(room, cat) })).toBe('room-full');
    expect([cat.closedWith, cat.hasWelcome, room.state?.waiting.length]).toEqual([null, false, 1]);
    room.say(bob, { type: 'bye' });
    expect(room.command(ann, 'admit', { peer: idOf(room, cat) })).toBe('ok');
  });

  it('holds 20', () => {
    const { room } = roomWithLobby();
    for (let i = 1; i <= 20; i++) expect(room.join().places).toEqual([i]);
    const last = room.join();
    expect([last.errors, last.closedWith]).toEqual([['room-full!'], 4453]);
  });

  it.each(['hibernated', 'lost'] as const)(
    'after a restart with its sockets %s holds who is still there',
    (sockets) => {
      const { room, ann } = roomWithLobby();
      const bob = room.join();
      room.restart(sockets);
      if (sockets === 'hibernated') {
        expect(room.command(ann, 'admit', { peer: 'peer-2' })).toBe('ok');
        expect(bob.welcome.me).toBe('peer-2');
        return;
      }
      const again = room.resume(ann.welcome);
      expect(again.welcome.waiting).toEqual([{ id: 'peer-2', name: '' }]);
      room.advance(30_000);
      expect([room.state?.waiting, again.notices]).toEqual([[], ['knock-end:peer-2']]);
    },
  );

  it('keeps who waits past the time for a hello, and drops a ghost', () => {
    const { room, ann } = roomWithLobby();
    const bob = room.join();
    room.advance(3_600_000);
    expect([bob.closedWith, room.state?.waiting.length]).toEqual([null, 1]);
    bob.isBeating = false;
    room.advance(1_890_000);
    expect([bob.closedWith, room.state?.waiting]).toEqual([4408, []]);
    expect(ann.notices.at(-1)).toBe('knock-end:peer-2');
  });

  it('that is turned off, or left by everyone, has those who wait come again', () => {
    const { room, ann } = roomWithLobby();
    const bob = room.join();
    room.command(ann, 'lobby', { on: false });
    expect([bob.closedWith, bob.errors, ann.notices.at(-1)]).toEqual([4503, [], 'knock-end:peer-2']);
    room.command(ann, 'lobby', { on: true });
    const cat = room.join();
    room.say(ann, { type: 'bye' });
    expect(cat.closedWith).toBe(4503);
    expect(room.join().welcome).toMatchObject({ role: 'host', room: { lobby: false } });
  });

  it('S24 carries nothing: who waits and speaks is out', () => {
    const { room, ann } = roomWithLobby();
    for (const message of [
      { type: 'relay', to: ann.welcome.me, payload: 1 },
      { type: 'state', state: {} },
      { type: 'command', id: '1', op: 'ice' },
      { type: 'command', id: '1', op: 'teleport' },
      { type: 'hello', v: 1, inc: '0'.repeat(16) },
    ]) {
      const bob = room.join();
      room.say(bob, message);
      expect([bob.errors, bob.closedWith], message.type).toEqual([['bad-message!'], 4400]);
    }
    expect(ann.relayed).toEqual([]);
    expect(room.state?.waiting).toEqual([]);
  });

  it('S24 takes one frame a second, of those that mean nothing here', () => {
    const { room } = roomWithLobby();
    const bob = room.join();
    for (let i = 0; i < 30; i++) {
      room.advance(1_000);
      room.say(bob, { type: 'from-the-future' });
    }
    expect(bob.closedWith).toBe(null);
    for (let i = 0; i < 7; i++) room.say(bob, { type: 'from-the-future' });
    expect(bob.closedWith).toBe(4429);
  });
});

describe('a locked room', () => {
  it('takes nobody new, and takes back its own', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.command(ann, 'lock', { on: true });
    expect(bob.story).toEqual(['lock:true']);
    const cat = room.join();
    expect([cat.errors, cat.closedWith]).toEqual([['room-locked!'], 4423]);
    room.drop(bob);
    room.restart('lost');
    expect(room.resume(bob.welcome).welcome).toMatchObject({ resumed: true, room: { locked: true } });
  });

  it('stands open again when everyone has left', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.command(ann, 'lock', { on: true });
    room.drop(ann);
    room.advance(30_000);
    expect(room.join().welcome).toMatchObject({ role: 'host', room: { locked: false } });
  });
});
