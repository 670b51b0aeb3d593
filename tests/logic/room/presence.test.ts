import { describe, expect, it } from 'vitest';
import { LOOK_INTERVAL_MS } from '#protocol';
import { RoomHarness } from '../../support/room-harness.ts';

describe('G8 grace', () => {
  it('shows off at once and leave 30 s after the socket drops', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(bob);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(29_999);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(1);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
  });

  it('shows who is in grace to those who come meanwhile', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(ann);
    expect(room.join().welcome.peers).toMatchObject([{ id: 'peer-1', on: false }]);
  });

  it('counts from the newest loss', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.drop(bob);
    room.advance(20_000);
    room.drop(room.resume(bob.welcome));
    room.advance(29_999);
    expect(ann.story).not.toContain('leave:peer-2:network_disconnect');
    room.advance(1);
    expect(ann.story).toContain('leave:peer-2:network_disconnect');
  });

  it('is 60 s for an agent and 30 s for everyone else who has a seat, and the welcome says so', () => {
    const room = new RoomHarness();
    const token = { expiresAtMs: 9_000_000 };
    const chief = room.join({ capacity: 8 }, { ...token, role: 'host', tokenId: 'chief' });
    const lost = (['agent', 'guest', 'visitor', 'host'] as const).map((role) => room.join({}, { ...token, role }));
    const limits = [60_000, 30_000, 30_000, 30_000].map((graceMs) => ({ graceMs }));
    expect(lost.map(({ welcome }) => welcome.limits)).toMatchObject(limits);
    for (const one of lost) room.drop(one);
    const gone = (): unknown[] => chief.events.flatMap((event) => (event.event === 'leave' ? [event.id] : []));
    room.advance(29_999);
    expect(gone()).toEqual([]);
    room.advance(1);
    expect(gone()).toEqual(lost.slice(1).map(({ welcome }) => welcome.me));
    room.advance(29_999);
    expect(gone()).toHaveLength(3);
    room.advance(1);
    expect(gone()).toHaveLength(4);
  });

  it('of an agent whose page goes away is 15 s like that of others', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.say(room.join({}, { role: 'agent', expiresAtMs: 9_000_000 }), { type: 'bye', grace: true });
    room.advance(15_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:user_left');
  });

  it('begins when a restart finds the socket gone', () => {
    const room = new RoomHarness();
    room.join();
    const bob = room.join();
    room.restart('lost');
    const fresh = room.resume(bob.welcome);
    expect(fresh.welcome.peers).toMatchObject([{ id: 'peer-1', on: false }]);
    room.advance(30_000);
    expect(fresh.story).toEqual(['leave:peer-1:network_disconnect', 'role:peer-2']);
  });
});

describe('bye', () => {
  it('tells the others at once and closes with 1000', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.say(bob, { type: 'bye' });
    expect(ann.story).toEqual(['join:peer-2', 'leave:peer-2:user_left']);
    expect(bob.closedWith).toBe(1000);
    expect(bob.errors).toEqual([]);
  });

  it('ends the session', () => {
    const room = new RoomHarness();
    room.join();
    const bob = room.join();
    room.say(bob, { type: 'bye' });
    expect(room.resume(bob.welcome).welcome.resumed).toBe(false);
  });
});

