/**
 * How long two people do not hear and see each other when something goes wrong: one changes its network, every packet vanishes for a
 * while, the server is killed. By the element, PeerJS and simple-peer, in the network laboratory. Knows no library's words.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { reasonToSkip } from '../../network/requirements.ts';
import { peerVersion } from './peers.ts';
import { RecoveryLab, watch } from './recovery-lab.ts';
import type { RecoveryCall, Way } from './recovery-lab.ts';
import { NEVER_MS, backAt, heardAt, notedBy, outcomeOf, seconds, share, silenceMs } from './recovery-outcome.ts';
import type { FaultTimes, Outcome } from './recovery-outcome.ts';
import { AS_THEY_ARE, MENDED, OWN, WAYS } from './recovery-ways.ts';
import type { Bars, Findings, Goal, Table } from './result.ts';
import { ownVersion } from './versions.ts';

const DEFAULT_ROUNDS = 3;
const BLACKHOLE_MS = 8_000;
const OUTAGE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 60_000;
const CONNECT_ATTEMPTS = 3;
/** How long a call is watched before the fault, and after the last one is back. */
const CONTROL_MS = 3_000;
/** Of the laboratory's own goal for a server that is killed. @see tests/network/scenarios/signaling-fault.ts */
const LONGEST_GAP_MS = 200;

type FaultName = 'address' | 'blackhole' | 'server';

interface Fault {
  readonly title: string;
  /** Who goes through it together. */
  readonly groups: readonly (readonly Way[])[];
  /** Makes it happen and end. @returns when, for the way to each server. */
  run(lab: RecoveryLab): Promise<(call: RecoveryCall) => FaultTimes>;
}

const FAULTS: Readonly<Record<FaultName, Fault>> = {
  address: {
    title: 'One of them leaves the Wi-Fi for the mobile network',
    groups: [AS_THEY_ARE, MENDED],
    run({ network }) {
      const beganAt = Date.now();
      network.switchUplink('a');
      const endedAt = Date.now();
      return Promise.resolve(() => ({ beganAt, endedAt, returnedAt: null }));
    },
  },
  blackhole: {
    title: `Every packet of one of them vanishes for ${BLACKHOLE_MS / 1_000} s`,
    // Too short for a connection to fail: there is nothing that a page could do.
    groups: [AS_THEY_ARE],
    async run({ network }) {
      const beganAt = Date.now();
      await network.impair('a', { up: { drop: ['ip'] }, down: { drop: ['ip'] } });
      await delay(BLACKHOLE_MS);
      await network.heal('a');
      const endedAt = Date.now();
      return () => ({ beganAt, endedAt, returnedAt: null });
    },
  },
  server: {
    title: `The server is killed, and is back ${OUTAGE_MS / 1_000} s later`,
    groups: [AS_THEY_ARE, MENDED],
    async run(lab) {
      const beganAt = Date.now();
      await lab.killServers();
      await delay(OUTAGE_MS);
      const returned = await lab.startServers();
      return ({ way }) => ({ beganAt, endedAt: beganAt, returnedAt: returned[way.server] });
    },
  },
};

/** What was found when some went through a fault once: outcomes by way, and the longest silence of anyone without any fault. */
interface Round {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly controlMs: number;
}

/** Calls by these ways in which sound and picture flow. @throws where one does not connect. */
async function connect(lab: RecoveryLab, ways: readonly Way[]): Promise<readonly RecoveryCall[]> {
  const calls = await lab.openCalls(ways);
  const openedAt = Date.now();
  const missing = (): readonly RecoveryCall[] => calls.filter(({ ends }) => !Number.isFinite(backAt(ends, openedAt)));
  await watch(calls, () => missing().length === 0, CONNECT_TIMEOUT_MS);
  const told = missing().map(({ way, ends }) => `${way.name} (${notedBy(ends).join(', ')})`);
  if (told.length > 0) throw new Error(`No sound and picture by ${told.join(' and ')}.`);
  return calls;
}

