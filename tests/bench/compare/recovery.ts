/**
 * How long two people do not hear and see each other when something goes wrong: one changes its network, every packet vanishes for a
 * while, the server is killed. By the element, PeerJS and simple-peer, in the network laboratory. Knows no library's words.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { reasonToSkip } from '../../network/requirements.ts';
import { FAULTS } from './recovery-faults.ts';
import type { Fault, FaultName } from './recovery-faults.ts';
import { recoveryFindings } from './recovery-findings.ts';
import type { Round } from './recovery-findings.ts';
import { RecoveryLab, watch } from './recovery-lab.ts';
import type { RecoveryCall, Way } from './recovery-lab.ts';
import { NEVER_MS, backAt, heardAt, notedBy, outcomeOf, silenceMs } from './recovery-outcome.ts';
import type { Findings } from './result.ts';

const DEFAULT_ROUNDS = 3;
const CONNECT_TIMEOUT_MS = 60_000;
const CONNECT_ATTEMPTS = 3;
/** How long a call is watched before the fault, and after the last one is back. */
const CONTROL_MS = 3_000;

/** Calls by these ways in which sound and picture flow. @throws where one does not connect. */
async function connect(lab: RecoveryLab, ways: readonly Way[]): Promise<readonly RecoveryCall[]> {
  const calls = await lab.openCalls(ways);
  const openedAt = Date.now();
  const missing = (): readonly RecoveryCall[] => calls.filter(({ ends }) => !Number.isFinite(backAt(ends, openedAt)));
  await watch(calls, () => missing().length === 0, CONNECT_TIMEOUT_MS);
  const told = missing().map(({ way, ends }) => `${way.name} (${notedBy(ends).join(', ')})`);
  if (told.length > 0) throw new Error(`No sound and picture by ${told.join(' and ')}.`);
  return calls;
}

/** On a busy machine not everything connects at once; that is not what is measured here. */
async function connectPatiently(lab: RecoveryLab, ways: readonly Way[]): Promise<readonly RecoveryCall[]> {
  for (let attempt = 1; attempt < CONNECT_ATTEMPTS; attempt += 1) {
    try {
      return await connect(lab, ways);
    } catch (error) {
      console.error('Connecting once more:', error instanceof Error ? error.message : error);
    }
  }
  return connect(lab, ways);
}

async function measure(lab: RecoveryLab, fault: Fault, ways: readonly Way[]): Promise<Round> {
  const calls = await connectPatiently(lab, ways);
  const controlFrom = Date.now();
  await delay(CONTROL_MS);
  await watch(calls, () => true, 0);
  const controlMs = Math.max(...calls.map(({ ends }) => silenceMs(ends, controlFrom, Date.now())));

  const timesOf = await fault.run(lab);
  const returned = calls.filter((call) => timesOf(call).returnedAt !== null);
  await Promise.all(returned.map(({ ends }) => ends[0].do('signal')));
  const isDone = (call: RecoveryCall): boolean => {
    const { endedAt, returnedAt } = timesOf(call);
    const { ends } = call;
    const isMediaDone = Number.isFinite(backAt(ends, endedAt)) || ends.some(({ isMediaOver }) => isMediaOver);
    if (returnedAt === null) return isMediaDone;
    const isHeard = Number.isFinite(heardAt(ends, returnedAt));
    return isMediaDone && (isHeard || ends.some(({ isSignalingOver }) => isSignalingOver));
  };
  await watch(calls, () => calls.every(isDone), NEVER_MS);
  // Whoever is back must stay.
  await delay(CONTROL_MS);
  await watch(calls, () => true, 0);
  lab.keepNotes(calls, timesOf);
  return { outcomes: new Map(calls.map((call) => [call.way.name, outcomeOf(call.ends, timesOf(call))])), controlMs };
}

/** @returns null where the laboratory cannot run; it says why. */
export async function measureRecovery(rounds = DEFAULT_ROUNDS): Promise<Findings | null> {
  const reason = reasonToSkip(['Firefox']);
  if (reason !== null) {
    console.log(`Recovery is not measured: ${reason}.`);
    return null;
  }
  const lab = await RecoveryLab.start();
  const found: Record<FaultName, Round[]> = { address: [], blackhole: [], server: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['address', 'blackhole', 'server'] as const) {
        for (const ways of FAULTS[name].groups) found[name].push(await measure(lab, FAULTS[name], ways));
      }
    }
    return recoveryFindings(found, rounds, lab.browserVersion);
  } finally {
    await lab.dispose();
  }
}
