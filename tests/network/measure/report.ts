/** Writes rows for people. Knows no scenario. */
import type { Series } from './series.ts';

const number = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : '-');

function goalText({ goal, unit }: Series): string {
  return goal === null ? '' : `${goal.of} <= ${goal.limit} ${unit}`;
}

function verdict(series: Series): string {
  if (!series.isReached) return 'MISSED';
  return series.goal === null ? '' : 'reached';
}

/** One row as a line, with the reasons of its failures below. */
export function seriesLines(series: Series): string[] {
  const { label, metric, unit, count, p50, p95, max, failures } = series;
  const figures = `n=${count} p50=${number(p50)} p95=${number(p95)} max=${number(max)} ${unit}, ${failures.length} failed`;
  const goal = [goalText(series), verdict(series)].filter((part) => part !== '').join(': ');
  return [
    `  ${label}: ${metric}: ${figures}${goal === '' ? '' : ` (${goal})`}`,
    ...failures.map((reason) => `    failed: ${reason}`),
  ];
}

function markdownTable(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...cells.map(line)].join('\n');
}

/** All rows as a Markdown table. */
export function summaryTable(rows: readonly Series[]): string {
  const cells = rows.map((row) => [
    ...[row.label, row.metric, String(row.count), number(row.p50), number(row.p95), `${number(row.max)} ${row.unit}`],
    ...[String(row.failures.length), goalText(row), verdict(row)],
  ]);
  return markdownTable(['what', 'measured', 'n', 'p50', 'p95', 'max', 'failed', 'goal', 'verdict'], cells);
}

/** The rows that have a goal or a failure, for people who want to know what to expect. */
export function resultTable(rows: readonly Series[]): string {
  const cells = rows
    .filter(({ goal, failures }) => goal !== null || failures.length > 0)
    .map((row) => [
      ...[`${row.label}: ${row.metric}`, goalText(row), String(row.count)],
      ...[row.p50, row.p95, row.max].map((value) => `${number(value)} ${row.unit}`.trim()),
      `${row.failures.length}${row.isReached ? '' : ' (missed)'}`,
    ]);
  return markdownTable(['fault', 'goal', 'n', 'p50', 'p95', 'max', 'failures'], cells);
}
