/**
 * One RTCPeerConnection with its fixed media lines, data channels and heartbeat. Knows which track goes where and whether
 * packets come; knows nothing of signaling, generations or recovery.
 * @see https://www.w3.org/TR/webrtc/
 */
import { type DataChannels, createDataChannels } from '../data/channels.ts';
import {
  type Heartbeat,
  SENDS_PICTURE,
  SENDS_SOUND,
  createHeartbeatChannel,
  decodeHeartbeat,
  sendHeartbeat,
} from '../data/heartbeat.ts';
import type { Clock } from '../link/clock.ts';
import { packetsReceivedOf, readStats } from './connection-stats.ts';
import { FlowMonitor } from './flow-monitor.ts';
import { quickStartEncodings, sendWholeLater, startQuickly } from './quick-start.ts';
import type { RelayTerm } from './relay-term.ts';
import { type MediaPlan, SLOTS, type Slot, directionOf, kindOf } from './slots.ts';

export type SlotTracks = Readonly<Record<Slot, MediaStreamTrack | null>>;

export const NO_TRACKS: SlotTracks = { microphone: null, camera: null, screen: null, screenAudio: null };

export interface MediaConnectionOptions {
  readonly configuration: RTCConfiguration;
  readonly plan: MediaPlan;
  /** The tracks to send from the start. */
  readonly tracks: SlotTracks;
  readonly clock: Clock;
  /** Of the credentials in `configuration`; by default its relay does not end with them. */
  readonly relayTerm?: RelayTerm | null;
  /** What {@link MediaConnection.flow} tells is other than before. */
  onflow?(): void;
  /** Packets are late; see {@link FlowMonitor}. */
  ondoubt?(): void;
}

export class MediaConnection {
  readonly connection: RTCPeerConnection;
  /** Whether packets flow, from {@link handleConnected} on. */
  readonly flow: FlowMonitor;
  /** When the relay that it was made with ends; null: not before the connection. */
  readonly relayTerm: RelayTerm | null;
  /** Whether the camera is kept from the other side, because the way is too narrow; it is told with the next beat. */
  holdsCamera = false;
  /** Hears every beat. */
  onbeat: ((beat: Heartbeat) => void) | null = null;
  readonly #options: MediaConnectionOptions;
  #tracks: SlotTracks;
  #channels: DataChannels | null = null;
  #heartbeat: RTCDataChannel | null = null;

