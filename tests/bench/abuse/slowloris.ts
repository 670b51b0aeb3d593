/**
 * `abuse slowloris`: 1,000 sockets that are opened and say nothing, in eight rooms; then a room full of sockets that take no notice
 * of being closed, and one with more of them than an object lists. Meanwhile real people come into rooms of their own and into those under attack.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES, MAX_LINGERING_SOCKETS, MAX_SOCKETS_PER_ROOM } from '#protocol';
import type { RawSocket } from '../../support/raw-socket.ts';
import { Member, openSocket } from './member.ts';
import { type Bench, type Part, foreignLines, inLanes } from './part.ts';
import { type Row, exactly, quantile, tally, told, under } from './report.ts';

const SOCKETS = 1_000;
const ROOMS = 8;
const AT_ONCE = 32;
const CLOSED_WITHIN_MS = 12_000;
const JOIN_EVERY_MS = 500;

interface Silent {
  readonly raw: RawSocket;
  readonly openedAtMs: number;
}

async function openSilent(
  workerUrl: string,
  count: number,
  roomOf: (i: number) => string,
  isPolite: boolean,
): Promise<Silent[]> {
  const silent: Silent[] = [];
  await inLanes(count, AT_ONCE, async (i) => {
    const raw = await openSocket(workerUrl, roomOf(i), { isPolite });
    silent.push({ raw, openedAtMs: performance.now() });
  });
  return silent;
}

/** How long a real person waits for a seat, in ms, and what is said instead of the welcome. */
async function timeJoin(
  workerUrl: string,
  room: string,
): Promise<{ readonly tookMs: number; readonly refused: string | null }> {
  const startedAtMs = performance.now();
  const member = await Member.tryJoin(workerUrl, room);
  const tookMs = performance.now() - startedAtMs;
  member.raw.destroy();
  return { tookMs, refused: member instanceof Member ? null : member.refused };
}

async function silentOnes({ worker }: Bench): Promise<Row[]> {
  await timeJoin(worker.url, 'warm-up');
  const joins: { readonly tookMs: number; readonly refused: string | null }[] = [];
  const silent = await openSilent(worker.url, SOCKETS, (i) => `silent-${i % ROOMS}`, true);
  const accepted = silent.filter(({ raw }) => raw.status === 101);
  const startedAtMs = performance.now();
  for (let i = 0; performance.now() - startedAtMs < CLOSED_WITHIN_MS; i += 1) {
    joins.push(await timeJoin(worker.url, i % 2 === 0 ? `real-${i}` : `silent-${i % ROOMS}`));
    await delay(JOIN_EVERY_MS);
  }
  const took = accepted.map(({ raw, openedAtMs }) => (raw.closeFrame?.atMs ?? Number.NaN) - openedAtMs);
  const open = took.filter(Number.isNaN);
  const codes = accepted.map(({ raw }) => raw.closeFrame?.code ?? null);
  for (const { raw } of silent) raw.destroy();
  return [
    exactly('silent sockets accepted', SOCKETS, accepted.length, SOCKETS),
    under('closed, the slowest', accepted.length, open.length > 0 ? Number.NaN : Math.max(...took), CLOSED_WITHIN_MS),
    exactly(
      'closed with another code than 4408',
      accepted.length,
      codes.filter((code) => code !== CLOSE_CODES.helloTimeout).length,
      0,
      tally(codes),
    ),
    under(
      'a seat for a real person meanwhile, upgrade included: slowest',
      joins.length,
      Math.max(...joins.map(({ tookMs }) => tookMs)),
      200,
    ),
    told(
      'a seat for a real person meanwhile: median',
      joins.length,
      `${quantile(
        joins.map(({ tookMs }) => tookMs),
        0.5,
      ).toFixed(1)} ms`,
    ),
    exactly(
      'real people refused',
      joins.length,
      joins.filter(({ refused }) => refused !== null).length,
      0,
      tally(joins.map(({ refused }) => refused ?? 'welcome')),
    ),
  ];
}

/** Sockets that stay after they were closed must not keep others out. */
async function stubbornOnes({ worker }: Bench): Promise<Row[]> {
  const room = 'stubborn';
  const silent = await openSilent(worker.url, MAX_SOCKETS_PER_ROOM, () => room, false);
  const during = await timeJoin(worker.url, room);
  await delay(CLOSED_WITHIN_MS);
  const closed = silent.filter(({ raw }) => raw.closeFrame !== null);
  const stay = silent.filter(({ raw }) => raw.tcp.writable);
  const after = await timeJoin(worker.url, room);
  for (const { raw } of silent) raw.destroy();
  return [
    exactly('sockets that take no notice of their close: closed', silent.length, closed.length, MAX_SOCKETS_PER_ROOM),
    told('sockets that take no notice of their close: still connected', silent.length, String(stay.length)),
    exactly(
      'real people refused in the full room, before the close',
      1,
      during.refused === null ? 0 : 1,
      0,
      during.refused ?? 'welcome',
    ),
    exactly(
      'real people refused in the room, after the close',
      1,
      after.refused === null ? 0 : 1,
      0,
      after.refused ?? 'welcome',
    ),
  ];
}

/** More of them than an object lists: it starts again, which ends them, and takes people in. */
async function moreStubbornOnes({ worker }: Bench): Promise<Row[]> {
  const room = 'more-stubborn';
  const stubborn: Silent[] = [];
  while (stubborn.length < MAX_LINGERING_SOCKETS) {
    const some = await openSilent(worker.url, MAX_SOCKETS_PER_ROOM, () => room, false);
    for (const { raw } of some) raw.sendText('no message');
    await waitUntil(() => some.every(({ raw }) => raw.closeFrame !== null), CLOSED_WITHIN_MS);
    stubborn.push(...some);
  }
  const tries = [await timeJoin(worker.url, room)];
  while (tries.at(-1)?.refused !== null && tries.length < 20) {
    await delay(250);
    tries.push(await timeJoin(worker.url, room));
  }
  await waitUntil(() => stubborn.every(({ raw }) => !raw.tcp.writable), 2_000);
  const stay = stubborn.filter(({ raw }) => raw.tcp.writable);
  for (const { raw } of stubborn) raw.destroy();
  return [
    exactly(`of ${stubborn.length} sockets that take no notice of their close: still connected`, 1, stay.length, 0),
    exactly(
      'real people without a seat after 20 tries',
      1,
      tries.at(-1)?.refused === null ? 0 : 1,
      0,
      `${tries.length} tries`,
    ),
  ];
}

async function waitUntil(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const startedAtMs = performance.now();
  while (!isDone() && performance.now() - startedAtMs < timeoutMs) await delay(20);
}

export const slowloris: Part = {
  name: 'slowloris',
  async run(bench) {
    const rows = [...(await silentOnes(bench)), ...(await stubbornOnes(bench)), ...(await moreStubbornOnes(bench))];
    return [...rows, exactly('lines of the runtime', bench.worker.lines.length, foreignLines(bench.worker).length, 0)];
  },
};
