/** What is sent to a socket that does not prove that it reads is counted, because the runtime would queue it without end. */
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { MAX_UNREAD_BYTES, PROBE_BYTES } from '#protocol';
import { OPEN_GRANT } from '../../worker/room/grant.ts';
import type { SocketId } from '../../worker/room/room-state.ts';
import { type SocketAttachment, writeAttachment } from '../../worker/runtime/socket-attachment.ts';
import { UnreadMeter } from '../../worker/runtime/unread.ts';
import { Client, newRoom } from './support/client.ts';
import { INTERRUPTIONS, ringAlarm, stubOf, travel } from './support/object.ts';

const PAYLOAD = 'x'.repeat(45_000);

const ATTACHMENT: SocketAttachment = {
  schema: 1,
  id: 'socket' as SocketId,
  room: 'coffee',
  openedAtMs: 0,
  peer: null,
  iceServers: [],
  iceTerm: null,
  grant: OPEN_GRANT,
  desk: null,
  unread: null,
};

/** As the runtime has it. */
const attachment = (socket: WebSocket): SocketAttachment => socket.deserializeAttachment();

/** A socket with a far end that notes the nonces it is asked for. */
function pair(): { socket: WebSocket; nonces: () => Promise<string[]> } {
  const { 0: client, 1: socket } = new WebSocketPair();
  const nonces: string[] = [];
  client.accept();
  socket.accept();
  client.addEventListener('message', ({ data }) => {
    nonces.push(JSON.parse(String(data)).nonce);
  });
  return {
    socket,
    async nonces() {
      await scheduler.wait(0);
      return nonces;
    },
  };
}

describe('UnreadMeter', () => {
  it('allows as much as the limit without a proof, and not more', () => {
    const [meter, { socket }] = [new UnreadMeter(), pair()];
    expect(meter.isTooMuch(socket, MAX_UNREAD_BYTES)).toBe(false);
    expect(meter.isTooMuch(socket, 1)).toBe(true);
  });

  it('asks every 128 KiB, once each, with another nonce', async () => {
    const [meter, { socket, nonces }] = [new UnreadMeter(), pair()];
    meter.isTooMuch(socket, 128 * 1024 - 1);
    expect(await nonces()).toEqual([]);
    meter.isTooMuch(socket, 1);
    meter.isTooMuch(socket, PROBE_BYTES);
    expect(await nonces()).toEqual([expect.stringMatching(/^[\w-]{12}$/)]);
    expect(meter.answer(socket, (await nonces())[0] ?? '')).toBe(true);
    // What was sent after the first probe is still open, and enough for the next.
    expect(await nonces()).toHaveLength(2);
    expect(meter.answer(socket, (await nonces())[1] ?? '')).toBe(true);
    meter.isTooMuch(socket, PROBE_BYTES - 1);
    expect(await nonces()).toHaveLength(2);
    meter.isTooMuch(socket, 1);
    expect(new Set(await nonces()).size).toBe(3);
  });

  it('takes off what was sent before the probe, and nothing after it', async () => {
    const [meter, { socket, nonces }] = [new UnreadMeter(), pair()];
    meter.isTooMuch(socket, 300_000);
    meter.isTooMuch(socket, 60_000);
    expect(meter.answer(socket, (await nonces())[0] ?? '')).toBe(true);
    expect(meter.isTooMuch(socket, MAX_UNREAD_BYTES - 60_000)).toBe(false);
    expect(meter.isTooMuch(socket, 1)).toBe(true);
  });

  it('takes no nonce that it did not ask for, and none twice', async () => {
    const [meter, { socket, nonces }] = [new UnreadMeter(), pair()];
    expect(meter.answer(socket, '')).toBe(false);
    meter.isTooMuch(socket, MAX_UNREAD_BYTES);
    const [nonce = ''] = await nonces();
    expect(meter.answer(socket, 'x'.repeat(12))).toBe(false);
    expect(meter.answer(socket, nonce)).toBe(true);
    expect(meter.answer(socket, nonce)).toBe(false);
  });

  it('keeps all but 4 KiB for hibernation, and all while a probe is out, in a few writes', () => {
    const [meter, { socket }] = [new UnreadMeter(), pair()];
    writeAttachment(socket, ATTACHMENT);
    const kept = new Set<number>();
    for (let sent = 1_000; sent <= MAX_UNREAD_BYTES; sent += 1_000) {
      expect(meter.isTooMuch(socket, 1_000)).toBe(false);
      const { bytes, nonce } = attachment(socket).unread ?? { bytes: 0, nonce: null };
      expect(sent - bytes).toBeLessThanOrEqual(sent < PROBE_BYTES ? 4 * 1024 : 0);
      expect([bytes <= MAX_UNREAD_BYTES, nonce === null]).toEqual([true, sent < PROBE_BYTES]);
      kept.add(bytes);
    }
    expect(kept.size).toBeLessThanOrEqual(8);
  });

  it('counts each reader by itself', () => {
    const [meter, one, other] = [new UnreadMeter(), pair().socket, pair().socket];
    meter.isTooMuch(one, MAX_UNREAD_BYTES);
    expect(meter.isTooMuch(other, MAX_UNREAD_BYTES)).toBe(false);
  });
});

