/** What Cloudflare bills of a call: requests to the object, alarms, rows written. Counters, not times. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { PeerId, Welcome } from '#protocol';
import { Room } from '../../worker/index.ts';
import { RoomSockets } from '../../worker/runtime/room-sockets.ts';
import { type Billed, type BilledKind, NOTHING_BILLED, billedRequests, meter } from './support/billing-meter.ts';
import { Client, newRoom } from './support/client.ts';
import { print } from './support/log-lines.ts';
import { alarmAtMs, ringAlarm, storedState, travel } from './support/object.ts';

let billed: Record<BilledKind, number> = { ...NOTHING_BILLED };
meter(Room, (kind, count) => {
  billed[kind] += count;
});

// The runtime's clock of heartbeats cannot be moved: here they all come in time.
const live = Reflect.get(RoomSockets.prototype, 'live');
beforeEach(() => {
  vi.spyOn(RoomSockets.prototype, 'live').mockImplementation(function beating(this: RoomSockets) {
    return live.call(this).map((socket) => ({ ...socket, lastBeatAtMs: Date.now() }));
  });
});

/** What two pages said to each other until they were connected, in Chromium, counted by `npm run bench -- compare cost`. */
const RELAYED_COUNT = 9;

/** Lets time pass; an alarm that is due comes at its time. */
async function pass(room: string, ms: number): Promise<void> {
  const endMs = Date.now() + ms;
  for (let dueMs = await alarmAtMs(room); dueMs !== null && dueMs <= endMs; dueMs = await alarmAtMs(room)) {
    travel(Math.max(0, dueMs - Date.now()));
    await ringAlarm(room);
  }
  travel(Math.max(0, endMs - Date.now()));
}

/** As a page comes: its hello is in its request. */
async function enter(room: string): Promise<Client & { readonly welcome: Welcome }> {
  const client = await Client.greet(room);
  return Object.assign(client, { welcome: await client.next('welcome') });
}

/** A call of two, from the first socket to the last trace. `apartMs`: how much later the second one comes. */
async function callOfTwo(apartMs: number, lastsMs: number): Promise<Billed> {
  billed = { ...NOTHING_BILLED };
  const room = newRoom();
  const ann = await enter(room);
  ann.send({ type: 'state', state: { microphone: true, camera: true } });
  await pass(room, apartMs);
  const bob = await enter(room);
  bob.send({ type: 'state', state: { microphone: true, camera: true } });
  await ann.event('state');
  const ends: [Client, PeerId][] = [
    [ann, bob.welcome.me],
    [bob, ann.welcome.me],
  ];
  for (let i = 0; i < RELAYED_COUNT; i++) {
    const [from, to] = ends[i % 2] ?? [ann, bob.welcome.me];
    from.send({ type: 'relay', to, payload: { i } });
  }
  for (const [end, heard] of [
    [ann, 4],
    [bob, 5],
  ] as const)
    await vi.waitUntil(() => end.relays.length === heard);
  await pass(room, lastsMs);
  ann.send({ type: 'bye' });
  await bob.event('leave');
  bob.send({ type: 'bye' });
  await bob.closing();
  await pass(room, 1_800_000);
  expect(await storedState(room)).toBe(null);
  expect(await alarmAtMs(room)).toBe(null);
  return billed;
}

it.each([
  ['at the same time', 0],
  ['a minute later', 60_000],
])('a call of two in ten minutes, the second one %s: at most 5 requests and 12 rows', async (when, apartMs) => {
  const it = await callOfTwo(apartMs, 600_000);
  print(`a call of ten minutes, the second one ${when}: ${billedRequests(it)} requests, ${JSON.stringify(it)}`);
  expect(it).toMatchObject({ request: 2, frame: 2 + RELAYED_COUNT + 2 });
  expect(billedRequests(it)).toBeLessThanOrEqual(5);
  expect(it.row).toBeLessThanOrEqual(12);
});

it('an hour costs a few alarms more, and no row but those that set them', async () => {
  const short = await callOfTwo(0, 600_000);
  const long = await callOfTwo(0, 3_600_000);
  expect(long.alarm - short.alarm).toBeLessThanOrEqual(3);
  expect(long.row - short.row).toBe(long.alarm - short.alarm);
});
