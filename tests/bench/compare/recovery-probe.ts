/**
 * Runs in the page before any library: takes a sample every 100 ms of what comes in over all connections that there are or were, whichever
 * library made them, and keeps what the page notes. Asks for small pictures and plain sound, so that many pages fit on one machine. Knows
 * no library.
 */
import type { Sample, TimedEvent, Timeline } from '../../network/measure/timeline.ts';

const SAMPLE_INTERVAL_MS = 100;

/** Of the one other end, whoever that is to the library. */
const OTHER = 'other';

const VIDEO = { width: 160, height: 120, frameRate: 10 };
const AUDIO = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

const samples: Sample[] = [];
const events: TimedEvent[] = [];
const seen = new Map<string, number>();
const totals = { audioPackets: 0, videoPackets: 0, framesDecoded: 0, audioSamples: 0, concealedSamples: 0 };
let connections: { readonly number: number; readonly connection: RTCPeerConnection }[] = [];
let madeCount = 0;
let longestSampleIntervalMs = 0;
let lastSampleAt = 0;

export function note(type: string): void {
  events.push({ at: Date.now(), type, detail: {} });
}

/** What was noted since the last time. */
export function takeTimeline(): Timeline {
  return { samples: samples.splice(0), events: events.splice(0), longestSampleIntervalMs };
}

/** By how much a counter rose; another connection has other keys, which start from 0. */
function rise(key: string, value: unknown): number {
  const now = typeof value === 'number' ? value : 0;
  const before = seen.get(key) ?? 0;
  seen.set(key, now);
  return Math.max(0, now - before);
}

function add(number: number, report: RTCStatsReport): void {
  for (const stream of report.values()) {
    if (stream.type !== 'inbound-rtp') continue;
    const key = `${number}/${stream.id}/${stream.ssrc}`;
    const packets = rise(`${key}/packets`, stream.packetsReceived);
    if (stream.kind === 'audio') totals.audioPackets += packets;
    else totals.videoPackets += packets;
    totals.framesDecoded += rise(`${key}/frames`, stream.framesDecoded);
    totals.audioSamples += rise(`${key}/samples`, stream.totalSamplesReceived);
    totals.concealedSamples += rise(`${key}/concealed`, stream.concealedSamples);
  }
}

async function sampleForever(): Promise<void> {
  for (;;) {
    connections = connections.filter(({ connection }) => connection.connectionState !== 'closed');
    // One that is closed while it is asked has nothing to add.
    const reports = await Promise.allSettled(
      connections.map(async ({ number, connection }) => [number, await connection.getStats()] as const),
    );
    for (const result of reports) if (result.status === 'fulfilled') add(...result.value);
    const at = Date.now();
    if (lastSampleAt > 0) longestSampleIntervalMs = Math.max(longestSampleIntervalMs, at - lastSampleAt);
    lastSampleAt = at;
    samples.push({ at, state: '', connectionState: '', peers: [{ id: OTHER, connectionState: '', ...totals }] });
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_INTERVAL_MS));
  }
}

function watchConnections(): void {
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const number = (madeCount += 1);
      connections.push({ number, connection: this });
      this.addEventListener('connectionstatechange', () => note(`connection ${number} ${this.connectionState}`));
      this.addEventListener('iceconnectionstatechange', () => note(`ICE ${number} ${this.iceConnectionState}`));
    }
  };
}

function shrinkMedia(): void {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints = {}) =>
    getUserMedia({ ...(constraints.audio ? { audio: AUDIO } : {}), ...(constraints.video ? { video: VIDEO } : {}) });
}

watchConnections();
shrinkMedia();
addEventListener('error', ({ message }) => note(`uncaught ${message}`));
addEventListener('unhandledrejection', ({ reason }) => note(`uncaught ${String(reason)}`));
void sampleForever();
