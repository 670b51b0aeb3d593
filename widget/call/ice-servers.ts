/** From the wire's ICE servers to what the browser takes. */
import type { IceServer } from '#protocol';

/** Browsers refuse a whole configuration for one bad url, and block port 53: such urls are left out. */
function isUsable(url: string): boolean {
  return /^(stun|turn|turns):[^\s]+$/.test(url) && !/:53(\?|$)/.test(url);
}

export function toRtcIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  return servers.flatMap(({ urls, username, credential }) => {
    const usable = [urls].flat().filter(isUsable);
    // A TURN url without credentials makes the constructor of RTCPeerConnection throw.
    if (username === undefined || credential === undefined) {
      const open = usable.filter((url) => url.startsWith('stun:'));
      return open.length > 0 ? [{ urls: open }] : [];
    }
    return usable.length > 0 ? [{ urls: usable, username, credential }] : [];
  });
}
