/** Runs scenarios, as many at a time as there are laboratories; each is told in one piece when others run beside it. Knows no single one. */
import type { Lab } from './lab.ts';
import type { Series } from './measure/series.ts';
import { runScenario } from './run-scenario.ts';
import type { RunOptions } from './run-scenario.ts';
import type { Scenario } from './scenarios/scenario.ts';

/** @returns all rows, in the order of the scenarios. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  labs: readonly [Lab, ...Lab[]],
  options: Omit<RunOptions, 'lab' | 'print'>,
): Promise<readonly Series[]> {
  const rows = new Map<Scenario, readonly Series[]>();
  const run = async (scenario: Scenario, lab: Lab): Promise<void> => {
    const lines: string[] = [];
    const print = labs.length === 1 ? console.log : (line: string) => void lines.push(line);
    rows.set(scenario, await runScenario(scenario, { ...options, lab, print }));
    if (lines.length > 0) console.log(lines.join('\n'));
  };
  for (const scenario of scenarios) if (scenario.isAlone) await run(scenario, labs[0]);
  const waiting = scenarios.filter(({ isAlone }) => !isAlone);
  const runWaiting = async (lab: Lab): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next, lab);
  };
  await Promise.all(labs.map(runWaiting));
  return scenarios.flatMap((scenario) => rows.get(scenario) ?? []);
}
