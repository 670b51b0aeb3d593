/**
 * `abuse flood`: one member of a room sends 5,000 relays a second. Once it goes when it is closed and comes back for the next
 * round; once it takes no notice of the close and goes on. The others of its room and those of another room go on relaying.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Member } from './member.ts';
import { type Bench, type Part, foreignLines } from './part.ts';
import { type Row, exactly, quantile, told, under } from './report.ts';
import type { Seen } from './witness.ts';

const PER_SECOND = 5_000;
const TICK_MS = 10;
const ROUNDS = 10;
const ROUND_MS = 1_000;
const INNOCENT_PER_SECOND = 8;
const CLOSED_WITHIN_MS = 2_000;

/** Sends to `target` at the rate of a flood for `lastsMs`, or until the connection is gone.
 *  @returns how many were sent, and when the Close frame came, in ms; NaN: never. */
async function flood(attacker: Member, target: string, lastsMs: number): Promise<{ sent: number; closedMs: number }> {
  const startedAtMs = performance.now();
  let sent = 0;
  while (performance.now() - startedAtMs < lastsMs && attacker.raw.tcp.writable) {
    // As many as are due by now: a timer that comes late must not make the flood smaller.
    const due = Math.ceil(((performance.now() - startedAtMs + TICK_MS) / 1_000) * PER_SECOND);
    for (; sent < due; sent += 1) attacker.relay(target, { flood: sent });
    await delay(TICK_MS);
  }
  return { sent, closedMs: (attacker.raw.closeFrame?.atMs ?? Number.NaN) - startedAtMs };
}

function figures(where: string, peace: Seen | undefined, attack: Seen | undefined): Row[] {
  const [before, after] = [peace?.arrivedMs ?? [], attack?.arrivedMs ?? []];
  const [calmMs, p99Ms] = [quantile(before, 0.99), quantile(after, 0.99)];
  return [
    under(`${where}: relay, p99`, after.length, p99Ms, 50),
    told(
      `${where}: relay, p99 at peace`,
      before.length,
      `${calmMs.toFixed(1)} ms, ratio ${(p99Ms / calmMs).toFixed(1)}`,
    ),
    exactly(`${where}: relays lost`, after.length, attack?.lost ?? Number.NaN, 0),
    exactly(`${where}: sockets of the innocent closed`, attack?.ids.length ?? 0, attack?.closed ?? Number.NaN, 0),
  ];
}

async function measure({ worker, witness }: Bench, isPolite: boolean): Promise<Row[]> {
  const kind = isPolite ? 'goes when closed' : 'ignores the close';
  const [room, elsewhere] = [`flood-${isPolite}`, `elsewhere-${isPolite}`];
  await witness.open(worker.url, [
    { name: room, members: 7, perSecond: INNOCENT_PER_SECOND },
    { name: elsewhere, members: 4, perSecond: INNOCENT_PER_SECOND },
  ]);
  const peace = await witness.during(() => delay(ROUNDS * ROUND_MS));
  const target = peace[0]?.ids[0] ?? '';
  const closedMs: number[] = [];
  let sentCount = 0;
  const attack = await witness.during(async () => {
    let attacker = await Member.join(worker.url, room, {}, { isPolite });
    for (let round = 0; round < ROUNDS; round += 1) {
      const { session, key } = attacker.welcome;
      if (round > 0 && isPolite) attacker = await Member.join(worker.url, room, { session, key }, { isPolite });
      const startedAtMs = performance.now();
      const flooded = await flood(attacker, target, isPolite ? ROUND_MS : ROUNDS * ROUND_MS);
      closedMs.push(flooded.closedMs);
      sentCount += flooded.sent;
      if (!isPolite) break;
      await delay(Math.max(0, ROUND_MS - (performance.now() - startedAtMs)));
    }
    attacker.raw.destroy();
  });
  const slowestMs = closedMs.some(Number.isNaN) ? Number.NaN : Math.max(...closedMs);
  return [
    under(`${kind}: closed, the slowest`, closedMs.length, slowestMs, CLOSED_WITHIN_MS),
    told(`${kind}: relays of the flood`, sentCount, `${closedMs.length} rounds`),
    ...figures(`${kind}, its room`, peace[0], attack[0]),
    ...figures(`${kind}, another room`, peace[1], attack[1]),
  ];
}

export const flooding: Part = {
  name: 'flood',
  async run(bench) {
    const rows = [...(await measure(bench, true)), ...(await measure(bench, false))];
    return [...rows, exactly('lines of the runtime', bench.worker.lines.length, foreignLines(bench.worker).length, 0)];
  },
};
