/**
 * What one page tells another of what was said before that one came: which messages, in which form, and what of it is taken. The
 * format is described in README.md here. Must not know who is asked, nor how it is shown.
 */
import { type PeerId, shape, textLike, utf8Length } from '#protocol';
import { type ChatBody, decodeChat } from './chat.ts';

/** Most messages that are passed on; the newest count. */
export const MAX_HISTORY_COUNT = 200;

/** Most bytes of JSON that they take, so that they are one frame towards any browser. */
export const MAX_HISTORY_BYTES = 62 * 1024;

/** One message that was said before, with its sender. */
export interface HistoryEntry extends ChatBody {
  readonly from: PeerId;
}

/** On the wire: `ask` asks, a list answers. */
export interface HistoryFrame {
  readonly history: 'ask' | readonly HistoryEntry[];
}

function lastWithin<Item>(items: readonly Item[], measure: (item: Item) => number): readonly Item[] {
  let bytes = 0;
  let start = items.length;
  while (start > 0 && items.length - start < MAX_HISTORY_COUNT) {
    const item = items[start - 1];
    bytes += item === undefined ? 0 : measure(item);
    if (bytes > MAX_HISTORY_BYTES) break;
    start -= 1;
  }
  return items.slice(start);
}

/** @param entries oldest first. @returns the newest of them that may be passed on. */
export function historyOf(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return lastWithin(entries, (entry) => utf8Length(JSON.stringify(entry)) + 1);
}

/** A peer id, as the server makes them. */
const hasSender = shape({ from: textLike<PeerId>(/^[A-Za-z0-9_-]{1,32}$/) });

function decodeEntry(value: unknown): HistoryEntry | null {
  const body = decodeChat(value);
  return body === null || body.private === true || !hasSender(value) ? null : { ...body, from: value.from };
}

/** @returns the messages of an answer by their time, without those that are none, within the same limits; null for anything
 *  but an answer. */
export function decodeHistory(value: unknown): readonly HistoryEntry[] | null {
  if (!Array.isArray(value)) return null;
  const entries = value.slice(-MAX_HISTORY_COUNT).map(decodeEntry);
  const known = entries.filter((entry) => entry !== null);
  return [...lastWithin(known, ({ text }) => utf8Length(text))].sort((a, b) => a.at - b.at);
}
