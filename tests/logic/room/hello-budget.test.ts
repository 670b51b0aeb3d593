/** S14: a crowd at the door is stopped, and keeps nobody out who has a seat or a place. */
import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

describe('strangers', () => {
  it('say hello to one room 30 times at once, then once in 2 s, and are told when', () => {
    const room = new RoomHarness();
    const crowd = Array.from({ length: 40 }, () => room.join());
    expect(crowd.map(({ closedWith }) => closedWith)).toEqual([
      ...Array.from({ length: 4 }, () => null),
      ...Array.from({ length: 26 }, () => 4453),
      ...Array.from({ length: 10 }, () => 4429),
    ]);
    expect(crowd.at(-1)?.heard).toEqual([{ type: 'error', code: 'rate-limited', fatal: false, retryMs: 2_000 }]);
    room.advance(1_999);
    expect(room.join().closedWith).toBe(4429);
    room.advance(1);
    expect(room.join().closedWith).toBe(4453);
    expect(room.join().closedWith).toBe(4429);
    room.advance(60_000);
    expect(Array.from({ length: 31 }, () => room.join().closedWith).filter((code) => code === 4453)).toHaveLength(30);
  });

  it('who are refused change nothing, not even in a room that is not there yet', () => {
    const room = new RoomHarness();
    for (let i = 0; i < 30; i++) room.join();
    const { saved, saveCount } = room;
    for (let i = 0; i < 50; i++) room.join();
    expect([room.saved, room.saveCount]).toEqual([saved, saveCount]);
  });

  it('are 10 at once after a wake with people in the room, so that hibernation gives little away', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const heard = (): number =>
      Array.from({ length: 40 }, () => room.join()).filter((one) => !one.errors.includes('rate-limited')).length;
    expect(heard()).toBe(29);
    for (let i = 0; i < 6; i++) {
      room.advance(10_000);
      room.restart();
      expect(heard(), `wake ${i}`).toBe(10);
    }
    expect(room.resume(ann.welcome).welcome.resumed).toBe(true);
    room.alarm();
    room.restart('lost');
    room.alarm();
    room.advance(10_000);
    expect(heard(), 'and one in 2 s from then on').toBe(15);
  });

  it('are those, too, who only say that they have a session', () => {
    const room = new RoomHarness();
    const ann = room.join();
    for (let i = 0; i < 29; i++) room.join({ session: ann.welcome.session, key: `guess-${i}` });
    expect(room.join({ session: ann.welcome.session, key: 'guess' }).closedWith).toBe(4429);
  });
});

describe('a member', () => {
  it('comes back through a crowd of strangers, from a seat and from the queue', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    room.command(ann, 'lobby', { on: true });
    const cat = room.join();
    for (let i = 0; i < 40; i++) room.join();
    expect(room.join().closedWith).toBe(4429);
    expect(room.resume(bob.welcome).welcome.resumed).toBe(true);
    expect(room.resume(cat.place).places).toEqual([1]);
  });

  it('who comes back all the time is stopped, and keeps no other member out', () => {
    const room = new RoomHarness();
    const [ann, bob] = [room.join(), room.join()];
    let restless = bob;
    for (let i = 0; i < 30; i++) restless = room.resume(restless.welcome);
    const { welcome } = restless;
    const refused = room.resume(welcome);
    expect([refused.errors, refused.closedWith, restless.closedWith]).toEqual([['rate-limited'], 4429, null]);
    expect(room.resume(ann.welcome).welcome.resumed).toBe(true);
    room.advance(2_000);
    expect(room.resume(welcome).welcome.resumed).toBe(true);
  });
});
