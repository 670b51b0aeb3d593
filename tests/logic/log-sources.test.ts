/** G10: the Worker has one way to the log, whose type takes no text from outside. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const worker = join(import.meta.dirname, '..', '..', 'worker');

it('nothing that is deployed writes to the console but log.ts', () => {
  const files = ['desk', 'http', 'protocol', 'room', 'runtime'].flatMap((folder) =>
    readdirSync(join(worker, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(30);
  // Comments may speak of the agents' console.
  const codeOf = (file: string): string =>
    readFileSync(join(worker, file), 'utf8').replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  const speaking = files.filter((file) => /\bconsole\b/.test(codeOf(file)));
  expect(speaking).toEqual([join('runtime', 'log.ts')]);
});
