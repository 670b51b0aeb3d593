/**
 * `abuse fuzz`: 100,000 mutated frames over real sockets. Half of them by people who have no seat, at a locked room in which others
 * talk; half by people who have one and come back to it after each refusal. What the rules say of each frame is known beforehand
 * by the Worker's own decoder, which the logic lane tests; here it is the object, the runtime and the innocent that are looked at.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES, GRACE_MS, HELLOS_PER_MINUTE, decodeClientMessage } from '#protocol';
import { mutatedFrame } from '../../support/mutated-frames.ts';
import { type Random, randomFrom } from '../../support/random.ts';
import { Member, openSocket, within } from './member.ts';
import { type Bench, type Part, foreignLines, inLanes, restingRss, unusualEvents } from './part.ts';
import { type Row, exactly, grownUnder, quantile, tally, told, under } from './report.ts';

const FRAMES = 100_000;
const LANES = 16;

/** The heap of the Worker's isolate, with the rooms of those who have seats, grows to a size that it then keeps: rounds until one adds
 *  little. */
const WARM_UP_FRAMES = 20_000;
const MAX_WARM_UPS = 8;
const STEADY_BYTES = 2_000_000;

/** More than a room asks for between two hellos of one session. */
const BETWEEN_HELLOS_MS = 60_000 / HELLOS_PER_MINUTE + 200;

/** Enough for one to rest while the others are used. */
const ROOMS_PER_LANE = 60;

/** Less than the grace time of a seat. */
const KEPT_MS = GRACE_MS - 5_000;

const MAX_GROWTH_BYTES = 10_000_000;

/** Fewer than a socket may send at once. */
const MAX_BATCH = 40;

/** What has come out other than it must. */
interface Outcome {
  readonly unexpected: string[];
  readonly codes: (number | null)[];
  frames: number;
  sockets: number;
  /** Of a seat that was sent nothing but refused frames: seats whose room has another `rv` than coming and going explain. */
  changedRooms: number;
}

const newOutcome = (): Outcome => ({ unexpected: [], codes: [], frames: 0, sockets: 0, changedRooms: 0 });

const BY_REASON: Readonly<Record<string, number>> = {
  'too-large': CLOSE_CODES.tooLarge,
  malformed: CLOSE_CODES.badFrame,
  'unsupported-version': CLOSE_CODES.version,
};

/** What a frame closes a socket with that has a seat; null: with nothing. */
function closeOfSeated(frame: string): number | null {
  const decoded = decodeClientMessage(frame);
  if (!decoded.ok) return BY_REASON[decoded.reason] ?? null;
  if (decoded.message.type === 'hello') return CLOSE_CODES.badFrame;
  return decoded.message.type === 'bye' ? CLOSE_CODES.normal : null;
}

/** Whether a frame is one of those that change nothing at all. */
function isRefused(frame: string): boolean {
  const code = closeOfSeated(frame);
  return code !== null && code !== CLOSE_CODES.normal;
}

/** One who has no seat, and gets none because the room is locked: one frame a socket. */
async function fromOutside(workerUrl: string, room: string, random: Random, outcome: Outcome): Promise<void> {
  const raw = await within('an answer to the upgrade', openSocket(workerUrl, room));
  const frame = mutatedFrame(random);
  const decoded = decodeClientMessage(frame);
  const expected: number[] = decoded.ok
    ? decoded.message.type === 'hello'
      ? [CLOSE_CODES.locked, CLOSE_CODES.rateLimited]
      : [CLOSE_CODES.badFrame]
    : [BY_REASON[decoded.reason] ?? CLOSE_CODES.badFrame];
  raw.sendText(frame);
  const { code } = await within(`the close after ${frame}`, raw.closing);
  raw.destroy();
  outcome.frames += 1;
  outcome.sockets += 1;
  outcome.codes.push(code);
  if (!expected.includes(code ?? 0)) outcome.unexpected.push(`${code} in place of ${expected.join(' or ')}: ${frame}`);
}

