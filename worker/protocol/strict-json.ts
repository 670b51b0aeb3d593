/**
 * What a frame must be as JSON before any schema looks at it: not deep, not of a thousand parts, without keys that pollute whoever
 * copies them, and with numbers that can be written out again. Knows no message.
 */
import { MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string ends that begins at `start`: the next quote behind an even number of backslashes; the end of an unfinished one. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

/** Whether brackets outside of strings nest deeper than {@link MAX_JSON_DEPTH}, or there are more values than {@link MAX_JSON_VALUES};
 *  looks at the text, so that nothing large is ever built. An empty list or object counts for two. */
export function isTooComplex(text: string): boolean {
  let depth = 0;
  let valueCount = 1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A description is one long string: to walk through it took longer than to parse it.
    if (unit === QUOTE) i = endOfString(text, i);
    else if (unit === 0x2c) valueCount += 1;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      valueCount += 1;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
    if (depth > MAX_JSON_DEPTH || valueCount > MAX_JSON_VALUES) return true;
  }
  return false;
}

/** `Object.assign({}, JSON.parse('{"__proto__": ...}'))` changes the prototype of the copy. */
const POLLUTING_KEYS: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** Whether a parsed value means the same wherever it is copied and however it is written out again: no polluting keys, and no
 *  number that JSON can write and no double holds (`1e999` would arrive as `null`). Not for what {@link isTooComplex}. */
export function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.entries(value).every(([key, it]) => !POLLUTING_KEYS.has(key) && isPlain(it));
}
