/** What a room writes, and what it makes of what it reads. */
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { Client, newRoom } from './support/client.ts';
import { logLines, print } from './support/log-lines.ts';
import { INTERRUPTIONS, changedRows, ringAlarm, storedState, stubOf, travel } from './support/object.ts';

async function overwriteRow(room: string, text: string): Promise<void> {
  await runInDurableObject(stubOf(room), (_, { storage }) => {
    storage.sql.exec('UPDATE room SET state = ?', text);
  });
}

describe('a row that cannot be read', () => {
  it.each(['', 'garbage', '{"schema":99}', '{"schema":1,"seats":"none"}'])(
    '(%j) starts the room anew, and is logged',
    async (text) => {
      const room = newRoom();
      const ann = await Client.join(room);
      await overwriteRow(room, text);
      await INTERRUPTIONS.hibernate(room);
      const bob = await Client.join(room);
      expect(bob.welcome).toMatchObject({ rv: 1, peers: [] });
      expect(logLines).toContain('{"event":"row-unreadable"}');
      expect((await ann.closing()).code).toBe(4503);
      expect((await Client.resume(room, ann.welcome)).welcome.resumed).toBe(false);
    },
  );

  it('closes a socket that speaks first, so that it joins again', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    await overwriteRow(room, 'garbage');
    await INTERRUPTIONS.hibernate(room);
    ann.send({ type: 'state', state: {} });
    expect((await ann.closing()).code).toBe(4503);
  });
});

describe('a socket whose attachment cannot be read', () => {
  it('is closed when it speaks, so that it joins again', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    await runInDurableObject(stubOf(room), (_, state) => {
      for (const socket of state.getWebSockets()) socket.serializeAttachment({ schema: 0 });
    });
    ann.send({ type: 'state', state: {} });
    expect((await ann.closing()).code).toBe(4503);
  });
});

describe('rows written', () => {
  it('by a call of two in 10 minutes, from the first socket to the last trace: at most 12', async () => {
    const room = newRoom();
    let alarmCount = 0;
    const ring = async (afterMs: number): Promise<void> => {
      travel(afterMs);
      if (await ringAlarm(room)) alarmCount += 1;
    };
    /** An alarm that runs is deleted by the runtime: a row that SQLite counts and that the object did not write. */
    const rows = async (): Promise<number> => (await changedRows(room)) - alarmCount;

    const ann = await Client.join(room);
    await ring(10_000);
    travel(20_000); // Bob comes so late that nothing is shared with the alarms of the first.
    const bob = await Client.join(room);
    await ring(10_000);
    for (let i = 0; i < 20; i++) {
      ann.send({ type: 'relay', to: bob.welcome.me, payload: { i } });
      bob.send({ type: 'relay', to: ann.welcome.me, payload: { i } });
    }
    await Promise.all([ann.settled(), bob.settled()]);
    const untilIn = await rows();
    // The two sweeps of ten minutes. The heartbeats' clock cannot be moved, so that this clock stands still meanwhile.
    await ring(0);
    await ring(0);
    const untilBye = await rows();
    ann.send({ type: 'bye' });
    await bob.event('leave');
    bob.send({ type: 'bye' });
    await bob.closing();
    await ring(300_000);
    const untilEmpty = await rows();
    await ring(600_000);
    expect(await storedState(room)).toBe(null);
    print(
      `rows written: ${untilIn} until both are in, ${untilBye} after ten minutes, ${untilEmpty} in all; ${alarmCount} alarms`,
    );
    expect(untilEmpty).toBeLessThanOrEqual(12);
  });

  it('by sockets that never say hello: only their alarm', async () => {
    const room = newRoom();
    const sockets = await Promise.all(Array.from({ length: 20 }, () => Client.open(room)));
    expect(await changedRows(room)).toBe(1);
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => socket.closing()));
    expect(await changedRows(room)).toBe(1);
  });
});

describe('G10 the log', () => {
  it('holds no name, text, id, key or room', async () => {
    const room = 'secret-room-name';
    const ann = await Client.join(room, { name: 'Secret Ann', state: { mood: 'secret' } });
    const bob = await Client.join(room);
    bob.send({ type: 'relay', to: ann.welcome.me, payload: { sdp: 'v=0 secret' } });
    bob.send({ type: 'levitate', secret: true });
    bob.send({ type: 'relay', to: 'nobody', payload: 1 });
    await bob.settled();
    bob.sendRaw('{"secret":');
    await bob.closing();
    ann.hello();
    await ann.closing();
    travel(10_000);
    await ringAlarm(room);
    expect(logLines.toSorted()).toEqual([
      '{"event":"ignored-types","count":1}',
      '{"event":"refused","code":4400}',
      '{"event":"refused","code":4400}',
      '{"event":"undelivered-relays","count":1}',
    ]);
  });
});
