import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const shown = [...readme.matchAll(/\b(?:src|srcset)="(\.github\/pictures\/[\w.-]+)"/g)].map(([, path = '']) => path);

it('README.md shows every picture that is kept, and no other', () => {
  const kept = readdirSync(join(root, '.github/pictures')).map((name) => `.github/pictures/${name}`);
  expect([...new Set(shown)].sort()).toEqual(kept.sort());
  expect(kept.length).toBeGreaterThan(2);
});

it('every picture is small enough to be there at once, and a WebP', () => {
  for (const path of shown) {
    expect(statSync(join(root, path)).size, path).toBeLessThan(150_000);
    expect(readFileSync(join(root, path)).subarray(8, 12).toString(), path).toBe('WEBP');
  }
});

it('every picture is described for those who do not see it', () => {
  const images = readme.match(/<img\b[^>]*>/g) ?? [];
  expect(images.length).toBeGreaterThan(2);
  for (const image of images) expect(/\balt="([^"]*)"/.exec(image)?.[1]?.length ?? 0, image).toBeGreaterThan(40);
});