/** A seat, and what proves it. */
interface Held {
  readonly session: string;
  readonly key: string;
  /** What its room must be at with the next welcome; null: anything. */
  readonly rv: number | null;
}

/** A room of one's own. */
interface Place {
  room: string;
  seat: Held | null;
  usedAtMs: number;
}

/** One who has seats and comes back to them, one after the other, no more often than a room allows: frames until one is refused.
 *  Always in the same rooms, so that what grows is not their number. */
class Insider {
  readonly #workerUrl: string;
  /** The one that was used longest ago first. */
  readonly #places: Place[];

  constructor(workerUrl: string, lane: number) {
    this.#workerUrl = workerUrl;
    this.#places = Array.from({ length: ROOMS_PER_LANE }, (_, i) => ({
      room: `inside-${lane}-${i}`,
      seat: null,
      usedAtMs: -Infinity,
    }));
  }

  async throwBatch(random: Random, most: number, outcome: Outcome): Promise<void> {
    const place = this.#places.shift();
    if (place === undefined) throw new Error('There is no room.');
    await delay(Math.max(0, place.usedAtMs + BETWEEN_HELLOS_MS - performance.now()));
    this.#places.push(place);
    const member = await this.#join(place, outcome);
    place.usedAtMs = performance.now();
    const frames: string[] = [];
    let expected: number | null = null;
    while (frames.length < Math.min(most, MAX_BATCH) && expected === null) {
      const frame = mutatedFrame(random);
      frames.push(frame);
      expected = closeOfSeated(frame);
    }
    for (const frame of frames) member.raw.sendText(frame);
    outcome.frames += frames.length;
    outcome.sockets += 1;
    const { room } = place;
    place.seat = null;
    // Who does not come back leaves a seat that ends in its own time, which would change the room for the next one.
    place.room += '.';
    // Nothing of the last batch is refused: it is over.
    if (expected === null) return member.raw.destroy();
    const { code } = await within(`the close after ${frames.at(-1)}`, member.raw.closing);
    member.raw.destroy();
    outcome.codes.push(code);
    // `end` of a host is a close, too, and whoever is host here is alone.
    if (code !== expected && code !== CLOSE_CODES.kicked)
      outcome.unexpected.push(`${code} in place of ${expected}: ${frames.join(' ')}`);
    if (code === CLOSE_CODES.kicked || code === CLOSE_CODES.normal) return;
    place.room = room;
    const { session, key, rv } = member.welcome;
    // Off, and on again with the next welcome.
    place.seat = { session, key, rv: code === expected && frames.every(isRefused) ? rv + 2 : null };
  }

  async #join(place: Place, outcome: Outcome): Promise<Member> {
    const { seat, usedAtMs } = place;
    const isKept = seat !== null && usedAtMs + KEPT_MS > performance.now();
    const hello = isKept ? { session: seat.session, key: seat.key } : {};
    const member = await Member.tryJoin(this.#workerUrl, place.room, hello);
    if (!(member instanceof Member)) {
      member.raw.destroy();
      // Locked by one of the frames, and its host is gone.
      place.room += '.';
      place.seat = null;
      return this.#join(place, outcome);
    }
    if (isKept && seat.rv !== null && (!member.welcome.resumed || member.welcome.rv !== seat.rv))
      outcome.changedRooms += 1;
    return member;
  }
}

/** Throws `count` frames, those of each lane from a stream of its own, so that a seed is always the same frames. */
async function throwFrames(
  { worker, seed }: Bench,
  insiders: readonly Insider[],
  count: number,
  streams: number,
  outcome: Outcome,
): Promise<void> {
  await inLanes(LANES, LANES, async (lane) => {
    const random = randomFrom(seed, streams + lane);
    const quota = Math.ceil(count / LANES);
    let thrown = 0;
    while (thrown < quota) {
      const own = newOutcome();
      if (lane % 2 === 0) await fromOutside(worker.url, 'fuzz-locked', random, own);
      else await insiders[lane]?.throwBatch(random, quota - thrown, own);
      thrown += own.frames;
      merge(outcome, own);
    }
  });
}

