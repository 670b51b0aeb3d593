import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameParts } from '../../../widget/elements/file-name-parts.ts';
import { seedFromEnvironment } from '../../support/random.ts';

it.each([
  ['report.pdf', 'report', '.pdf'],
  ['invoice.pdf.exe', 'invoice.pdf', '.exe'],
  ['archive.tar.gz', 'archive.tar', '.gz'],
  ['no extension', 'no extension', ''],
  ['.profile', '.profile', ''],
  ['', '', ''],
  ['Dear all. This is what I think of it', 'Dear all. This is what I think of it', ''],
])('of %j the extension stays', (name, stem, extension) => {
  expect(fileNameParts(name)).toEqual([stem, extension]);
});

const seed = seedFromEnvironment();
it(`shows the whole name whatever it is (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(fileNameParts(name).join('')).toBe(name);
    }),
    { seed },
  );
});