/** On a busy machine not everything connects at once; that is not what is measured here. */
async function connectPatiently(lab: RecoveryLab, ways: readonly Way[]): Promise<readonly RecoveryCall[]> {
  for (let attempt = 1; attempt < CONNECT_ATTEMPTS; attempt += 1) {
    try {
      return await connect(lab, ways);
    } catch (error) {
      console.error('Connecting once more:', error instanceof Error ? error.message : error);
    }
  }
  return connect(lab, ways);
}

async function measure(lab: RecoveryLab, fault: Fault, ways: readonly Way[]): Promise<Round> {
  const calls = await connectPatiently(lab, ways);
  const controlFrom = Date.now();
  await delay(CONTROL_MS);
  await watch(calls, () => true, 0);
  const controlMs = Math.max(...calls.map(({ ends }) => silenceMs(ends, controlFrom, Date.now())));

  const timesOf = await fault.run(lab);
  const returned = calls.filter((call) => timesOf(call).returnedAt !== null);
  await Promise.all(returned.map(({ ends }) => ends[0].do('signal')));
  const isDone = (call: RecoveryCall): boolean => {
    const { endedAt, returnedAt } = timesOf(call);
    const { ends } = call;
    const isMediaDone = Number.isFinite(backAt(ends, endedAt)) || ends.some(({ isMediaOver }) => isMediaOver);
    if (returnedAt === null) return isMediaDone;
    const isHeard = Number.isFinite(heardAt(ends, returnedAt));
    return isMediaDone && (isHeard || ends.some(({ isSignalingOver }) => isSignalingOver));
  };
  await watch(calls, () => calls.every(isDone), NEVER_MS);
  // Whoever is back must stay.
  await delay(CONTROL_MS);
  await watch(calls, () => true, 0);
  lab.keepNotes(calls, timesOf);
  return { outcomes: new Map(calls.map((call) => [call.way.name, outcomeOf(call.ends, timesOf(call))])), controlMs };
}

type Found = Readonly<Record<FaultName, readonly Round[]>>;

function outcomes(rounds: readonly Round[], way: string): readonly Outcome[] {
  return rounds.flatMap(({ outcomes: all }) => all.get(way) ?? []);
}

function values(rounds: readonly Round[], way: string, key: Exclude<keyof Outcome, 'noted'>): number[] {
  return outcomes(rounds, way).map((outcome) => outcome[key]);
}

/** What the pages noted in the rounds, with how often. */
function happened(rounds: readonly Round[], way: string): string {
  const all = outcomes(rounds, way);
  const count = (type: string): string => {
    const times = all.filter(({ noted }) => noted.includes(type)).length;
    return times === 0 ? '' : times === all.length ? 'always' : `${times} of ${all.length}`;
  };
  const told = [
    ['rebuild', 'a new connection'],
    ['ICE restart', 'an ICE restart'],
    ['media over', 'its connection was lost for good'],
    ['signaling over', 'it lost the server'],
  ] as const;
  const parts = told.map(([type, text]) => [text, count(type)] as const).filter(([, times]) => times !== '');
  return parts.length === 0 ? 'nothing' : parts.map(([text, times]) => `${text} (${times})`).join('; ');
}

/** In the order of the tables. */
function waysOf(name: FaultName): readonly Way[] {
  return WAYS.filter((way) => FAULTS[name].groups.some((group) => group.includes(way)));
}

function tableOf(name: FaultName, rounds: readonly Round[]): Table {
  const isServer = name === 'server';
  return {
    title: `${FAULTS[name].title}; in seconds`,
    columns: [
      '',
      'longest silence',
      'longest still picture',
      isServer ? 'until something new comes through the server' : 'back after the end of the fault',
      'what it did',
    ],
    rows: waysOf(name).map(({ name: way }) => [
      way,
      seconds(values(rounds, way, 'silenceMs')),
      seconds(values(rounds, way, 'stillMs')),
      seconds(values(rounds, way, isServer ? 'signalingMs' : 'backMs')),
      happened(rounds, way),
    ]),
  };
}

const worst = ({ silenceMs: silence, stillMs }: Outcome): number => Math.max(silence, stillMs);