describe('a participant that reads nothing', () => {
  it.each(['and is silent', 'and heartbeats', 'and guesses'])(
    '%s is closed with 4431 before half a MiB waits for it, and the others go on',
    async (how) => {
      const room = newRoom();
      const [ann, mute] = [await Client.join(room), await Client.join(room)];
      mute.isReading = false;
      for (let i = 0; i < 11 && mute.closed === null; i++) {
        if (how === 'and heartbeats') mute.sendRaw('ping');
        if (how === 'and guesses') mute.send({ type: 'read', nonce: `guess-${i}` });
        ann.send({ type: 'relay', to: mute.welcome.me, payload: PAYLOAD });
        await ann.settled();
      }
      expect((await mute.closing()).code).toBe(4431);
      expect(mute.relays.length * PAYLOAD.length).toBeLessThan(512 * 1024);
      expect(await ann.event('off')).toMatchObject({ id: mute.welcome.me });
      travel(30_000);
      await ringAlarm(room);
      await ann.event('leave');
    },
  );

  it('is closed as soon when the object hibernates in between', async () => {
    const room = newRoom();
    const [ann, mute] = [await Client.join(room), await Client.join(room)];
    mute.isReading = false;
    for (let i = 0; i < 11 && mute.closed === null; i++) {
      ann.send({ type: 'relay', to: mute.welcome.me, payload: PAYLOAD });
      await ann.settled();
      await INTERRUPTIONS.hibernate(room);
    }
    expect((await mute.closing()).code).toBe(4431);
    expect(mute.relays.length * PAYLOAD.length).toBeLessThan(512 * 1024);
  });

  it.each([15_000, 4_200])(
    'is found when it is fed %i bytes for each waking',
    async (bytes) => {
      const room = newRoom();
      const [ann, mute] = [await Client.join(room), await Client.join(room)];
      mute.isReading = false;
      let sent = 0;
      while (sent < 512 * 1024 && mute.closed === null) {
        ann.send({ type: 'relay', to: mute.welcome.me, payload: 'x'.repeat(bytes) });
        await ann.settled();
        sent += bytes;
        await INTERRUPTIONS.hibernate(room);
      }
      expect((await mute.closing()).code).toBe(4431);
      expect(mute.relays.length * bytes).toBeLessThan(512 * 1024);
    },
    30_000,
  );

  it('is counted in bytes, not in characters', async () => {
    const room = newRoom();
    const [ann, mute] = [await Client.join(room), await Client.join(room)];
    mute.isReading = false;
    for (let i = 0; i < 11 && mute.closed === null; i++) {
      ann.send({ type: 'relay', to: mute.welcome.me, payload: '界'.repeat(15_000) });
      await ann.settled();
    }
    expect((await mute.closing()).code).toBe(4431);
    expect(mute.relays.length * 45_000).toBeLessThan(512 * 1024);
  });
});

describe('a participant that reads', () => {
  it.each(['awake', 'hibernating'])('stays, with an object that is %s', async (how) => {
    const room = newRoom();
    const [ann, reader] = [await Client.join(room), await Client.join(room)];
    for (let i = 0; i < 11; i++) {
      ann.send({ type: 'relay', to: reader.welcome.me, payload: PAYLOAD });
      await ann.settled();
      if (how === 'hibernating') await INTERRUPTIONS.hibernate(room);
    }
    await reader.settled();
    expect([reader.relays.length, reader.closed, reader.errors]).toEqual([11, null, []]);
    expect(reader.raw.filter((text) => text.includes('"probe"')).length).toBeGreaterThanOrEqual(3);
  });

  it('is not asked for what is little', async () => {
    const room = newRoom();
    const [ann, reader] = [await Client.join(room), await Client.join(room)];
    for (let i = 0; i < 10; i++) ann.send({ type: 'relay', to: reader.welcome.me, payload: 'x'.repeat(1_000) });
    await ann.settled();
    await reader.settled();
    expect(reader.raw.filter((text) => text.includes('"probe"'))).toEqual([]);
  });

  it('proves it without a row and without a turn of the room', async () => {
    const room = newRoom();
    const [ann, reader] = [await Client.join(room), await Client.join(room)];
    const rows = () => runInDurableObject(stubOf(room), (_, { storage }) => storage.sql.databaseSize);
    const before = await rows();
    for (let i = 0; i < 8; i++) ann.send({ type: 'relay', to: reader.welcome.me, payload: PAYLOAD });
    await ann.settled();
    // 60 at once, one of them is gone for hello: the proofs do not count.
    for (let i = 0; i < 58; i++) reader.send({ type: 'from-the-future' });
    await reader.settled();
    expect([reader.relays.length, reader.closed, await rows()]).toEqual([8, null, before]);
  });
});
