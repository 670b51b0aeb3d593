/**
 * A hostile peer in a call with an innocent one: what it says costs the page a few connections, a few hundred calls into the
 * browser, and nobody else anything. How long the page is held up is measured by `npm run bench -- hostile`, not here.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ATTACKS,
  type Attack,
  CANDIDATE_ATTACKS,
  DATA_ATTACKS,
  DESCRIPTION_ATTACKS,
  ENVELOPE_ATTACKS,
  GENERATION_ATTACKS,
} from './attacks.ts';
import { HostilePeer } from './hostile-peer.ts';
import { type Scene, openScene, receivedBytes } from './scene.ts';

const DEADLINE = { timeout: 15_000, interval: 20 };
let scene: Scene | null = null;

afterEach(() => {
  scene?.close();
  scene = null;
});

interface Noticed {
  /** Repairs of the innocent connection: none where the machine has time for everybody, and they cost something too. */
  repairCount: number;
  leaveCount: number;
  readonly messages: string[];
}

function watch({ victim, innocent }: Scene): Noticed {
  const noticed: Noticed = { repairCount: 0, leaveCount: 0, messages: [] };
  for (const [call, other] of [
    [victim, innocent],
    [innocent, victim],
  ] as const) {
    for (const name of ['p2p-rebuild', 'p2p-ice-restart'] as const)
      call.addEventListener(name, (event) => {
        if ((event as CustomEvent).detail.peerId === other.localParticipant.id) noticed.repairCount += 1;
      });
    call.addEventListener('p2p-participant-leave', (event) => {
      if ((event as CustomEvent).detail.participant.id === other.localParticipant.id) noticed.leaveCount += 1;
    });
  }
  victim.addEventListener('p2p-message', (event) => {
    const { message } = (event as CustomEvent).detail;
    if (!message.local) noticed.messages.push(message.text);
  });
  return noticed;
}

/** The innocent participant is heard, seen and read as before. */
async function expectUnaffected({ victim, innocent }: Scene, noticed: Noticed): Promise<void> {
  expect(victim.state).not.toBe('error');
  let [there, back] = await Promise.all([receivedBytes(victim, innocent), receivedBytes(innocent, victim)]);
  const text = `still here ${crypto.randomUUID()}`;
  await innocent.sendMessage(text);
  await vi.waitFor(async () => {
    expect(noticed.messages).toContain(text);
    expect(victim.participants.get(innocent.localParticipant.id)?.connectionState).toBe('connected');
    const [thereNow, backNow] = [await receivedBytes(victim, innocent), await receivedBytes(innocent, victim)];
    // A connection that was repaired meanwhile counts anew.
    [there, back] = [Math.min(there, thereNow), Math.min(back, backNow)];
    expect(thereNow).toBeGreaterThan(there);
    expect(backNow).toBeGreaterThan(back);
  }, DEADLINE);
  expect(noticed.leaveCount).toBe(0);
}

/** What a peer may cost, whatever it does and for as long as one attack takes: a budget's burst and what it refills. */
interface Limits {
  readonly made: number;
  readonly candidates: number;
  readonly remoteDescriptions: number;
  readonly sent: number;
}

const CONNECTIONS_AT_ONCE = 2;

/** A scene with a peer that is connected, and from now on hostile. */
async function openAttacked(): Promise<readonly [Scene, HostilePeer]> {
  const peers: HostilePeer[] = [];
  const at = (scene = await openScene((path) => {
    const made = new HostilePeer(path);
    peers.push(made);
    void made.start();
    return made;
  }));
  const [peer] = peers;
  if (peer === undefined) throw new Error('no peer');
  await peer.connected();
  // Honest to the last moment, then it says what it likes and answers nothing.
  peer.isHonest = false;
  return [at, peer];
}

async function run(attack: Attack, limits: Limits): Promise<void> {
  const [at, peer] = await openAttacked();
  const noticed = watch(at);
  const before = at.counts();
  const sentBefore = at.sentCount();
  const startedAt = performance.now();
  await attack.run(peer);
  await expectUnaffected(at, noticed);
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = at.counts();
  const { repairCount } = noticed;
  expect(after.madeCount - before.madeCount).toBeLessThanOrEqual(limits.made + seconds / 3 + repairCount);
  expect(after.openCount - before.openCount).toBeLessThanOrEqual(CONNECTIONS_AT_ONCE + repairCount);
  expect(after.candidateCount - before.candidateCount).toBeLessThanOrEqual(limits.candidates + 64 * repairCount);
  expect(after.remoteDescriptionCount - before.remoteDescriptionCount).toBeLessThanOrEqual(
    limits.remoteDescriptions + 3 * seconds + 2 * repairCount,
  );
  expect(at.sentCount() - sentBefore).toBeLessThanOrEqual(limits.sent + 20 * seconds);
  at.removePeer();
  await vi.waitFor(() => expect(at.counts().openCount).toBe(2), DEADLINE);
  // Whoever comes instead is met as anybody else.
  const honest = await at.join('Hanna');
  await vi.waitFor(() => {
    const { connectionState } = at.victim.participants.get(honest.localParticipant.id) ?? {};
    expect(connectionState).toBe('connected');
  }, DEADLINE);
  await expectUnaffected(at, noticed);
}

const tableOf = (attacks: readonly Attack[]) => attacks.map((attack) => [attack.name, attack] as const);
const TIMEOUT_MS = 60_000;

describe('an attack of these tests reaches the browser', () => {
  it.each([
    ['a storm of 200 valid offers', 'remoteDescriptionCount', 10],
    ['valid offers with 16 media lines', 'remoteDescriptionCount', 1],
    ['10,000 candidates', 'candidateCount', 50],
    ['5,000 rebuilds, one after the other', 'madeCount', 6],
    ['10,000 epochs, each higher', 'madeCount', 6],
  ] as const)('%s', async (name, count, least) => {
    const [at, peer] = await openAttacked();
    const before = at.counts()[count];
    await ATTACKS.find((attack) => attack.name === name)?.run(peer);
    await vi.waitFor(() => expect(at.counts()[count] - before).toBeGreaterThanOrEqual(least), DEADLINE);
  });
});

describe('a hostile peer is contained when it sends', { timeout: TIMEOUT_MS }, () => {
  it.each(tableOf(DESCRIPTION_ATTACKS))('%s', (_, attack) =>
    run(attack, { made: 7, candidates: 64, remoteDescriptions: 33, sent: 150 }),
  );
  it.each(tableOf(CANDIDATE_ATTACKS))('%s', (_, attack) =>
    run(attack, { made: 7, candidates: 64 * 40, remoteDescriptions: 33, sent: 300 }),
  );
  it.each(tableOf(GENERATION_ATTACKS))('%s', (_, attack) =>
    run(attack, { made: 7, candidates: 64, remoteDescriptions: 0, sent: 900 }),
  );
  it.each(tableOf(ENVELOPE_ATTACKS))('%s', (_, attack) =>
    run(attack, { made: 7, candidates: 64, remoteDescriptions: 0, sent: 900 }),
  );
  it.each(tableOf(DATA_ATTACKS))('%s', (_, attack) =>
    run(attack, { made: 7, candidates: 64, remoteDescriptions: 0, sent: 50 }),
  );
});
