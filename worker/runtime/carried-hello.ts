/**
 * The `hello` of a page that came with its request: how the Worker hands it on, and what it says. Knows neither the request nor the message.
 */
import { hexToBytes } from '@noble/hashes/utils.js';

/** Of a room and of a desk; as hexadecimal digits. */
const HELLO_HEADER = 'p2pcall-hello';

/** For the request to the object; null: the page says it itself. */
export function helloHeaders(hello: string | null): Record<string, string> {
  return hello === null ? {} : { [HELLO_HEADER]: hello };
}

/** What {@link helloHeaders} handed on. */
export function helloIn(headers: Headers): string | null {
  return headers.get(HELLO_HEADER);
}

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
