/**
 * A page under attack: a call with an innocent participant and, in the same room, a hostile one that speaks by hand. Counts what
 * the calls of this page make and what they ask of the browser; what the hostile peer itself makes is not counted.
 */
import { Call } from '../../../widget/call/call.ts';
import { LocalSignaling } from '../../../widget/signaling/local-signaling.ts';
import type { HostilePath } from './hostile-peer.ts';

export interface Counts {
  /** Connections made, and how many of them are not closed. */
  readonly madeCount: number;
  readonly openCount: number;
  readonly candidateCount: number;
  readonly remoteDescriptionCount: number;
}

export interface Scene {
  readonly victim: Call;
  readonly innocent: Call;
  counts(): Counts;
  /** Envelopes that the page under attack sent to the hostile peer. */
  sentCount(): number;
  /** The hostile peer leaves, and nothing of it stays. */
  removePeer(): void;
  /** A call more, of an honest page. */
  join(name: string): Promise<Call>;
  close(): void;
}

/** Replaces the browser's class by one that counts, for everything but the hostile peer. */
function countConnections(): { counts(): Counts; restore(): void } {
  const native = globalThis.RTCPeerConnection;
  const made: RTCPeerConnection[] = [];
  let [candidateCount, remoteDescriptionCount] = [0, 0];
  globalThis.RTCPeerConnection = class extends native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.push(this);
    }

    override addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      candidateCount += 1;
      return super.addIceCandidate(candidate);
    }

    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      remoteDescriptionCount += 1;
      return super.setRemoteDescription(description);
    }
  };
  return {
    counts: () => ({
      madeCount: made.length,
      openCount: made.filter(({ signalingState }) => signalingState !== 'closed').length,
      candidateCount,
      remoteDescriptionCount,
    }),
    restore: () => {
      globalThis.RTCPeerConnection = native;
    },
  };
}

async function connected(call: Call, count: number): Promise<void> {
  const isConnected = (): boolean =>
    call.participants.size === count &&
    [...call.participants.values()].every(({ connectionState }) => connectionState === 'connected');
  while (!isConnected()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Where the payloads for the hostile peer go. */
interface Receiver {
  receive(payload: unknown): void;
  close(): void;
}

/** Puts a hostile peer into a room. @returns what it was sent, and how it leaves. */
function enter(
  room: string,
  victimId: () => string,
  create: (path: HostilePath) => Receiver,
): { sentCount(): number; leave(): void } {
  const channel = new LocalSignaling();
  let sentCount = 0;
  let receiver: Receiver | null = null;
  channel.onevent = (event) => {
    if (event.type === 'relay' && event.from === victimId()) {
      sentCount += 1;
      receiver?.receive(event.payload);
    }
    if (event.type !== 'welcome') return;
    const victim = event.peers.find(({ id }) => id === victimId());
    if (victim === undefined) throw new Error('nobody to attack');
    receiver = create({
      localInc: channel.inc,
      remoteInc: victim.inc,
      polite: event.me < victim.id,
      send: (payload) => channel.send(victim.id, payload),
    });
  };
  channel.open({ room, name: 'Mallory', state: {}, caps: [] });
  return {
    sentCount: () => sentCount,
    leave: () => {
      channel.close();
      receiver?.close();
    },
  };
}

/** Resolves when the page under attack is connected with the innocent participant and with the hostile one.
 *  @param create makes the hostile peer, or the way to it. */
export async function openScene(create: (path: HostilePath) => Receiver): Promise<Scene> {
  const counter = countConnections();
  const room = `room-${crypto.randomUUID().slice(0, 8)}`;
  const calls: Call[] = [];
  const join = async (displayName: string): Promise<Call> => {
    const call = new Call({ room, signaling: 'local', displayName, maxParticipants: 8 });
    calls.push(call);
    await call.join();
    return call;
  };
  const victim = await join('Victor');
  const innocent = await join('Ina');
  await connected(victim, 1);
  const { sentCount, leave } = enter(room, () => victim.localParticipant.id, create);
  await connected(victim, 2);
  return {
    victim,
    innocent,
    sentCount,
    removePeer: leave,
    counts: counter.counts,
    join,
    close: () => {
      leave();
      for (const call of calls) call.dispose();
      counter.restore();
    },
  };
}

/** Bytes of media that `call` has received from `from`. */
export async function receivedBytes(call: Call, from: Call): Promise<number> {
  const report = (await call.getStats()).get(from.localParticipant.id);
  let bytes = 0;
  for (const entry of report?.values() ?? []) if (entry.type === 'inbound-rtp') bytes += entry.bytesReceived;
  return bytes;
}
