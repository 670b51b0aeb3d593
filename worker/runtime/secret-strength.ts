/**
 * Whether a secret of the configuration is one. Tells what is wrong with it without ever repeating it. Only what a person could have
 * typed, copied or forgotten is found: randomness itself cannot be seen.
 */

/** As many as a SHA-256 key has; fewer only help who guesses. @see https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
const MIN_SECRET_BYTES = 32;

/** 32 random hexadecimal digits have 14 different ones on average, and fewer than 8 once in a million. */
const MIN_DIFFERENT_BYTES = 8;

/** Of manuals, and of people who mean to put a secret there later. */
const PLACEHOLDERS =
  /change.?me|replace.?me|your.?key|secret|example|default|passwor[dt]|p2p.?call|0123456789|abcdefghij/i;

function isRepeated(bytes: Uint8Array): boolean {
  for (let period = 1; period <= bytes.length / 2; period++) {
    if (bytes.every((byte, i) => byte === bytes[i % period])) return true;
  }
  return false;
}

/** 0, 1, 2, ..., as tests and manuals have it. */
function isSequence([first = 0, second = 0, ...rest]: Uint8Array): boolean {
  const step = second - first;
  return rest.every((byte, i) => byte === ((second + step * (i + 1)) & 255));
}

function canBeGuessed(bytes: Uint8Array): boolean {
  if (new Set(bytes).size < MIN_DIFFERENT_BYTES || isRepeated(bytes) || isSequence(bytes)) return true;
  // Random bytes are no text; where they are, a person may have written it.
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText && PLACEHOLDERS.test(String.fromCharCode(...bytes));
}

/** @param secret as bytes, which settings hold as base64, or as a text that is used as it is.
 *  @param minBytes where a specification allows fewer than 32.
 *  @returns what is wrong, to be put after the setting's name; null when it is strong. */
export function weaknessOf(secret: string | Uint8Array, minBytes = MIN_SECRET_BYTES): string | null {
  const [bytes, unit, form] =
    typeof secret === 'string' ? [new TextEncoder().encode(secret), 'characters', 'hex'] : [secret, 'bytes', 'base64'];
  const howTo = `openssl rand -${form} 32`;
  if (bytes.length < minBytes) return `must have at least ${minBytes} ${unit}: ${howTo}.`;
  return canBeGuessed(bytes) ? `can be guessed; make a random one: ${howTo}.` : null;
}
