/**
 * What a socket offers with its request: the version of the wire, what lets the page in, and its `hello`, so that the answer to it comes
 * with the answer to the request. Knows nothing of what a hello says.
 */
import { HELLO_SUBPROTOCOL, HELLO_SUBPROTOCOL_PREFIX, MAX_CARRIED_HELLO_LENGTH, SUBPROTOCOL } from '#protocol';
import { hexOf } from './incarnation.ts';

/** @param hello as JSON, '' for none; one that is too long for a header is left out. In hexadecimal, because JSON is no token of HTTP.
 *  @param credential a subprotocol; '' for none.
 *  @see https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
export function subprotocolsOf(hello: string, credential: string): string[] {
  const carried = hexOf(new TextEncoder().encode(hello));
  const offers = [SUBPROTOCOL];
  if (credential !== '') offers.push(credential);
  if (hello !== '' && carried.length <= MAX_CARRIED_HELLO_LENGTH)
    offers.unshift(HELLO_SUBPROTOCOL, HELLO_SUBPROTOCOL_PREFIX + carried);
  return offers;
}
