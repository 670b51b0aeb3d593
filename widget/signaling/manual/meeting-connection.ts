/**
 * The connection over which two pages without a server signal: one ordered channel, described by two texts with every candidate in
 * them. Media and data of the call have connections of their own, which are negotiated over it as over any other signaling.
 * Knows no text, no room and no call.
 */
import type { Clock, TimerHandle } from '../../link/clock.ts';

export interface MeetingEvents {
  onopen(): void;
  onmessage(data: unknown): void;
  /** Packets stop, or come again; `lost` is final. */
  onpath(path: 'there' | 'away' | 'lost'): void;
}

/** How long candidates are gathered, in ms, where there is one at least: a STUN server that does not answer takes 10 s and more. */
const GATHER_MS = 2_500;

/** Where none was found yet. */
const GATHER_MAX_MS = 10_000;

/**
 * A page that replied begins to look for the way at once, but the other one only when a person has carried the reply there. Browsers give a
 * candidate up after 15 s or so; given again, it is tried again.
 */
const RETRY_MS = 5_000;

/** How long the last word may take, in ms. */
const LINGER_MS = 500;

const CHANNEL_ID = 0;

export class MeetingConnection {
  readonly #connection: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #clock: Clock;
  readonly #events: MeetingEvents;
  #retry: TimerHandle | null = null;
  #wasOpen = false;
  #isClosed = false;

  constructor(configuration: RTCConfiguration, clock: Clock, events: MeetingEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#connection = new RTCPeerConnection(configuration);
    this.#channel = this.#connection.createDataChannel('p2p-call', { negotiated: true, id: CHANNEL_ID });
    this.#channel.onopen = () => this.#handleOpen();
    this.#channel.onmessage = ({ data }) => this.#isClosed || events.onmessage(data);
    this.#channel.onclose = () => this.#tell('lost');
    this.#connection.onconnectionstatechange = () => this.#handleState();
  }

  /** @returns the offer with its candidates. */
  async offer(): Promise<string> {
    await this.#connection.setLocalDescription();
    return this.#gathered();
  }

  /** @returns the answer with its candidates. @throws where `offer` is no description of a data channel. */
  async answer(offer: string): Promise<string> {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.#connection.setLocalDescription();
    const sdp = await this.#gathered();
    this.#retryLater(offer);
    return sdp;
  }

  /** @throws where `answer` does not answer the offer. */
  accept(answer: string): Promise<void> {
    return this.#connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  /** @returns whether it could be handed over. */
  send(message: string): boolean {
    if (this.#channel.readyState !== 'open') return false;
    try {
      this.#channel.send(message);
      return true;
    } catch {
      // Its buffer is full: what is lost is sent again by the pair link.
      return false;
    }
  }

  /** What was said last still arrives. Safe to repeat. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#clock.clearTimeout(this.#retry);
    this.#channel.close();
    if (this.#wasOpen) this.#clock.setTimeout(() => this.#connection.close(), LINGER_MS);
    else this.#connection.close();
  }

  #handleOpen(): void {
    if (this.#isClosed) return;
    this.#wasOpen = true;
    this.#events.onopen();
  }

  #handleState(): void {
    switch (this.#connection.connectionState) {
      case 'connected':
        return this.#tell('there');
      case 'disconnected':
        return this.#tell('away');
      case 'failed':
        return this.#tell('lost');
      default:
    }
  }

  /** Before it was open nothing is lost. */
  #tell(path: 'there' | 'away' | 'lost'): void {
    if (!this.#isClosed && this.#wasOpen) this.#events.onpath(path);
  }

  #retryLater(sdp: string): void {
    this.#retry = this.#clock.setTimeout(() => {
      if (this.#wasOpen || this.#isClosed) return;
      const candidates = sdp.split(/\r?\n/).filter((line) => line.startsWith('a=candidate:'));
      for (const line of candidates) {
        // A browser that takes no candidate any more says so, and has nothing to offer instead.
        this.#connection.addIceCandidate({ candidate: line.slice(2), sdpMLineIndex: 0 }).catch(() => {});
      }
      this.#retryLater(sdp);
    }, RETRY_MS);
  }

  /** @returns the local description with what was found. @throws where nothing was. */
  async #gathered(): Promise<string> {
    const connection = this.#connection;
    const sdp = (): string => connection.localDescription?.sdp ?? '';
    const hasCandidate = (): boolean => sdp().includes('a=candidate:');
    const startedAt = this.#clock.now();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const waitedMs = this.#clock.now() - startedAt;
        const isEnough = waitedMs >= GATHER_MAX_MS || (waitedMs >= GATHER_MS && hasCandidate());
        if (connection.iceGatheringState !== 'complete' && !this.#isClosed && !isEnough) return;
        connection.onicegatheringstatechange = null;
        connection.onicecandidate = null;
        resolve();
      };
      connection.onicegatheringstatechange = look;
      connection.onicecandidate = look;
      for (const ms of [GATHER_MS, GATHER_MAX_MS]) this.#clock.setTimeout(look, ms);
      look();
    });
    return sdp();
  }
}
