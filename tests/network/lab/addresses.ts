/**
 * The address plan of the lab: one public segment (TEST-NET-3, RFC 5737), behind it one access router per host with two
 * private networks, as behind a Wi-Fi router and behind a mobile carrier.
 */

/** The hosts on which browsers run. */
export const HOST_NAMES = ['a', 'b', 'c', 'd'] as const;
export type HostName = (typeof HOST_NAMES)[number];

/** The two ways from a host into the network. One at a time is up. */
export const UPLINKS = ['wifi', 'mobile'] as const;
export type Uplink = (typeof UPLINKS)[number];

export const PUBLIC_PREFIX_LENGTH = 24;
export const SIGNALING_ADDRESS = '203.0.113.10';
export const TURN_ADDRESS = '203.0.113.20';

/** The name of the relay, which only the hosts' own list of names knows: Firefox takes no address in a `turns:` url. */
export const TURN_HOST_NAME = 'turn.lab.test';

/** The signaling server listens here so that the network that lets only 443 through still reaches it. */
export const SIGNALING_PORT = 443;

function hostIndex(host: HostName): number {
  return HOST_NAMES.indexOf(host) + 1;
}

/** The private network of an uplink, without its last number: `10.1.0`. */
function privateNetwork(host: HostName, uplink: Uplink): string {
  return `10.${hostIndex(host)}.${UPLINKS.indexOf(uplink)}`;
}

export function privateSubnet(host: HostName, uplink: Uplink): string {
  return `${privateNetwork(host, uplink)}.0/24`;
}

/** Both private networks of a host. */
export function privateRange(host: HostName): string {
  return `10.${hostIndex(host)}.0.0/16`;
}

export function hostAddress(host: HostName, uplink: Uplink): string {
  return `${privateNetwork(host, uplink)}.2`;
}

export function gatewayAddress(host: HostName, uplink: Uplink): string {
  return `${privateNetwork(host, uplink)}.1`;
}

/** The public address behind which the NAT of an uplink hides its host. */
export function publicAddress(host: HostName, uplink: Uplink): string {
  return `203.0.113.${hostIndex(host) + (uplink === 'wifi' ? 100 : 200)}`;
}
