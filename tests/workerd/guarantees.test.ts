/** The guarantees that the Worker gives, over real sockets and real storage. */
import { describe, expect, it, vi } from 'vitest';
import type { RoomEvent } from '#protocol';
import { Room } from '../../worker/index.ts';
import { Client, newRoom, upgrade } from './support/client.ts';
import { INTERRUPTIONS, changedRows, ringAlarm, storedState, travel } from './support/object.ts';

describe('G1 frames of one socket are delivered in order, or the socket closes', () => {
  it('holds for two senders at once', async () => {
    const room = newRoom();
    const [ann, bob, cat] = [await Client.join(room), await Client.join(room), await Client.join(room)];
    for (let i = 0; i < 50; i++) {
      for (const sender of [ann, bob])
        sender.send({ type: 'relay', to: cat.welcome.me, payload: [sender.welcome.me, i] });
    }
    await Promise.all([ann.settled(), bob.settled()]);
    await cat.settled();
    for (const { welcome } of [ann, bob]) {
      const heard = cat.relays.filter((payload) => Array.isArray(payload) && payload[0] === welcome.me);
      expect(heard).toEqual(Array.from({ length: 50 }, (_, i) => [welcome.me, i]));
    }
  });

  it('holds for frames that arrive while the object wakes up', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    await INTERRUPTIONS.hibernate(room);
    for (let i = 0; i < 40; i++) ann.send({ type: 'relay', to: bob.welcome.me, payload: i });
    await ann.settled();
    await bob.settled();
    expect(bob.relays).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('holds for the order of events, results and relays too', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    ann.send({ type: 'relay', to: bob.welcome.me, payload: 'a' });
    ann.send({ type: 'state', state: { hand: true } });
    ann.send({ type: 'relay', to: bob.welcome.me, payload: 'b' });
    await ann.settled();
    await bob.settled();
    expect(bob.heard.slice(1, -1).map(({ type }) => type)).toEqual(['relay', 'event', 'relay']);
  });
});

/** The versions a client saw, with its welcome first. */
function versionsOf({ welcome, events }: { welcome: { rv: number }; events: readonly RoomEvent[] }): number[] {
  return [welcome.rv, ...events.map(({ rv }) => rv)];
}

describe('G2 rv grows by exactly 1 per event and survives restarts', () => {
  it('for every client, from its welcome on', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const bob = await Client.join(room);
    bob.send({ type: 'state', state: { hand: true } });
    await ann.command('1', 'rename', { name: 'Ann' });
    bob.close();
    await ann.event('off');
    const again = await Client.resume(room, bob.welcome);
    again.send({ type: 'bye' });
    await ann.event('leave');
    expect(versionsOf(ann)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(again.welcome.rv).toBe(6);
  });

  it.each(Object.entries(INTERRUPTIONS))('after %s', async (_, interrupt) => {
    const room = newRoom();
    const ann = await Client.join(room);
    await ann.command('1', 'rename', { name: 'Ann' });
    const before = (await storedState(room))?.rv;
    await interrupt(room);
    const bob = await Client.join(room);
    const lostCount = bob.welcome.peers.filter(({ on }) => !on).length;
    expect(bob.welcome.rv).toBe((before ?? 0) + lostCount + 1);
  });

  it('and a welcome is what its events would have said', async () => {
    const room = newRoom();
    const ann = await Client.join(room, { name: 'Ann' });
    const bob = await Client.join(room);
    await ann.command('1', 'rename', { name: 'Anna' });
    ann.send({ type: 'state', state: { hand: true } });
    await ann.settled();
    await bob.settled();
    const cat = await Client.join(room);
    const { peer } = await bob.event('join');
    expect(peer.id).toBe(cat.welcome.me);
    expect(cat.welcome.rv).toBe(versionsOf(bob).at(-1));
    expect(cat.welcome.peers).toMatchObject([{ name: 'Anna', state: { hand: true } }, { id: bob.welcome.me }]);
  });
});

