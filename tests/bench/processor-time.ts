/** How much processor time a process has taken, with all that it started. Knows nothing of what they do. */
import { readFileSync } from 'node:fs';
import { descendants } from '../support/processes.ts';

/** Linux counts in hundredths of a second, whatever the clock of the machine. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICK_MS = 10;

function ticksOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

/** @returns ms of all processors that process `pid` and its descendants, as far as they live, have taken so far; NaN where there is no telling. */
export function processorTime(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  return descendants(pid).reduce((sum, id) => sum + ticksOf(id), 0) * TICK_MS;
}
