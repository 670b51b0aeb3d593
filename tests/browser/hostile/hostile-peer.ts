/**
 * A peer that speaks the wire by hand, and so can say anything: the pair link, signals, one connection. It is as clever as an
 * attacker would be: it counts its envelopes, waits for acknowledgements where the other side wants that, and follows to new
 * generations. It must not know what it is used for, nor how its payloads travel.
 */

/** The browser's own, whatever a test puts in its place to count what the page under attack makes. */
const NativeConnection = globalThis.RTCPeerConnection;

/** Ids of the data channels, as in `widget/data/channels.ts`. */
const CHANNEL_IDS = { ctl: 0, chat: 1, reliableOrdered: 2, unreliableUnordered: 5 } as const;

/** Less than the other side takes undelivered, so that nothing is refused for being early. */
const WINDOW_COUNT = 200;

export interface HostilePath {
  readonly localInc: string;
  readonly remoteInc: string;
  /** Whether the other side offers first. */
  readonly polite: boolean;
  send(payload: unknown): void;
}

interface Heard {
  readonly type?: string;
  readonly g?: number;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidates?: readonly RTCIceCandidateInit[];
}

export class HostilePeer {
  readonly #path: HostilePath;
  #sent = 0;
  #acked = 0;
  #got = 0;
  #queue: unknown[] = [];
  #connection: RTCPeerConnection | null = null;
  /** While true it does as an honest peer would; else it only notes what it hears. */
  isHonest = true;
  /** The newest that either side spoke of. */
  generation = 1;
  /** Types of the signals it was told. */
  readonly heardTypes: string[] = [];
  channels: Readonly<Record<keyof typeof CHANNEL_IDS, RTCDataChannel>> | null = null;

  constructor(path: HostilePath) {
    this.#path = path;
  }

  get connection(): RTCPeerConnection {
    if (this.#connection === null) throw new Error('no connection yet');
    return this.#connection;
  }

  /** Resolves when its channels are open. */
  async connected(): Promise<void> {
    while (this.channels?.ctl.readyState !== 'open') await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Offers where that is its part; the answer follows by itself. */
  async start(): Promise<void> {
    if (this.#path.polite) return;
    const connection = this.#connect();
    for (const kind of ['audio', 'video', 'video', 'audio']) connection.addTransceiver(kind, { direction: 'recvonly' });
    this.#createChannels(connection);
    await connection.setLocalDescription();
    this.#describe(connection);
  }

  /** Says a signal in its turn, and as soon as the other side has room for it. */
  say(body: unknown): void {
    this.#queue.push(body);
    this.#pump();
  }

  /** Says an envelope as it is, out of turn; what is left out is as it should be. */
  sayEnvelope(fields: Readonly<Record<string, unknown>>): void {
    const { localInc: s, remoteInc: r } = this.#path;
    this.#path.send({ s, r, e: 0, n: this.#sent + 1, a: this.#got, ...fields });
  }

  /** Says whatever it is. */
  sayRaw(payload: unknown): void {
    this.#path.send(payload);
  }

  receive(payload: unknown): void {
    const { n, a, b } = payload as { n: number; a: number; b?: Heard };
    this.#acked = Math.max(this.#acked, a);
    this.#pump();
    if (n !== this.#got + 1) return;
    this.#got = n;
    this.sayEnvelope({ n: 0 });
    if (b !== undefined) void this.#hear(b).catch(() => {});
  }

  close(): void {
    this.#connection?.close();
    this.#queue = [];
  }

  async #hear(signal: Heard): Promise<void> {
    this.heardTypes.push(signal.type ?? '');
    this.generation = Math.max(this.generation, signal.g ?? 0);
    if (!this.isHonest) return;
    if (signal.description?.type === 'offer') {
      const connection = this.#connection ?? this.#connect();
      await connection.setRemoteDescription(signal.description);
      this.#createChannels(connection);
      await connection.setLocalDescription();
      this.#describe(connection);
    } else if (signal.description !== undefined) await this.#connection?.setRemoteDescription(signal.description);
    for (const candidate of signal.candidates ?? []) await this.#connection?.addIceCandidate(candidate);
  }

  #connect(): RTCPeerConnection {
    const connection = new NativeConnection({ bundlePolicy: 'max-bundle' });
    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || !this.isHonest) return;
      const { candidate: text, sdpMid, sdpMLineIndex, usernameFragment } = candidate;
      const candidates = [{ candidate: text, sdpMid, sdpMLineIndex, usernameFragment }];
      this.say({ type: 'candidates', g: this.generation, candidates });
    };
    return connection;
  }

  #createChannels(connection: RTCPeerConnection): void {
    if (this.channels !== null) return;
    const create = (label: keyof typeof CHANNEL_IDS): RTCDataChannel =>
      connection.createDataChannel(label, { negotiated: true, id: CHANNEL_IDS[label] });
    this.channels = {
      ctl: create('ctl'),
      chat: create('chat'),
      reliableOrdered: create('reliableOrdered'),
      unreliableUnordered: create('unreliableUnordered'),
    };
  }

  #describe(connection: RTCPeerConnection): void {
    const { type, sdp } = connection.localDescription ?? {};
    this.say({ type: 'description', g: this.generation, description: { type, sdp } });
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#sent < this.#acked + WINDOW_COUNT) {
      const b = this.#queue.shift();
      this.sayEnvelope({ b });
      this.#sent += 1;
    }
  }
}