describe('G4 a command id takes effect at most once', () => {
  it.each(Object.entries(INTERRUPTIONS))('also when %s comes between it and its repeat', async (name, interrupt) => {
    const room = newRoom();
    const bob = await Client.join(room);
    const ann = await Client.join(room, { name: 'A' });
    await ann.command('1', 'rename', { name: 'B' });
    await ann.command('2', 'rename', { name: 'C' });
    await interrupt(room);
    const again = name === 'hibernate' ? ann : await Client.resume(room, ann.welcome, { inc: ann.inc, name: 'C' });
    expect(await again.command('1', 'rename', { name: 'B' })).toEqual({ type: 'result', id: '1', ok: true });
    expect((await storedState(room))?.seats.map((seat) => seat.name)).toEqual(['', 'C']);
    expect(bob.events.filter(({ event }) => event === 'name')).toHaveLength(2);
  });
});

describe('G5 a room never holds more than its capacity', () => {
  it('when 200 join at once for 4 seats: exactly 4 get in, each other one is told why', async () => {
    const room = newRoom();
    const answers = await Promise.all(Array.from({ length: 200 }, () => upgrade(room)));
    const clients = answers.flatMap((answer) => Client.from(answer) ?? []);
    for (const client of clients) client.hello();
    await Promise.all(clients.map((client) => Promise.race([client.next('welcome'), client.closing()])));
    const told = (type: string, code?: string): Client[] =>
      clients.filter(
        ({ heard: [first] }) => first?.type === type && ('code' in first ? first.code : undefined) === code,
      );
    const [seated, full, limited] = [told('welcome'), told('error', 'room-full'), told('error', 'rate-limited')];
    expect([seated.length, full.length + limited.length]).toEqual([4, 196]);
    // 30 strangers at once; more only as time passes.
    expect(full.length).toBeGreaterThanOrEqual(26);
    for (const { closed, errors } of full) expect([closed?.code, errors.length]).toEqual([4453, 1]);
    // 128 sockets at once; for each one more another has to go before it could say anything.
    expect(limited.filter(({ closed }) => closed?.code === 4408)).toHaveLength(72);
    for (const { closed, errors } of limited) {
      expect([4408, 4429]).toContain(closed?.code);
      expect(errors).toHaveLength(1);
    }
    expect(seated.filter(({ closed }) => closed !== null)).toEqual([]);
    expect((await storedState(room))?.seats).toHaveLength(4);
  });

  it('and a resumed member never loses the seat during grace', async () => {
    const room = newRoom();
    const [ann] = [await Client.join(room, { capacity: 2 }), await Client.join(room)];
    ann.close();
    for (let i = 0; i < 5; i++) {
      const late = await Client.open(room);
      late.hello();
      expect((await late.closing()).code).toBe(4453);
    }
    travel(20_000);
    await ringAlarm(room);
    expect((await Client.resume(room, ann.welcome)).welcome).toMatchObject({ resumed: true, me: ann.welcome.me });
  });
});

describe('G9 idle costs nothing', () => {
  it('no handler runs for a heartbeat, and the object may sleep', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    await INTERRUPTIONS.hibernate(room);
    const onMessage = vi.spyOn(Room.prototype, 'webSocketMessage');
    for (let i = 0; i < 5; i++) ann.sendRaw('ping');
    await ann.settled();
    expect(ann.raw.filter((text) => text === 'pong')).toHaveLength(5);
    expect(onMessage).toHaveBeenCalledTimes(1);
  });

  it('no row is written for a relayed message', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    const before = await changedRows(room);
    for (let i = 0; i < 50; i++) ann.send({ type: 'relay', to: bob.welcome.me, payload: { i } });
    await ann.settled();
    await bob.settled();
    expect(bob.relays).toHaveLength(50);
    expect(await changedRows(room)).toBe(before);
  });

  it('one row is written per event', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const before = await changedRows(room);
    for (let i = 0; i < 10; i++) ann.send({ type: 'state', state: { i } });
    await ann.settled();
    expect((await changedRows(room)) - before).toBe(10);
  });

  it('no timer is ever set', async () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const setRepeating = vi.spyOn(globalThis, 'setInterval');
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    ann.send({ type: 'relay', to: bob.welcome.me, payload: 1 });
    await ann.settled();
    bob.close();
    await ann.event('off');
    travel(30_000);
    await ringAlarm(room);
    await ann.event('leave');
    expect([setTimer.mock.calls, setRepeating.mock.calls]).toEqual([[], []]);
  });
});
