/**
 * What more people in a room, more rooms and more sockets that only stay cost one workerd: ours beside the bare object. Knows no server's
 * words.
 */
import { quantile } from '../abuse/report.ts';
import { median, ratios, short } from './figures.ts';
import type { Findings } from './result.ts';
import { type Guest, type SignalingServer, startBareObject, startOwn } from './servers.ts';
import { ownVersion } from './versions.ts';

const ROOM_SIZES = [2, 4, 8];
const ROOMS_OF_EACH_SIZE = 40;
const ROOM_COUNTS = [1, 10, 100, 1_000];
/** Of each socket: within what our rate limit lets a socket say at once. */
const MESSAGES = 40;
const MESSAGES_IN_ALL = 8_000;
const IDLE_ROOMS = 2_500;
/** Joining at the same time; more only wait for each other. */
const AT_ONCE = 16;
const STEP_SOCKETS = 2_000;
const MOST_SOCKETS = 12_000;
const JOIN_TIMEOUT_MS = 10_000;
const GOAL_RATIO = 1.1;
/** After ten seconds of silence an object hibernates. */
const HIBERNATED_AFTER_MS = 13_000;

const TEXT = JSON.stringify({ candidate: 'candidate:1 1 udp 2122194687 192.0.2.2 36926 typ host' }).padEnd(150);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let roomCount = 0;
const newRoom = (): string => `growth-${(roomCount += 1)}`;

const joinAll = (server: SignalingServer, room: string, count: number): Promise<Guest[]> =>
  Array.from({ length: count }, () => room).reduce<Promise<Guest[]>>(
    async (before, it) => [...(await before), await server.join(it)],
    Promise.resolve([]),
  );

/** Many at a time. */
async function pooled<Value>(count: number, work: () => Promise<Value>): Promise<Value[]> {
  const values: Value[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      values.push(await work());
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, worker));
  return values;
}

function arrivals(guest: Guest, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    guest.ontext = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });
}

interface RoomCost {
  readonly joinMs: readonly number[];
  readonly cpuMsPerJoin: number;
}

/** Processor time of a join into a room that then has `size` people, all before it included. */
async function costOfRoom(server: SignalingServer, size: number): Promise<RoomCost> {
  const joinMs: number[] = [];
  const cpuFrom = server.cpuMs();
  for (let i = 0; i < ROOMS_OF_EACH_SIZE; i += 1) {
    const room = newRoom();
    const before = await joinAll(server, room, size - 1);
    const from = performance.now();
    const last = await server.join(room);
    joinMs.push(performance.now() - from);
    for (const it of [...before, last]) it.leave();
  }
  return { joinMs, cpuMsPerJoin: (server.cpuMs() - cpuFrom) / (ROOMS_OF_EACH_SIZE * size) };
}

interface Relaying {
  readonly perSecond: number;
  readonly cpuUs: number;
}

/** Pairs in that many rooms at once, each saying what it may. */
async function relaying(server: SignalingServer, rooms: number): Promise<Relaying> {
  const repeats = Math.max(1, Math.ceil(MESSAGES_IN_ALL / (rooms * 2 * MESSAGES)));
  let [ms, cpu] = [0, 0];
  for (let i = 0; i < repeats; i += 1) {
    const pairs = await pooled(rooms, () => joinAll(server, newRoom(), 2));
    const arrived = pairs.flat().map((it) => arrivals(it, MESSAGES));
    const [from, cpuFrom] = [performance.now(), server.cpuMs()];
    for (let message = 0; message < MESSAGES; message += 1) {
      for (const [a, b] of pairs) {
        if (a === undefined || b === undefined) continue;
        a.send(b.id, TEXT);
        b.send(a.id, TEXT);
      }
    }
    await Promise.all(arrived);
    ms += performance.now() - from;
    cpu += server.cpuMs() - cpuFrom;
    for (const it of pairs.flat()) it.leave();
  }
  const count = repeats * rooms * 2 * MESSAGES;
  return { perSecond: count / (ms / 1000), cpuUs: (cpu / count) * 1000 };
}

interface Idle {
  readonly kibPerSocket: number;
  readonly hibernatedKibPerSocket: number;
  readonly most: number;
  readonly stoppedBy: string;
}

