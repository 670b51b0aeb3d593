/**
 * How often one address may ask for sockets, before a room is woken, and try admin keys. A brake, not a quota: the counters are kept for each
 * Cloudflare location and are not exact. Addresses are keys of these counters and go nowhere else.
 * @see https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/
 */
import type { Env } from '../runtime/env.ts';
import { log } from '../runtime/log.ts';
import { problem } from './problem.ts';

type RateEnv = Pick<Env, 'REQUESTS_PER_ADDRESS' | 'REQUESTS_PER_ADDRESS_AND_ROOM'>;

/** The period of the counters in wrangler.toml, in s: nobody need wait for longer. */
const RETRY_AFTER_SECONDS = 10;

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

/** Who is counted together: an IPv4 address, or the /56 of an IPv6 address, which is what one customer has at least.
 *  @see https://www.rfc-editor.org/rfc/rfc6177 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const after = tail === undefined ? [] : tail.split(':').filter((group) => group !== '');
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return [...groups, ...after]
    .slice(0, 4)
    .map((group, index) => (Number.parseInt(group, 16) & (index === 3 ? 0xff00 : 0xffff)).toString(16))
    .join(':');
}

/** Null for those who are not counted: nobody comes from Cloudflare, which sets `CF-Connecting-IP`, without an address or from this
 *  machine itself. Those are developers and tests. */
export function countedNetwork(address: string | undefined): string | null {
  return address === undefined || address === '' || isLoopback(address) ? null : networkOf(address);
}

async function isWithin(limiter: RateLimit | undefined, key: string): Promise<boolean> {
  return (await limiter?.limit({ key }))?.success !== false;
}

/** Limiters that fail let everyone through. */
async function unlessBroken(check: () => Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    log({ event: 'rate-limit-failed' }, 'error');
    return true;
  }
}

/** Counts one request for a room.
 *  @param address `CF-Connecting-IP`.
 *  @returns whether it is one of few enough. */
export async function isWithinRate(env: RateEnv, address: string | undefined, room: string): Promise<boolean> {
  const network = countedNetwork(address);
  if (network === null) return true;
  return unlessBroken(
    async () =>
      (await isWithin(env.REQUESTS_PER_ADDRESS, network)) &&
      (await isWithin(env.REQUESTS_PER_ADDRESS_AND_ROOM, `${network} ${room}`)),
  );
}

/** Counts one try of an admin key, apart from the requests for rooms. */
export async function isWithinAdminRate(env: RateEnv, address: string | undefined): Promise<boolean> {
  const network = countedNetwork(address);
  return network === null || unlessBroken(() => isWithin(env.REQUESTS_PER_ADDRESS, `${network} admin`));
}

export function tooManyRequests(): Response {
  return problem(429, 'rate-limited', 'Too many requests from this address; try again later.', {
    'Retry-After': String(RETRY_AFTER_SECONDS),
  });
}
