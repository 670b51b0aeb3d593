/**
 * What a chat message is: plain text within a size, cleaned, never HTML. Must not know how it travels nor how it is shown.
 */
import { CallError } from '../call/call-error.ts';
import {
  type Guard,
  type Guarded,
  MAX_NAME_LENGTH,
  flag,
  integer,
  isLargerThan,
  orAbsent,
  shape,
  text,
  textLike,
} from '#protocol';
import { MAX_CHAT_BYTES } from './limits.ts';

export { linkify } from './linkify.ts';

/** C0 and C1 controls without tab and line feed: they have no look and can hide text in a terminal or a log. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The latest time that a date can hold, in ms since the epoch; a later one throws where it is shown.
 *  @see https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MAX_TIME_MS = 8.64e15;

/** Text as it is sent and shown: line ends are line feeds, control characters are gone. */
function cleanChatText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '');
}

const isFitting: Guard<string> = (value): value is string =>
  typeof value === 'string' && cleanChatText(value) !== '' && !isLargerThan(value, MAX_CHAT_BYTES);

/** One chat message on the wire. */
const isChat = shape({
  id: textLike(/^[A-Za-z0-9_-]{1,64}$/),
  /** 1 byte to 8 KiB. */
  text: isFitting,
  /** When it was sent, in ms since the epoch by the sender's clock. */
  at: integer(0, MAX_TIME_MS),
  /** The sender's name when it was sent. */
  name: orAbsent(text(MAX_NAME_LENGTH)),
  /** It is for the one who gets it, and for nobody else. */
  private: orAbsent(flag),
});
export type ChatBody = Guarded<typeof isChat>;

/** @returns the message with its text cleaned and nothing that does not belong to it, or null where `value` is none. */
export function decodeChat(value: unknown): ChatBody | null {
  if (!isChat(value)) return null;
  const { id, text: raw, at, name, private: isPrivate } = value;
  const body = { id, text: cleanChatText(raw), at, ...(name !== undefined && { name }) };
  return isPrivate ? { ...body, private: true } : body;
}

/** Checks and cleans what a person typed, for {@link ChatBody}.
 *  @throws CallError `message-too-large` above 8 KiB of UTF-8, `bad-message` where nothing is left to send. */
export function checkedChatText(text: string): string {
  const cleaned = cleanChatText(text);
  if (isLargerThan(cleaned, MAX_CHAT_BYTES)) throw new CallError('message-too-large');
  if (cleaned.trim() === '') throw new CallError('bad-message');
  return cleaned;
}
