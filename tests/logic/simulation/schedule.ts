/**
 * One random schedule: two pages, faults for some seconds, then peace, then a look at what is left. Everything follows from
 * the seed and the number of the schedule.
 */
import { ModelRoomServer } from '../../support/model-room-server.ts';
import { type Random, randomFrom } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { Ledger } from './ledger.ts';
import { type SimulatedLinkOptions, type SimulatedLink, linkOf } from './simulated-links.ts';
import { type Seat, SimulatedPage, type World } from './simulated-page.ts';

export interface Verdict {
  readonly schedule: number;
  /** Each a sentence; none when all promises were kept. */
  readonly problems: readonly string[];
  /** How often each kind of thing happened. */
  readonly counts: ReadonlyMap<string, number>;
  readonly trace: readonly string[];
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly schedule: number;
  readonly makeLink?: (options: SimulatedLinkOptions) => SimulatedLink;
  readonly isTraced?: boolean;
}

type Side = 0 | 1;

/** After the last fault everything must come to rest within this; the slowest resend is 15 s. */
const PEACE_MS = 180_000;

/** Before the first fault both pages have joined. */
const CALM_MS = 500;

const ACTIONS = [
  ['drop', 5],
  ['restart', 2],
  ['reload', 2],
  ['line', 6],
  ['glare', 4],
  ['ice', 3],
  ['rebuild', 3],
  ['flood', 1],
  ['vanish', 1],
] as const;
type Action = (typeof ACTIONS)[number][0];

function pickAction(random: Random): Action {
  const total = ACTIONS.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.next() * total;
  for (const [action, weight] of ACTIONS) {
    left -= weight;
    if (left < 0) return action;
  }
  return 'drop';
}

export async function runSchedule({
  seed,
  schedule,
  makeLink = linkOf,
  isTraced = false,
}: ScheduleOptions): Promise<Verdict> {
  const random = randomFrom(seed, schedule);
  const clock = new VirtualClock();
  const trace: string[] = [];
  const problems: string[] = [];
  const counts = new Map<string, number>();
  const ledger = new Ledger();
  const world: World = {
    clock,
    random,
    ledger,
    problems,
    makeLink,
    server: new ModelRoomServer(clock, random, random.pick([2, 30, 150])),
    maxBufferedCount: random.pick([256, 256, 12, 4]),
    isFaulty: random.chance(0.3),
    log: isTraced ? (line) => trace.push(`${clock.now().toFixed(0).padStart(6)} ${line}`) : () => {},
  };
  const seats: readonly [Seat, Seat] = [{}, {}];
  const pages: [SimulatedPage | null, SimulatedPage | null] = [
    new SimulatedPage('A', world, seats[0]),
    new SimulatedPage('B', world, seats[1]),
  ];
  const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);

  const act = (action: Action): void => {
    const side: Side = random.chance(0.5) ? 0 : 1;
    const page = pages[side];
    count(action);
    world.log(`-- ${action} ${'AB'[side]}`);
    switch (action) {
      case 'drop':
        return page?.drop();
      case 'restart':
        return world.server.restart();
      case 'reload':
        if (page === null) return;
        page.close();
        pages[side] = null;
        clock.setTimeout(
          () => (pages[side] = new SimulatedPage('AB'[side] ?? '', world, seats[side])),
          random.int(20, 1_500),
        );
        return;
      case 'line':
        return page?.connection?.addLine();
      case 'glare':
        for (const each of pages) clock.setTimeout(() => each?.connection?.addLine(), random.int(0, 20));
        return;
      case 'ice':
        return page?.connection?.restartIce();
      case 'rebuild':
        return page?.session?.rebuild();
      case 'flood':
        for (let left = random.int(5, 40); left > 0; left--) page?.session?.sendFlow(random.chance(0.5));
        return;
      case 'vanish':
        return world.server.vanish(random.int(1, 3));
      default:
        action satisfies never;
    }
  };

  const faultsMs = random.int(1_000, 15_000);
  for (let left = random.int(4, 24); left > 0; left--) {
    const action = pickAction(random);
    clock.setTimeout(() => act(action), CALM_MS + random.int(0, faultsMs));
  }
  clock.setTimeout(() => (world.isFaulty = false), CALM_MS + faultsMs);
  const isIdle = await clock.advanceUntilIdle(CALM_MS + faultsMs + PEACE_MS);

  if (!isIdle) problems.push('it never came to rest');
  judge(pages, ledger, problems);
  problems.push(...ledger.problems);
  count('bodies', ledger.deliveredCount);
  count('resent', ledger.resentCount);
  count('lost with a reset', ledger.lostCount);
  return { schedule, problems, counts, trace };
}

/** What must be true of any two pages that were left in peace. */
function judge(
  [a, b]: readonly [SimulatedPage | null, SimulatedPage | null],
  ledger: Ledger,
  problems: string[],
): void {
  if (!a?.link || !b?.link || !a.connection || !b.connection) {
    problems.push('the pages did not meet');
    return;
  }
  const [here, there] = [a.connection, b.connection];
  if (a.session?.generation !== b.session?.generation) problems.push('the generations differ');
  if (!here.isAtRest || !there.isAtRest) problems.push(`stuck in ${here.signalingState} and ${there.signalingState}`);
  for (const [one, other] of [
    [here, there],
    [there, here],
  ] as const) {
    if (one.localDescription === null) problems.push('no description');
    if (one.localDescription?.sdp !== other.remoteDescription?.sdp) problems.push('the descriptions differ');
    const fragment = /a=ice-ufrag:(\S+)/.exec(one.localDescription?.sdp ?? '')?.[1] ?? '';
    if (String(one.gathered.get(fragment)) !== String(other.added.get(fragment)))
      problems.push('candidates are missing');
  }
  for (const { link } of [a, b]) {
    if (link !== null && link.pendingCount + link.undeliveredCount > 0) problems.push('something is left in a link');
    if (link !== null && link.malformedCount > 0) problems.push('something was malformed');
  }
  if (a.link.epoch !== b.link.epoch) problems.push('the epochs differ');
  ledger.close(a.inc, b.inc, a.link.epoch);
}
