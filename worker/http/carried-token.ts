/**
 * Where a request carries its token: a browser can set no header on a WebSocket, but it can offer subprotocols; every other request
 * has the header that is made for it. Never an address: those end up in logs. Knows nothing of what a token says.
 */
import { TOKEN_SUBPROTOCOL_PREFIX } from '#protocol';

function offered(headers: Headers): string[] {
  return (headers.get('Sec-WebSocket-Protocol') ?? '').split(',').map((name) => name.trim());
}

/** Whether `name` is among the offered subprotocols. @see https://www.rfc-editor.org/rfc/rfc6455#section-11.3.4 */
export function offersSubprotocol(headers: Headers, name: string): boolean {
  return offered(headers).includes(name);
}

/** The token among the offered subprotocols, as `p2pcall.token.{token}`; '' where there is none or more than one. */
export function offeredToken(headers: Headers): string {
  const tokens = offered(headers).filter((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return tokens.length === 1 ? (tokens[0]?.slice(TOKEN_SUBPROTOCOL_PREFIX.length) ?? '') : '';
}

/** The text after `Authorization: Bearer`; '' where there is none. @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function bearerToken(headers: Headers): string {
  return /^Bearer +(\S+) *$/i.exec(headers.get('Authorization') ?? '')?.[1] ?? '';
}
