/** How sockets end, as the client sees it. */
import { describe, expect, it } from 'vitest';
import { LOOK_INTERVAL_MS } from '#protocol';
import { Client, newRoom } from './support/client.ts';
import { INTERRUPTIONS, alarmAtMs, ringAlarm, storedState, travel } from './support/object.ts';

describe('a close by the client', () => {
  it.each([
    [1000, 1000],
    [undefined, 1000],
    [3000, 3000],
    [4999, 4999],
  ])('with %s is answered with %d at once, not after 10 s with 1006', async (sent, answered) => {
    const ann = await Client.join(newRoom());
    const startMs = Date.now();
    ann.close(sent);
    const { code, atMs } = await ann.closing();
    expect([answered, 1005]).toContain(code);
    expect(atMs - startMs).toBeLessThan(1_000);
  });

  it('with 1000 but without bye is off, not leave: the page may be reloading', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    bob.close(1000);
    await ann.event('off');
    await ann.settled();
    expect(ann.events.map(({ event }) => event)).toEqual(['join', 'off']);
  });

  it('before hello changes nothing', async () => {
    const room = newRoom();
    const client = await Client.open(room);
    client.close(1000);
    await client.closing();
    expect(await storedState(room)).toBe(null);
  });
});

describe('bye', () => {
  it('is heard by the others at once and closes with 1000', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    bob.send({ type: 'bye' });
    expect(await ann.event('leave')).toMatchObject({ id: bob.welcome.me, reason: 'user_left' });
    expect((await bob.closing()).code).toBe(1000);
  });
});

describe('G8 bye with grace', () => {
  it('is off at once, closes with 1000, and the page that comes next has the seat', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    bob.send({ type: 'bye', grace: true });
    expect(await ann.event('off')).toMatchObject({ id: bob.welcome.me });
    expect((await bob.closing()).code).toBe(1000);
    travel(14_000);
    await ringAlarm(room);
    const next = await Client.resume(room, bob.welcome);
    expect(next.welcome).toMatchObject({ resumed: true, me: bob.welcome.me });
    expect(await ann.event('on')).toMatchObject({ peer: { id: bob.welcome.me, inc: next.inc } });
  });

  it('is what a close with 1001 says too: Firefox closes a page’s sockets before it tells the page', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    // Long enough for the room to look at its sockets, of which this one is none any more.
    travel(LOOK_INTERVAL_MS);
    bob.close(1001);
    await ann.event('off');
    travel(15_000);
    await ringAlarm(room);
    expect(await ann.event('leave')).toMatchObject({ id: bob.welcome.me, reason: 'user_left' });
  });

  it.each(Object.entries(INTERRUPTIONS))('is a leave after 15 s, also after %s', async (_, interrupt) => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    bob.send({ type: 'bye', grace: true });
    await ann.event('off');
    // Or earlier: an alarm is never moved to a later time.
    expect(((await alarmAtMs(room)) ?? Infinity) - Date.now()).toBeLessThanOrEqual(15_000);
    await interrupt(room);
    const cat = await Client.join(room);
    travel(15_000);
    await ringAlarm(room);
    expect(await cat.event('leave')).toMatchObject({ id: bob.welcome.me, reason: 'user_left' });
  });
});

describe('a replaced socket', () => {
  it('is told why and closed with 4409, and its end changes nothing', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const old = await Client.join(room);
    const fresh = await Client.resume(room, old.welcome, { inc: old.inc });
    expect(await old.next('error')).toEqual({ type: 'error', code: 'duplicate-session', fatal: true });
    expect((await old.closing()).code).toBe(4409);
    await ann.event('on');
    ann.send({ type: 'relay', to: fresh.welcome.me, payload: 1 });
    expect((await fresh.next('relay')).payload).toBe(1);
    expect(ann.events.map(({ event }) => event)).toEqual(['join', 'on']);
  });
});

describe('alarms', () => {
  it('that come twice or late do nothing twice', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    bob.close();
    await ann.event('off');
    travel(50_000);
    await ringAlarm(room);
    await ringAlarm(room);
    await ann.event('leave');
    await ann.settled();
    expect(ann.events.map(({ event }) => event)).toEqual(['join', 'off', 'leave']);
  });

  it('close ghosts: sockets that stopped answering without a word', async () => {
    const room = newRoom();
    const ghost = await Client.join(room);
    travel(91_000);
    await ringAlarm(room);
    expect((await ghost.closing()).code).toBe(4408);
    travel(30_000);
    await ringAlarm(room);
    expect((await storedState(room))?.seats).toEqual([]);
  });

  it('are not needed to free the seat of a ghost', async () => {
    const room = newRoom();
    const ghost = await Client.join(room, { capacity: 2 });
    travel(91_000);
    const ann = await Client.join(room);
    expect((await ghost.closing()).code).toBe(4408);
    expect(ann.welcome.peers).toMatchObject([{ id: ghost.welcome.me, on: false }]);
  });

  it('are always set while somebody is there', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    for (let i = 0; i < 3; i++) {
      travel(15_000);
      await ringAlarm(room);
      expect(await alarmAtMs(room)).toBeLessThanOrEqual(Date.now() + 1_800_000);
    }
    expect(ann.closed).toBe(null);
  });
});
