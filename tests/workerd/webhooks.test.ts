/** Webhooks of a real object to a server of the owner that does what a test says: what is stored, sent, repeated and dropped. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebhookEvent } from '../../worker/room/webhook-events.ts';
import { MAX_OUTBOX_COUNT } from '../../worker/runtime/webhooks/outbox.ts';
import type { WebhookEnv } from '../../worker/runtime/webhooks/webhook-setting.ts';
import { Client, newRoom, until } from './support/client.ts';
import { logLines, print } from './support/log-lines.ts';
import { INTERRUPTIONS, alarmAtMs, changedRows, ringAlarm, storedState, stubOf, travel } from './support/object.ts';

const WEBHOOK_SECRET = 'whsec_q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=';
const SETTINGS: WebhookEnv = { WEBHOOK_URL: 'https://shop.example/hook?key=hunter2', WEBHOOK_SECRET };

/** Worker and objects run in the isolate of the tests and see the same settings. */
function configure(settings: WebhookEnv): void {
  Object.assign(env, settings);
}

interface Delivery {
  readonly id: string;
  readonly event: WebhookEvent;
  /** In short: `participant.joined`. */
  readonly type: string;
}

interface Owner {
  readonly deliveries: Delivery[];
  /** Types of what came, in order. */
  readonly types: string[];
  /** What it answers from now on: a status, or nothing, until the test says {@link Owner.answer}. */
  behave(how: number | 'hang'): void;
  /** Ends the waiting of all that hang. */
  answer(status: number): void;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' };
const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** The server of the owner. It checks each signature as a receiver must. An answer is made where it was asked for: the runtime does not
 *  let one object read what another one was sent. */
function owner(): Owner {
  const deliveries: Delivery[] = [];
  let behaviour: number | 'hang' = 204;
  let late: number | null = null;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    expect([url, init?.method, init?.redirect]).toEqual([SETTINGS.WEBHOOK_URL, 'POST', 'manual']);
    const headers = new Headers(init?.headers);
    const [id, timestamp] = [headers.get('webhook-id') ?? '', headers.get('webhook-timestamp')];
    const body = typeof init?.body === 'string' ? init.body : '';
    const signature = bytesOf(headers.get('webhook-signature')?.slice('v1,'.length) ?? '');
    const text = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
    const key = await crypto.subtle.importKey('raw', bytesOf(WEBHOOK_SECRET.slice('whsec_'.length)), HMAC, false, [
      'verify',
    ]);
    expect(await crypto.subtle.verify('HMAC', key, signature, text)).toBe(true);
    expect(Math.abs(Number(timestamp) * 1_000 - Date.now())).toBeLessThan(2_000);
    const event: WebhookEvent = JSON.parse(body);
    deliveries.push({ id, event, type: event.type });
    if (behaviour !== 'hang') return new Response(null, { status: behaviour });
    // Counted, not timed: tests move the clock meanwhile.
    for (let turns = 0; late === null && turns < 10_000; turns++) await scheduler.wait(1);
    return new Response(null, { status: late ?? 599 });
  });
  return {
    deliveries,
    get types() {
      return deliveries.map(({ type }) => type);
    },
    behave: (how) => void (behaviour = how),
    answer: (status) => void ((late = status), (behaviour = status)),
  };
}

/** What is stored and was not taken yet; null without a table. */
function outboxOf(room: string): Promise<number | null> {
  return runInDurableObject(stubOf(room), (_, { storage }) => {
    const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'outbox'").toArray();
    return tables.length === 0 ? null : Number(storage.sql.exec('SELECT COUNT(*) AS n FROM outbox').one()['n']);
  });
}

/** Makes alarms wait for the test to ring them: the runtime's own clock is behind. */
function alarmsByHand(): void {
  travel(3_600_000);
}

async function taken(server: Owner, count: number): Promise<readonly string[]> {
  await until(`${count} webhooks, have ${server.types.join()}`, () => server.deliveries.length >= count);
  return server.types;
}

async function waitForOutbox(room: string, count: number): Promise<void> {
  for (let turns = 0; (await outboxOf(room)) !== count; turns++) {
    if (turns > 1_000) throw new Error(`${await outboxOf(room)} in the outbox, not ${count}`);
    await scheduler.wait(1);
  }
}

beforeEach(() => configure(SETTINGS));

afterEach(() => {
  for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET', 'WEBHOOK_EVENTS']) Reflect.deleteProperty(env, name);
});

