/**
 * The short form of a relay: a line that says for whom or from whom, and after it the payload, which the server hands on unread. Used
 * only between ends that both name {@link RELAY_LINES} in their `caps`. Knows no other message, and nothing of what a payload says.
 */
import { isPlain, isTooComplex } from './strict-json.ts';
import { type Incarnation, type PeerId, isPeerId } from './values.ts';

/** The feature, in the `caps` of `hello` and of `welcome`. */
export const RELAY_LINES = 'lines';

/** No JSON begins like this. */
const BEGIN = 'relay ';

/** What a page says in this form. */
export interface RelayLine {
  readonly type: 'relay-line';
  readonly to: PeerId;
  /** The payload as it came: what is JSON, and what is not, only the receiver finds out. */
  readonly text: string;
}

export function isRelayLine(frame: string): boolean {
  return frame.startsWith(BEGIN);
}

/** From a page. */
export function relayLineTo(to: PeerId, text: string): string {
  return `${BEGIN}${to}\n${text}`;
}

/** How much of a frame {@link relayLineTo} is not the payload, in bytes. */
export function relayHeadBytes(to: PeerId): number {
  return BEGIN.length + to.length + 1;
}

/** From the server. Neither id can hold a space or the end of a line, so that nothing in `text` is ever read as part of the line. */
export function relayLineFrom(from: PeerId, inc: Incarnation, text: string): string {
  return `${BEGIN}${from} ${inc}\n${text}`;
}

/** @param frame that {@link isRelayLine} is true of. @returns null where its line names nobody who could be in a room. */
export function readRelayLine(frame: string): RelayLine | null {
  const end = frame.indexOf('\n', BEGIN.length);
  const to = frame.slice(BEGIN.length, Math.max(0, end));
  return isPeerId(to) ? { type: 'relay-line', to, text: frame.slice(end + 1) } : null;
}

/** What a frame of the server says as JSON; a line as the relay that it stands for. What a payload says is read by itself, and by nobody before.
 *  @throws SyntaxError where that is no JSON. */
export function readServerFrame(frame: string): unknown {
  const [, from, inc, text] = /^relay (\S+) (\S+)\n([^]*)/.exec(frame) ?? [];
  return text === undefined ? JSON.parse(frame) : { type: 'relay', from, inc, payload: JSON.parse(text) };
}

/** The payload of a line, for a receiver that knows only the long form: held to what a payload must be there. @returns null where it is not. */
export function payloadOf({ text }: RelayLine): { readonly payload: unknown } | null {
  // The object that would be around it is a level and two values more.
  if (isTooComplex(`{"payload":${text}}`)) return null;
  try {
    const payload: unknown = JSON.parse(text);
    return isPlain(payload) ? { payload } : null;
  } catch {
    return null;
  }
}