/** As {@link SignalingServer.join}, and an error where it takes too long. */
async function joinInTime(server: SignalingServer, room: string): Promise<Guest> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${JOIN_TIMEOUT_MS / 1000} s`)), JOIN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([server.join(room), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Pairs that only stay: first as many as the goal speaks of, then as many as there can be. */
async function idle(server: SignalingServer): Promise<Idle> {
  const beforeBytes = server.rssBytes();
  const guests: Guest[] = [];
  const add = (rooms: number): Promise<unknown> =>
    pooled(rooms, async () => {
      const room = newRoom();
      for (let i = 0; i < 2; i += 1) guests.push(await joinInTime(server, room));
    });
  const perSocket = (): number => (server.rssBytes() - beforeBytes) / 1024 / guests.length;
  await add(IDLE_ROOMS);
  const kibPerSocket = perSocket();
  await pause(HIBERNATED_AFTER_MS);
  const hibernatedKibPerSocket = perSocket();
  let stoppedBy = `nothing: ${MOST_SOCKETS.toLocaleString('en-US')} were asked for`;
  while (guests.length < MOST_SOCKETS) {
    try {
      await add(STEP_SOCKETS / 2);
    } catch (error) {
      const { count, limit } = server.openFiles();
      const isOutOfFiles = count > limit * 0.9;
      stoppedBy = isOutOfFiles
        ? `the limit of open files: ${count.toLocaleString('en-US')} of ${limit.toLocaleString('en-US')}`
        : String(error).replace(/^Error: /, '');
      break;
    }
  }
  const most = guests.length;
  for (const it of guests) it.leave();
  return { kibPerSocket, hibernatedKibPerSocket, most, stoppedBy };
}

export async function measureGrowth(): Promise<Findings> {
  const rooms = new Map<string, RoomCost>();
  const relays = new Map<string, Relaying>();
  const servers = [await startOwn(), await startBareObject()];
  const [own, bare] = servers;
  if (own === undefined || bare === undefined) throw new Error('no server');
  try {
    for (const size of ROOM_SIZES) {
      for (const server of servers) rooms.set(`${server.name} ${size}`, await costOfRoom(server, size));
    }
    for (const count of ROOM_COUNTS) {
      for (const server of servers) relays.set(`${server.name} ${count}`, await relaying(server, count));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  const idles: (Idle & { readonly name: string })[] = [];
  // One after the other, each in a new process: what the first ones took is not given back.
  for (const start of [startOwn, startBareObject]) {
    const server = await start();
    try {
      idles.push({ name: server.name, ...(await idle(server)) });
    } finally {
      await server.stop();
    }
  }
  const [ratio = Number.NaN] = ratios([idles[0]?.kibPerSocket ?? Number.NaN], [idles[1]?.kibPerSocket ?? Number.NaN]);
  const count = (value: number): string => Math.round(value).toLocaleString('en-US');
  return {
    goals: [
      {
        what: `memory of each of ${count(IDLE_ROOMS * 2)} idle sockets in ${count(IDLE_ROOMS)} rooms, of the bare object's`,
        found: `${ratio.toFixed(2)} ×`,
        goal: `at most ${GOAL_RATIO.toFixed(2)} ×`,
        isReached: ratio <= GOAL_RATIO,
      },
    ],
    tables: [
      {
        title: 'A room with more people: the last one who joins, and processor time of each join on the way there',
        columns: ['', ...ROOM_SIZES.map((size) => `${size}: ms`), ...ROOM_SIZES.map((size) => `${size}: processor ms`)],
        rows: servers.map(({ name }) => {
          const costs = ROOM_SIZES.map((size) => rooms.get(`${name} ${size}`));
          const ms = costs.map(
            (it) => `${short(median(it?.joinMs ?? []))} (${short(quantile(it?.joinMs ?? [], 0.9))})`,
          );
          return [name, ...ms, ...costs.map((it) => short(it?.cpuMsPerJoin ?? Number.NaN))];
        }),
      },
      {
        title: 'Pairs in more and more rooms of one process: messages of 150 B a second, and processor time of one',
        columns: ['', ...ROOM_COUNTS.map((it) => `${count(it)} rooms`), ...ROOM_COUNTS.map((it) => `${count(it)}: µs`)],
        rows: servers.map(({ name }) => {
          const found = ROOM_COUNTS.map((it) => relays.get(`${name} ${it}`));
          return [
            name,
            ...found.map((it) => count(it?.perSecond ?? Number.NaN)),
            ...found.map((it) => short(it?.cpuUs ?? Number.NaN)),
          ];
        }),
      },
      {
        title: 'Sockets in pairs that only stay, in one process',
        columns: [
          '',
          `${count(IDLE_ROOMS * 2)}: KiB each`,
          'after 13 s of silence',
          'most that it held',
          'what stopped it',
        ],
        rows: idles.map((it) => [
          it.name,
          short(it.kibPerSocket),
          short(it.hibernatedKibPerSocket),
          count(it.most),
          it.stoppedBy,
        ]),
      },
    ],
    bars: [
      {
        title: `Memory of each of ${count(IDLE_ROOMS * 2)} idle sockets (shorter is better)`,
        unit: 'KiB',
        bars: idles.map(({ name, kibPerSocket }) => ({ name, value: kibPerSocket })),
      },
    ],
    notes: [
      'Memory is what the process has of its own, without files that are mapped. A deployment has an isolate of 128 MB for some of these objects, and others elsewhere: the number that one local process holds says how much an object costs, not how many calls Cloudflare carries. Here each room has its database, its journal and its index open beside its sockets; on Cloudflare storage is not a file of the process.',
    ],
    versions: { workerd: ownVersion('workerd') },
    rounds: `${ROOMS_OF_EACH_SIZE} rooms of each size, ${count(MESSAGES_IN_ALL)} messages at least for each number of rooms, sockets once`,
  };
}
