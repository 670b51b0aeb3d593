/**
 * Whether the laboratory does what it says: its arithmetic, delays, losses, NATs, firewalls, and that nothing gets out. Without browsers; if this
 * fails, no other figure means anything.
 */
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../support/until.ts';
import type { Access } from '../lab/access-router.ts';
import type { HostName } from '../lab/addresses.ts';
import { SIGNALING_ADDRESS, hostAddress, publicAddress } from '../lab/addresses.ts';
import type { Impairment } from '../lab/emulator.ts';
import { BASE_DELAY_MS } from '../lab/network.ts';
import type { Network } from '../lab/network.ts';
import type { PingResult } from '../lab/udp-tool.ts';
import { knownFigures } from '../measure/known-timelines.ts';
import { percentile } from '../measure/series.ts';
import type { Scenario } from './scenario.ts';

const TOOL = join(import.meta.dirname, '..', 'lab', 'udp-tool.ts');
const COUNT = 300;
const INTERVAL_MS = 3;

async function ping(network: Network, host: HostName, address: string, count = COUNT): Promise<PingResult> {
  const args = [TOOL, 'ping', address, String(count), String(INTERVAL_MS)];
  const group = network.namespaces.spawn(network.hostNamespace(host), process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  group.child.stdout?.on('data', (data) => (text += String(data)));
  await group.exited;
  await group.stop();
  return JSON.parse(text);
}

/** Starts the echo in a namespace. @returns how to end it. */
async function startEcho(network: Network, namespace: string): Promise<() => Promise<void>> {
  const group = network.namespaces.spawn(namespace, process.execPath, [TOOL, 'echo'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!group.child.stdout) throw new Error('The echo has no output.');
  const output = createInterface({ input: group.child.stdout });
  await new Promise<void>((resolve) => output.once('line', () => resolve()));
  return () => group.stop();
}

interface Check {
  readonly name: string;
  readonly impairment?: { readonly up?: Impairment; readonly down?: Impairment };
  readonly access?: Access;
  /** What is measured, with the bounds within which it must be. */
  measure(result: PingResult): number;
  readonly from: number;
  readonly to: number;
  /** Whether it is longer on a busy machine. */
  readonly isTime?: true;
}

const medianMs = ({ roundTripsMs }: PingResult): number => percentile(roundTripsMs, 0.5);
const lossPercent = ({ sentCount, roundTripsMs, duplicateCount }: PingResult): number =>
  100 * (1 - (roundTripsMs.length - duplicateCount) / sentCount);
const portCount = ({ seenAs }: PingResult): number => new Set(seenAs).size;
const spreadMs = ({ roundTripsMs }: PingResult): number =>
  percentile(roundTripsMs, 0.95) - percentile(roundTripsMs, 0.05);
const reorderedPercent = ({ sentCount, reorderedCount }: PingResult): number => (100 * reorderedCount) / sentCount;

const ROUND_TRIP_MS = 2 * BASE_DELAY_MS;

/** Bounds of shares are four standard deviations for {@link COUNT} packets: of the binomial distribution, more in bursts. */
const CHECKS: readonly Check[] = [
  {
    name: 'round trip to a server in ms',
    measure: medianMs,
    from: ROUND_TRIP_MS - 1,
    to: ROUND_TRIP_MS + 8,
    isTime: true,
  },
  { name: 'loss without a fault in %', measure: lossPercent, from: 0, to: 0 },
  { name: '10 % loss up', impairment: { up: { lossPercent: 10 } }, measure: lossPercent, from: 3, to: 17 },
  {
    name: '10 % loss down in bursts',
    impairment: { down: { lossPercent: 10, burstLength: 4 } },
    measure: lossPercent,
    from: 1,
    to: 24,
  },
  { name: 'blackhole in %', impairment: { up: { drop: ['ip'] } }, measure: lossPercent, from: 100, to: 100 },
  { name: 'one-way blackhole in %', impairment: { down: { drop: ['udp'] } }, measure: lossPercent, from: 100, to: 100 },
  {
    name: 'TCP dropped leaves UDP, loss in %',
    impairment: { down: { drop: ['tcp'] } },
    measure: lossPercent,
    from: 0,
    to: 0,
  },
  {
    name: 'jitter of 20 ms, 5 to 95 % in ms',
    impairment: { up: { delayMs: 30, jitterMs: 20 } },
    measure: spreadMs,
    from: 8,
    to: 40,
    isTime: true,
  },
  {
    name: 'reordering 10 % of packets',
    impairment: { up: { delayMs: 30, reorderPercent: 10 } },
    measure: reorderedPercent,
    from: 20,
    to: 100,
  },
  { name: 'ports used behind a NAT', measure: portCount, from: 1, to: 1 },
  {
    name: 'ports used behind a symmetric NAT',
    access: { translation: 'symmetric-nat', firewall: 'none' },
    measure: portCount,
    from: 2,
    to: 2,
  },
  {
    name: 'UDP dropped in %',
    access: { translation: 'nat', firewall: 'udp-dropped' },
    measure: lossPercent,
    from: 100,
    to: 100,
  },
  {
    name: 'UDP rejected in %',
    access: { translation: 'nat', firewall: 'udp-rejected' },
    measure: lossPercent,
    from: 100,
    to: 100,
  },
  {
    name: 'only TCP 443: UDP lost in %',
    access: { translation: 'nat', firewall: 'tcp-443-only' },
    measure: lossPercent,
    from: 100,
    to: 100,
  },
];

/** The machine's own addresses, none of which may answer from inside. */
function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );
}

