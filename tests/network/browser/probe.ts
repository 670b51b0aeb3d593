/**
 * Runs in the page before the widget's script: takes a sample of what comes in every 50 ms, notes every `p2p-*` event with its time,
 * and is the page's side of what the lab asks for. Looks at the element through its public surface; the one exception is the
 * constructor of RTCPeerConnection, which it watches to count the connections that are open.
 */
import type { P2pCall } from '../../../widget/index.ts';
import type { PeerSample, Sample, TimedEvent, Timeline } from '../measure/timeline.ts';

const SAMPLE_INTERVAL_MS = 50;

/** After this a sample is given up. */
const STATS_TIMEOUT_MS = 300;

/** Small pictures: up to four browsers share two cores. */
const VIDEO = { width: 320, height: 180, frameRate: 15 };

const COUNTERS_OF_PICTURES = [
  ...['ssrc', 'packetsSent', 'packetsReceived', 'framesEncoded', 'framesSent', 'framesReceived', 'framesDecoded'],
  ...['keyFramesEncoded', 'keyFramesDecoded', 'pliCount', 'firCount', 'nackCount', 'qualityLimitationReason'],
];

const EVENT_TYPES = [
  ...['p2p-ready', 'p2p-state-change', 'p2p-join', 'p2p-leave', 'p2p-participant-join', 'p2p-participant-leave'],
  ...[
    'p2p-connection-state-change',
    'p2p-ice-restart',
    'p2p-rebuild',
    'p2p-connection-path',
    'p2p-network-quality',
    'p2p-message',
    'p2p-error',
  ],
];

/** Of one line of video. */
interface PictureLine {
  readonly slot: 'camera' | 'screen';
  readonly framesDecoded: number;
  readonly [detail: string]: unknown;
}

interface PeerCounters {
  readonly seen: Map<string, number>;
  readonly totals: Record<Exclude<keyof PeerSample, 'id' | 'connectionState'>, number>;
}

const samples: Sample[] = [];
const events: TimedEvent[] = [];
const counters = new Map<string, PeerCounters>();
/** Those that are open. A closed one must not be held: it would pass for memory that the widget leaks. */
let connections: RTCPeerConnection[] = [];
let madeConnectionCount = 0;
let longestSampleIntervalMs = 0;
let lastSampleAt = 0;

function element(): P2pCall {
  const found = document.querySelector('p2p-call');
  if (found === null) throw new Error('The page has no call.');
  return found;
}

/** Keeps what can be sent as JSON and is of use: no tracks, no maps. */
function plainDetail(detail: unknown): Record<string, unknown> {
  if (typeof detail !== 'object' || detail === null) return {};
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(detail)) {
    if (typeof value === 'object' && value !== null)
      Object.assign(plain, 'id' in value ? { [`${key}Id`]: value.id } : {});
    else plain[key] = value;
    if (key === 'message' && typeof value === 'object' && value !== null)
      Object.assign(plain, { text: value.text, local: value.local });
  }
  return plain;
}

function note(type: string, detail: Record<string, unknown>): void {
  events.push({ at: Date.now(), type, detail });
}

function countersOf(id: string): PeerCounters {
  const totals = { audioPackets: 0, videoPackets: 0, framesDecoded: 0, audioSamples: 0, concealedSamples: 0 };
  const known = counters.get(id) ?? { seen: new Map(), totals };
  counters.set(id, known);
  return known;
}

/** Adds by how much a counter of one stream rose. A rebuilt connection has streams with other keys, which start from 0. */
function rise(seen: Map<string, number>, key: string, value: unknown): number {
  const now = typeof value === 'number' ? value : 0;
  const before = seen.get(key) ?? 0;
  seen.set(key, now);
  return now >= before ? now - before : now;
}

function addReport(id: string, report: RTCStatsReport): void {
  const { seen, totals } = countersOf(id);
  for (const stream of report.values()) {
    if (stream.type !== 'inbound-rtp') continue;
    const key = `${stream.id}/${stream.ssrc}`;
    const packets = rise(seen, `${key}/packets`, stream.packetsReceived);
    if (stream.kind === 'audio') totals.audioPackets += packets;
    else totals.videoPackets += packets;
    totals.framesDecoded += rise(seen, `${key}/frames`, stream.framesDecoded);
    totals.audioSamples += rise(seen, `${key}/samples`, stream.totalSamplesReceived);
    totals.concealedSamples += rise(seen, `${key}/concealed`, stream.concealedSamples);
  }
}