  constructor(options: MediaConnectionOptions) {
    this.#options = options;
    this.#tracks = options.tracks;
    this.relayTerm = options.relayTerm ?? null;
    this.connection = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      ...options.configuration,
    });
    this.flow = new FlowMonitor({
      clock: options.clock,
      countPackets: async () => {
        const report = await this.readStats();
        return report.size === 0 ? null : packetsReceivedOf(report);
      },
      sendBeat: (beat) => {
        if (this.#heartbeat !== null) sendHeartbeat(this.#heartbeat, { ...beat, held: this.holdsCamera || undefined });
      },
      sending: () => this.#sending(),
      onchange: () => options.onflow?.(),
      ondoubt: () => options.ondoubt?.(),
    });
  }

  /** The data channels; null on the side that waits for the offer, until it came. */
  get channels(): DataChannels | null {
    return this.#channels;
  }

  /** Adds the media lines and the channels, which makes the connection want to offer. Only one side of a generation does
   *  this; the other gets its lines from the offer, so that they never double. */
  prepareOffer(): void {
    const { plan } = this.#options;
    if (plan !== 'none') {
      for (const slot of SLOTS) {
        const track = this.#tracks[slot];
        this.connection.addTransceiver(track ?? kindOf(slot), {
          direction: directionOf(slot, plan),
          ...(slot === 'camera' ? { sendEncodings: quickStartEncodings(track) } : {}),
        });
      }
    }
    this.#createChannels();
  }

  /** Called between `setRemoteDescription(offer)` and the answer: takes over the lines that the other side offered. */
  acceptOffer(): void {
    for (const [index, transceiver] of this.connection.getTransceivers().entries()) {
      const slot = SLOTS[index];
      if (slot === undefined || transceiver.direction === 'stopped') continue;
      transceiver.direction = directionOf(slot, this.#options.plan);
      // A later offer, as for new ICE credentials, finds the picture whole.
      if (slot === 'camera' && this.#channels === null) startQuickly(transceiver.sender, this.#tracks.camera);
      void this.#replace(transceiver, this.#tracks[slot]);
    }
    this.#createChannels();
  }

  /** Sends `track` on its line from now on; null sends nothing. No renegotiation. */
  setTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    const transceiver = this.transceiver(slot);
    if (transceiver !== undefined) void this.#replace(transceiver, track);
  }

  /** Of a line; undefined until there is that line. */
  transceiver(slot: Slot): RTCRtpTransceiver | undefined {
    return this.connection.getTransceivers()[SLOTS.indexOf(slot)];
  }

  /** The track received on a line; null until the line is negotiated or where the other side never sends. */
  remoteTrack(slot: Slot): MediaStreamTrack | null {
    const transceiver = this.transceiver(slot);
    const direction = transceiver?.currentDirection;
    return direction === 'sendrecv' || direction === 'recvonly' ? (transceiver?.receiver.track ?? null) : null;
  }

  /** How loud the other side's microphone is now, from 0 to 1: 0 while it is not played, as it was last when packets stop.
   *  @see https://www.w3.org/TR/webrtc/#dom-rtcrtpreceiver-getsynchronizationsources */
  get audioLevel(): number {
    return this.transceiver('microphone')?.receiver.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  /** Uses these from now on: for the next gathering, as for an ICE restart. What is in use goes on.
   *  @see https://www.w3.org/TR/webrtc/#dom-rtcpeerconnection-setconfiguration */
  setIceServers(iceServers: RTCIceServer[]): void {
    try {
      this.connection.setConfiguration({ ...this.connection.getConfiguration(), iceServers });
    } catch {
      // Closed meanwhile, or a browser that cannot: the next connection has them.
    }
  }

  /** The connection stands: what was held back for a quick start may follow, and packets are expected. */
  handleConnected(): void {
    const sender = this.transceiver('camera')?.sender;
    if (sender !== undefined) sendWholeLater(sender, this.#options.clock);
    this.flow.start();
  }

  /** The browser's statistics; empty where it has none. */
  readStats(): Promise<RTCStatsReport> {
    return readStats(this.connection, this.#options.clock);
  }

  close(): void {
    this.flow.stop();
    this.connection.onconnectionstatechange = null;
    this.connection.onicecandidateerror = null;
    this.connection.close();
  }

  /** What really leaves: a line that the other side does not want carries nothing. */
  #sending(): number {
    let tx = 0;
    for (const slot of SLOTS) {
      const direction = this.transceiver(slot)?.currentDirection;
      const isOpen = direction === 'sendrecv' || direction === 'sendonly';
      const isHeld = slot === 'camera' && this.holdsCamera;
      if (isOpen && !isHeld && this.#tracks[slot] !== null)
        tx |= kindOf(slot) === 'audio' ? SENDS_SOUND : SENDS_PICTURE;
    }
    return tx;
  }

  async #replace(transceiver: RTCRtpTransceiver, track: MediaStreamTrack | null): Promise<void> {
    if (transceiver.sender.track === track) return;
    try {
      await transceiver.sender.replaceTrack(track);
    } catch {
      // Only a connection that was closed meanwhile, or a line the other side refused: there is nobody to send to.
    }
  }

  #createChannels(): void {
    if (this.#channels !== null) return;
    this.#channels = createDataChannels(this.connection);
    const heartbeat = createHeartbeatChannel(this.connection);
    this.#heartbeat = heartbeat;
    heartbeat.onopen = () => this.flow.beat();
    heartbeat.onclose = () => this.flow.cut();
    heartbeat.onmessage = ({ data }) => {
      const beat = decodeHeartbeat(data);
      if (beat === null) return;
      this.flow.hear(beat);
      this.onbeat?.(beat);
    };
  }
}

/** Whether packets flow on it both ways, as far as this side knows. */
export function isUsable(it: MediaConnection | null): boolean {
  return it !== null && it.flow.isReceiving && it.flow.isReceived !== false;
}
