/**
 * `npm run bench -- abuse`: what hostile clients can do to the real Worker in workerd, over real sockets on loopback, and what the
 * innocent notice of it. Each part has a Worker of its own. Unlike the other benchmarks it judges: a goal that is missed is exit
 * code 1. `npm run bench -- abuse flood joins` makes a choice; `SEED=7` repeats a run.
 */
import { loadavg } from 'node:os';
import { seedFromEnvironment } from '../../support/random.ts';
import { startBenchWorker } from '../worker.ts';
import { big } from './big.ts';
import { flooding } from './flood.ts';
import { fuzz } from './fuzz.ts';
import { joins } from './joins.ts';
import { manyRooms } from './many-rooms.ts';
import { neverReads } from './never-reads.ts';
import { noToken } from './no-token.ts';
import type { Part } from './part.ts';
import { type Row, print } from './report.ts';
import { slowloris } from './slowloris.ts';
import { Witness } from './witness.ts';

const PARTS: readonly Part[] = [fuzz, flooding, joins, neverReads, slowloris, noToken, big, manyRooms];

async function runPart({ name, vars = {}, run }: Part, seed: number): Promise<readonly Row[]> {
  const worker = await startBenchWorker({ vars, isInMemory: true });
  const witness = new Witness();
  try {
    return await run({ worker, witness, seed });
  } catch (error) {
    for (const line of worker.lines.slice(-5)) console.log(`  the Worker: ${line.slice(0, 200)}`);
    return [{ what: `${name} did not come to its end`, n: 0, figure: String(error), goal: 'an end', isOk: false }];
  } finally {
    await Promise.all([witness.stop(), worker.stop()]);
  }
}

/** @param choices names of parts; none: all of them. @returns whether every goal was reached. */
export async function benchAbuse(choices: readonly string[]): Promise<boolean> {
  const unknown = choices.filter((choice) => !PARTS.some(({ name }) => name === choice));
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(' ')}. There are: ${PARTS.map(({ name }) => name).join(' ')}.`);
    return false;
  }
  // Without a handler a signal would end us without the end of what we started.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const seed = seedFromEnvironment();
  console.log(`Hostile clients against the Worker in workerd, Node ${process.version}, loopback, SEED=${seed}`);
  let isOk = true;
  for (const part of PARTS) {
    if (choices.length > 0 && !choices.includes(part.name)) continue;
    const load = loadavg()[0]?.toFixed(1);
    const startedAtMs = performance.now();
    const rows = await runPart(part, seed);
    const tookS = (performance.now() - startedAtMs) / 1_000;
    console.log(
      `\n${part.name}: ${tookS.toFixed(0)} s, load of the machine before ${load}, after ${loadavg()[0]?.toFixed(1)}`,
    );
    print(rows);
    isOk = isOk && rows.every((row) => row.isOk);
  }
  console.log(isOk ? '\nEvery goal was reached.' : '\nNot every goal was reached.');
  return isOk;
}
