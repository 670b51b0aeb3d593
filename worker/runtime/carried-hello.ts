/**
 * The `hello` of a page that came with its request: how the Worker hands it on, and what it says. Knows neither the request nor the message.
 */
import { hexToBytes } from '@noble/hashes/utils.js';

/** Of a room and of a desk; as hexadecimal digits. */
export const HELLO_HEADER = 'p2pcall-hello';

/** As strict as a WebSocket is with its texts. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns the frame that it would have been; '', which is none, where the digits are no text. */
export function frameOf(carried: string): string {
  try {
    return UTF8.decode(hexToBytes(carried));
  } catch {
    return '';
  }
}
