/**
 * Two connections in one page, and packets that go there and back as sound would: unordered and without repeats. Knows ICE servers,
 * no Worker and no call.
 */
import type { Clock } from '../link/clock.ts';
import { type ConnectionPath, pathOf, readStats } from '../peer/connection-stats.ts';
import { PacketSeries, type SeriesFigures } from './packet-series.ts';
import { pause, unlessAborted } from './patience.ts';

/** As often as sound is sent, in ms, and about as large, in bytes. */
const INTERVAL_MS = 20;
const PACKET_BYTES = 160;

/** What has not come back by then, in ms after the last packet, is lost. */
const LAST_WAIT_MS = 1_000;

/** How long the browser may take to name the path in use, in looks of {@link INTERVAL_MS}. */
const MOST_LOOKS = 10;

export interface LoopbackFigures extends SeriesFigures {
  /** Until both ends could send. */
  readonly connectMs: number;
  /** To the first hop; null where the browser does not tell. */
  readonly path: ConnectionPath | null;
}

const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 };

function opened(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.onopen = () => resolve();
  });
}

/** Candidates wait for the description that they belong to. */
function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection, described: Promise<void>): void {
  from.onicecandidate = ({ candidate }) => {
    // One that the other end cannot use is no reason to stop.
    if (candidate !== null) void described.then(() => to.addIceCandidate(candidate)).catch(() => undefined);
  };
}

async function negotiate(caller: RTCPeerConnection, callee: RTCPeerConnection): Promise<void> {
  await caller.setLocalDescription();
  if (caller.localDescription !== null) await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription();
  if (callee.localDescription !== null) await caller.setRemoteDescription(callee.localDescription);
}

async function pathWhenKnown(
  connection: RTCPeerConnection,
  signal: AbortSignal,
  clock: Clock,
): Promise<ConnectionPath | null> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const path = pathOf(await readStats(connection, clock));
    if (path !== null) return path;
    await pause(INTERVAL_MS, signal, clock);
  }
  return null;
}

async function exchange(
  mine: RTCDataChannel,
  theirs: RTCDataChannel,
  packetCount: number,
  signal: AbortSignal,
  clock: Clock,
): Promise<SeriesFigures> {
  const series = new PacketSeries();
  theirs.binaryType = 'arraybuffer';
  mine.binaryType = 'arraybuffer';
  theirs.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => theirs.send(data);
  mine.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
    series.receive(new DataView(data).getUint32(0), clock.now());
  const startedAtMs = clock.now();
  for (let count = 0; count < packetCount;) {
    // Timers of a page that is not seen come once a second: what is due goes at once.
    const due = Math.min(packetCount, 1 + Math.floor((clock.now() - startedAtMs) / INTERVAL_MS));
    for (; count < due; count += 1) {
      const packet = new ArrayBuffer(PACKET_BYTES);
      new DataView(packet).setUint32(0, series.send(clock.now()));
      mine.send(packet);
    }
    await pause(INTERVAL_MS, signal, clock);
  }
  const lastAtMs = clock.now();
  while (!series.isComplete && clock.now() - lastAtMs < LAST_WAIT_MS) await pause(INTERVAL_MS, signal, clock);
  return series.figures;
}

/** Connects two ends of this page and has `packetCount` packets go there and back, 50 in a second.
 *  @throws the reason of `signal` when that aborts, also when the ends never find each other. */
export async function loopback(
  configuration: RTCConfiguration,
  packetCount: number,
  signal: AbortSignal,
  clock: Clock,
): Promise<LoopbackFigures> {
  const startedAtMs = clock.now();
  const caller = new RTCPeerConnection(configuration);
  const callee = new RTCPeerConnection(configuration);
  try {
    const [mine, theirs] = [caller.createDataChannel('', CHANNEL), callee.createDataChannel('', CHANNEL)];
    const areOpen = Promise.all([opened(mine), opened(theirs)]);
    const described = negotiate(caller, callee);
    passCandidates(caller, callee, described);
    passCandidates(callee, caller, described);
    await described;
    await unlessAborted(areOpen, signal);
    const connectMs = Math.round(clock.now() - startedAtMs);
    const figures = await exchange(mine, theirs, packetCount, signal, clock);
    return { ...figures, connectMs, path: await pathWhenKnown(caller, signal, clock) };
  } finally {
    caller.close();
    callee.close();
  }
}
