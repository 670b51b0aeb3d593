import { describe, expect, it } from 'vitest';
import { durationBytes, withRoomForDuration } from '../../../widget/recording/webm-duration.ts';

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

const EBML =
  '1a 45 df a3 9f 42 86 81 01 42 f7 81 01 42 f2 81 04 42 f3 81 08 42 82 84 77 65 62 6d 42 87 81 04 42 85 81 02';
const SEGMENT = '18 53 80 67 01 ff ff ff ff ff ff ff';
const TRACKS = '16 54 ae 6b fd ae bd d7 81 01 73 c5 87 4e e8 0a 61 96 f1 d9 83 81 02 86 86 41 5f';
/** As Chromium 149 writes it: no length. */
const CHROMIUM = bytesOf(
  `${EBML} ${SEGMENT} 15 49 a9 66 99 2a d7 b1 83 0f 42 40 4d 80 86 43 68 72 6f 6d 65 57 41 86 43 68 72 6f 6d 65 ${TRACKS}`,
);
/** As Firefox 140 writes it: a length of nothing, and sizes of eight bytes. */
const FIREFOX = bytesOf(
  `${EBML} ${SEGMENT} 15 49 a9 66 01 00 00 00 00 00 00 49 2a d7 b1 83 0f 42 40 44 89 88 00 00 00 00 00 00 00 00 4d 80 98 51 54 ${TRACKS}`,
);

/** The elements in an Info, as `id: bytes`; sizes of one byte. */
function elementsOf(info: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at < info.length;) {
    const idLength = (info[at] ?? 0) >= 0x80 ? 1 : (info[at] ?? 0) >= 0x40 ? 2 : 3;
    const id = [...info.subarray(at, at + idLength)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const size = (info[at + idLength] ?? 0) - 0x80;
    found.set(id, info.subarray(at + idLength + 1, at + idLength + 1 + size));
    at += idLength + 1 + size;
  }
  return found;
}

describe('the length of a recording', () => {
  it('gets a place where there is none, and nothing else changes', () => {
    const { head, at } = withRoomForDuration(CHROMIUM);
    expect(head.length).toBe(CHROMIUM.length + 11);
    head.set(durationBytes(4_090), at ?? 0);
    const sizeAt = bytesOf(`${EBML} ${SEGMENT}`).length + 4;
    const end = sizeAt + 1 + (head[sizeAt] ?? 0) - 0x80;
    const elements = elementsOf(head.subarray(sizeAt + 1, end));
    expect([...elements.keys()].sort()).toEqual(['2ad7b1', '4489', '4d80', '5741']);
    const duration = elements.get('4489') ?? new Uint8Array();
    expect(new DataView(duration.buffer, duration.byteOffset, 8).getFloat64(0)).toBe(4_090);
    expect([...head.subarray(end)]).toEqual([...bytesOf(TRACKS)]);
  });

  it('has the place that is there', () => {
    const { head, at } = withRoomForDuration(FIREFOX);
    expect(head).toBe(FIREFOX);
    expect([...FIREFOX.subarray((at ?? 0) - 3, (at ?? 0) + 8)]).toEqual([0x44, 0x89, 0x88, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a piece of one', CHROMIUM.slice(0, 50)],
    ['MP4', new TextEncoder().encode('\0\0\0\u0018ftypmp42\0\0\0\0mp42isom')],
    ['an Info without room', Uint8Array.from([...CHROMIUM.slice(0, 52), 0x80 + 0x7c, ...CHROMIUM.slice(53)])],
  ])('has no place in %s, which stays as it is', (_, bytes) => {
    expect(withRoomForDuration(bytes)).toEqual({ head: bytes, at: null });
  });
});
