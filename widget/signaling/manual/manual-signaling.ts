/**
 * Signaling without any server: one page makes an invitation, a person carries it to the other one, and its reply back. From then on the
 * two pages tell each other over a connection of their own what the room would have told. Two people; nobody has a right over the other.
 * A way that is lost for good ends the meeting, because nothing else connects them: people then meet anew.
 */
import {
  DEFAULT_ICE_SERVERS,
  type ErrorCode,
  type IceServer,
  type Incarnation,
  type PeerInfo,
  type PeerState,
  isLoopbackHost,
} from '#protocol';
import { type Clock, systemClock } from '../../link/clock.ts';
import { newIncarnation, newPeerId } from '../incarnation.ts';
import type {
  JoinRequest,
  SignalingChannel,
  SignalingEvent,
  SignalingState,
  TextExchange,
} from '../signaling-channel.ts';
import { ExchangeError, readExchange, writeExchange } from './exchange-text.ts';
import { MeetingConnection } from './meeting-connection.ts';
import { type PeerMessage, decodePeerMessage } from './peer-messages.ts';

const SEATS = 2;

/** How long the two may look for a way once both know of each other, in ms. */
const WAY_MS = 25_000;

/** A page of this very machine finds the other one without asking anybody for its address. */
function defaultIceServers(): readonly IceServer[] {
  return isLoopbackHost(globalThis.location?.hostname ?? '') ? [] : DEFAULT_ICE_SERVERS;
}

/** A meeting that is being arranged, or is there. */
interface Meeting {
  readonly id: string;
  readonly connection: MeetingConnection;
  /** From the reply on: settles when the other one is there, or cannot be reached. */
  met: Promise<void> | null;
  onmet: ((error: ExchangeError | null) => void) | null;
  /** `invited`: a reply is waited for. `replied`: the other page must hear of it yet. */
  stage: 'invited' | 'replied' | 'met';
  other: PeerInfo | null;
}

export class ManualSignaling implements SignalingChannel, TextExchange {
  readonly inc: Incarnation = newIncarnation();
  onevent: ((event: SignalingEvent) => void) | null = null;

  readonly #configuration: () => RTCConfiguration;
  readonly #clock: Clock;
  #state: SignalingState = 'idle';
  #me: PeerInfo | null = null;
  #meeting: Meeting | null = null;

  /** @param configuration with the ICE servers that the page set; without any, those of {@link DEFAULT_ICE_SERVERS} are used. */
  constructor(configuration: () => RTCConfiguration, clock: Clock = systemClock) {
    this.#configuration = configuration;
    this.#clock = clock;
  }

  get state(): SignalingState {
    return this.#state;
  }

  get exchange(): TextExchange {
    return this;
  }

  /** The meeting ends with the page. */
  keptDevices(): null {
    return null;
  }