describe('G8 bye with grace', () => {
  it('shows off at once, closes with 1000, and leave after 15 s', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.say(bob, { type: 'bye', grace: true });
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    expect(bob.closedWith).toBe(1000);
    expect(bob.errors).toEqual([]);
    room.advance(14_999);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(1);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2', 'leave:peer-2:user_left']);
  });

  it('is what a close with 1001 says too, and no other', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    // Long enough for the room to look at its sockets, of which this one is none any more.
    room.advance(LOOK_INTERVAL_MS);
    room.drop(bob, 1001);
    room.drop(room.join(), 1000);
    room.advance(15_000);
    expect(ann.story.slice(2)).toEqual(['join:peer-3', 'off:peer-3', 'leave:peer-2:user_left']);
    room.advance(15_000);
    expect(ann.story.at(-1)).toBe('leave:peer-3:network_disconnect');
  });

  it('keeps the seat for the page that comes next, also in a full room', () => {
    const room = new RoomHarness();
    const ann = room.join({ capacity: 2 });
    const bob = room.join();
    room.say(bob, { type: 'bye', grace: true });
    expect(room.join().closedWith).toBe(4453);
    room.advance(14_999);
    const reloaded = room.resume(bob.welcome);
    expect(reloaded.welcome).toMatchObject({ me: 'peer-2', resumed: true });
    room.advance(60_000);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2', 'on:peer-2']);
  });

  it('gives the next page a plain new seat when it comes too late, also when the alarm is late', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.say(bob, { type: 'bye', grace: true });
    room.advance(15_000, 20_000);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    expect(room.resume(bob.welcome).welcome.resumed).toBe(false);
    expect(ann.story.slice(-2)).toEqual(['leave:peer-2:user_left', 'join:peer-3']);
  });

  it('has its deadline also after hibernation, before that of a socket lost earlier', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    const cat = room.join();
    room.drop(cat);
    room.advance(1_000);
    room.say(bob, { type: 'bye', grace: true });
    room.restart('hibernated');
    room.advance(15_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:user_left');
    room.advance(13_999);
    expect(ann.story.at(-1)).toBe('leave:peer-2:user_left');
    room.advance(1);
    expect(ann.story.at(-1)).toBe('leave:peer-3:network_disconnect');
  });

  it('is over with the return: a socket lost later has the whole 30 s', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    room.say(bob, { type: 'bye', grace: true });
    room.advance(5_000);
    room.drop(room.resume(bob.welcome));
    room.advance(29_999);
    expect(ann.story.at(-1)).toBe('off:peer-2');
    room.advance(1);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
  });

  it('of a page whose seat another one has taken over changes nothing', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const first = room.join();
    room.resume(first.welcome);
    room.say(first, { type: 'bye', grace: true });
    room.advance(60_000);
    expect(ann.story).toEqual(['join:peer-2', 'on:peer-2']);
  });
});

describe('hello timeout', () => {
  it('closes a socket that says nothing for 10 s', () => {
    const room = new RoomHarness();
    const silent = room.open();
    room.advance(9_999);
    expect(silent.closedWith).toBe(null);
    room.advance(1);
    expect(silent.closedWith).toBe(4408);
    expect(room.state).toBe(null);
  });

  it('leaves those alone that said hello', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.open();
    room.advance(60_000);
    expect(ann.closedWith).toBe(null);
  });

  it('among others waits until somebody speaks: nobody pays an alarm for it', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const silent = room.open();
    room.advance(60_000);
    expect(silent.closedWith).toBe(null);
    room.command(ann, 'ice');
    expect([silent.closedWith, ann.closedWith]).toEqual([4408, null]);
  });

  it('holds for those who were there before somebody came in', () => {
    const room = new RoomHarness();
    const silent = [room.open(), room.open()];
    room.advance(2_000);
    room.join();
    room.advance(8_000);
    expect(silent.map(({ closedWith }) => closedWith)).toEqual([4408, 4408]);
  });

  it('holds among others for whom a look has seen too early', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.advance(20_000);
    const first = room.open();
    room.advance(5_000);
    const second = room.open();
    room.advance(5_000);
    room.command(ann, 'ice');
    expect([first.closedWith, second.closedWith]).toEqual([4408, null]);
    room.advance(5_000);
    expect(second.closedWith).toBe(4408);
  });

  it('takes a hello that comes late but before the alarm', () => {
    const room = new RoomHarness();
    const slow = room.open();
    room.advance(11_000, 5_000);
    room.hello(slow);
    expect(slow.welcome.me).toBe('peer-1');
  });
});

