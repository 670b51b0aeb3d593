/**
 * Everything that can happen to a room, as data. Time, randomness and hashes come in here, so that the rules can be run
 * again with the same outcome. Nothing here knows where an input comes from.
 */
import type { ClientMessage, DecodedClientMessage, Hello, IceServer, PeerId, RelayLine } from '#protocol';
import type { Grant } from './grant.ts';
import type { SocketId } from './room-state.ts';

/** The socket an input came from, with what the shell keeps about it. */
export interface Caller {
  readonly id: SocketId;
  /** The seat this socket was given; null before its `hello`. */
  readonly peer: PeerId | null;
}

/** An open socket, as a sweep sees it. */
export interface LiveSocket extends Caller {
  readonly openedAtMs: number;
  /** When the runtime last answered its heartbeat; null when never. */
  readonly lastBeatAtMs: number | null;
}

/** Randomness for one welcome. */
export interface Fresh {
  readonly peer: PeerId;
  readonly session: string;
  readonly key: string;
  /** SHA-256 of `key`, in hexadecimal. */
  readonly keyHash: string;
}

/** The first message of a socket, with all that is needed to answer it. */
export interface HelloInput {
  readonly type: 'hello';
  readonly nowMs: number;
  readonly socket: Caller;
  readonly hello: Hello;
  /** What the Worker let this socket do; roles come from here and never from a frame. */
  readonly grant: Grant;
  readonly bytes: number;
  /** SHA-256 of the key that `hello` presents, in hexadecimal. */
  readonly presentedKeyHash: string | null;
  readonly fresh: Fresh;
  readonly room: string;
  readonly iceServers: readonly IceServer[];
  readonly sockets: readonly LiveSocket[];
}

/** What a frame other than a `hello` turned out to be. */
export type DecodedFrame =
  | { readonly ok: true; readonly message: Exclude<ClientMessage, Hello> | RelayLine }
  | Extract<DecodedClientMessage, { readonly ok: false }>;

/** Any other frame; also one that is no valid message. */
export interface FrameInput {
  readonly type: 'frame';
  readonly nowMs: number;
  readonly socket: Caller;
  readonly decoded: DecodedFrame;
  readonly bytes: number;
  readonly iceServers: readonly IceServer[];
  /** Given with a command that lets somebody in. */
  readonly entry?: Entry;
}

/** What the welcome of one who waited needs, because it does not come as the answer to its own `hello`. */
export interface Entry {
  readonly fresh: Fresh;
  /** Of every socket that has no seat. */
  readonly iceServers: ReadonlyMap<SocketId, readonly IceServer[]>;
}

export type Input =
  /** Before the first other input after the room was loaded, and before others from time to time: sockets may have gone without a word
   *  meanwhile. `speaker` is the one that says something just now, or goes; null where none does. */
  | {
      readonly type: 'wake';
      readonly nowMs: number;
      readonly sockets: readonly LiveSocket[];
      readonly speaker: SocketId | null;
    }
  | { readonly type: 'open'; readonly nowMs: number }
  /** As many sockets are open as there may be, and one more is asked for. */
  | { readonly type: 'crowd'; readonly nowMs: number; readonly sockets: readonly LiveSocket[] }
  | HelloInput
  | FrameInput
  /** A socket is gone, for whatever reason; `code` as the client closed it, null where it did not. */
  | { readonly type: 'closed'; readonly nowMs: number; readonly socket: SocketId; readonly code: number | null }
  /** A socket was sent too much without showing a sign of life. */
  | { readonly type: 'slow'; readonly nowMs: number; readonly socket: SocketId }
  | { readonly type: 'alarm'; readonly nowMs: number; readonly sockets: readonly LiveSocket[] };