  open({ name, caps, state }: JoinRequest): void {
    if (this.#state !== 'idle') return;
    const id = newPeerId();
    this.#me = { id, inc: this.inc, on: true, name, caps: [...caps], state, joinedAt: Date.now() };
    this.#setState('open');
    this.#emit({
      ...{ type: 'welcome', me: id, resumed: false, capacity: SEATS, peers: [], iceServers: defaultIceServers() },
      ...{ role: 'guest', locked: false, lobby: false, knocks: [] },
    });
  }

  async createInvitation(): Promise<string> {
    const meeting = this.#arrange(newIncarnation(), 'invited');
    const sdp = await meeting.connection.offer();
    return writeExchange({ kind: 'invitation', id: meeting.id, sdp });
  }

  async acceptInvitation(text: string): Promise<string> {
    const { id, sdp } = await readExchange(text, 'invitation');
    if (this.#meeting?.id === id && this.#meeting.stage === 'invited') throw new ExchangeError('own-text');
    const meeting = this.#arrange(id, 'replied');
    try {
      const answer = await meeting.connection.answer(sdp);
      return await writeExchange({ kind: 'reply', id, sdp: answer });
    } catch (cause) {
      if (this.#meeting === meeting) this.#drop();
      throw Object.assign(new ExchangeError('damaged'), { cause });
    }
  }

  async acceptReply(text: string): Promise<void> {
    const { id, sdp } = await readExchange(text, 'reply');
    const meeting = this.#meeting;
    if (meeting === null || meeting.stage === 'met') throw new ExchangeError('not-now');
    if (meeting.stage === 'replied') throw new ExchangeError(meeting.id === id ? 'own-text' : 'not-now');
    if (meeting.id !== id) throw new ExchangeError('other-invitation');
    // Pasted twice is pasted once.
    meeting.met ??= this.#meet(meeting, sdp);
    return meeting.met;
  }

  /** There is only one other. */
  send(_to: string, payload: unknown): void {
    this.#say({ type: 'relay', payload });
  }

  setState(state: PeerState): void {
    if (this.#me !== null) this.#me = { ...this.#me, state };
    this.#say({ type: 'state', state });
  }

  rename(name: string): void {
    if (this.#me !== null) this.#me = { ...this.#me, name };
    this.#say({ type: 'name', name });
  }

  request(): Promise<ErrorCode> {
    return Promise.resolve('not-allowed');
  }

  requestIceServers(): Promise<null> {
    return Promise.resolve(null);
  }

  /** The browser watches the connection by itself. */
  checkPath(): void {}

  close(): void {
    if (this.#state === 'closed') return;
    this.#say({ type: 'bye' });
    this.#drop();
    this.#setState('closed');
  }

  /** Whatever was arranged before is void. */
  #arrange(id: string, stage: 'invited' | 'replied'): Meeting {
    if (this.#state !== 'open' || this.#meeting?.stage === 'met') throw new ExchangeError('not-now');
    this.#drop();
    const isThis = (): boolean => this.#meeting === meeting;
    const configuration = {
      iceServers: defaultIceServers().map(({ urls }) => ({ urls: [urls].flat() })),
      ...this.#configuration(),
    };
    const connection = new MeetingConnection(configuration, this.#clock, {
      onopen: () => isThis() && this.#me !== null && this.#say({ type: 'hello', peer: this.#me }),
      onmessage: (data) => {
        const message = decodePeerMessage(data);
        if (isThis() && message !== null) this.#hear(meeting, message);
      },
      onpath: (path) => isThis() && this.#handlePath(meeting, path),
    });
    const meeting: Meeting = { id, connection, stage, met: null, onmet: null, other: null };
    this.#meeting = meeting;
    return meeting;
  }

  /** @throws ExchangeError `damaged`, or `unreachable`: the invitation is void then. */
  async #meet(meeting: Meeting, answer: string): Promise<void> {
    try {
      await meeting.connection.accept(answer);
    } catch (cause) {
      meeting.met = null;
      throw Object.assign(new ExchangeError('damaged'), { cause });
    }
    if (meeting.other !== null) return;
    const timer = this.#clock.setTimeout(() => this.#lose(meeting, 'network_disconnect'), WAY_MS);
    await new Promise<void>((resolve, reject) => {
      meeting.onmet = (error) => {
        this.#clock.clearTimeout(timer);
        if (error === null) resolve();
        else reject(error);
      };
      // Somebody went back meanwhile.
      if (meeting !== this.#meeting) meeting.onmet(new ExchangeError('unreachable'));
    });
  }

  #drop(): void {
    const meeting = this.#meeting;
    this.#meeting = null;
    meeting?.connection.close();
    meeting?.onmet?.(new ExchangeError('unreachable'));
  }

  #say(message: PeerMessage): void {
    this.#meeting?.connection.send(JSON.stringify(message));
  }

  #hear(meeting: Meeting, message: PeerMessage): void {
    const { other } = meeting;
    if (other === null) {
      // Its own id would be ours: nobody else can be polite then.
      if (message.type !== 'hello' || message.peer.id === this.#me?.id) return;
      meeting.stage = 'met';
      meeting.onmet?.(null);
      meeting.onmet = null;
      meeting.other = { ...message.peer, on: true, role: 'guest', joinedAt: Date.now() };
      return this.#emit({ type: 'peer-join', peer: meeting.other });
    }
    switch (message.type) {
      case 'relay':
        return this.#emit({ type: 'relay', from: other.id, inc: other.inc, payload: message.payload });
      case 'state':
        return this.#emit({ type: 'peer-state', id: other.id, state: message.state });
      case 'name':
        return this.#emit({ type: 'peer-name', id: other.id, name: message.name });
      case 'bye':
        return this.#lose(meeting, 'user_left');
      default:
    }
  }

  #handlePath(meeting: Meeting, path: 'there' | 'away' | 'lost'): void {
    if (path === 'lost') return this.#lose(meeting, 'network_disconnect');
    if (meeting.other === null) return;
    const { other } = meeting;
    this.#emit(path === 'away' ? { type: 'peer-off', id: other.id } : { type: 'peer-on', peer: other });
  }

  #lose(meeting: Meeting, reason: 'user_left' | 'network_disconnect'): void {
    if (meeting !== this.#meeting) return;
    this.#drop();
    if (meeting.other !== null) this.#emit({ type: 'peer-leave', id: meeting.other.id, reason });
  }

  #setState(state: SignalingState): void {
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  #emit(event: SignalingEvent): void {
    queueMicrotask(() => this.onevent?.(event));
  }
}
