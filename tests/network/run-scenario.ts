/** Runs one scenario: gives it what it needs, turns what it throws into failures, keeps the notes of failed calls. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../support/random.ts';
import type { Lab } from './lab.ts';
import type { LabCall } from './lab-call.ts';
import { seriesLines } from './measure/report.ts';
import { Series } from './measure/series.ts';
import type { Scenario, ScenarioContext } from './scenarios/scenario.ts';

export interface RunOptions {
  readonly lab: Lab;
  readonly seed: number;
  readonly isCi: boolean;
  /** Rounds of everything; null: as each scenario says. */
  readonly rounds: number | null;
  /** Gets the notes of failed calls. */
  readonly directory: string;
  /** Whether to keep the notes of every call. */
  readonly keepsNotes: boolean;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export async function runScenario(
  scenario: Scenario,
  { lab, seed, isCi, rounds, directory, keepsNotes }: RunOptions,
): Promise<readonly Series[]> {
  const all: Series[] = [];
  const printed = new Set<Series>();
  const printFinished = (isEnd: boolean): void => {
    // A row is finished when the next one has begun to fill.
    const last = all.findLastIndex((series) => series.count > 0);
    for (const [index, series] of all.entries()) {
      if (printed.has(series) || (!isEnd && (index >= last || series.label === all[last]?.label))) continue;
      printed.add(series);
      for (const line of seriesLines(series)) console.log(line);
    }
  };
  const keepNotes = (call: LabCall | null): string => {
    if (call === null) return 'none, the call did not begin';
    mkdirSync(directory, { recursive: true });
    const file = join(directory, `${scenario.name}-${Date.now()}.json`);
    writeFileSync(
      file,
      JSON.stringify(call.parties.map(({ browser, id, timeline }) => ({ browser: browser.version, id, timeline }))),
    );
    return file;
  };
  const context: ScenarioContext = {
    ...{ lab, isCi, random: randomFrom(seed) },
    rounds: (whole, ci) => rounds ?? (isCi ? ci : whole),
    series(options) {
      const series = new Series(options);
      all.push(series);
      return series;
    },
    async withCall([row], names, setup, work) {
      let call: LabCall | null = null;
      try {
        call = await lab.openCall(names, setup);
        await work(call);
        const [uncaught] = call.uncaughtErrors;
        if (keepsNotes) console.log(`  notes: ${keepNotes(call)}`);
        if (uncaught !== undefined) throw new Error(`uncaught in a page: ${uncaught}`);
      } catch (error) {
        await call?.refresh().catch(() => undefined);
        row?.fail(`${messageOf(error)} [notes: ${keepNotes(call)}]`);
      } finally {
        await call?.close();
        printFinished(false);
      }
    },
  };
  console.log(`\n== ${scenario.name}: ${scenario.title}`);
  const startedAt = performance.now();
  try {
    await scenario.run(context);
  } catch (error) {
    context.series({ label: scenario.name, metric: 'the scenario itself', unit: '' }).fail(messageOf(error));
  }
  printFinished(true);
  console.log(`  took ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  return all;
}
