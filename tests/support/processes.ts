/** Processes of this machine by `/proc`: who started whom, how much memory they hold. Knows no browser. */
import { readFileSync, readdirSync } from 'node:fs';

/** A process and all that it started, directly or not. */
export function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It ended while we looked.
    }
  }
  const collect = (root: number): number[] => [root, ...(children.get(root) ?? []).flatMap(collect)];
  return pid === 0 ? [] : collect(pid);
}

/** Memory of a process in bytes; 0 when it has ended. */
export function residentBytesOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
