/** Whether a secret of the configuration is one. Tells what is wrong with it without ever repeating it. */
import { utf8Length } from '#protocol';

/** As many as a SHA-256 key has; fewer only help who guesses. @see https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
const MIN_SECRET_BYTES = 32;

/** 32 random hexadecimal digits have 14 different ones on average, and fewer than 8 once in a million. */
const MIN_DIFFERENT_CHARACTERS = 8;

const PLACEHOLDERS = /change.?me|replace.?me|your.?secret|secret.?key|example|password|0123456789|abcdefghij/i;

/** @returns what is wrong, to be put after the setting's name; null when it is strong. */
export function weaknessOf(secret: string): string | null {
  if (utf8Length(secret) < MIN_SECRET_BYTES)
    return `must have at least ${MIN_SECRET_BYTES} bytes: openssl rand -hex 32.`;
  if (new Set(secret).size < MIN_DIFFERENT_CHARACTERS || PLACEHOLDERS.test(secret))
    return 'can be guessed; make a random one: openssl rand -hex 32.';
  return null;
}
