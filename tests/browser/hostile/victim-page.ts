/**
 * The page under attack of `npm run bench -- hostile`: a call with an innocent participant, and a bridge over which the hostile
 * peer, which runs in another browser, takes part in the room. Measures how long this page was held up.
 */
import type { HostilePath } from './hostile-peer.ts';
import { type Scene, openScene, receivedBytes } from './scene.ts';

/** Time between two beats of a page that has nothing else to do, in ms. */
const BEAT_MS = 5;

export interface Measured {
  /** Longest time without a turn for the page, beyond the beat, in ms. */
  readonly longestGapMs: number;
  /** Longest task as the browser tells it, in ms; null where it does not. */
  readonly longestTaskMs: number | null;
  readonly connectionCount: number;
  readonly candidateCount: number;
  /** Media from the innocent participant, in bytes. */
  readonly innocentBytes: number;
  /** What was told about the innocent participant. */
  readonly events: readonly string[];
}

let scene: Scene | null = null;
let stop: (() => Promise<Measured>) | null = null;

/** Resolves when the innocent and the hostile participant are connected. */
async function open(relayUrl: string): Promise<void> {
  scene = await openScene((path) => bridge(relayUrl, path));
}

/** Carries payloads between the room of this page and the hostile peer. */
function bridge(relayUrl: string, path: HostilePath): { receive(payload: unknown): void; close(): void } {
  const socket = new WebSocket(relayUrl);
  const waiting: string[] = [];
  const send = (text: string): void =>
    void (socket.readyState === WebSocket.OPEN ? socket.send(text) : waiting.push(text));
  socket.onopen = () => waiting.splice(0).forEach(send);
  const { localInc, remoteInc, polite } = path;
  send(JSON.stringify({ path: { localInc, remoteInc, polite } }));
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    if (data !== '{"ready":true}') path.send(JSON.parse(data));
  };
  return { receive: (payload) => send(JSON.stringify(payload)), close: () => socket.close() };
}

async function begin(): Promise<void> {
  if (scene === null) throw new Error('no scene');
  const { victim, innocent, counts } = scene;
  const events: string[] = [];
  for (const name of ['p2p-connection-state-change', 'p2p-rebuild', 'p2p-participant-leave'])
    victim.addEventListener(name, (event) => {
      const { peerId, participant } = (event as CustomEvent).detail;
      if ((peerId ?? participant?.id) === innocent.localParticipant.id) events.push(name);
    });
  const before = { ...counts(), bytes: await receivedBytes(victim, innocent) };
  let [longestGapMs, beatAt, isOver] = [0, performance.now(), false];
  const beat = (): void => {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - beatAt - BEAT_MS);
    beatAt = now;
    if (!isOver) setTimeout(beat, BEAT_MS);
  };
  setTimeout(beat, BEAT_MS);
  const tellsTasks = PerformanceObserver.supportedEntryTypes.includes('longtask');
  let longestTaskMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  if (tellsTasks) observer.observe({ type: 'longtask' });
  stop = async () => {
    isOver = true;
    observer.disconnect();
    const after = counts();
    return {
      longestGapMs,
      longestTaskMs: tellsTasks ? longestTaskMs : null,
      connectionCount: after.madeCount - before.madeCount,
      candidateCount: after.candidateCount - before.candidateCount,
      innocentBytes: (await receivedBytes(victim, innocent)) - before.bytes,
      events,
    };
  };
}

async function end(): Promise<Measured> {
  if (stop === null) throw new Error('nothing was begun');
  return stop();
}

Object.assign(window, { victimPage: { open, begin, end } });
