/**
 * Structured log lines. By its type an entry cannot carry a text from outside: no name, address, token or room ever gets
 * in, only our own words, codes and counts.
 */
import type { LogEntry } from '../room/effects.ts';

export function log(entry: LogEntry, level: 'log' | 'warn' | 'error' = 'log'): void {
  console[level](JSON.stringify(entry));
}
