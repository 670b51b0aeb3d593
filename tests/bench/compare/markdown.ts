/** RESULTS.md and its picture, from what was kept of each part. Knows no part. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/tools.ts';
import { chart } from './chart.ts';
import type { Goal, PartResult, Table } from './result.ts';

const INTRODUCTION = `# p2p-call beside what else there is

Written by \`npm run bench -- compare\`, which measures everything on one machine, in turns. Do not edit: \`npm run bench -- compare NAME\` measures
one part again. Times are medians with the 90th percentile behind them unless a column says otherwise; ratios are medians of the ratios of
single rounds. Loopback, unless a part says otherwise: what the network of a user adds is the same for all.

![The main figures as bars](results.svg)
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function tableText({ title, columns, rows }: Table): string {
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'));
  return `**${title}**\n\n${[line(columns), `|${rule.join('|')}|`, ...rows.map(line)].join('\n')}\n`;
}

function goalTable(goals: readonly Goal[]): Table {
  const rows = goals.map(({ what, found, goal, isReached }) => [what, found, goal, isReached ? 'reached' : 'missed']);
  return { title: 'Goals', columns: ['goal', 'found', 'wanted', ''], rows };
}

function partText(title: string, it: PartResult): string {
  const versions = Object.entries(it.versions).map(([name, version]) => `${name} ${version}`);
  const [before, after] = it.load;
  return [
    `## ${title}\n`,
    ...(it.goals.length > 0 ? [tableText(goalTable(it.goals))] : []),
    ...it.tables.map(tableText),
    ...it.notes.map((note) => `${note}\n`),
    `Measured on ${it.date} in ${(it.tookMs / 1000).toFixed(0)} s (${it.rounds}); ${it.machine}; load ${before.toFixed(1)} before, ${after.toFixed(1)} after. ${versions.join(', ')}.\n`,
  ].join('\n');
}

/** @param results in the order in which they are to stand, with their titles. */
export function writeResults(results: readonly (readonly [title: string, result: PartResult])[]): void {
  const parts = results.map(([title, result]) => partText(title, result));
  writeFileSync(join(root, 'tests', 'bench', 'RESULTS.md'), [INTRODUCTION, ...parts].join('\n'));
  writeFileSync(join(root, 'tests', 'bench', 'results.svg'), chart(results.flatMap(([, { bars }]) => bars)));
}

/** The same tables for a terminal. */
export function printResult(title: string, it: PartResult): void {
  console.log(`\n${title} (${(it.tookMs / 1000).toFixed(0)} s)`);
  for (const { title: name, columns, rows } of [...(it.goals.length > 0 ? [goalTable(it.goals)] : []), ...it.tables]) {
    const widths = columns.map((_, i) => Math.max(...[columns, ...rows].map((row) => row[i]?.length ?? 0)));
    const text = (row: readonly string[]): string =>
      row.map((value, i) => (i === 0 ? value.padEnd(widths[i] ?? 0) : value.padStart(widths[i] ?? 0))).join('  ');
    console.log(`\n  ${name}`);
    for (const row of [columns, ...rows]) console.log(`    ${text(row)}`);
  }
  for (const note of it.notes) console.log(`  ${note}`);
}