/** Longest time without sound or picture, median of the rounds. */
function gapMs(rounds: readonly Round[], way: string): number {
  return share(outcomes(rounds, way).map(worst), 0.5);
}

const inSeconds = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(2)} s` : 'never back');

function aheadGoal(name: FaultName, rounds: readonly Round[], what: string): Goal {
  const own = gapMs(rounds, OWN.name);
  const others = waysOf(name)
    .filter((way) => way !== OWN)
    .map((way) => gapMs(rounds, way.name));
  const best = Math.min(...others);
  return { what, found: `${inSeconds(own)}, ${inSeconds(best)}`, goal: 'ahead', isReached: own < best };
}

function goalsOf({ address, blackhole, server }: Found): readonly Goal[] {
  const most = Math.max(...outcomes(server, OWN.name).map(({ silenceMs: silence }) => silence));
  return [
    aheadGoal('address', address, 'without sound or picture when the address changes, beside the best of the others'),
    aheadGoal('blackhole', blackhole, `the same when every packet vanishes for ${BLACKHOLE_MS / 1_000} s`),
    {
      what: 'longest silence of any round while the server is gone',
      found: inSeconds(most),
      goal: `at most ${inSeconds(LONGEST_GAP_MS)}`,
      isReached: most <= LONGEST_GAP_MS,
    },
  ];
}

function barsOf(name: FaultName, rounds: readonly Round[]): Bars {
  return {
    title: `${FAULTS[name].title}: longest time without sound or picture, median (shorter is better)`,
    unit: 's',
    bars: waysOf(name).map(({ name: way }) => {
      const gap = gapMs(rounds, way);
      return Number.isFinite(gap)
        ? { name: way, value: gap / 1_000 }
        : { name: way, value: NEVER_MS / 1_000, text: 'never back' };
    }),
  };
}

/** @returns null where the laboratory cannot run; it says why. */
export async function measureRecovery(rounds = DEFAULT_ROUNDS): Promise<Findings | null> {
  const reason = reasonToSkip(['Firefox']);
  if (reason !== null) {
    console.log(`Recovery is not measured: ${reason}.`);
    return null;
  }
  const lab = await RecoveryLab.start();
  const found: Record<FaultName, Round[]> = { address: [], blackhole: [], server: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['address', 'blackhole', 'server'] as const) {
        for (const ways of FAULTS[name].groups) found[name].push(await measure(lab, FAULTS[name], ways));
      }
    }
    return findings(found, rounds, lab.browserVersion);
  } finally {
    await lab.dispose();
  }
}

function findings(found: Found, rounds: number, version: string): Findings {
  const names = ['address', 'blackhole', 'server'] as const;
  const control = Math.max(...names.flatMap((name) => found[name].map(({ controlMs }) => controlMs)));
  return {
    goals: goalsOf(found),
    tables: [
      ...names.map((name) => tableOf(name, found[name])),
      { title: 'What the page does for it', columns: ['', 'done'], rows: WAYS.map(({ name, done }) => [name, done]) },
    ],
    bars: [barsOf('address', found.address), barsOf('blackhole', found.blackhole)],
    notes: [
      `Calls as they are go through a fault together, each in windows of its own of the same two browsers, so that it meets all at the same moment; those with a page that does something do so in turn with them. The browsers are in network namespaces, each behind a NAT and 40 ms from each other, with the same STUN and TURN servers for all ([tests/network](../network/README.md)); pictures are 160 × 120. A probe in every page counts packets of sound and decoded pictures over all connections, whichever library made them; the worse of the two directions counts. "Never" is a call that its library has closed, with nobody who calls again, or 60 s without sound and picture. Without any fault the longest silence of anyone was ${inSeconds(control)}.`,
    ],
    versions: {
      Chromium: version,
      workerd: ownVersion('workerd'),
      peerjs: peerVersion('peerjs'),
      peer: peerVersion('peer'),
      'simple-peer': peerVersion('simple-peer'),
    },
    rounds: `${rounds} rounds of each fault`,
  };
}