async function takeSample(): Promise<void> {
  const call = element();
  // Firefox never settles `getStats` of a connection that is closed meanwhile.
  const tooLate = new Promise<never>(
    (_resolve, reject) => void setTimeout(reject, STATS_TIMEOUT_MS, new Error('no statistics')),
  );
  for (const [id, report] of await Promise.race([call.getStats(), tooLate])) addReport(id, report);
  const at = Date.now();
  if (lastSampleAt > 0) longestSampleIntervalMs = Math.max(longestSampleIntervalMs, at - lastSampleAt);
  lastSampleAt = at;
  const peers: PeerSample[] = [...call.participants.values()].map(({ id, connectionState }) => ({
    ...{ id, connectionState },
    ...countersOf(id).totals,
  }));
  samples.push({ at, state: call.state, connectionState: call.connectionState, peers });
}

function sampleForever(): void {
  const again = (): void => void setTimeout(sampleForever, SAMPLE_INTERVAL_MS);
  takeSample().then(again, again);
}

function openConnections(): RTCPeerConnection[] {
  connections = connections.filter(({ connectionState }) => connectionState !== 'closed');
  return connections;
}

function watchConnections(): void {
  const Original = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      openConnections().push(this);
      const number = (madeConnectionCount += 1);
      note('connection', { number, state: 'new' });
      this.addEventListener('connectionstatechange', () => note('connection', { number, state: this.connectionState }));
      this.addEventListener('iceconnectionstatechange', () => note('ice', { number, state: this.iceConnectionState }));
    }
  };
}

function shrinkVideo(): void {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints = {}) => {
    const video =
      typeof constraints.video === 'object' ? { ...constraints.video, ...VIDEO } : constraints.video && VIDEO;
    return getUserMedia(video ? { ...constraints, video } : constraints);
  };
}

/** A screen for browsers that have none: a canvas that changes. */
function installScreen(): void {
  const { width, height, frameRate } = VIDEO;
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    const stream = canvas.captureStream(frameRate);
    const [track] = stream.getVideoTracks();
    let frame = 0;
    const paint = (): void => {
      if (track?.readyState === 'ended') return clearInterval(timer);
      if (context === null) return;
      context.fillStyle = `hsl(${(frame += 10)} 80% 50%)`;
      context.fillRect(0, 0, width, height);
    };
    const timer = setInterval(paint, 1_000 / frameRate);
    return stream;
  };
}