describe('a call', () => {
  it('is told from its begin to its end, in order and each event once', async () => {
    const server = owner();
    const room = newRoom();
    const ann = await Client.join(room, { name: 'Ann' });
    const bob = await Client.join(room, { name: 'Bob' });
    ann.send({ type: 'bye' });
    await ann.closing();
    bob.send({ type: 'bye' });
    await bob.closing();
    expect(await taken(server, 6)).toEqual([
      'room.started',
      'participant.joined',
      'participant.joined',
      'participant.left',
      'participant.left',
      'room.ended',
    ]);
    await waitForOutbox(room, 0);
    expect(server.deliveries).toHaveLength(6);
    expect(new Set(server.deliveries.map(({ id }) => id)).size).toBe(6);
    expect(server.deliveries[1]?.event.data).toMatchObject({ room, participant: { id: ann.welcome.me, name: 'Ann' } });
    expect(server.deliveries.every(({ id }) => /^msg_[A-Za-z0-9_-]{22}$/.test(id))).toBe(true);
  });

  it('of whom much is to be told is told in turns of 20, as the free plan wants it', async () => {
    const server = owner();
    const room = newRoom();
    alarmsByHand();
    await Client.join(room);
    await runInDurableObject(stubOf(room), (_, { storage }) => {
      for (let i = 0; i < 43; i++)
        storage.sql.exec(
          'INSERT INTO outbox (id, body, at_ms) VALUES (?, ?, ?)',
          `m${i}`,
          '{"type":"old"}',
          Date.now(),
        );
    });
    for (const count of [20, 40, 45]) {
      expect(Number(await alarmAtMs(room)) - Date.now(), 'the next turn comes at once').toBeLessThanOrEqual(0);
      await ringAlarm(room);
      await waitForOutbox(room, 45 - count);
      expect(server.deliveries).toHaveLength(count);
    }
    expect(server.deliveries.map(({ id }) => id).slice(2)).toEqual(Array.from({ length: 43 }, (_, i) => `m${i}`));
  });

  it('costs at most five rows an event more than without', async () => {
    /** Of two who come and go while one stays: four events. */
    const rows = async (isTold: boolean): Promise<number> => {
      const room = newRoom();
      const ann = await Client.join(room);
      const told = async (): Promise<void> => (isTold ? waitForOutbox(room, 0) : undefined);
      await told();
      const before = await changedRows(room);
      for (const name of ['Bob', 'Cat']) {
        const guest = await Client.join(room, { name });
        await told();
        guest.send({ type: 'bye' });
        await ann.event('leave');
        await told();
      }
      return (await changedRows(room)) - before;
    };
    owner();
    const withWebhooks = await rows(true);
    for (const name of Object.keys(SETTINGS)) Reflect.deleteProperty(env, name);
    const without = await rows(false);
    print(`rows written by 4 events: ${without} without webhooks, ${withWebhooks} with`);
    expect(withWebhooks - without).toBeLessThanOrEqual(4 * 5);
  });

  it('is told only what the setting lists', async () => {
    configure({ WEBHOOK_EVENTS: 'participant.left' });
    const server = owner();
    const room = newRoom();
    const ann = await Client.join(room);
    expect(await outboxOf(room)).toBe(null);
    ann.send({ type: 'bye' });
    await taken(server, 1);
    await waitForOutbox(room, 0);
    expect(server.types).toEqual(['participant.left']);
  });

  it('hears in the same alarm of one whose grace is over', async () => {
    const server = owner();
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    await ringAlarm(room);
    await waitForOutbox(room, 0);
    ann.close();
    await ann.closing();
    travel(30_000);
    await ringAlarm(room);
    expect((await taken(server, 4)).slice(2)).toEqual(['participant.left', 'room.ended']);
  });

  it('goes on while the server hangs, and so do deadlines of the room', async () => {
    const server = owner();
    server.behave('hang');
    const room = newRoom();
    const ann = await Client.join(room);
    await taken(server, 1);
    const bob = await Client.join(room);
    ann.send({ type: 'relay', to: bob.welcome.me, payload: 'hello' });
    expect(await bob.next('relay')).toMatchObject({ payload: 'hello' });
    expect(await bob.command('1', 'rename', { name: 'Bob' })).toMatchObject({ ok: true });
    ann.close(1000);
    await bob.event('off');
    travel(30_000);
    await ringAlarm(room);
    expect(await bob.event('leave')).toMatchObject({ id: ann.welcome.me });
    expect(server.types).toEqual(['room.started']);
    server.answer(204);
    expect(await taken(server, 4)).toEqual([
      'room.started',
      'participant.joined',
      'participant.joined',
      'participant.left',
    ]);
  });
});