export const calibration: Scenario = {
  name: 'calibration',
  title: 'whether the laboratory does what it says',
  isAlone: true,
  async run({ lab: { network }, series, timeFactor }) {
    const expect = (name: string, value: number, from: number, to: number): void => {
      const row = series({ label: 'calibration', metric: name, unit: '' });
      if (value >= from && value <= to) row.add(value);
      else row.fail(`${value}, not from ${from} to ${to}`);
    };
    for (const { name, value, from, to } of knownFigures()) expect(name, value, from, to);
    const stopEcho = await startEcho(network, network.signalingNamespace);
    for (const { name, impairment, access, measure, from, to, isTime } of CHECKS) {
      await network.reset();
      if (impairment) await network.impair('a', impairment);
      if (access) network.setAccess('a', access);
      expect(name, measure(await ping(network, 'a', SIGNALING_ADDRESS)), from, isTime ? to * timeFactor : to);
    }
    await network.reset();
    const before = await ping(network, 'a', SIGNALING_ADDRESS, 20);
    network.switchUplink('a');
    const after = await ping(network, 'a', SIGNALING_ADDRESS, 20);
    const isOther =
      before.seenAs[0]?.startsWith(`${publicAddress('a', 'wifi')}:`) &&
      after.seenAs[0]?.startsWith(`${publicAddress('a', 'mobile')}:`);
    expect('another public address after the change', Number(isOther), 1, 1);

    await network.reset();
    const idleCount = (await network.statistics('a')).up.received;
    const pinging = ping(network, 'a', SIGNALING_ADDRESS, 3 * COUNT);
    await until('packets go out', async () => (await network.statistics('a')).up.received > idleCount + 10);
    network.rebind('a');
    const { seenAs } = await pinging;
    const isRebound = seenAs.every((address) => address.startsWith(`${publicAddress('a', 'mobile')}:`));
    expect('a socket in use gets the other public address of its router', Number(isRebound), 1, 1);
    await stopEcho();

    await network.reset();
    const stopPeerEcho = await startEcho(network, network.hostNamespace('b'));
    const [byPrivate, byPublic] = [hostAddress('b', 'wifi'), publicAddress('b', 'wifi')];
    expect(
      'private address of a peer behind its NAT, loss in %',
      lossPercent(await ping(network, 'a', byPrivate, 20)),
      100,
      100,
    );
    expect('unasked packets to a NAT, loss in %', lossPercent(await ping(network, 'a', byPublic, 20)), 100, 100);
    for (const host of ['a', 'b'] as const) network.setAccess(host, { translation: 'routed', firewall: 'none' });
    expect(
      'round trip to a peer in ms',
      medianMs(await ping(network, 'a', byPrivate, 100)),
      2 * ROUND_TRIP_MS - 1,
      (2 * ROUND_TRIP_MS + 12) * timeFactor,
    );
    await stopPeerEcho();

    for (const address of machineAddresses()) {
      expect('addresses of the machine, loss in %', lossPercent(await ping(network, 'a', address, 5)), 100, 100);
    }
  },
};
