/**
 * G3 as a whole: the real link and the real negotiation over a model of everything else, in thousands of random schedules.
 * `SEED=1 SCHEDULE=2` runs one of them alone and prints what happened; `SCHEDULES=100000` runs more.
 */
import { describe, expect, it } from 'vitest';
import { seedFromEnvironment } from '../../support/random.ts';
import { runSchedule, type ScheduleOptions, type Verdict } from './schedule.ts';
import { naiveRelayOf } from './simulated-links.ts';

const SEED = seedFromEnvironment();
const ONLY = process.env['SCHEDULE'];
const SCHEDULE_COUNT = Number(process.env['SCHEDULES'] ?? 10_000);

/** Schedules run side by side: each waits for the promises of its step, and they may as well wait together. */
const LANE_COUNT = 100;

async function runAll(count: number, options: Omit<ScheduleOptions, 'schedule'>): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const schedule = next;
      next += 1;
      verdicts.push(await runSchedule({ ...options, schedule }));
    }
  };
  await Promise.all(Array.from({ length: LANE_COUNT }, lane));
  return verdicts;
}

function totals(verdicts: readonly Verdict[]): string {
  const sums = new Map<string, number>();
  for (const { counts } of verdicts) for (const [what, n] of counts) sums.set(what, (sums.get(what) ?? 0) + n);
  return Array.from(sums, ([what, n]) => `${what} ${n}`).join(', ');
}

function describeFailures(failed: readonly Verdict[]): string {
  const lines = failed
    .slice(0, 5)
    .map(({ schedule, problems }) => `SEED=${SEED} SCHEDULE=${schedule}: ${problems.join('; ')}`);
  return `${failed.length} schedules failed\n${lines.join('\n')}`;
}

describe.skipIf(ONLY !== undefined)(`random schedules (SEED=${SEED})`, () => {
  it(
    `G3: leaves nothing stuck, doubled, out of order or silently lost in ${SCHEDULE_COUNT} schedules`,
    { timeout: 600_000 },
    async () => {
      const verdicts = await runAll(SCHEDULE_COUNT, { seed: SEED });
      console.info(`SEED=${SEED}, ${verdicts.length} schedules: ${totals(verdicts)}`);
      const failed = verdicts.filter(({ problems }) => problems.length > 0);
      expect(failed.length, describeFailures(failed)).toBe(0);
    },
  );

  it(
    'can fail: a relay that sends everything once gets stuck in many of the same schedules',
    { timeout: 60_000 },
    async () => {
      const verdicts = await runAll(300, { seed: SEED, makeLink: naiveRelayOf });
      const stuck = verdicts.filter(({ problems }) => problems.length > 0);
      console.info(`SEED=${SEED}, naive relay: stuck in ${stuck.length} of ${verdicts.length}`);
      expect(stuck.length).toBeGreaterThan(60);
    },
  );
});

describe.runIf(ONLY !== undefined)(`schedule ${ONLY} of SEED=${SEED}`, () => {
  it('keeps every promise', { timeout: 60_000 }, async () => {
    const verdict = await runSchedule({ seed: SEED, schedule: Number(ONLY), isTraced: true });
    console.info(verdict.trace.join('\n'));
    expect(verdict.problems).toEqual([]);
  });
});
