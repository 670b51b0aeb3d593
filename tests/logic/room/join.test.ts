import { describe, expect, it } from 'vitest';
import { ICE_SERVERS, RoomHarness } from '../../support/room-harness.ts';

describe('join', () => {
  it('welcomes with the whole room at the version of the own join', () => {
    const room = new RoomHarness();
    const ann = room.join({ name: 'Ann', caps: ['chat'] });
    const bob = room.join({ name: 'Bob', state: { camera: true } });
    expect(bob.welcome).toMatchObject({
      me: 'peer-2',
      resumed: false,
      boot: 'boot-0',
      rv: 2,
      room: { name: 'coffee', capacity: 4, createdAt: 1_000_000 },
      iceServers: ICE_SERVERS,
      now: 1_000_000,
    });
    expect(bob.welcome.peers).toEqual([
      {
        id: 'peer-1',
        inc: ann.inc,
        on: true,
        role: 'host',
        name: 'Ann',
        caps: ['chat'],
        state: {},
        joinedAt: 1_000_000,
      },
    ]);
  });

  it('tells the others, and not the one who joined', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join({ name: 'Bob' });
    expect(ann.events).toMatchObject([{ event: 'join', rv: 2, peer: { id: bob.welcome.me, name: 'Bob', on: true } }]);
    expect(bob.events).toEqual([]);
  });

  it('says the limits that apply', () => {
    const { limits } = new RoomHarness().join({ capacity: 3 }).welcome;
    expect(limits).toEqual({
      frameBytes: 65_536,
      payloadBytes: 49_152,
      capacity: 3,
      burst: 60,
      perSecond: 10,
      graceMs: 30_000,
      heartbeatMs: 15_000,
    });
  });

  it('closes a socket that says hello twice, and its seat goes into grace', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.hello(bob);
    expect(bob.errors).toEqual(['bad-message!']);
    expect(bob.closedWith).toBe(4400);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
  });

  it('keeps no key, only digests', () => {
    const room = new RoomHarness();
    const { key } = room.join().welcome;
    expect(room.state?.seats[0]).toMatchObject({ keyHash: `digest(${key})`, previousKeyHash: null });
    expect(room.saved?.replaceAll(`digest(${key})`, '')).not.toContain(key);
  });
});

describe('capacity', () => {
  it('is four when the first participant asks for nothing', () => {
    const room = new RoomHarness();
    const sockets = Array.from({ length: 6 }, () => room.join());
    expect(sockets.map(({ closedWith }) => closedWith)).toEqual([null, null, null, null, 4453, 4453]);
  });

  it('is what the first participant asks for, whatever later ones ask', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    expect(room.join({ capacity: 8 }).welcome.room.capacity).toBe(2);
    expect(room.join({ capacity: 8 }).closedWith).toBe(4453);
  });

  it('is asked for anew when the room is empty', () => {
    const room = new RoomHarness();
    room.say(room.join({ capacity: 2 }), { type: 'bye' });
    expect(room.join({ capacity: 5 }).welcome.room.capacity).toBe(5);
  });

  it('refuses with a fatal room-full before it closes', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    room.join();
    const late = room.join();
    expect(late.heard).toEqual([{ type: 'error', code: 'room-full', fatal: true }]);
    expect(late.closedWith).toBe(4453);
  });

  it('does not change the room when it refuses', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    room.join();
    const before = room.saved;
    room.join();
    expect(room.saved).toBe(before);
  });

  it('counts seats in grace', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    room.drop(room.join());
    expect(room.join().closedWith).toBe(4453);
    room.advance(30_000);
    expect(room.join().closedWith).toBe(null);
  });

  it('gives a seat back at once when its owner says bye', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    room.say(room.join(), { type: 'bye' });
    expect(room.join().closedWith).toBe(null);
  });
});
