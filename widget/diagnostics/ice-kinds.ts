/** Which ways to a relay a list of ICE servers offers. Knows urls, no network. */

export type TurnKind = 'udp' | 'tcp' | 'tls';

/** More servers of a kind would tell no more, and browsers warn of five. */
const MOST_URLS = 2;

/** @returns null for what is no TURN url, and for DTLS, which no browser speaks. @see https://www.rfc-editor.org/rfc/rfc7065 */
function turnKindOf(url: string): TurnKind | null {
  const [, scheme, transport] = /^(turns?):[^?]+(?:\?transport=(\w+))?/i.exec(url) ?? [];
  if (scheme === undefined) return null;
  if (scheme.toLowerCase() === 'turns') return transport?.toLowerCase() === 'udp' ? null : 'tls';
  return transport?.toLowerCase() === 'tcp' ? 'tcp' : 'udp';
}

function only(servers: readonly RTCIceServer[], isWanted: (url: string) => boolean): RTCIceServer[] {
  let leftCount = MOST_URLS;
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter(isWanted).slice(0, leftCount);
    leftCount -= urls.length;
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

/** Two urls at most; none where this kind is not offered. */
export function turnServersOf(servers: readonly RTCIceServer[], kind: TurnKind): RTCIceServer[] {
  return only(servers, (url) => turnKindOf(url) === kind);
}

/** Two urls at most. */
export function stunServersOf(servers: readonly RTCIceServer[]): RTCIceServer[] {
  return only(servers, (url) => /^stun:/i.test(url)).map(({ urls }) => ({ urls }));
}

export function hasTurn(servers: readonly RTCIceServer[]): boolean {
  return servers.some(({ urls }) => [urls].flat().some((url) => turnKindOf(url) !== null));
}
