/**
 * What kind of picture bytes are, and how large it is, by its first bytes: whoever sent them may say anything. Only kinds that hold nothing
 * but pixels: no SVG, which is a document. Must not know where the bytes come from.
 * @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */

export interface ImageHeader {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';
  /** In pixels, as stored: a picture may be turned when it is shown. */
  readonly width: number;
  readonly height: number;
}

/** How many bytes are enough: a photograph may have a small one of itself before its size. */
export const HEADER_BYTES = 256 * 1024;

type Reader = (bytes: DataView) => ImageHeader | null;

/** @returns null where it is none of these, or where its size is not to be found. */
export function readImageHeader(bytes: ArrayBuffer): ImageHeader | null {
  const view = new DataView(bytes);
  for (const read of [readPng, readJpeg, readGif, readWebp, readAvif]) {
    const found = within(read, view);
    if (found !== null) return found.width > 0 && found.height > 0 ? found : null;
  }
  return null;
}

/** Bytes that end too early are no picture. */
function within(read: Reader, view: DataView): ImageHeader | null {
  try {
    return read(view);
  } catch {
    return null;
  }
}

function textAt(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, i) => view.getUint8(at + i)));
}

/** @see https://www.w3.org/TR/png-3/#11IHDR */
function readPng(view: DataView): ImageHeader | null {
  if (textAt(view, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(view, 12, 4) !== 'IHDR') return null;
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf (B.2.2) */
function readJpeg(view: DataView): ImageHeader | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Filling.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // The pixels begin, or there is no length to skip.
    if (marker === 0xda || marker === 0xd9 || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) return null;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
}

/** @see https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
function readGif(view: DataView): ImageHeader | null {
  if (!['GIF87a', 'GIF89a'].includes(textAt(view, 0, 6))) return null;
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** @see https://www.rfc-editor.org/rfc/rfc9649 */
function readWebp(view: DataView): ImageHeader | null {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return null;
  const type = 'image/webp';
  switch (textAt(view, 12, 4)) {
    case 'VP8X':
      return { type, width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'VP8 ':
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    default:
      return null;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
}

/** The largest of the sizes that are named: there may be small pictures beside the one that is shown.
 *  @see https://aomediacodec.github.io/av1-avif/ and ISO/IEC 23008-12 (`ispe`) */
function readAvif(view: DataView): ImageHeader | null {
  if (textAt(view, 4, 4) !== 'ftyp' || !['avif', 'avis'].includes(textAt(view, 8, 4))) return null;
  let [width, height] = [0, 0];
  for (let at = 12; at + 16 <= view.byteLength; at += 1) {
    if (view.getUint32(at) !== 0x69_73_70_65) continue;
    width = Math.max(width, view.getUint32(at + 8));
    height = Math.max(height, view.getUint32(at + 12));
  }
  return { type: 'image/avif', width, height };
}
