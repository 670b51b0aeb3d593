/**
 * Reaching into the Durable Object of a room: its storage, its alarm, its clock, and the ways in which a runtime can take
 * it away. The Worker runs in the isolate of the tests, so that its clock can be moved.
 */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, vi } from 'vitest';
import { type RoomState, decodeRoomState } from '../../../worker/room/room-state.ts';

export function stubOf(room: string): DurableObjectStub {
  return env.ROOMS.getByName(room);
}

/** Every way in which a room can lose its memory; all but the first lose its sockets too. */
export const INTERRUPTIONS = {
  hibernate: (room: string): Promise<void> => evictDurableObject(stubOf(room), { webSockets: 'hibernate' }),
  'evict with closed sockets': (room: string): Promise<void> =>
    evictDurableObject(stubOf(room), { webSockets: 'close' }),
  abort: (): Promise<void> => abortAllDurableObjects(),
} as const;

export type Interruption = keyof typeof INTERRUPTIONS;

/** What is in storage; null when there is nothing. */
export function storedState(room: string): Promise<RoomState | null> {
  return runInDurableObject(stubOf(room), (_, { storage }) => {
    const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'room'").toArray();
    if (tables.length === 0) return null;
    const [row] = storage.sql.exec('SELECT state FROM room').toArray();
    return typeof row?.['state'] === 'string' ? decodeRoomState(row['state']) : null;
  });
}

/** Rows written to storage since the object was loaded. */
export function changedRows(room: string): Promise<number> {
  return runInDurableObject(stubOf(room), (_, { storage }) =>
    Number(storage.sql.exec('SELECT total_changes() AS n').one()['n']),
  );
}

export function alarmAtMs(room: string): Promise<number | null> {
  return runInDurableObject(stubOf(room), (_, { storage }) => storage.getAlarm());
}

/** Runs the alarm at once. @returns whether one was set. */
export function ringAlarm(room: string): Promise<boolean> {
  return runDurableObjectAlarm(stubOf(room));
}

const realNow = Date.now.bind(Date);
let offsetMs = 0;

/** Moves the clock of the Worker forward. Alarms do not come by themselves: ring them. Heartbeats keep the real time, so that
 *  after more than 90 s every open socket is a ghost. */
export function travel(ms: number): void {
  offsetMs += ms;
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + offsetMs);
}

afterEach(() => {
  offsetMs = 0;
  vi.restoreAllMocks();
});