describe('without webhooks', () => {
  it.each<[string, WebhookEnv]>([
    ['set', {}],
    ['set right', { WEBHOOK_URL: 'http://shop.example', WEBHOOK_SECRET }],
  ])('(they are not %s) nothing is stored, sent or written', async (_, settings) => {
    const server = owner();
    const room = newRoom();
    for (const name of Object.keys(SETTINGS)) Reflect.deleteProperty(env, name);
    const opened = await Client.open(room);
    configure(settings);
    opened.hello();
    await opened.next('welcome');
    const rows = await changedRows(room);
    opened.send({ type: 'bye' });
    await opened.closing();
    expect(await outboxOf(room)).toBe(null);
    expect((await changedRows(room)) - rows).toBeLessThanOrEqual(2);
    expect(server.deliveries).toEqual([]);
  });
});

/** A room of which the server did not take the first event. */
async function failedOnce(status: number): Promise<{ server: ReturnType<typeof owner>; room: string }> {
  const server = owner();
  server.behave(status);
  const room = newRoom();
  alarmsByHand();
  await Client.join(room);
  await ringAlarm(room);
  await until('the first', () => logLines.length === 1);
  return { server, room };
}

describe('a server that fails', () => {
  it.each([500, 429, 302, 404])('(%i) hears the same event again later, in the same order', async (status) => {
    const { server, room } = await failedOnce(status);
    expect(logLines).toEqual([`{"event":"webhook-failed","code":${status}}`]);
    expect(Number(await alarmAtMs(room)) - Date.now(), 'an alarm comes in time').toBeLessThanOrEqual(6_000);
    await ringAlarm(room);
    expect(server.types, 'an alarm of the room is no reason to hurry').toEqual(['room.started']);
    expect(Number(await alarmAtMs(room)) - Date.now(), 'an alarm comes in time').toBeLessThanOrEqual(6_000);
    server.behave(204);
    travel(6_000);
    await ringAlarm(room);
    expect(await taken(server, 3)).toEqual(['room.started', 'room.started', 'participant.joined']);
    expect(server.deliveries[0]?.id).toBe(server.deliveries[1]?.id);
    expect(server.deliveries[0]?.event).toEqual(server.deliveries[1]?.event);
  });

  it('is left alone for longer each time, also by an object that was loaded anew', async () => {
    const { server, room } = await failedOnce(503);
    for (const [count, waitMs] of [
      [2, 6_000],
      [3, 36_000],
      [4, 144_000],
    ] as const) {
      await INTERRUPTIONS.hibernate(room);
      travel(waitMs / 2);
      await ringAlarm(room);
      expect(server.deliveries).toHaveLength(count - 1);
      travel(waitMs / 2);
      await ringAlarm(room);
      await until(`attempt ${count}`, () => logLines.length >= count);
      expect(server.deliveries).toHaveLength(count);
    }
    expect(new Set(server.deliveries.map(({ id }) => id)).size).toBe(1);
  });

  it('for a day hears no more of it, and the log says so', async () => {
    const { server, room } = await failedOnce(500);
    server.behave(204);
    travel(24 * 3_600_000);
    await ringAlarm(room);
    // What was seated is a ghost by now: its seat is lost a moment later, and that is news.
    await until('the log', () => logLines.includes('{"event":"webhook-dropped","count":2}'));
    expect(server.types).not.toContain('participant.joined');
    const retries = await runInDurableObject(stubOf(room), (_, { storage }) =>
      storage.sql.exec('SELECT failures FROM outbox_retry').toArray(),
    );
    expect(retries, 'what comes next begins anew').toEqual([]);
  });

  it('and is gone (410) is asked once, and what waits for it is dropped', async () => {
    const server = owner();
    server.behave(410);
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    await ringAlarm(room);
    await waitForOutbox(room, 0);
    expect(server.types).toEqual(['room.started']);
    expect(logLines).toEqual(['{"event":"webhook-gone"}', '{"event":"webhook-dropped","count":2}']);
    await ann.settled();
    expect(ann.closed).toBe(null);
  });

  it('is not the only thing that can: an error of ours waits, too', async () => {
    const server = owner();
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    await runInDurableObject(stubOf(room), (_, { storage }) => storage.sql.exec('DROP TABLE outbox').toArray());
    await ringAlarm(room);
    await until('the log', () => logLines.length === 1);
    expect(logLines).toEqual(['{"event":"webhooks-failed"}']);
    expect(Number(await alarmAtMs(room)) - Date.now()).toBeGreaterThan(10_000);
    ann.send({ type: 'bye' });
    expect((await ann.closing()).code).toBe(1000);
    expect(logLines.at(-1)).toBe('{"event":"webhook-not-stored"}');
    expect(server.deliveries).toEqual([]);
  });

  it('never holds more than its share of the storage', async () => {
    const server = owner();
    server.behave(500);
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    await runInDurableObject(stubOf(room), (_, { storage }) => {
      for (let i = 0; i < MAX_OUTBOX_COUNT; i++)
        storage.sql.exec('INSERT INTO outbox (id, body, at_ms) VALUES (?, ?, ?)', `old-${i}`, '{}', Date.now());
    });
    ann.send({ type: 'bye' });
    await ann.closing();
    expect(await outboxOf(room)).toBe(MAX_OUTBOX_COUNT);
    expect(logLines.filter((line) => line.includes('webhook-dropped'))).toEqual([
      '{"event":"webhook-dropped","count":3}',
      '{"event":"webhook-dropped","count":1}',
    ]);
    expect(server.deliveries).toEqual([]);
  });
});

