/**
 * Catches what the Worker logs, before every test: `logLines` for those that look, silence for the others. After every test of
 * this lane each line is held against G10: our own words, codes and counts, and nothing that came from outside.
 */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { isOwnLine } from './own-line.ts';

export const logLines: string[] = [];

const write = console.log.bind(console);

/** Prints a figure that a test has measured. */
export function print(text: string): void {
  write(text);
}

beforeEach(() => {
  logLines.length = 0;
  for (const level of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      logLines.push(words.map(String).join(' '));
    });
  }
});

afterEach(() => {
  expect(
    logLines.filter((line) => !isOwnLine(line)),
    'G10: lines of the log that hold more than events, codes and counts',
  ).toEqual([]);
});
