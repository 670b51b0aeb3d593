/**
 * What can be seen of files that are pictures: drawn on a canvas, so that nothing of what others sent stands in the page but pixels, and no
 * policy of the page has to allow it. Only what says that it is a picture, is one by its first bytes, and is not too large; one at a time.
 */
import type { FileTransfer } from '../call/events.ts';
import { HEADER_BYTES, readImageHeader } from './image-header.ts';

/** Larger files are not looked into, in bytes. */
const MAX_PICTURE_BYTES = 32 * 1024 ** 2;

/** More are not decoded: 4 bytes each, while it is drawn. */
const MAX_PIXELS = 50_000_000;

/** The longer side of what is shown in the conversation, in pixels. */
const PREVIEW_PIXELS = 640;

/** What a picture may say that it is. Not what is believed: that are the bytes. */
const TYPES = /^image\/(?:png|jpe?g|gif|webp|avif)$/;

/** @returns the file where there may be something to see; null otherwise. */
export function pictureIn({ type, size, state, direction, file }: FileTransfer): File | null {
  const isHere = direction === 'send' || state === 'done';
  return isHere && file !== undefined && size > 0 && size <= MAX_PICTURE_BYTES && TYPES.test(type) ? file : null;
}

/** @param maxPixels the longer side at most. @returns null where it is no picture, or one that is too large. */
async function drawn(file: File, maxPixels: number): Promise<HTMLCanvasElement | null> {
  const header = readImageHeader(await file.slice(0, HEADER_BYTES).arrayBuffer());
  if (header === null || header.width * header.height > MAX_PIXELS) return null;
  const bitmap = await createImageBitmap(file.slice(0, file.size, header.type));
  const scale = Math.min(1, maxPixels / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  }
  bitmap.close();
  return context && canvas;
}

export class FilePictures {
  readonly #onchange: () => void;
  readonly #previews = new Map<string, HTMLCanvasElement | null>();
  /** One after the other: each takes memory while it is drawn. */
  #drawing: Promise<unknown> = Promise.resolve();

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  /** A small one of this file, by its id; null until it is drawn, and where there is none. */
  previewOf(fileId: string, transfer: FileTransfer): HTMLCanvasElement | null {
    const file = pictureIn(transfer);
    if (file === null) return null;
    const known = this.#previews.get(fileId);
    if (known !== undefined) return known;
    this.#previews.set(fileId, null);
    void this.draw(file, PREVIEW_PIXELS).then((canvas) => {
      // Forgotten meanwhile.
      if (canvas === null || !this.#previews.has(fileId)) return;
      canvas.ariaHidden = 'true';
      this.#previews.set(fileId, canvas);
      this.#onchange();
    });
    return null;
  }

  /** What cannot be decoded is no picture. Never rejects. */
  draw(file: File, maxPixels: number): Promise<HTMLCanvasElement | null> {
    const drawing = this.#drawing.then(() => drawn(file, maxPixels)).catch(() => null);
    this.#drawing = drawing;
    return drawing;
  }

  /** Forgets all but these files. */
  keep(fileIds: ReadonlySet<string>): void {
    for (const fileId of this.#previews.keys()) if (!fileIds.has(fileId)) this.#previews.delete(fileId);
  }
}
