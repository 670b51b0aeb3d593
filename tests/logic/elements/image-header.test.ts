/** Pictures by their first bytes; those of real encoders are in tests/browser/elements/files.test.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../widget/elements/image-header.ts';
import { seedFromEnvironment } from '../../support/random.ts';

type Piece = string | readonly number[];

/** Texts by their code units, numbers as bytes. */
function bytesOf(...pieces: readonly Piece[]): ArrayBuffer {
  const bytes = pieces.flatMap((piece) =>
    typeof piece === 'string' ? Array.from(piece, (character) => character.charCodeAt(0)) : [...piece],
  );
  return new Uint8Array(bytes).buffer;
}

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 65_535)];
const little = (bytes: readonly number[]): number[] => bytes.toReversed();
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const PNG = bytesOf('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(640), u32(480));
const APP1 = [0xff, 0xe1, ...u16(2 + 30)];
const SMALL_ONE_INSIDE = [0xff, 0xd8, 0xff, 0xc0, ...u16(17), 8, ...u16(60), ...u16(80), ...zeros(19)];
const FRAME = [0xff, 0xc2, ...u16(17), 8, ...u16(480), ...u16(640)];
const JPEG = bytesOf([0xff, 0xd8], APP1, SMALL_ONE_INSIDE, [0xff, 0xff, 0xdb, ...u16(4), 0, 0], FRAME);
const riff = (...chunk: Piece[]): ArrayBuffer => bytesOf('RIFF', zeros(4), 'WEBP', ...chunk);
const ispe = (width: number, height: number): Piece[] => [u32(20), 'ispe', zeros(4), u32(width), u32(height)];
const avif = (...boxes: Piece[]): ArrayBuffer => bytesOf(u32(16), 'ftyp', 'avif', zeros(4), ...boxes);

describe('a picture', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', JPEG],
    ['image/gif', bytesOf('GIF89a', little(u16(640)), little(u16(480)))],
    ['image/webp', riff('VP8X', zeros(8), little(u32(639)).slice(0, 3), little(u32(479)).slice(0, 3))],
    ['image/webp', riff('VP8L', zeros(4), [0x2f], little(u32(639 | (479 << 14))))],
    ['image/webp', riff('VP8 ', zeros(10), little(u16(640)), little(u16(480)))],
    ['image/avif', avif('meta', ...ispe(80, 60), ...ispe(640, 480), ...ispe(1, 1))],
  ] as const)('%s is known by its bytes, with its size', (type, bytes) => {
    expect(readImageHeader(bytes)).toEqual({ type, width: 640, height: 480 });
  });

  it('has the size of the large one, however small the one inside is', () => {
    expect(readImageHeader(avif(...ispe(60_000, 60_000), ...ispe(2, 2)))).toMatchObject({ width: 60_000 });
  });
});

describe('what is no picture', () => {
  it.each([
    ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="p2pHit()"/>')],
    ['SVG with a declaration', bytesOf('<?xml version="1.0"?><svg/>')],
    ['HTML', bytesOf('<!doctype html><script>p2pHit()</script>')],
    ['nothing', bytesOf('')],
    ['a PNG that ends early', PNG.slice(0, 20)],
    ['a PNG without a header', bytesOf('\x89PNG\r\n\x1a\n', u32(13), 'IDAT', u32(640), u32(480))],
    ['a PNG of no size', bytesOf('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(0), u32(480))],
    ['a JPEG that ends early', JPEG.slice(0, JPEG.byteLength - 1)],
    ['a JPEG whose pixels come before its size', bytesOf([0xff, 0xd8, 0xff, 0xda, 0, 2], FRAME)],
    ['a JPEG with lengths of nothing', bytesOf([0xff, 0xd8], ...Array.from({ length: 99 }, () => [0xff, 0xe0, 0, 0]))],
    ['a film', bytesOf(u32(16), 'ftyp', 'isom', zeros(4), ...ispe(640, 480))],
    ['an AVIF without a size', avif('meta')],
    ['a WebP of another kind', riff('VP9 ', zeros(20))],
    ['a PDF', bytesOf('%PDF-1.7')],
  ])('%s', (_, bytes) => {
    expect(readImageHeader(bytes)).toBeNull();
  });

  const seed = seedFromEnvironment();
  it(`never throws and always ends, whatever the bytes are (seed ${seed})`, () => {
    const start = fc.constantFrom(...[PNG, JPEG, avif(...ispe(1, 1)), bytesOf('RIFF'), bytesOf('')]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.nat(40), (bytes, noise, at) => {
        const mutated = new Uint8Array(Math.max(bytes.byteLength, at + noise.length));
        mutated.set(new Uint8Array(bytes));
        mutated.set(noise, at);
        const found = readImageHeader(mutated.buffer);
        if (found !== null) expect(Math.min(found.width, found.height)).toBeGreaterThan(0);
      }),
      { seed, numRuns: 500 },
    );
  });
});
