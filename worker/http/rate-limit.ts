/**
 * How often one address may ask for sockets, before a room is woken. A brake, not a quota: the counters are kept for each
 * Cloudflare location and are not exact. Addresses are keys of these counters and go nowhere else.
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';

type RateEnv = Pick<Env, 'REQUESTS_PER_ADDRESS' | 'REQUESTS_PER_ADDRESS_AND_ROOM'>;

/** The period of the counters in wrangler.toml, in s: nobody need wait for longer. */
export const RETRY_AFTER_SECONDS = 10;

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 address, which is what one customer has.
 *  @see https://www.rfc-editor.org/rfc/rfc6177 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/**
 * Counts one request.
 * @param address `CF-Connecting-IP`, which Cloudflare sets. Nobody comes from Cloudflare without one or from this machine itself:
 * those are developers and tests, and are not counted.
 * @returns whether it is one of few enough.
 */
export async function isWithinRate(env: RateEnv, address: string | undefined, room: string): Promise<boolean> {
  if (address === undefined || address === '' || isLoopback(address)) return true;
  const network = networkOf(address);
  try {
    const byAddress = await env.REQUESTS_PER_ADDRESS?.limit({ key: network });
    if (byAddress?.success === false) return false;
    const byRoom = await env.REQUESTS_PER_ADDRESS_AND_ROOM?.limit({ key: `${network} ${room}` });
    return byRoom?.success !== false;
  } catch {
    log({ event: 'rate-limit-failed' }, 'error');
    return true;
  }
}
