/**
 * When a new connection may take over from the one that is shown: as soon as it delivers what the old one did, so that no
 * picture goes blank. Knows nothing of how connections are made.
 */
import { SENDS_PICTURE, SENDS_SOUND } from '../data/heartbeat.ts';
import type { Clock } from '../link/clock.ts';
import { framesDecodedOf, packetsReceivedOf } from './connection-stats.ts';

const LOOK_MS = 100;

/** How long a connection that stands may take to deliver before it takes over as it is. */
const PATIENCE_MS = 1_500;

export interface Newcomer {
  /** What the other side sends, as `Heartbeat.tx`; 0 also while nothing has been heard. */
  remoteTx(): number;
  hasReceived(): boolean;
  readStats(): Promise<RTCStatsReport>;
  /** Whether it is not needed any more. */
  isOver(): boolean;
}

async function delivers({ remoteTx, hasReceived, readStats }: Newcomer): Promise<boolean> {
  if (!hasReceived()) return false;
  const tx = remoteTx();
  if (tx === 0) return true;
  const report = await readStats();
  if ((tx & SENDS_PICTURE) > 0) return framesDecodedOf(report) > 0;
  return (tx & SENDS_SOUND) === 0 || packetsReceivedOf(report) > 0;
}

/** Resolves when `newcomer` delivers, at the latest after a second and a half; `false` when it is over before that. */
export async function takesOver(newcomer: Newcomer, clock: Clock): Promise<boolean> {
  const startMs = clock.now();
  while (!newcomer.isOver()) {
    if (clock.now() - startMs >= PATIENCE_MS || (await delivers(newcomer))) return !newcomer.isOver();
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, LOOK_MS));
  }
  return false;
}
