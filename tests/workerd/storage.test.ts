/** What a room writes, and what it makes of what it reads. */
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { Client, newRoom } from './support/client.ts';
import { logLines } from './support/log-lines.ts';
import { INTERRUPTIONS, changedRows, ringAlarm, stubOf, travel } from './support/object.ts';

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
    await INTERRUPTIONS.hibernate(room);
    ann.send({ type: 'state', state: {} });
    expect((await ann.closing()).code).toBe(4503);
  });
});

describe('rows written', () => {
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
