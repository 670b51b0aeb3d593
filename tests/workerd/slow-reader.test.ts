/** What is sent to a socket that shows no sign of life is counted, because the runtime would queue it without end. */
import { describe, expect, it } from 'vitest';
import { MAX_UNREAD_BYTES } from '#protocol';
import { UnreadMeter } from '../../worker/runtime/unread.ts';
import { Client, newRoom } from './support/client.ts';
import { ringAlarm, travel } from './support/object.ts';

const never = (): null => null;

describe('UnreadMeter', () => {
  const socket = (): WebSocket => new WebSocketPair()[1];

  it('allows as much as the limit, and not more', () => {
    const [meter, reader] = [new UnreadMeter(), socket()];
    expect(meter.isTooMuch(reader, MAX_UNREAD_BYTES, 0, never)).toBe(false);
    expect(meter.isTooMuch(reader, 1, 0, never)).toBe(true);
  });

  it('counts anew after a frame of the reader', () => {
    const [meter, reader] = [new UnreadMeter(), socket()];
    meter.isTooMuch(reader, MAX_UNREAD_BYTES, 0, never);
    meter.alive(reader);
    expect(meter.isTooMuch(reader, MAX_UNREAD_BYTES, 1, never)).toBe(false);
  });

  it('counts anew after a heartbeat since, not after an older one', () => {
    const [meter, reader] = [new UnreadMeter(), socket()];
    meter.isTooMuch(reader, MAX_UNREAD_BYTES, 1_000, never);
    expect(meter.isTooMuch(reader, 1, 2_000, () => 1_500)).toBe(false);
    expect(meter.isTooMuch(reader, MAX_UNREAD_BYTES, 3_000, () => 1_500)).toBe(true);
  });

  it('counts each reader by itself', () => {
    const [meter, one, other] = [new UnreadMeter(), socket(), socket()];
    meter.isTooMuch(one, MAX_UNREAD_BYTES, 0, never);
    expect(meter.isTooMuch(other, MAX_UNREAD_BYTES, 0, never)).toBe(false);
  });
});

describe('a participant that reads nothing', () => {
  it('is closed with 4431 before half a MiB waits for it, and the others go on', async () => {
    const room = newRoom();
    const [ann, mute] = [await Client.join(room), await Client.join(room)];
    const payload = 'x'.repeat(45_000);
    for (let i = 0; i < 11 && mute.closed === null; i++) {
      ann.send({ type: 'relay', to: mute.welcome.me, payload });
      await ann.settled();
    }
    expect((await mute.closing()).code).toBe(4431);
    expect(mute.relays.length * payload.length).toBeLessThan(512 * 1024);
    expect(await ann.event('off')).toMatchObject({ id: mute.welcome.me });
    travel(30_000);
    await ringAlarm(room);
    await ann.event('leave');
  });

  it('stays when it heartbeats', async () => {
    const room = newRoom();
    const [ann, reader] = [await Client.join(room), await Client.join(room)];
    const payload = 'x'.repeat(45_000);
    for (let i = 0; i < 11; i++) {
      reader.sendRaw('ping');
      ann.send({ type: 'relay', to: reader.welcome.me, payload });
      await ann.settled();
    }
    expect(reader.relays).toHaveLength(11);
    expect(reader.closed).toBe(null);
  });
});
