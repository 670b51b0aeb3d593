/**
 * The signaling servers side by side: how long it takes to get in, how long a message takes, how many a second, and what sockets cost that
 * only stay. Each figure is measured in turns, round by round. Knows no server's words.
 */
import { quantile } from '../abuse/report.ts';
import { NODE, ownVersion } from './versions.ts';
import { interleaved, median, ratios, short } from './figures.ts';
import { peerVersion } from './peers.ts';
import type { Findings, Goal } from './result.ts';
import { profiled } from './profile.ts';
import {
  BARE_OBJECT,
  type Guest,
  type SignalingServer,
  ownAt,
  startBareObject,
  startOwn,
  startServers,
} from './servers.ts';
import { startBenchWorker } from '../worker.ts';

const DEFAULT_ROUNDS = 7;
const JOINS = 10;
/** What our rate limit lets a socket say at once is 60; a probe of what was read now and then is among them. */
const LATENCY_MESSAGES = 24;
const SEATS = 8;
/** A room relays 400 at once. */
const BURST = 45;
const MANY_ROOMS = 50;
const IDLE_SOCKETS = 1_000;
/** Functions of the profile that are told. */
const PROFILED_COUNT = 8;
/** Rounds of what takes long are fewer. */
const ROUNDS_PER_FLOOD = 5;
/** The two that the goals compare are started anew so often and measured again: one process of workerd may be 5 % slower than the next one
 *  with the same code, for as long as it lives. */
const PAIRS = 5;
/** Floods of each server before anything is timed: its code is compiled by then. */
const WARM_UP_FLOODS = 3;
/** A server rests when it has used no processor time for as long, in ms; it is waited for so often at most. */
const REST_MS = 60;
const MAX_RESTS = 50;

/** As JSON, so that each server has to do with it what it does with a description: some parse it. */
const DESCRIPTION = JSON.stringify({ type: 'offer', sdp: `v=0\r\n${'a=rtpmap:96 VP8/90000\r\n'.repeat(119)}` });
const CANDIDATE = JSON.stringify({
  candidate: 'candidate:2985401882 1 udp 2122194687 192.0.2.2 36926 typ host generation 0 ufrag clq5 network-id 1',
  sdpMid: '0',
  sdpMLineIndex: 0,
}).padEnd(150);

let roomCount = 0;
const newRoom = (): string => `bench-${(roomCount += 1)}`;

function heard(guest: Guest, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    guest.ontext = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });
}

/** From the first byte of the second socket of a room until it is in, in ms. */
async function joins(server: SignalingServer): Promise<number[]> {
  const durations: number[] = [];
  for (let i = 0; i < JOINS; i += 1) {
    const room = newRoom();
    const first = await server.join(room);
    const from = performance.now();
    const second = await server.join(room);
    durations.push(performance.now() - from);
    first.leave();
    second.leave();
  }
  return durations;
}

/** From one socket to the other, one message at a time, in ms. */
async function latencies(server: SignalingServer, text: string): Promise<number[]> {
  const room = newRoom();
  const [a, b] = [await server.join(room), await server.join(room)];
  const durations: number[] = [];
  for (let i = 0; i < LATENCY_MESSAGES * 2; i += 1) {
    const [from, to] = i % 2 === 0 ? [a, b] : [b, a];
    const arrived = heard(to, 1);
    const atMs = performance.now();
    from.send(to.id, text);
    await arrived;
    durations.push(performance.now() - atMs);
  }
  a.leave();
  b.leave();
  await atRest(server);
  return durations;
}

async function fill(server: SignalingServer, room: string): Promise<Guest[]> {
  const guests: Guest[] = [];
  for (let i = 0; i < SEATS; i += 1) guests.push(await server.join(room));
  return guests;
}

interface Flood {
  readonly perSecond: number;
  /** Processor time of the server for one message, in µs: what the sender of the load does not lengthen. */
  readonly cpuUs: number;
}

