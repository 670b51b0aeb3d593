/** Catches what the Worker logs, before every test: `logLines` for those that look, silence for the others. */
import { beforeEach, vi } from 'vitest';

export const logLines: string[] = [];

const write = console.log.bind(console);

/** Prints a figure that a test has measured. */
export function print(text: string): void {
  write(text);
}

beforeEach(() => {
  logLines.length = 0;
  for (const level of ['log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      logLines.push(words.map(String).join(' '));
    });
  }
});
