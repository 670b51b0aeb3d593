/** The last events of the preview, as lines. Knows no page. */

export interface Logged {
  readonly id: number;
  readonly time: string;
  readonly name: string;
  /** The detail, as far as it can be written. */
  readonly detail: string;
}

const MAX_LINES = 60;
const MAX_LENGTH = 240;

function written(key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  // Tracks, files and the like have no fields of their own.
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(Object(value)) === Object.prototype;
  return typeof value === 'object' && value !== null && key !== '' && !isPlain ? `[${value.constructor.name}]` : value;
}

/** Of a detail on one line. */
export function detailText(detail: unknown): string {
  const text = detail === null || detail === undefined ? '' : (JSON.stringify(detail, written) ?? '');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** With one more, the newest first. */
export function withEvent(log: readonly Logged[], { type, detail }: CustomEvent, now: Date): readonly Logged[] {
  const line = {
    id: (log[0]?.id ?? 0) + 1,
    time: now.toLocaleTimeString('en-GB'),
    name: type,
    detail: detailText(detail),
  };
  return [line, ...log].slice(0, MAX_LINES);
}