describe('ghosts', () => {
  it('are closed within half an hour, seen as off, and gone after the grace', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const ghost = room.join();
    ghost.isBeating = false;
    room.advance(1_810_000);
    expect(ghost.closedWith).toBe(4408);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(30_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
    expect(ann.closedWith).toBe(null);
  });

  it('are closed as soon as somebody speaks', () => {
    const room = new RoomHarness();
    const [ann, ghost] = [room.join(), room.join()];
    ghost.isBeating = false;
    room.advance(89_999);
    room.say(ann, { type: 'relay', to: ghost.welcome.me, payload: 1 });
    expect(ghost.closedWith).toBe(null);
    room.advance(10_000);
    room.say(ann, { type: 'relay', to: ghost.welcome.me, payload: 2 });
    expect(ghost.closedWith).toBe(4408);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
  });

  it('are not those who speak just now', () => {
    const room = new RoomHarness();
    const ann = room.join();
    ann.isBeating = false;
    room.advance(1_000_000);
    expect(room.command(ann, 'rename', { name: 'Ann' })).toBe('ok');
  });

  it('never hold a seat of a full room: a hello looks for them too', () => {
    const room = new RoomHarness();
    const ann = room.join({ capacity: 2 });
    const ghost = room.join();
    ghost.isBeating = false;
    room.advance(90_000);
    expect(room.join().closedWith).toBe(4453); // In grace since this very hello.
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
    room.advance(30_000);
    expect(room.join().closedWith).toBe(null);
  });

  it('may come back by their session', () => {
    const room = new RoomHarness();
    room.join({ capacity: 2 });
    const ghost = room.join();
    ghost.isBeating = false;
    room.advance(90_000);
    expect(room.resume(ghost.welcome).welcome).toMatchObject({ resumed: true, me: 'peer-2' });
  });

  it('are only those without a heartbeat for 90 s', () => {
    const room = new RoomHarness();
    const ann = room.join();
    ann.isBeating = false;
    room.advance(89_999);
    room.join();
    expect(ann.closedWith).toBe(null);
  });
});

describe('an empty room', () => {
  it('keeps its version for those who come within 10 min', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.say(ann, { type: 'bye' });
    room.advance(599_999);
    expect(room.join().welcome).toMatchObject({ rv: 3, room: { createdAt: 1_000_000 } });
  });

  it('is forgotten after 10 min, with its alarm', () => {
    const room = new RoomHarness();
    room.say(room.join(), { type: 'bye' });
    room.advance(600_000);
    expect(room.saved).toBe(null);
    expect(room.alarmAtMs).toBe(null);
    expect(room.join().welcome.rv).toBe(1);
  });

  it('counts from the last leave, not from the last alarm', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.advance(100_000);
    room.drop(ann);
    room.advance(30_000 + 599_999);
    expect(room.saved).not.toBe(null);
    room.advance(1);
    expect(room.saved).toBe(null);
  });

  it('is not forgotten while somebody is about to come in', () => {
    const room = new RoomHarness();
    room.say(room.join(), { type: 'bye' });
    room.advance(599_000);
    const slow = room.open();
    room.advance(2_000);
    room.hello(slow);
    expect(slow.welcome.rv).toBe(3);
  });

  it('that nobody ever entered leaves nothing behind', () => {
    const room = new RoomHarness();
    room.drop(room.open());
    room.advance(10_000);
    expect([room.saved, room.alarmAtMs, room.saveCount]).toEqual([null, null, 0]);
  });
});

describe('alarms', () => {
  it('are set twice by the first one, and by no other one who joins', () => {
    const room = new RoomHarness();
    const ann = room.open();
    expect([room.alarmAtMs, room.setAlarmCount]).toEqual([room.nowMs + 10_000, 1]);
    room.hello(ann);
    const sweepAtMs = room.nowMs + 1_800_000;
    expect([room.alarmAtMs, room.setAlarmCount]).toEqual([sweepAtMs, 2]);
    room.advance(300_000);
    room.join();
    expect([room.alarmAtMs, room.setAlarmCount]).toEqual([sweepAtMs, 2]);
  });

  it('stay where something is due', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    const dueMs = room.nowMs + 30_000;
    room.advance(1_000);
    room.resume(ann.welcome);
    expect(room.alarmAtMs).toBe(dueMs);
  });

  it('may come twice', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    room.advance(30_000);
    const before = [...ann.heard];
    room.alarm();
    room.alarm();
    expect(ann.heard).toEqual(before);
  });

  it('may come a minute late', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    room.advance(90_000, 60_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
  });

  it('may come too early, and are set again', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    room.alarm();
    expect(ann.story.at(-1)).toBe('off:peer-2');
    room.advance(30_000);
    expect(ann.story.at(-1)).toBe('leave:peer-2:network_disconnect');
  });

  it('may be lost: the next hello sets them again', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.drop(room.join());
    room.alarmAtMs = null;
    room.nowMs += 40_000;
    room.join();
    expect(ann.story.slice(-2)).toEqual(['leave:peer-2:network_disconnect', 'join:peer-3']);
    expect(room.alarmAtMs).not.toBe(null);
  });
});
