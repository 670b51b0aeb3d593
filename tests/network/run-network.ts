/**
 * `npm run test:network`: builds the laboratory, runs the scenarios, prints each and one table at the end. Arguments that are names of
 * scenarios select these; `--ci` the short selection; `--rounds N` how often, `--seconds N` how long each lasting fault; `--report FILE` writes the table of the README; `--built` takes `dist/` as it is; `--notes` keeps what
 * the pages noted; `SEED=N` in the environment repeats a run. The exit
 * code is 0 only if every goal was reached.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leaksIn } from '../support/log-leaks.ts';
import { seedFromEnvironment } from '../support/random.ts';
import { root } from '../support/tools.ts';
import { sweepDeadRuns } from './lab/namespaces.ts';
import { Lab } from './lab.ts';
import { resultTable, summaryTable } from './measure/report.ts';
import type { Series } from './measure/series.ts';
import { reasonToSkip } from './requirements.ts';
import { runScenarios } from './run-scenarios.ts';
import { SCENARIOS } from './scenarios/index.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** How many laboratories the short selection has, so that as many scenarios run at a time: most of what they do is waiting. */
const LABS_IN_CI = 2;

function chosenScenarios(names: readonly string[]): readonly Scenario[] {
  const unknown = names.filter((name) => SCENARIOS.every((scenario) => scenario.name !== name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no scenario ${unknown.join(', ')}. There are: ${SCENARIOS.map(({ name }) => name).join(', ')}`,
    );
  }
  return names.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => names.includes(name));
}

function countFrom(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`--${option} must be a whole number above 0, not "${text}".`);
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ci: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      notes: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const scenarios = chosenScenarios(positionals);
  const [rounds, seconds] = [countFrom('rounds', values.rounds), countFrom('seconds', values.seconds)];
  const reason = reasonToSkip();
  if (reason !== null) {
    console.log(`The network laboratory is skipped: ${reason}.`);
    return true;
  }
  const swept = sweepDeadRuns();
  if (swept > 0) console.log(`Removed ${swept} namespaces of runs that did not end properly.`);
  const seed = seedFromEnvironment();
  const directory = join(root, 'build', 'network', String(process.pid));
  const first = await Lab.start(directory, seed, values.built);
  const labs: [Lab, ...Lab[]] = [first];
  const notes = { keepsNotes: values.notes, directory: join(directory, 'notes') };
  let rows: readonly Series[];
  try {
    while (values.ci && labs.length < Math.min(LABS_IN_CI, scenarios.length)) {
      labs.push(await Lab.start(join(directory, `beside-${labs.length}`), seed, true));
    }
    console.log(`The laboratory stands; seed ${seed} (repeat with SEED=${seed}).`);
    rows = await runScenarios(scenarios, labs, { ...{ seed, rounds, seconds }, isCi: values.ci, ...notes });
  } finally {
    for (const lab of labs) await lab.dispose();
  }
  const leaks = labs.flatMap((lab) => leaksIn(lab.signalingLog));
  for (const leak of leaks) console.error(`G10: the log of the Worker holds ${leak}`);
  const missedCount = rows.filter((row) => !row.isReached).length;
  const shortened = values.ci ? '; the short selection, in which limits of times are three times the goal' : '';
  const versions = new Set(labs.flatMap((lab) => lab.versions));
  const conditions = `${[...versions].join(', ')}; seed ${seed}${shortened}`;
  if (values.report !== undefined) writeFileSync(values.report, `${resultTable(rows)}\n\n${conditions}\n`);
  console.log(`\n${summaryTable(rows)}\n\n${conditions}`);
  console.log(`${rows.length - missedCount} reached, ${missedCount} missed`);
  return missedCount === 0 && leaks.length === 0;
}

/** Ends us when somebody wants that, or the command that started us has died; everything we made goes on `exit`. Not `once`: Ctrl-C comes
 *  twice, from the terminal and from the command that started us, and a signal without a listener would leave all behind. */
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(event, () => process.exit(130));
// Every program that runs has one, so that it ends with us.
process.setMaxListeners(0);
try {
  process.exit((await main()) ? 0 : 1);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