function merge(all: Outcome, own: Outcome): void {
  all.unexpected.push(...own.unexpected);
  all.codes.push(...own.codes);
  all.frames += own.frames;
  all.sockets += own.sockets;
  all.changedRooms += own.changedRooms;
}

async function warmUp(
  bench: Bench,
  insiders: readonly Insider[],
): Promise<{ readonly rssBytes: number; readonly frames: number }> {
  let rssBytes = await restingRss(bench.worker);
  for (let round = 1; ; round += 1) {
    await throwFrames(bench, insiders, WARM_UP_FRAMES, round * 1_000, newOutcome());
    const now = await restingRss(bench.worker);
    if (now < rssBytes + STEADY_BYTES || round === MAX_WARM_UPS)
      return { rssBytes: now, frames: round * WARM_UP_FRAMES };
    rssBytes = now;
  }
}

export const fuzz: Part = {
  name: 'fuzz',
  async run(bench) {
    const { worker, witness } = bench;
    await witness.open(worker.url, [
      { name: 'fuzz-locked', members: 2, perSecond: 8, isLocked: true },
      { name: 'fuzz-elsewhere', members: 2, perSecond: 8 },
    ]);
    const insiders = Array.from({ length: LANES }, (_, lane) => new Insider(worker.url, lane));
    const { rssBytes: rssBefore, frames: warmUpFrames } = await warmUp(bench, insiders);
    const [lockedBefore] = await witness.during(async () => {});
    const outcome = newOutcome();
    const startedAtMs = performance.now();
    const [locked, elsewhere] = await witness.during(() => throwFrames(bench, insiders, FRAMES, 0, outcome));
    const tookS = (performance.now() - startedAtMs) / 1_000;
    const growth = (await restingRss(worker)) - rssBefore;
    const rows: Row[] = [
      told('frames', outcome.frames, `${outcome.sockets} sockets, ${(outcome.frames / tookS).toFixed(0)} a second`),
      exactly('sockets that ended otherwise than the rules say', outcome.sockets, outcome.unexpected.length, 0),
      told('closes', outcome.codes.length, tally(outcome.codes)),
      exactly('rooms changed by refused frames', outcome.sockets, outcome.changedRooms, 0),
      exactly(
        'changes of rv in the room under attack',
        outcome.frames,
        (locked?.rv ?? -1) - (lockedBefore?.rv ?? 0),
        0,
      ),
    ];
    for (const [where, seen] of [
      ['the room under attack', locked],
      ['another room', elsewhere],
    ] as const) {
      const arrivedMs = seen?.arrivedMs ?? [];
      const isWhole = seen !== undefined && seen.hasAll && seen.strangers === 0 && seen.closed === 0 && seen.gaps === 0;
      rows.push(
        under(`${where}: relay, median`, arrivedMs.length, quantile(arrivedMs, 0.5), 20),
        told(`${where}: relay, p99`, arrivedMs.length, `${quantile(arrivedMs, 0.99).toFixed(1)} ms`),
        exactly(`${where}: relays lost`, arrivedMs.length, seen?.lost ?? Number.NaN, 0),
        exactly(`${where}: seats and sockets not as before`, 2, isWhole ? 0 : 1, 0),
      );
    }
    const complaints = foreignLines(worker);
    rows.push(
      grownUnder(
        `growth of the Worker after a warm-up of ${warmUpFrames} frames`,
        outcome.frames,
        growth,
        MAX_GROWTH_BYTES,
      ),
      exactly('exceptions that nobody caught, other lines of the runtime', worker.lines.length, complaints.length, 0),
      exactly(
        'events in the log other than refusals',
        worker.lines.length,
        unusualEvents(worker).length,
        0,
        tally(unusualEvents(worker)),
      ),
    );
    for (const text of [...outcome.unexpected, ...complaints].slice(0, 5))
      console.log(`  ${JSON.stringify(text).slice(0, 300)}`);
    return rows;
  },
};