/** What the lab can ask the page; arguments and results are JSON. */
const labPage = {
  join: (): Promise<void> => element().join(),
  leave: (): Promise<void> => element().leave(),
  toggleCamera: (on: boolean): Promise<boolean> => element().toggleCamera(on),
  toggleMicrophone: (on: boolean): Promise<boolean> => element().toggleMicrophone(on),
  toggleScreenshare: (on: boolean): Promise<boolean> => element().toggleScreenshare(on),
  sendMessage: async (text: string): Promise<void> => void (await element().sendMessage(text)),
  status: () => ({
    state: element().state,
    connectionState: element().connectionState,
    me: element().localParticipant.id,
    participants: [...element().participants.values()].map(
      ({ id, connectionState, cameraEnabled, cameraPaused, microphoneEnabled, screenshareEnabled }) => ({
        ...{ id, connectionState, cameraEnabled, cameraPaused, microphoneEnabled, screenshareEnabled },
      }),
    ),
    text: element().shadowRoot?.querySelector<HTMLElement>('[part~="panel"]')?.innerText ?? '',
  }),
  /** Connections ever made, those open now, and the most m-lines that one of these has. */
  connections: () => {
    const open = openConnections();
    return {
      madeCount: madeConnectionCount,
      openCount: open.length,
      mLineCount: Math.max(0, ...open.map((connection) => connection.getTransceivers().length)),
    };
  },
  /** Whether every open connection sends exactly the own tracks: microphone, camera, screen, in the order of the lines. */
  sendsOwnTracks: (): boolean => {
    const { microphoneTrack, cameraTrack, screenTrack } = element().localParticipant;
    const own = [microphoneTrack, cameraTrack, screenTrack];
    return openConnections().every((connection) => {
      const transceivers = connection.getTransceivers();
      return own.every((track, index) => transceivers[index]?.sender.track === track);
    });
  },
  /** Every line of video of all open connections: whose picture it carries, frames of it decoded here, and what a failure must tell besides. */
  async pictures(): Promise<PictureLine[]> {
    const lines = openConnections().flatMap((connection) =>
      connection.getTransceivers().filter(({ receiver }) => receiver.track.kind === 'video'),
    );
    return Promise.all(
      lines.map(async ({ currentDirection, sender, receiver }, index) => {
        // Every connection has both, in this order.
        const slot = index % 2 === 0 ? 'camera' : 'screen';
        const { track } = sender;
        const counters: Record<string, unknown> = {};
        for (const end of [sender, receiver]) {
          for (const report of (await end.getStats()).values()) {
            if (!['inbound-rtp', 'outbound-rtp'].includes(report.type)) continue;
            for (const name of COUNTERS_OF_PICTURES) counters[`${report.type} ${name}`] = report[name];
          }
        }
        return {
          slot,
          framesDecoded: Number(counters['inbound-rtp framesDecoded'] ?? 0),
          direction: currentDirection,
          sends: track && `${track.readyState} ${track.enabled ? '' : 'disabled '}${track.muted ? 'muted' : ''}`,
          encodings: sender.getParameters().encodings,
          isReceiverMuted: receiver.track.muted,
          counters,
        };
      }),
    );
  },
  /** The way media takes to each other participant: `host`, `srflx` or `prflx` with the protocol, or `relay` with the protocol to
   *  the own relay (`udp` where only the other side uses one). */
  async paths(): Promise<string[]> {
    const reports = await element().getStats();
    return [...reports.values()].map((report) => {
      const all = [...report.values()];
      // Firefox has no `selectedCandidatePairId`, Chromium no `selected`.
      const selectedId = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
      const pair = all.find(
        ({ id, type, selected }) => type === 'candidate-pair' && (id === selectedId || selected === true),
      );
      const local = all.find(({ id }) => id === pair?.localCandidateId);
      const remote = all.find(({ id }) => id === pair?.remoteCandidateId);
      if (local === undefined || remote === undefined) return 'none';
      if (local.candidateType === 'relay') return `relay/${local.relayProtocol}`;
      return remote.candidateType === 'relay' ? 'relay/udp' : `${local.candidateType}/${local.protocol}`;
    });
  },
  /** Bytes of JavaScript memory in use, without garbage; 0 where the browser does not tell. */
  heapBytes: (): number => {
    const { gc } = globalThis as { readonly gc?: () => void };
    gc?.();
    const { memory } = performance as Performance & { readonly memory?: { readonly usedJSHeapSize: number } };
    return memory?.usedJSHeapSize ?? 0;
  },
  /** What was noted since the last time; it is handed over and forgotten, so that a page in a long test does not grow. */
  timeline: (): Timeline => ({ samples: samples.splice(0), events: events.splice(0), longestSampleIntervalMs }),
  firstEvent: (type: string, since: number): TimedEvent | null =>
    events.find((event) => event.type === type && event.at >= since) ?? null,
};

export type LabPage = typeof labPage;

watchConnections();
shrinkVideo();
installScreen();
for (const type of EVENT_TYPES) {
  document.addEventListener(type, (event) =>
    note(type, plainDetail(event instanceof CustomEvent ? event.detail : null)),
  );
}
addEventListener('error', ({ message }) => note('uncaught', { message }));
addEventListener('unhandledrejection', ({ reason }) => note('uncaught', { message: String(reason) }));
for (const type of ['online', 'offline']) addEventListener(type, () => note(type, {}));
const { connection: networkInformation } = navigator as Navigator & { readonly connection?: EventTarget };
networkInformation?.addEventListener('change', () => note('connection-change', {}));
Object.assign(globalThis, { labPage });
document.addEventListener('DOMContentLoaded', () => void customElements.whenDefined('p2p-call').then(sampleForever));
