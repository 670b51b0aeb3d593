/** Crowds and floods through a real object: what is refused, what is closed, and that it harms nobody else. In counts, not in times. */
import { describe, expect, it } from 'vitest';
import { Client, newRoom, until, upgrade } from './support/client.ts';
import { alarmAtMs, ringAlarm, storedState, travel } from './support/object.ts';

describe('upgrades without a hello', { timeout: 60_000 }, () => {
  it('1,000 to eight rooms are all closed by the alarms, and leave nothing behind', async () => {
    const rooms = Array.from({ length: 8 }, newRoom);
    const silent = await Promise.all(rooms.flatMap((room) => Array.from({ length: 125 }, () => Client.open(room))));
    expect(silent.filter(({ closed }) => closed !== null)).toEqual([]);
    const [first = ''] = rooms;
    const ann = await Client.join(first);
    travel(10_000);
    for (const room of rooms) expect(await ringAlarm(room)).toBe(true);
    for (const client of silent) expect((await client.closing()).code).toBe(4408);
    expect([silent.length, ann.closed]).toEqual([1_000, null]);
    for (const room of rooms.slice(1)) expect([await storedState(room), await alarmAtMs(room)]).toEqual([null, null]);
  });

  it('300 to one room are 128 at a time: the oldest make way, and no member does', async () => {
    const room = newRoom();
    const [ann, bob] = [await Client.join(room), await Client.join(room)];
    const answers = await Promise.all(Array.from({ length: 300 }, () => upgrade(room)));
    const silent = answers.flatMap((answer) => Client.from(answer) ?? []);
    expect(silent).toHaveLength(300);
    const closed = await until('the first ones', () => {
      const gone = silent.filter((one) => one.closed !== null);
      return gone.length === 302 - 128 && gone;
    });
    expect(new Set(closed.map((one) => one.closed?.code))).toEqual(new Set([4408]));
    bob.close();
    await ann.event('off');
    await Promise.all([Client.open(room), Client.open(room)]);
    const again = await Client.resume(room, bob.welcome);
    expect(again.welcome).toMatchObject({ resumed: true, me: bob.welcome.me });
    travel(10_000);
    await ringAlarm(room);
    for (const client of silent) expect((await client.closing()).code).toBe(4408);
    expect([ann.closed, again.closed]).toEqual([null, null]);
  });
});

describe('5,000 frames at once from one socket', { timeout: 60_000 }, () => {
  it('are 59 and a close, and every frame of the others arrives in order', async () => {
    const room = newRoom();
    const [ann, loud, quiet] = [await Client.join(room), await Client.join(room), await Client.join(room)];
    for (let i = 0; i < 5_000; i++) {
      loud.send({ type: 'relay', to: ann.welcome.me, payload: 'loud' });
      if (i % 500 === 0) quiet.send({ type: 'relay', to: ann.welcome.me, payload: i });
    }
    expect((await loud.closing()).code).toBe(4429);
    expect(loud.errors).toMatchObject([{ code: 'rate-limited', fatal: false }]);
    await quiet.settled();
    await ann.settled();
    // One more passes for every tenth of a second that it takes to read them.
    const loudCount = ann.relays.filter((payload) => payload === 'loud').length;
    expect(loudCount).toBeGreaterThanOrEqual(59);
    expect(loudCount).toBeLessThan(200);
    expect(ann.relays.filter((payload) => payload !== 'loud')).toEqual(Array.from({ length: 10 }, (_, i) => i * 500));
    expect([ann.closed, quiet.closed]).toEqual([null, null]);
  });
});
