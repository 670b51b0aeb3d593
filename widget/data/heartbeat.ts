/**
 * The heartbeat between two pages, on a data channel of its own that neither orders nor repeats: a late beat says nothing.
 * It proves that the path works in one direction, and tells how the other one does. Knows no connection's state.
 */
import { type Guard, flag, integer, shape } from '#protocol';
import type { DataChannel } from './channels.ts';
import { parseJson } from './frames.ts';

/** Above the ids of `channels.ts`, so that those may grow. */
const CHANNEL_ID = 8;

/** Longest beat, in UTF-16 code units; a valid one is shorter than 45. */
const MAX_LENGTH = 64;

export interface Heartbeat {
  /** Whether anything of the receiver's arrives at the sender. */
  readonly rx: boolean;
  /** What the sender sends by RTP, as the sum of {@link SENDS_SOUND} and {@link SENDS_PICTURE}. */
  readonly tx: number;
  /** True: the sender's camera is on and not sent, because the way is too narrow for it. Anything else: it is not. */
  readonly held?: unknown;
}

export const SENDS_SOUND = 1;
export const SENDS_PICTURE = 2;

const isHeartbeat: Guard<Heartbeat> = shape({ rx: flag, tx: integer(0, SENDS_SOUND | SENDS_PICTURE) });

/** Makes the channel of `connection`; both sides do (`negotiated`). */
export function createHeartbeatChannel(connection: Pick<RTCPeerConnection, 'createDataChannel'>): RTCDataChannel {
  return connection.createDataChannel('heartbeat', {
    id: CHANNEL_ID,
    negotiated: true,
    ordered: false,
    maxRetransmits: 0,
  });
}

/** Sends a beat where the channel is open and nothing waits in it; dropped otherwise. */
export function sendHeartbeat(
  channel: Pick<DataChannel, 'readyState' | 'bufferedAmount' | 'send'>,
  beat: Heartbeat,
): void {
  if (channel.readyState !== 'open' || channel.bufferedAmount > MAX_LENGTH) return;
  try {
    channel.send(JSON.stringify(beat));
  } catch {
    // It is closing: as lost as on the way.
  }
}

/** @returns the beat, or null for anything else: the other side is as hostile as the network. */
export function decodeHeartbeat(frame: unknown): Heartbeat | null {
  if (typeof frame !== 'string' || frame.length > MAX_LENGTH) return null;
  const value = parseJson(frame);
  return isHeartbeat(value) ? value : null;
}
