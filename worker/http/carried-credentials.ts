/**
 * Where a request carries its token or its site key: a browser can set no header on a WebSocket, but it can offer subprotocols; every
 * other request has headers. Never an address: those end up in logs. A page's `hello` comes the same way. Knows nothing of what a
 * token or a hello says, or a key opens.
 */
import {
  HELLO_SUBPROTOCOL,
  HELLO_SUBPROTOCOL_PREFIX,
  MAX_CARRIED_HELLO_LENGTH,
  SITE_KEY_HEADER,
  SITE_KEY_SUBPROTOCOL_PREFIX,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '#protocol';

/** null: none. '': there is something, but not one of a kind, which is as bad as a wrong one. */
export interface Credentials {
  readonly token: string | null;
  readonly siteKey: string | null;
}

function offered(headers: Headers): string[] {
  return (headers.get('Sec-WebSocket-Protocol') ?? '').split(',').map((name) => name.trim());
}

/** Whether `name` is among the offered subprotocols. @see https://www.rfc-editor.org/rfc/rfc6455#section-11.3.4 */
export function offersSubprotocol(headers: Headers, name: string): boolean {
  return offered(headers).includes(name);
}

function single(names: readonly string[], prefix: string): string | null {
  const [first, ...more] = names.filter((name) => name.startsWith(prefix));
  return first === undefined ? null : more.length > 0 ? '' : first.slice(prefix.length);
}

/** Of a request for a WebSocket: the offers `p2pcall.token.{token}` and `p2pcall.key.{key}`. */
export function offeredCredentials(headers: Headers): Credentials {
  const names = offered(headers);
  return { token: single(names, TOKEN_SUBPROTOCOL_PREFIX), siteKey: single(names, SITE_KEY_SUBPROTOCOL_PREFIX) };
}

/** The `hello` that came with a request for a WebSocket, as it was encoded; null where there is none to take, and the page is to say it
 *  itself. What came as early data of TLS could be the repeat of somebody who listens.
 *  @see https://www.rfc-editor.org/rfc/rfc8470#section-5.1 */
export function offeredHello(headers: Headers): string | null {
  if (!offersSubprotocol(headers, HELLO_SUBPROTOCOL) || headers.get('Early-Data') === '1') return null;
  const hello = single(offered(headers), HELLO_SUBPROTOCOL_PREFIX);
  return hello === null || hello.length > MAX_CARRIED_HELLO_LENGTH ? null : hello;
}

/** The text after `Authorization: Bearer`; '' where there is none. @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function bearerToken(headers: Headers): string {
  return /^Bearer +(\S+) *$/i.exec(headers.get('Authorization') ?? '')?.[1] ?? '';
}

/** Of any other request: its headers. */
export function sentCredentials(headers: Headers): Credentials {
  return { token: headers.has('Authorization') ? bearerToken(headers) : null, siteKey: headers.get(SITE_KEY_HEADER) };
}
