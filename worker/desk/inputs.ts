/**
 * Everything that can happen to a desk, as data. Time, randomness and hashes come in here, so that the rules can be run again with the same
 * outcome. Nothing here knows where an input comes from.
 */
import type {
  AgentId,
  CallId,
  DecodedDeskClientMessage,
  DeskClientMessage,
  DeskHello,
  DeskPushSubscription,
  MessageId,
} from '#protocol';
import type { DeskConfig } from './desk-config.ts';
import type { DeskGrant } from './desk-grant.ts';
import type { SocketId } from './desk-state.ts';

/** The socket an input came from, with what the shell keeps about it. */
export interface Caller {
  readonly id: SocketId;
  /** Null before its `hello`. */
  readonly peer: string | null;
}

/** An open socket, as a sweep sees it. */
export interface LiveSocket extends Caller {
  readonly openedAtMs: number;
  /** When the runtime last answered its heartbeat; null when never. */
  readonly lastBeatAtMs: number | null;
}

export interface HelloInput {
  readonly type: 'hello';
  readonly nowMs: number;
  readonly socket: Caller;
  readonly hello: DeskHello;
  readonly grant: DeskGrant;
  readonly bytes: number;
  /** SHA-256 of the session that `hello` presents. */
  readonly sessionHash: string | null;
  /** The id of an agent who is new. */
  readonly fresh: AgentId;
  /** What the setting says now, where this came with the request for the socket. */
  readonly config?: DeskConfig;
}

export type DecodedDeskFrame =
  | { readonly ok: true; readonly message: Exclude<DeskClientMessage, DeskHello> }
  | Extract<DecodedDeskClientMessage, { readonly ok: false }>;

/** What a visitor's `call` needs beside what it says. */
export interface CallEntry {
  readonly id: CallId;
  readonly room: string;
  readonly sessionHash: string;
  /** What the hash of the user's id proves: `none` where nobody can say. */
  readonly vouched: 'yes' | 'no' | 'none';
}

/** Any other frame; also one that is no valid message. */
export interface FrameInput {
  readonly type: 'frame';
  readonly nowMs: number;
  readonly socket: Caller;
  readonly decoded: DecodedDeskFrame;
  readonly grant: DeskGrant;
  readonly bytes: number;
  /** Given with `call`. */
  readonly entry?: CallEntry;
  /** As of {@link HelloInput}. */
  readonly config?: DeskConfig;
}

export type DeskInput =
  /** The first input after the desk was loaded: sockets may have gone without a word meanwhile. */
  | { readonly type: 'wake'; readonly nowMs: number; readonly sockets: readonly LiveSocket[] }
  /** A socket was let through. `config` is what the setting says now. */
  | { readonly type: 'open'; readonly nowMs: number; readonly config: DeskConfig }
  /** As many sockets are open as there may be, and one more is asked for. */
  | { readonly type: 'crowd'; readonly nowMs: number; readonly sockets: readonly LiveSocket[] }
  | HelloInput
  | FrameInput
  /** Somebody left a message, which the shell holds ready to be kept. */
  | {
      readonly type: 'message';
      readonly nowMs: number;
      readonly id: MessageId;
      readonly department: string | null;
      readonly voice: boolean;
      readonly bytes: number;
      /** As of a visitor's {@link DeskGrant}. */
      readonly network: string | null;
      readonly config: DeskConfig;
    }
  /** An agent's browser can be pushed. */
  | {
      readonly type: 'push-on';
      readonly nowMs: number;
      readonly sub: string;
      readonly departments: readonly string[];
      readonly subscription: DeskPushSubscription;
      readonly config: DeskConfig;
    }
  /** A browser is not to be pushed any more: an agent (`sub`) says so of one of its own, or the push service (null) of any. */
  | { readonly type: 'push-off'; readonly nowMs: number; readonly sub: string | null; readonly endpoint: string }
  | { readonly type: 'closed'; readonly nowMs: number; readonly socket: SocketId }
  /** A socket was sent too much without showing a sign of life. */
  | { readonly type: 'slow'; readonly nowMs: number; readonly socket: SocketId }
  | { readonly type: 'alarm'; readonly nowMs: number; readonly sockets: readonly LiveSocket[] };
