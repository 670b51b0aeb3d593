/**
 * Hibernation, eviction and crash at each step of a call: whatever was promised before is kept after. Hibernation keeps the
 * sockets; the other two lose them without a word to the object, as a deploy does.
 */
import { describe, expect, it } from 'vitest';
import { Client, newRoom } from './support/client.ts';
import { INTERRUPTIONS, type Interruption, alarmAtMs, ringAlarm, storedState, travel } from './support/object.ts';

type Joined = Awaited<ReturnType<typeof Client.join>>;

/** The client after the interruption: the same socket where it survived, else a resumed one. */
async function back(name: Interruption, room: string, client: Joined): Promise<Joined> {
  if (name === 'hibernate') return client;
  expect((await client.closing()).code).toBe(1006);
  return Client.resume(room, client.welcome, { inc: client.inc });
}

describe.each(Object.entries(INTERRUPTIONS) as [Interruption, (room: string) => Promise<void>][])(
  '%s',
  (name, interrupt) => {
    const keepsSockets = name === 'hibernate';

    it('before hello: the socket can still join, or another one', async () => {
      const room = newRoom();
      const early = await Client.open(room);
      await interrupt(room);
      const client = keepsSockets ? early : await Client.open(room);
      client.hello();
      expect(await client.next('welcome')).toMatchObject({ rv: 1, resumed: false });
    });

    it('before hello: a silent socket is still closed after 10 s', async () => {
      const room = newRoom();
      const silent = await Client.open(room);
      await interrupt(room);
      travel(10_000);
      await ringAlarm(room);
      expect((await silent.closing()).code).toBe(keepsSockets ? 4408 : 1006);
    });

    it('after join: the seat is kept', async () => {
      const room = newRoom();
      const ann = await Client.join(room, { name: 'Ann' });
      await interrupt(room);
      const again = await back(name, room, ann);
      const bob = await Client.join(room);
      expect((await again.event('join')).peer.id).toBe(bob.welcome.me);
      expect(bob.welcome.peers).toMatchObject([{ id: ann.welcome.me, on: true }]);
    });

    it('after resume: the newest key counts, and the one before it once more', async () => {
      const room = newRoom();
      const first = await Client.join(room);
      const second = await Client.resume(room, first.welcome);
      await interrupt(room);
      expect((await Client.resume(room, first.welcome)).welcome.resumed).toBe(true);
      const third = await Client.resume(room, first.welcome);
      await interrupt(room);
      expect((await Client.resume(room, third.welcome)).welcome.resumed).toBe(true);
      expect((await Client.resume(room, second.welcome)).welcome.resumed).toBe(false);
    });

    it('before a relay: it arrives once both are back', async () => {
      const room = newRoom();
      const [ann, bob] = [await Client.join(room), await Client.join(room)];
      await interrupt(room);
      const [ann2, bob2] = [await back(name, room, ann), await back(name, room, bob)];
      ann2.send({ type: 'relay', to: bob.welcome.me, payload: 'hello again' });
      expect(await bob2.next('relay')).toMatchObject({ from: ann.welcome.me, inc: ann.inc, payload: 'hello again' });
    });

    it('after a state: it is remembered, and a repeat is no event', async () => {
      const room = newRoom();
      const ann = await Client.join(room);
      ann.send({ type: 'state', state: { camera: true } });
      await ann.settled();
      await interrupt(room);
      expect((await storedState(room))?.seats[0]?.state).toEqual({ camera: true });
      if (!keepsSockets) return;
      ann.send({ type: 'state', state: { camera: true } });
      await ann.settled();
      expect(ann.events).toMatchObject([{ event: 'state', rv: 2 }]);
      expect((await storedState(room))?.rv).toBe(2);
    });

    it('after a command: it is remembered', async () => {
      const room = newRoom();
      const ann = await Client.join(room);
      await ann.command('1', 'rename', { name: 'Ann' });
      await interrupt(room);
      expect((await storedState(room))?.seats[0]).toMatchObject({ name: 'Ann', results: [{ id: '1' }] });
    });

    it('during grace: the seat is kept until its end, and gone after it', async () => {
      const room = newRoom();
      const [ann, bob] = [await Client.join(room), await Client.join(room)];
      bob.close();
      await ann.event('off');
      const graceEndMs = Date.now() + 30_000;
      await interrupt(room);
      const ann2 = await back(name, room, ann);
      expect(await alarmAtMs(room)).toBeLessThanOrEqual(graceEndMs);
      travel(31_000);
      await ringAlarm(room);
      expect(await ann2.event('leave')).toMatchObject({ id: bob.welcome.me, reason: 'network_disconnect' });
    });

    it('during grace: the owner comes back', async () => {
      const room = newRoom();
      const [ann, bob] = [await Client.join(room), await Client.join(room)];
      bob.close();
      await ann.event('off');
      await interrupt(room);
      const again = await Client.resume(room, bob.welcome);
      expect(again.welcome).toMatchObject({ resumed: true, me: bob.welcome.me });
    });

    it('after bye: the leave stands', async () => {
      const room = newRoom();
      const [ann, bob] = [await Client.join(room), await Client.join(room)];
      bob.send({ type: 'bye' });
      await ann.event('leave');
      await interrupt(room);
      const ann2 = await back(name, room, ann);
      expect((await storedState(room))?.seats.map(({ id }) => id)).toEqual([ann.welcome.me]);
      expect((await Client.resume(room, bob.welcome)).welcome.resumed).toBe(false);
      await ann2.event('join');
    });

    it('of an empty room: its version is kept, then all is forgotten after 10 min', async () => {
      const room = newRoom();
      const ann = await Client.join(room);
      ann.send({ type: 'bye' });
      await ann.closing();
      await interrupt(room);
      travel(599_000);
      await ringAlarm(room);
      expect((await storedState(room))?.rv).toBe(2);
      await interrupt(room);
      travel(1_000);
      await ringAlarm(room);
      expect(await storedState(room)).toBe(null);
      expect(await alarmAtMs(room)).toBe(null);
    });
  },
);

describe('a crash that nobody comes back from', () => {
  it('empties the room by its alarms alone', async () => {
    const room = newRoom();
    await Client.join(room);
    await Client.join(room);
    await INTERRUPTIONS.abort();
    for (const ms of [10_000, 300_000, 30_000, 600_000]) {
      travel(ms);
      await ringAlarm(room);
    }
    expect(await storedState(room)).toBe(null);
    expect(await alarmAtMs(room)).toBe(null);
  });
});
