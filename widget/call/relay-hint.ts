/**
 * What a developer is told where no way to somebody was found: whether a relay was missing, or there and no help. People get the
 * sentence of the code, in their language. Knows no call.
 */
import type { ErrorCode, IceServer } from '#protocol';

const SETTINGS = 'TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), or TURN_URLS and TURN_SECRET (coturn)';

function isRelay({ urls }: Pick<IceServer, 'urls'> | RTCIceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/i.test(url));
}

/** @param iceServers those in use. @param isOwn whether the page set them. @returns '' where a relay has no part in it. */
export function relayHint(code: ErrorCode, iceServers: readonly RTCIceServer[], isOwn: boolean): string {
  if (code === 'turn-unavailable')
    return `The TURN server refuses the credentials. ${isOwn ? 'Check the property iceServers.' : `Check ${SETTINGS}, of the call server.`}`;
  if (code !== 'ice-failed') return '';
  if (iceServers.some(isRelay))
    return 'There is a TURN server, and it did not help: it must be reachable from both networks, best also by turns: on port 443, and take the credentials.';
  if (isOwn)
    return 'There is no TURN server, without which some networks cannot connect: the property iceServers has no turn: url.';
  return `There is no TURN server, without which some networks cannot connect. Set ${SETTINGS}, of the call server; its /v1/health says what is missing.`;
}