describe('what is lost with the object', () => {
  it.each(['hibernate', 'evict with closed sockets', 'abort'] as const)(
    '(%s) between the event and the alarm is sent by the next one',
    async (name) => {
      const server = owner();
      const room = newRoom();
      alarmsByHand();
      await Client.join(room);
      await INTERRUPTIONS[name](room);
      expect(server.deliveries).toEqual([]);
      expect(await ringAlarm(room), 'an alarm was set').toBe(true);
      expect((await taken(server, 2)).slice(0, 2)).toEqual(['room.started', 'participant.joined']);
    },
  );

  it('(abort) while the server thinks is sent again under the same id', async () => {
    const server = owner();
    server.behave('hang');
    const room = newRoom();
    alarmsByHand();
    await Client.join(room);
    await ringAlarm(room);
    await taken(server, 1);
    await INTERRUPTIONS.abort();
    server.behave(204);
    expect(await alarmAtMs(room), 'an alarm is left from before').toBeLessThanOrEqual(Date.now() + 15_000);
    travel(15_000);
    await ringAlarm(room);
    expect((await taken(server, 3)).slice(0, 3)).toEqual(['room.started', 'room.started', 'participant.joined']);
    expect(server.deliveries[0]?.id).toBe(server.deliveries[1]?.id);
  });
});

describe('a room that everyone left', () => {
  it('is forgotten at its time, and the rest of it as soon as its end was told', async () => {
    const server = owner();
    server.behave(500);
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    ann.send({ type: 'bye' });
    await ann.closing();
    await ringAlarm(room);
    await until('the log', () => logLines.length === 1);
    travel(600_000);
    await ringAlarm(room);
    await until('the log', () => logLines.length === 2);
    expect([await storedState(room), await outboxOf(room)]).toEqual([null, 4]);
    server.behave(204);
    travel(40_000);
    await ringAlarm(room);
    expect((await taken(server, 6)).slice(2)).toEqual([
      'room.started',
      'participant.joined',
      'participant.left',
      'room.ended',
    ]);
    await waitForOutbox(room, 0);
    expect(Number(await alarmAtMs(room)) - Date.now(), 'an alarm for the last of it').toBeLessThanOrEqual(15_000);
    await ringAlarm(room);
    expect(await outboxOf(room)).toBe(null);
    expect(await alarmAtMs(room)).toBe(null);
    await Client.join(room);
    await ringAlarm(room);
    expect((await taken(server, 8)).slice(6), 'as if it were new').toEqual(['room.started', 'participant.joined']);
  });

  it('can be entered again meanwhile', async () => {
    const server = owner();
    server.behave(500);
    const room = newRoom();
    alarmsByHand();
    const ann = await Client.join(room);
    ann.send({ type: 'bye' });
    await ann.closing();
    travel(600_000);
    await ringAlarm(room);
    await until('the log', () => logLines.length === 1);
    expect(await storedState(room)).toBe(null);
    const bob = await Client.join(room);
    expect(bob.welcome).toMatchObject({ rv: 1, peers: [] });
    expect(await storedState(room)).toMatchObject({ rv: 1 });
    server.behave(204);
    travel(6_000);
    await ringAlarm(room);
    expect((await taken(server, 7)).slice(1)).toEqual([
      'room.started',
      'participant.joined',
      'participant.left',
      'room.ended',
      'room.started',
      'participant.joined',
    ]);
  });
});

it('is switched off with rows waiting: they are dropped', async () => {
  const server = owner();
  const room = newRoom();
  alarmsByHand();
  await Client.join(room);
  for (const name of Object.keys(SETTINGS)) Reflect.deleteProperty(env, name);
  await ringAlarm(room);
  await waitForOutbox(room, 0);
  expect(logLines).toEqual(['{"event":"webhook-dropped","count":2}']);
  expect(server.deliveries).toEqual([]);
});