/** Until it has done what there is to do when many leave: the next one would be measured beside it. */
async function atRest(server: SignalingServer): Promise<void> {
  for (let i = 0, beforeMs = -1; i < MAX_RESTS && server.cpuMs() !== beforeMs; i += 1) {
    beforeMs = server.cpuMs();
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
}

/** All who are in some rooms say at once what they may, each to one other. Joining is not counted. */
async function flood(server: SignalingServer, rooms: readonly Guest[][], text: string): Promise<Flood> {
  const say = (times: number): void => {
    for (let i = 0; i < times; i += 1) {
      for (const guests of rooms) {
        for (const [seat, it] of guests.entries()) it.send(guests[seat ^ 1]?.id ?? '', text);
      }
    }
  };
  // What a room writes when somebody comes is safe by then, and each socket was looked up once.
  const isWarm = rooms.flat().map((it) => heard(it, 1));
  say(1);
  await Promise.all(isWarm);
  const arrived = rooms.flat().map((it) => heard(it, BURST));
  const cpuFrom = server.cpuMs();
  const from = performance.now();
  say(BURST);
  await Promise.all(arrived);
  const count = rooms.length * SEATS * BURST;
  const perSecond = count / ((performance.now() - from) / 1000);
  const cpuUs = ((server.cpuMs() - cpuFrom) / count) * 1000;
  for (const it of rooms.flat()) it.leave();
  await atRest(server);
  return { perSecond, cpuUs };
}

/** One room after the other, so that the limits of none of them are met, as one flow. */
async function oneRoom(server: SignalingServer, text: string): Promise<Flood> {
  const floods: Flood[] = [];
  for (let i = 0; i < 8; i += 1) floods.push(await flood(server, [await fill(server, newRoom())], text));
  return { perSecond: median(floods.map((it) => it.perSecond)), cpuUs: Number.NaN };
}

async function manyRooms(server: SignalingServer, text: string): Promise<Flood> {
  const rooms = await Promise.all(Array.from({ length: MANY_ROOMS }, () => fill(server, newRoom())));
  return flood(server, rooms, text);
}

interface Idle {
  readonly kibPerSocket: number;
  readonly cpuMsPerMinute: number;
}

/** Sockets in pairs that only stay. */
async function idle(server: SignalingServer): Promise<Idle> {
  const before = server.rssBytes();
  const guests: Guest[] = [];
  for (let i = 0; i < IDLE_SOCKETS / 2; i += 1) {
    const room = newRoom();
    guests.push(...(await Promise.all([server.join(room), server.join(room)])));
  }
  const kibPerSocket = (server.rssBytes() - before) / 1024 / IDLE_SOCKETS;
  const cpuFrom = server.cpuMs();
  const BEATS = 5;
  for (let i = 0; i < BEATS; i += 1) {
    for (const it of guests) it.beat();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const cpuMsPerMinute = ((server.cpuMs() - cpuFrom) / BEATS) * (60_000 / server.beatEveryMs);
  for (const it of guests) it.leave();
  return { kibPerSocket, cpuMsPerMinute };
}

/** What was found of each server, by the name of the figure. */
type Found = Map<string, Map<string, number[]>>;

function add(found: Found, figure: string, name: string, values: readonly number[]): void {
  const ofAll = found.get(figure) ?? new Map<string, number[]>();
  found.set(figure, ofAll.set(name, [...(ofAll.get(name) ?? []), ...values]));
}

/** Memory first, while the processes are new: what they took once they hardly ever give back. */
async function measureIdle(servers: readonly SignalingServer[], found: Found): Promise<void> {
  for (const server of servers) {
    const it = await idle(server);
    add(found, 'memory', server.name, [it.kibPerSocket]);
    add(found, 'beats', server.name, [it.cpuMsPerMinute]);
  }
}

async function measureTraffic(servers: readonly SignalingServer[], rounds: number, found: Found): Promise<void> {
  const all = async (
    figure: string,
    times: number,
    measure: (server: SignalingServer) => Promise<number[]>,
  ): Promise<void> => {
    const tasks = Object.fromEntries(servers.map((server) => [server.name, () => measure(server)]));
    for (const [name, lists] of await interleaved(times, tasks)) add(found, figure, name, lists.flat());
  };
  for (const server of servers) {
    for (let i = 0; i < WARM_UP_FLOODS; i += 1) await manyRooms(server, i % 2 === 0 ? CANDIDATE : DESCRIPTION);
  }
  await all('join', rounds, joins);
  await all('description', rounds, (server) => latencies(server, DESCRIPTION));
  await all('candidate', rounds, (server) => latencies(server, CANDIDATE));
  const floods = Math.max(3, Math.round(rounds / ROUNDS_PER_FLOOD) * 2);
  await all('one room, descriptions', floods, async (server) => [(await oneRoom(server, DESCRIPTION)).perSecond]);
  await all('one room, candidates', floods, async (server) => [(await oneRoom(server, CANDIDATE)).perSecond]);
  for (const [size, text] of Object.entries({ descriptions: DESCRIPTION, candidates: CANDIDATE })) {
    await all(`50 rooms, ${size}`, floods, async (server) => {
      const { perSecond, cpuUs } = await manyRooms(server, text);
      add(found, `processor time, ${size}`, server.name, [cpuUs]);
      return [perSecond];
    });
  }
}

/** Where our Worker spends its time while descriptions flood 50 rooms. The profiler costs time itself: only shares are told. */
async function profile(): Promise<string> {
  const worker = await startBenchWorker({ isInMemory: true, isInspected: true });
  const server = ownAt(worker);
  try {
    await manyRooms(server, DESCRIPTION);
    const shares = await profiled(worker.inspectorPort ?? 0, () => manyRooms(server, DESCRIPTION));
    const named = shares.filter(([name]) => /^[#a-z]/i.test(name)).slice(0, PROFILED_COUNT);
    return named.map(([name, share]) => `\`${name}\` ${(share * 100).toFixed(0)} %`).join(', ');
  } finally {
    await worker.stop();
  }
}

/** Measures with servers that run only for this. */
async function during(
  start: () => Promise<SignalingServer[]>,
  measure: (servers: readonly SignalingServer[]) => Promise<void>,
): Promise<readonly string[]> {
  const servers = await start();
  try {
    await measure(servers);
    return servers.map(({ name }) => name);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** @param rounds of each figure; those of floods are fewer. */
export async function measureSignaling(rounds = DEFAULT_ROUNDS): Promise<Findings> {
  const found: Found = new Map();
  const names = await during(startServers, async (servers) => {
    await measureIdle(servers, found);
    await measureTraffic(servers, rounds, found);
  });
  for (let i = 0; i < PAIRS; i += 1) {
    const startTwo = async (): Promise<SignalingServer[]> => [await startOwn(), await startBareObject()];
    await during(startTwo, (servers) => measureTraffic(servers, rounds, found));
  }
  return findings(names, found, rounds, await profile());
}

function findings(names: readonly string[], found: Found, rounds: number, shares: string): Findings {
  const own = names[0] ?? '';
  const of = (figure: string, name: string): readonly number[] => found.get(figure)?.get(name) ?? [];
  const time = (figure: string, name: string, tail: number): string =>
    `${short(median(of(figure, name)))} (${short(quantile(of(figure, name), tail))})`;
  const rate = (figure: string, name: string): string => Math.round(median(of(figure, name))).toLocaleString('en-US');
  const goal = (what: string, figure: string, isLatency: boolean): Goal => {
    const [ours, bare] = [of(figure, own), of(figure, BARE_OBJECT)];
    const ratio = median(isLatency ? ratios(bare, ours) : ratios(ours, bare));
    return { what, found: `${ratio.toFixed(2)} ×`, goal: 'at least 0.9 ×', isReached: ratio >= 0.9 };
  };
  return {
    goals: [
      goal('how fast a description is relayed, of the bare object', 'description', true),
      goal('how fast a candidate is relayed, of the bare object', 'candidate', true),
      goal('descriptions a second in one room, of the bare object', 'one room, descriptions', false),
      goal('candidates a second in one room, of the bare object', 'one room, candidates', false),
      goal('descriptions a second in 50 rooms, of the bare object', '50 rooms, descriptions', false),
      goal('candidates a second in 50 rooms, of the bare object', '50 rooms, candidates', false),
    ],
    tables: [
      {
        title: 'Getting in, and one message at a time: ms, in brackets the 99th percentile (of joining the 90th)',
        columns: ['', 'connect to joined', 'description of 3 kB', 'candidate of 150 B'],
        rows: names.map((name) => [
          name,
          time('join', name, 0.9),
          time('description', name, 0.99),
          time('candidate', name, 0.99),
        ]),
      },
      {
        title: 'Messages a second, and processor time of the server for one of them',
        columns: [
          '',
          'one room, 3 kB',
          'one room, 150 B',
          '50 rooms, 3 kB',
          '50 rooms, 150 B',
          'µs for 3 kB',
          'µs for 150 B',
        ],
        rows: names.map((name) => [
          name,
          rate('one room, descriptions', name),
          rate('one room, candidates', name),
          rate('50 rooms, descriptions', name),
          rate('50 rooms, candidates', name),
          short(median(of('processor time, descriptions', name))),
          short(median(of('processor time, candidates', name))),
        ]),
      },
      {
        title: `${IDLE_SOCKETS.toLocaleString('en-US')} sockets in pairs that only stay`,
        columns: ['', 'memory of each, KiB', 'processor time for the heartbeats of all, ms a minute'],
        rows: names.map((name) => [name, short(median(of('memory', name))), short(median(of('beats', name)))]),
      },
    ],
    bars: [
      {
        title: 'Relay of a 3 kB description, median (shorter is better)',
        unit: 'ms',
        bars: names.map((name) => ({ name, value: median(of('description', name)) })),
      },
      {
        title: 'Descriptions of 3 kB relayed in 50 rooms (longer is better)',
        unit: 'a second',
        bars: names.map((name) => ({ name, value: median(of('50 rooms, descriptions', name)) })),
      },
    ],
    notes: [
      `One sender of load for all, on the same machine. Ours with all its limits: so a room of eight says what it may at once (${BURST} messages each, to one other), then a new room does; the others do the same. The bare ` +
        'object and the bare ws relay hand a text to the one that its first line names: no rules, no checks, nothing kept. PeerServer parses each message. y-webrtc has topics in place of receivers; each socket has one. ' +
        'Both Workers run on workerd directly; what they store is on a disk in memory, because workerd on a disk waits for it in the thread that relays, which no deployment does.',
      `Where ours spends its time, by V8's profiler while descriptions flood 50 rooms: ${shares}. ` +
        'By a profiler of the whole process (`perf`, descriptions in 50 rooms, four processes of ours and two of the bare object; µs a message, longer than above for the profiler) it is 81.5 against 74.6: ' +
        '1.5 the compiled rules, most of it waiting for memory that 49 other rooms have used meanwhile; 1.7 looking up in maps whose socket it is, where its lines go and what it may still say; ' +
        '2.1 in V8 and 0.6 in memory, because a text gets a new first line and is copied for it, what is unread was kept for hibernation each 16 KiB (each 64 now), and there is more garbage; 0.9 in the kernel, and as much in workerd as the bare object needs to find a socket by its tag: ' +
        'every 128 KiB whoever reads is asked for a proof, which is two frames in 46 here. ' +
        'One process of workerd may be 5 % slower than the next one with the same code for as long as it lives: so the two that the goals compare run in ' +
        `${PAIRS + 1} processes each. ` +
        'Pages and Worker speak of a relay as a line and a payload that the Worker does not read, and so does this. A room relays 200 messages a second at most by its own limit, so that no room comes near these figures.',
    ],
    versions: {
      workerd: ownVersion('workerd'),
      Node: NODE,
      peer: peerVersion('peer'),
      'y-webrtc': peerVersion('y-webrtc'),
      ws: peerVersion('ws'),
    },
    rounds: `${rounds} rounds, in turns`,
  };
}
