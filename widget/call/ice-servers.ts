/** From the wire's ICE servers to what the browser takes. */
import type { IceServer } from '#protocol';

/** Browsers refuse a whole configuration for one bad url, and block port 53: such urls are left out. */
function isUsable(url: string): boolean {
  return /^(stun|turn|turns):[^\s]+$/.test(url) && !/:53(\?|$)/.test(url);
}

export function toRtcIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  const usable: RTCIceServer[] = [];
  for (const { urls, username, credential } of servers) {
    const list = (typeof urls === 'string' ? [urls] : urls).filter(isUsable);
    // A TURN url without credentials makes the constructor of RTCPeerConnection throw.
    const allowed = username === undefined || credential === undefined ? list.filter((url) => url.startsWith('stun:')) : list;
    if (allowed.length === 0) continue;
    usable.push({
      urls: allowed,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    });
  }
  return usable;
}
