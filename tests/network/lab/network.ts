/**
 * The topology of the lab as code: namespaces, the wires between them, and who is reachable how.
 *
 *     host a -- wire (emulator) -- router a --+                +-- signaling 203.0.113.10
 *     host b -- wire (emulator) -- router b --+-- public LAN --+
 *     ...                                                      +-- turn      203.0.113.20
 *
 * Every host has two wires, `wifi` and `mobile`, with a private network and a public address each. Knows no browser, no call.
 */
import { DEFAULT_ACCESS, WAN, accessRules, applyRules } from './access-router.ts';
import type { Access } from './access-router.ts';
import * as plan from './addresses.ts';
import type { HostName, Uplink } from './addresses.ts';
import { ipBatch } from './command.ts';
import { Emulator, forgetConnections, prepareInterfaces } from './emulator.ts';
import type { Impairment, Wire, WireStatistics } from './emulator.ts';
import type { LogEntry } from '../measure/story.ts';
import { Namespaces } from './namespaces.ts';

/** One way on each wire, so that two hosts are 40 ms (round trip) from each other and 20 ms from the servers. */
export const BASE_DELAY_MS = 10;

const BASE: Impairment = { delayMs: BASE_DELAY_MS };

export class Network {
  readonly namespaces: Namespaces;
  readonly hosts: readonly HostName[];
  readonly #emulator: Emulator;
  readonly #uplinks = new Map<HostName, Uplink>();
  readonly #isRebound = new Map<HostName, boolean>();
  readonly #log: LogEntry[] = [];

  private constructor(namespaces: Namespaces, hosts: readonly HostName[], emulator: Emulator) {
    this.namespaces = namespaces;
    this.hosts = hosts;
    this.#emulator = emulator;
    for (const host of hosts) this.#uplinks.set(host, 'wifi');
  }

  /** Builds everything; all hosts are on Wi-Fi behind a NAT. @param seed of the emulator's randomness. */
  static async create(hosts: readonly HostName[], seed: number): Promise<Network> {
    const namespaces = new Namespaces();
    try {
      createPublicSegment(namespaces);
      namespaces.create('wires');
      const wires = hosts.flatMap((host) => createHost(namespaces, host, hosts));
      const emulator = await Emulator.start(namespaces, namespaces.fullName('wires'), wires, seed);
      const network = new Network(namespaces, hosts, emulator);
      for (const host of hosts) await network.heal(host);
      return network;
    } catch (error) {
      namespaces.dispose();
      throw error;
    }
  }

  hostNamespace(host: HostName): string {
    return this.namespaces.fullName(`host-${host}`);
  }

  get signalingNamespace(): string {
    return this.namespaces.fullName('signaling');
  }

  get turnNamespace(): string {
    return this.namespaces.fullName('turn');
  }

  /** What was done to it since the last {@link reset}. */
  get log(): readonly LogEntry[] {
    return this.#log;
  }

  uplink(host: HostName): Uplink {
    return this.#uplinks.get(host) ?? 'wifi';
  }

  /** What stands between the host and the network, from now on and for running connections too. */
  setAccess(host: HostName, access: Access): void {
    applyRules(this.namespaces.fullName(`router-${host}`), accessRules(host, access));
  }

  /** Moves a host to its other uplink, as a phone that leaves the Wi-Fi: the old interface, its address and route are gone and the
   *  new ones there within a few ms. @returns the uplink in use afterwards. */
  switchUplink(host: HostName): Uplink {
    const from = this.uplink(host);
    const to = from === 'wifi' ? 'mobile' : 'wifi';
    const address = `${plan.hostAddress(host, to)}/24`;
    ipBatch(
      [
        ...[`link set ${from} down`, `addr flush dev ${from}`],
        ...[
          `link set ${to} up`,
          `addr add ${address} dev ${to}`,
          `route add default via ${plan.gatewayAddress(host, to)}`,
        ],
      ],
      this.hostNamespace(host),
    );
    this.#uplinks.set(host, to);
    this.#note(`${host} moves to ${to}`);
    return to;
  }

  /** The host's router goes over to its other public address and forgets all connections, as after a failover or a new lease: the
   *  host keeps its address and its interface, so that no browser is told. */
  rebind(host: HostName): void {
    const isRebound = !this.#isRebound.get(host);
    this.#isRebound.set(host, isRebound);
    const router = this.namespaces.fullName(`router-${host}`);
    applyRules(router, accessRules(host, { ...DEFAULT_ACCESS, isRebound }));
    forgetConnections(router);
    this.#note(`the router of ${host} has another public address`);
  }

  /** Replaces what the wires of a host do to its packets, on top of the base delay. */
  async impair(host: HostName, { up, down }: { readonly up?: Impairment; readonly down?: Impairment }): Promise<void> {
    this.#note(`${host}: up ${JSON.stringify(up ?? {})}, down ${JSON.stringify(down ?? {})}`);
    for (const uplink of plan.UPLINKS) {
      await this.#emulator.impair(wireName(host, uplink), { ...BASE, ...up }, { ...BASE, ...down });
    }
  }

  /** Back to the base delay and nothing else. */
  heal(host: HostName): Promise<void> {
    return this.impair(host, {});
  }

