/**
 * What a chat message is: plain text within a size, cleaned, never HTML. Must not know how it travels nor how it is shown.
 */
import * as v from 'valibot';
import { CallError } from '../call/call-error.ts';
import { MAX_NAME_LENGTH, isLargerThan } from '#protocol';
import { MAX_CHAT_BYTES } from './limits.ts';

export { type TextPart, linkify } from './linkify.ts';

/** C0 and C1 controls without tab and line feed: they have no look and can hide text in a terminal or a log. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text as it is sent and shown: line ends are line feeds, control characters are gone. */
function cleanChatText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROLS, '');
}

const isFitting = (text: string): boolean => text.length > 0 && !isLargerThan(text, MAX_CHAT_BYTES);

/** One chat message on the wire. */
export const chatBody = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  text: v.pipe(v.string(), v.check(isFitting), v.transform(cleanChatText), v.minLength(1)),
  /** When it was sent, in ms since the epoch by the sender's clock. */
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** The sender's name when it was sent. */
  name: v.optional(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH))),
});
export type ChatBody = v.InferOutput<typeof chatBody>;

/** Checks and cleans what a person typed, for {@link ChatBody}.
 *  @throws CallError `message-too-large` above 8 KiB of UTF-8, `bad-message` where nothing is left to send. */
export function checkedChatText(text: string): string {
  const cleaned = cleanChatText(text);
  if (isLargerThan(cleaned, MAX_CHAT_BYTES)) throw new CallError('message-too-large');
  if (cleaned.trim() === '') throw new CallError('bad-message');
  return cleaned;
}
