/** The ICE servers where nobody has set any, and where there need be none. For the Worker, and for pages that meet without one. */
import type { IceServer } from './values.ts';

/** Tells a page its own public address. Cloudflare runs it for anyone, without an account. */
export const DEFAULT_ICE_SERVERS: readonly IceServer[] = [{ urls: ['stun:stun.cloudflare.com:3478'] }];

/** Names of this very machine. */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @param hostname as in `URL.hostname`. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}
