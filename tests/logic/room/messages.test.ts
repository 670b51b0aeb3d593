import { describe, expect, it } from 'vitest';
import { ICE_SERVERS, RoomHarness } from '../../support/room-harness.ts';

describe('relay', () => {
  it('arrives with sender and incarnation set by the server', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    const forged = {
      type: 'relay',
      to: ann.welcome.me,
      from: 'peer-9',
      inc: 'f'.repeat(16),
      payload: { any: [1, 'x'] },
    };
    room.say(bob, forged);
    expect(ann.heard.at(-1)).toEqual({ type: 'relay', from: bob.welcome.me, inc: bob.inc, payload: { any: [1, 'x'] } });
  });

  it('arrives in order', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    for (let i = 0; i < 50; i++) room.say(bob, { type: 'relay', to: ann.welcome.me, payload: i });
    expect(ann.relayed).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it.each([
    ['oneself', 'peer-1'],
    ['nobody', 'peer-9'],
    ['one who is off', 'peer-2'],
  ])('to %s is dropped, and counted at the next alarm', (_, to) => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    const before = ann.heard.length;
    room.say(ann, { type: 'relay', to, payload: 1 });
    expect(ann.heard).toHaveLength(before);
    expect(ann.closedWith).toBe(null);
    room.alarm();
    expect(room.logs).toContainEqual({ event: 'undelivered-relays', count: 1 });
  });

  it('G9 writes no row', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    const { saveCount, setAlarmCount } = room;
    for (let i = 0; i < 20; i++) room.say(bob, { type: 'relay', to: ann.welcome.me, payload: i });
    expect([room.saveCount, room.setAlarmCount]).toEqual([saveCount, setAlarmCount]);
  });
});

describe('state', () => {
  it('replaces the whole state and is told to everyone, the sender too', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join({ state: { camera: true, hand: 1 } });
    room.say(bob, { type: 'state', state: { camera: false } });
    const told = { type: 'event', rv: 3, event: 'state', id: bob.welcome.me, state: { camera: false } };
    expect(ann.heard.at(-1)).toEqual(told);
    expect(bob.heard.at(-1)).toEqual(told);
    expect(room.join().welcome.peers.at(-1)?.state).toEqual({ camera: false });
  });

  it.each([
    ['the same', { camera: true, hand: 1 }],
    ['the same in another order', { hand: 1, camera: true }],
  ])('is no event when it is %s', (_, state) => {
    const room = new RoomHarness();
    const ann = room.join({ state: { camera: true, hand: 1 } });
    const { saveCount } = room;
    room.say(ann, { type: 'state', state });
    expect(ann.events).toEqual([]);
    expect(room.saveCount).toBe(saveCount);
  });

  it.each([
    ['a value', { camera: false, hand: 1 }],
    ['a type', { camera: true, hand: '1' }],
    ['one key less', { camera: true }],
    ['another key', { camera: true, head: 1 }],
  ])('is an event when it differs by %s', (_, state) => {
    const room = new RoomHarness();
    const ann = room.join({ state: { camera: true, hand: 1 } });
    room.say(ann, { type: 'state', state });
    expect(ann.events).toMatchObject([{ event: 'state', rv: 2, state }]);
  });
});

describe('command', () => {
  it('rename changes the name for everyone', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join({ name: 'Bob' });
    room.say(bob, { type: 'command', id: '1', op: 'rename', name: 'Bobby' });
    expect(ann.heard.at(-1)).toEqual({ type: 'event', rv: 3, event: 'name', id: bob.welcome.me, name: 'Bobby' });
    expect(bob.heard.at(-1)).toEqual({ type: 'result', id: '1', ok: true });
  });

  it('ice answers with the servers of this socket', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.say(ann, { type: 'command', id: '1', op: 'ice' });
    expect(ann.heard.at(-1)).toEqual({ type: 'result', id: '1', ok: true, iceServers: ICE_SERVERS });
  });

  it('of an unknown op is answered, and the socket lives', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.say(ann, { type: 'command', id: '1', op: 'teleport', to: 'mars' });
    expect(ann.heard.at(-1)).toEqual({ type: 'result', id: '1', ok: false, code: 'bad-message' });
    expect(ann.closedWith).toBe(null);
  });

  describe('G4', () => {
    it('takes effect once, and a repeat returns the stored result', () => {
      const room = new RoomHarness();
      const ann = room.join({ name: 'A' });
      room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'B' });
      room.say(ann, { type: 'command', id: '2', op: 'rename', name: 'C' });
      room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'B' });
      expect(ann.heard.at(-1)).toEqual({ type: 'result', id: '1', ok: true });
      expect(ann.events).toHaveLength(2);
      expect(room.state?.seats[0]?.name).toBe('C');
    });

    it('holds across a restart and a resume of the same page', () => {
      const room = new RoomHarness();
      const ann = room.join();
      room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'B' });
      room.restart('lost');
      const again = room.resume(ann.welcome, { inc: ann.inc, name: 'C' });
      room.say(again, { type: 'command', id: '1', op: 'rename', name: 'B' });
      expect(again.heard.at(-1)).toEqual({ type: 'result', id: '1', ok: true });
      expect(room.state?.seats[0]?.name).toBe('C');
    });

    it('forgets the ids of a page that was loaded anew, which may count from the start', () => {
      const room = new RoomHarness();
      const ann = room.join();
      room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'B' });
      const again = room.resume(ann.welcome);
      room.say(again, { type: 'command', id: '1', op: 'rename', name: 'C' });
      expect(room.state?.seats[0]?.name).toBe('C');
    });

    it('keeps ids of different participants apart', () => {
      const room = new RoomHarness();
      const [ann, bob] = [room.join(), room.join()];
      room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'Ann' });
      room.say(bob, { type: 'command', id: '1', op: 'rename', name: 'Bob' });
      expect(room.state?.seats.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
    });

    it('remembers for five minutes', () => {
      const room = new RoomHarness();
      const ann = room.join();
      const rename = (id: string, name: string): void => room.say(ann, { type: 'command', id, op: 'rename', name });
      rename('1', 'B');
      room.advance(299_999);
      rename('1', 'C');
      expect(room.state?.seats[0]?.name).toBe('B');
      room.advance(1);
      rename('1', 'C');
      expect(room.state?.seats[0]?.name).toBe('C');
    });

    it('remembers at most 32 results', () => {
      const room = new RoomHarness();
      const ann = room.join();
      for (let i = 0; i < 40; i++) {
        room.say(ann, { type: 'command', id: `${i}`, op: 'rename', name: `${i}` });
        room.advance(1_000);
      }
      expect(room.state?.seats[0]?.results.map(({ id }) => id)).toEqual(
        Array.from({ length: 32 }, (_, i) => `${i + 8}`),
      );
    });
  });
});
