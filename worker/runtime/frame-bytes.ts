/** How large a frame is on the wire. Knows nothing of what it says. */
import { MAX_FRAME_BYTES, utf8Length } from '#protocol';

const encoder = new TextEncoder();
const scratch = new Uint8Array(MAX_FRAME_BYTES);

/** Bytes of `text` in UTF-8. To encode a description of 3 kB takes the runtime a tenth of the time in which its characters are looked at. */
export function frameBytes(text: string): number {
  const { read, written } = encoder.encodeInto(text, scratch);
  return read === text.length ? written : utf8Length(text);
}
