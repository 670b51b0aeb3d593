/** Runs one scenario: gives it what it needs, turns what it throws into failures, keeps the notes of failed calls. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { randomFrom } from '../support/random.ts';
import type { Lab } from './lab.ts';
import type { LabCall } from './lab-call.ts';
import { seriesLines } from './measure/report.ts';
import { Series } from './measure/series.ts';
import type { SeriesOptions } from './measure/series.ts';
import { story } from './measure/story.ts';
import type { Scenario, ScenarioContext } from './scenarios/scenario.ts';

export interface RunOptions {
  readonly lab: Lab;
  readonly seed: number;
  readonly isCi: boolean;
  /** Rounds of everything; null: as each scenario says. */
  readonly rounds: number | null;
  /** How long each lasting fault lasts; null: as each scenario says. */
  readonly seconds: number | null;
  /** Gets the notes of failed calls. */
  readonly directory: string;
  /** Whether to keep the notes of every call. */
  readonly keepsNotes: boolean;
  /** Gets each line for people. */
  print(line: string): void;
}

/** In CI times say that something works, not how fast it is for people: a machine of two busy cores gets three times as long.
 *  What is counted (rebuilds, lost messages, ...) is not a matter of speed and stays as it is. */
const BUSY_TIME_FACTOR = 3;

function withTimeFactor({ goal, ...options }: SeriesOptions, factor: number): SeriesOptions {
  if (goal === undefined) return options;
  return { ...options, goal: options.unit === 'ms' ? { ...goal, limit: goal.limit * factor } : goal };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export async function runScenario(
  scenario: Scenario,
  { lab, seed, isCi, rounds, seconds, directory, keepsNotes, print }: RunOptions,
): Promise<readonly Series[]> {
  const all: Series[] = [];
  const timeFactor = isCi ? BUSY_TIME_FACTOR : 1;
  const printed = new Set<Series>();
  const printFinished = (isEnd: boolean): void => {
    // A row is finished when the next one has begun to fill.
    const last = all.findLastIndex((series) => series.count > 0);
    for (const [index, series] of all.entries()) {
      if (printed.has(series) || (!isEnd && (index >= last || series.label === all[last]?.label))) continue;
      printed.add(series);
      for (const line of seriesLines(series)) print(line);
    }
  };
  const keepNotes = (call: LabCall | null): string => {
    if (call === null) return 'none, the call did not begin';
    mkdirSync(directory, { recursive: true });
    const file = join(directory, `${scenario.name}-${Date.now()}.json`);
    writeFileSync(
      file,
      JSON.stringify({
        network: lab.network.log,
        parties: call.parties.map(({ browser, id, timeline }) => ({ browser: browser.version, id, timeline })),
      }),
    );
    return file;
  };
  const missedCount = (): number => all.reduce((total, series) => total + series.missedCount, 0);
  const context: ScenarioContext = {
    ...{ lab, isCi, timeFactor, random: randomFrom(seed) },
    rounds: (whole, ci) => rounds ?? (isCi ? ci : whole),
    durationMs: (wholeMs, ciMs) => (seconds === null ? (isCi ? ciMs : wholeMs) : seconds * 1_000),
    series(options) {
      const series = new Series(withTimeFactor(options, timeFactor));
      all.push(series);
      return series;
    },
    async withCall([row], names, setup, work) {
      let call: LabCall | null = null;
      const missedBefore = missedCount();
      try {
        call = await lab.openCall(names, setup);
        await work(call);
        const [uncaught] = call.uncaughtErrors;
        if (uncaught !== undefined) throw new Error(`uncaught in a page: ${uncaught}`);
      } catch (error) {
        await call?.refresh().catch(() => undefined);
        row?.fail(messageOf(error));
      } finally {
        const hasMissed = missedCount() > missedBefore;
        // A machine on which everything waits makes every call bad: the load tells whether to believe the round.
        const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
        if (hasMissed) print(`  missed a goal: ${row?.label ?? scenario.name} (${load})`);
        if (hasMissed || keepsNotes) print(`    notes: ${keepNotes(call)}`);
        if (hasMissed && isCi && call !== null) for (const line of story(call.parties, lab.network.log)) print(line);
        await call?.close();
        printFinished(false);
      }
    },
  };
  print(`\n== ${scenario.name}: ${scenario.title}`);
  const startedAt = performance.now();
  try {
    await scenario.run(context);
  } catch (error) {
    context.series({ label: scenario.name, metric: 'the scenario itself', unit: '' }).fail(messageOf(error));
  }
  printFinished(true);
  print(`  took ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  return all;
}
