/**
 * What stands between a host and the public segment: a plain router, a NAT, a firewall. Writes nftables rules; knows no
 * browser and no fault in time.
 * @see https://www.rfc-editor.org/rfc/rfc4787 for the kinds of NAT
 */
import { UPLINKS, privateSubnet, publicAddress } from './addresses.ts';
import type { HostName } from './addresses.ts';
import { run } from './command.ts';

/**
 * How a host's packets get out.
 * - `routed`: its private address is reachable for everyone, as on one office network
 * - `nat`: keeps the port where it can, lets in only what answers (port-restricted); two of them can be punched through
 * - `symmetric-nat`: another random port for every destination; two of them need a relay
 */
export type Translation = 'routed' | 'nat' | 'symmetric-nat';

/**
 * What a firewall on the way takes away.
 * - `udp-dropped`: silently; `udp-rejected`: with an ICMP error, which sockets see at once
 * - `tcp-443-only`: everything but TCP to port 443, silently
 */
export type Firewall = 'none' | 'udp-dropped' | 'udp-rejected' | 'tcp-443-only';

export interface Access {
  readonly translation: Translation;
  readonly firewall: Firewall;
  /** Whether the NAT uses the public address of the other uplink. */
  readonly isRebound?: boolean;
}

export const DEFAULT_ACCESS: Access = { translation: 'nat', firewall: 'none' };

/** The name of the router's interface on the public segment. */
export const WAN = 'wan';

const FIREWALL_RULES: Readonly<Record<Firewall, readonly string[]>> = {
  none: [],
  'udp-dropped': ['meta l4proto udp drop'],
  'udp-rejected': ['meta l4proto udp reject with icmp type admin-prohibited'],
  'tcp-443-only': [`iifname != "${WAN}" tcp dport != 443 drop`, `meta l4proto != tcp drop`],
};

function translationRules(host: HostName, { translation, isRebound = false }: Access): string[] {
  if (translation === 'routed') return [];
  const ports = translation === 'symmetric-nat' ? ' fully-random' : '';
  return UPLINKS.map(
    (uplink, index) =>
      `oifname "${WAN}" ip saddr ${privateSubnet(host, uplink)} snat to ${publicAddress(host, isRebound ? (UPLINKS[1 - index] ?? uplink) : uplink)}${ports}`,
  );
}

function forwardRules({ translation, firewall }: Access): string[] {
  const inbound = translation === 'routed' ? 'accept' : 'ct state established,related accept';
  return [...FIREWALL_RULES[firewall], `iifname != "${WAN}" accept`, inbound];
}

/** The complete rules of a router. */
export function accessRules(host: HostName, access: Access): string {
  // Without the input chain the kernel would remember a peer's first packet, which comes too early, as a connection to the
  // router itself, and would then have to give the host another port: two NATs could never be punched through.
  return `
flush ruleset
table ip access {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ${translationRules(host, access).join('\n    ')}
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ${forwardRules(access).join('\n    ')}
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iifname != "${WAN}" accept
    meta l4proto icmp accept
  }
}
`;
}

/** Puts rules in force in a router's namespace, all at once. */
export function applyRules(namespace: string, rules: string): void {
  run('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], rules);
}
