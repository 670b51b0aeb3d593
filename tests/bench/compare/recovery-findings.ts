/** Tables, goals and words about what was found of calls that went through faults. Knows no laboratory. */
import { peerVersion } from './peers.ts';
import { BLACKHOLE_MS, FAULTS } from './recovery-faults.ts';
import type { FaultName } from './recovery-faults.ts';
import type { Way } from './recovery-lab.ts';
import { LOST, NEVER_MS, SERVER_LOST, seconds, share } from './recovery-outcome.ts';
import type { Outcome } from './recovery-outcome.ts';
import { OWN, WAYS } from './recovery-ways.ts';
import type { Bars, Findings, Goal, Table } from './result.ts';
import { ownVersion } from './versions.ts';

/** Of the laboratory's own goal for a server that is killed. @see tests/network/scenarios/signaling-fault.ts */
const LONGEST_GAP_MS = 200;

/** What was found when some went through a fault once: outcomes by way, and the longest silence of anyone without any fault. */
export interface Round {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly controlMs: number;
}

export type Found = Readonly<Record<FaultName, readonly Round[]>>;

function outcomes(rounds: readonly Round[], way: string): readonly Outcome[] {
  return rounds.flatMap(({ outcomes: all }) => all.get(way) ?? []);
}

function values(rounds: readonly Round[], way: string, key: Exclude<keyof Outcome, 'noted'>): number[] {
  return outcomes(rounds, way).map((outcome) => outcome[key]);
}

/** What the pages noted in the rounds, with how often, and what was left to do for whoever writes the page. */
function happened(rounds: readonly Round[], { name, mends }: Way): string {
  const all = outcomes(rounds, name);
  const often = (type: string): string | null => {
    const times = all.filter(({ noted }) => noted.includes(type)).length;
    return times === 0 ? null : times === all.length ? 'always' : `${times} of ${all.length}`;
  };
  const lostMs = share(
    all.flatMap((outcome) => (Number.isNaN(outcome.lostMs) ? [] : outcome.lostMs)),
    0.5,
  );
  const told = [
    ['rebuild', 'a new connection'],
    ['ICE restart', 'an ICE restart'],
    [LOST, `lost after ${inSeconds(lostMs)}: the page ${mends ? 'calls' : 'would have to call'} again`],
    [SERVER_LOST, `no server any more: the page ${mends ? 'connects' : 'would have to connect'} again`],
  ] as const;
  const parts = told.flatMap(([type, text]) => {
    const times = often(type);
    return times === null ? [] : `${text} (${times})`;
  });
  return parts.length === 0 ? 'nothing' : parts.join('; ');
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
    rows: waysOf(name).map((it) => {
      const way = it.name;
      return [
        way,
        seconds(values(rounds, way, 'silenceMs')),
        seconds(values(rounds, way, 'stillMs')),
        seconds(values(rounds, way, isServer ? 'signalingMs' : 'backMs')),
        happened(rounds, it),
      ];
    }),
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
    title: `Without sound or picture ${FAULTS[name].when}, median (shorter is better)`,
    unit: 's',
    bars: waysOf(name).map(({ name: way }) => {
      const gap = gapMs(rounds, way);
      return Number.isFinite(gap)
        ? { name: way, value: gap / 1_000 }
        : { name: way, value: NEVER_MS / 1_000, text: 'never back' };
    }),
  };
}

export function recoveryFindings(found: Found, rounds: number, version: string): Findings {
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
      `Calls as they are go through a fault together, each in windows of its own of the same two browsers, so that it meets all at the same moment; those with a page that does something do so in turn with them. The browsers are in network namespaces, each behind a NAT and 40 ms from each other, with the same STUN and TURN servers for all ([tests/network](../network/README.md)); pictures are 160 × 120. A probe in every page counts packets of sound and decoded pictures over all connections, whichever library made them; the worse of the two directions counts. "Never" is a connection that has failed, with nobody who makes another one, or 60 s without sound and picture. Without any fault the longest silence of anyone was ${inSeconds(control)}.`,
      'p2p-call looks at packets, not at the names of states: none for 1.5 s is suspect, and the word of the browser that the network is another one makes a new connection at once, over a socket that is opened anew at the same moment. PeerJS and simple-peer wait for what the browser says of the connection: `disconnected` after 5 to 8 s, `failed` ten seconds later; neither restarts ICE. simple-peer then closes. PeerJS looks at `iceConnectionState` alone, which stays `disconnected` in this Chromium while `connectionState` is `failed`, and keeps a dead call open without an event: a page has to look at its `peerConnection` itself.',
      `${BLACKHOLE_MS / 1_000} s are too short for a connection to fail: ICE goes on checking the pair that it has, and media is back with the first packets that come through, whoever made the connection; what is left is the wait for a whole picture. What p2p-call prepares meanwhile pays where the break is longer, or ends at another address ([tests/network](../network/README.md)).`,
      'No connection needs the server once it is there. PeerJS says `disconnected` and leaves it at that; `reconnect()` in that event, as documented, tries without a pause, until the browser itself slows it down. p2p-call tries after a random time, which doubles up to 7 s. simple-peer has no signaling: its row is a socket of the page, opened anew every second. What comes through the server is a raised hand by p2p-call, a new data connection by PeerJS, a text by the bare relay.',
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
