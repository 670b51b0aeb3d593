/**
 * WebSocket close codes of the signaling socket, and what a client does about each. The only place that names a code.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4
 */
export const CLOSE_CODES = {
  /** A clean leave. */
  normal: 1000,
  /** The frame was no valid message. */
  badFrame: 4400,
  /** The token is missing, wrong or expired; one fresh token is tried. */
  tokenInvalid: 4401,
  /** Not allowed here (origin, role). */
  forbidden: 4403,
  /** No such room, or the name is not a room name. */
  noRoom: 4404,
  /** No `hello` in time. */
  helloTimeout: 4408,
  /** The same session came back on another socket. */
  replaced: 4409,
  /** Removed by a host, or the call was ended for all. */
  kicked: 4410,
  /** The frame was larger than the limit. */
  tooLarge: 4413,
  /** The room is locked, or a host denied the entry. */
  locked: 4423,
  /** The server does not speak this version. */
  version: 4426,
  /** Too many messages. */
  rateLimited: 4429,
  /** The client did not read what it was sent. */
  slowConsumer: 4431,
  /** No free seat; the person may try again. */
  roomFull: 4453,
  /** The server is about to restart. */
  draining: 4503,
} as const;

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES];

/** Codes after which the same attempt cannot succeed: the client stops and shows why. */
const FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE_CODES.badFrame,
  CLOSE_CODES.forbidden,
  CLOSE_CODES.noRoom,
  CLOSE_CODES.replaced,
  CLOSE_CODES.kicked,
  CLOSE_CODES.tooLarge,
  CLOSE_CODES.locked,
  CLOSE_CODES.version,
  CLOSE_CODES.roomFull,
]);

/** Whether a client must not connect again by itself after this close code. */
export function isFinalCloseCode(code: number): boolean {
  return FINAL_CODES.has(code);
}

/** What a browser closes with when a page goes away, whether or not the page could say `bye`: Firefox closes the sockets of a page
 *  before it tells the page that it is left. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const GOING_AWAY = 1001;

/** Codes that a runtime reports without a Close frame having been received; they must never be sent.
 *  @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const RESERVED_CODES: ReadonlySet<number> = new Set([1005, 1006, 1015]);

/** The code to answer a received close with: a reserved code becomes 1000, everything else is echoed. */
export function echoableCloseCode(code: number): number {
  return RESERVED_CODES.has(code) ? CLOSE_CODES.normal : code;
}