  /** Everything as it was created: on Wi-Fi, behind a NAT, no impairment, no outage of the servers. */
  async reset(): Promise<void> {
    this.setSignalingReachable(true);
    for (const host of this.hosts) {
      this.#isRebound.set(host, false);
      if (this.uplink(host) !== 'wifi') this.switchUplink(host);
      this.setAccess(host, DEFAULT_ACCESS);
      await this.heal(host);
    }
    this.#log.splice(0);
  }

  /** Whether packets reach the signaling server; while they do not, they vanish without an answer. Media is not touched. */
  setSignalingReachable(isReachable: boolean): void {
    const outage = 'table ip outage { chain input { type filter hook input priority filter; iifname "eth0" drop; }; }';
    applyRules(this.signalingNamespace, `flush ruleset\n${isReachable ? '' : outage}\n`);
    this.#note(`signaling is ${isReachable ? 'in' : 'out of'} reach`);
  }

  statistics(host: HostName): Promise<WireStatistics> {
    return this.#emulator.statistics(wireName(host, this.uplink(host)));
  }

  #note(what: string): void {
    this.#log.push({ at: Date.now(), what });
  }

  async dispose(): Promise<void> {
    await this.#emulator.stop();
    this.namespaces.dispose();
  }
}

function wireName(host: HostName, uplink: Uplink): string {
  return `${host}-${uplink}`;
}

function createPublicSegment(namespaces: Namespaces): void {
  const segment = namespaces.create('public');
  ipBatch(['link add public type bridge', 'link set public up'], segment);
  for (const [name, address] of [
    ['signaling', plan.SIGNALING_ADDRESS],
    ['turn', plan.TURN_ADDRESS],
  ] as const) {
    const server = namespaces.create(name);
    connectToPublic(namespaces, name, server, 'eth0');
    // The routers do not hand private sources on unless they are plain ones; then the way back leads through them too.
    ipBatch([`addr add ${address}/${plan.PUBLIC_PREFIX_LENGTH} dev eth0`, ...routesToHosts(plan.HOST_NAMES)], server);
  }
}

/** Plugs an interface of a namespace into the public segment. */
function connectToPublic(namespaces: Namespaces, name: string, namespace: string, interfaceName: string): void {
  const segment = namespaces.fullName('public');
  ipBatch([`link add ${interfaceName} netns ${namespace} type veth peer name ${name} netns ${segment}`]);
  ipBatch([`link set ${name} master public`, `link set ${name} up`], segment);
  ipBatch([`link set ${interfaceName} up`], namespace);
}

function routesToHosts(hosts: readonly HostName[]): string[] {
  return hosts.map((host) => `route add ${plan.privateRange(host)} via ${plan.publicAddress(host, 'wifi')}`);
}

/** A host, its router and its two wires. @returns the wires for the emulator. */
function createHost(namespaces: Namespaces, host: HostName, hosts: readonly HostName[]): Wire[] {
  const router = namespaces.create(`router-${host}`);
  connectToPublic(namespaces, `router-${host}`, router, WAN);
  const publicAddresses = plan.UPLINKS.map((uplink) => `addr add ${plan.publicAddress(host, uplink)}/24 dev ${WAN}`);
  ipBatch([...publicAddresses, ...routesToHosts(hosts.filter((other) => other !== host))], router);
  namespaces.setKernelParameter(router, 'net/ipv4/ip_forward', 1);
  applyRules(router, accessRules(host, DEFAULT_ACCESS));

  const namespace = namespaces.create(`host-${host}`);
  const wires = plan.UPLINKS.map((uplink) => createWire(namespaces, host, uplink, { namespace, router }));
  ipBatch(
    [
      ...[`link set wifi up`, `addr add ${plan.hostAddress(host, 'wifi')}/24 dev wifi`],
      `route add default via ${plan.gatewayAddress(host, 'wifi')}`,
    ],
    namespace,
  );
  return wires;
}

/** One wire: two cables that the emulator joins. Their far ends are made next to it too, because only there they can be prepared. */
function createWire(
  namespaces: Namespaces,
  host: HostName,
  uplink: Uplink,
  { namespace, router }: { readonly namespace: string; readonly router: string },
): Wire {
  const name = wireName(host, uplink);
  const wire: Wire = { name, hostEnd: `${name}-h`, netEnd: `${name}-n` };
  const wires = namespaces.fullName('wires');
  const cables = [
    { near: wire.hostEnd, far: `${name}-H`, to: namespace },
    { near: wire.netEnd, far: `${name}-N`, to: router },
  ];
  ipBatch(
    cables.map(({ near, far }) => `link add ${near} type veth peer name ${far}`),
    wires,
  );
  prepareInterfaces(
    wires,
    cables.flatMap(({ near, far }) => [near, far]),
  );
  ipBatch(
    cables.flatMap(({ near, far, to }) => [`link set ${near} up`, `link set ${far} netns ${to} name ${uplink}`]),
    wires,
  );
  ipBatch([`link set ${uplink} up`, `addr add ${plan.gatewayAddress(host, uplink)}/24 dev ${uplink}`], router);
  return wire;
}
