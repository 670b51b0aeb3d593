/**
 * The path for descriptions and candidates, and for who is in the room. Three kinds implement it (Worker, local, manual);
 * whoever uses it must not know which. It knows nothing of RTCPeerConnection.
 */
import type {
  ErrorCode,
  IceServer,
  Incarnation,
  LeaveReason,
  Moderation,
  PeerId,
  PeerInfo,
  PeerState,
  Role,
} from '#protocol';
import type { KeptDevices } from './session-store.ts';

/** Where a channel has its token or its site key from; read anew for every socket. */
export interface TokenSource {
  /** '' where none is needed, or none is there yet. */
  readonly token: string;
  /** Goes along while there is no token. Default: none. */
  readonly siteKey?: string;
  /** Makes another one: asked when there is none, and when one is refused. */
  readonly getToken: (() => string | Promise<string>) | null;
}

/** ICE servers, and what the server says of their end. */
export interface IceIssue {
  readonly iceServers: readonly IceServer[];
  /** How long their credentials are good for, in ms from now; absent where they do not end. */
  readonly iceTtlMs?: number | undefined;
  /** Whether relays in use end with them. */
  readonly relayEnds?: boolean | undefined;
}

type OrderOf<It extends Moderation> = It extends Moderation ? Omit<It, 'type' | 'id'> : never;

/** What a page may ask of the room, or of somebody in it. */
export type Order = OrderOf<Moderation>;

/** One who waits to be let in. */
export interface Knock {
  /** The id that the participant will have. */
  readonly id: PeerId;
  readonly name: string;
}

/** What one page brings into the room. */
export interface JoinRequest {
  readonly room: string;
  readonly name: string;
  readonly state: PeerState;
  readonly caps: readonly string[];
  /** Seats wanted, 2 to 8; counts only when this page opens the room. */
  readonly capacity?: number;
  /** Only back to the seat that this tab had a moment ago: where it is gone the channel ends with an error, and no seat is taken. */
  readonly resumeOnly?: boolean;
  /** What is on, for the page that this tab loads next. */
  readonly devices?: () => KeptDevices;
}

/** Whether messages can flow now. `reconnecting`: by itself, no call needed. `closed`: final. */
export type SignalingState = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed';

/** What a channel reports, in this order: `welcome` first after every (re)connection, a whole snapshot; then changes to it. */
export type SignalingEvent =
  | { readonly type: 'state'; readonly state: SignalingState }
  | ({
      readonly type: 'welcome';
      readonly me: PeerId;
      readonly resumed: boolean;
      readonly capacity: number;
      readonly peers: readonly PeerInfo[];
      /** The own role. */
      readonly role: Role;
      /** Whether nobody new may come in. */
      readonly locked: boolean;
      /** Whether those who come in must wait until they are let in. */
      readonly lobby: boolean;
      /** Who waits, in order; empty for those who may not let them in. */
      readonly knocks: readonly Knock[];
    } & IceIssue)
  /** There is no seat yet: the page waits to be let in. `position` from 1, null where it is not known. */
  | { readonly type: 'wait'; readonly position: number | null }
  | { readonly type: 'lock'; readonly on: boolean }
  | { readonly type: 'lobby'; readonly on: boolean }
  | { readonly type: 'knock'; readonly knock: Knock }
  /** One who waited is let in, sent away or gone. */
  | { readonly type: 'knock-end'; readonly id: PeerId }
  /** Somebody asks this page to turn off its microphone. */
  | { readonly type: 'mute-request'; readonly from: PeerId }
  /** Also of the own page. */
  | { readonly type: 'peer-role'; readonly id: PeerId; readonly role: Role }
  | { readonly type: 'peer-join'; readonly peer: PeerInfo }
  | { readonly type: 'peer-on'; readonly peer: PeerInfo }
  | { readonly type: 'peer-off'; readonly id: PeerId }
  | { readonly type: 'peer-leave'; readonly id: PeerId; readonly reason: LeaveReason }
  | { readonly type: 'peer-state'; readonly id: PeerId; readonly state: PeerState }
  | { readonly type: 'peer-name'; readonly id: PeerId; readonly name: string }
  | { readonly type: 'relay'; readonly from: PeerId; readonly inc: Incarnation; readonly payload?: unknown }
  | { readonly type: 'error'; readonly code: ErrorCode; readonly fatal: boolean };

/** How two pages meet that have no server: by texts that people carry. Each rejects with an `ExchangeError`. */
export interface TextExchange {
  /** @returns the text for the other page; one that was made before is void. */
  createInvitation(): Promise<string>;
  /** @returns the reply, for the page that made the invitation. */
  acceptInvitation(invitation: string): Promise<string>;
  acceptReply(reply: string): Promise<void>;
}

export interface SignalingChannel {
  /** Only of the kind that needs it. */
  readonly exchange?: TextExchange;
  /** Incarnation of this page: every relay and every seat carries it. */
  readonly inc: Incarnation;
  readonly state: SignalingState;
  /** The one listener. Called in the order of the wire, never from inside a call into the channel. */
  onevent: ((event: SignalingEvent) => void) | null;
  /** What was on when a page of this tab was in the room a moment ago, and `open` would take its seat back; null: it would not. */
  keptDevices(room: string): KeptDevices | null;
  /** Enters the room and stays connected until {@link close}. Once per channel. */
  open(request: JoinRequest): void;
  /** Hands `payload` to the wire. Not kept: while not `open` it is lost, and the pair link sends it again. */
  send(to: PeerId, payload: unknown): void;
  /** Replaces the own state; the newest is sent again after a reconnection. */
  setState(state: PeerState): void;
  /** Changes the own display name. */
  rename(name: string): void;
  /** Asks for something that takes a right. @returns why it was refused, null where it was done. Never rejects. */
  request(order: Order): Promise<ErrorCode | null>;
  /** Asks for ICE servers with fresh credentials. @returns null where there is no answer, or this kind of signaling has none. */
  requestIceServers(signal: AbortSignal): Promise<IceIssue | null>;
  /** There is a reason to doubt the path (the network changed, a peer was lost): finds out at once whether it still works. */
  checkPath(): void;
  /** Leaves at once, without grace, and releases everything. Safe to repeat. */
  close(): void;
}
