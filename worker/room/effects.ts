/**
 * Everything a room can want done, as data, in the order in which it must be done. The shell carries it out; nothing
 * here knows how.
 */
import type { CloseCode, Incarnation, PeerId, ServerMessage } from '#protocol';
import type { RoomState, SocketId } from './room-state.ts';
import type { WebhookEvent } from './webhook-events.ts';

/** What is worth a line in the log: counts and codes, never a name, an address, an id or a text. */
export interface LogEntry {
  readonly event: string;
  readonly code?: number;
  readonly count?: number;
}

/** A payload, as text that nobody here has read, from one seat to a socket that takes it so. */
export interface HandedOn {
  readonly to: SocketId;
  readonly from: PeerId;
  readonly inc: Incarnation;
  readonly text: string;
  /** Of `text`, in UTF-8. */
  readonly bytes: number;
}

export type Effect =
  /** Always first, so that nobody learns what was not kept. The state is the room's own: write it out at once. */
  | { readonly type: 'save'; readonly state: RoomState }
  /** Wake the room at this time or earlier; a later alarm that is already set does not do. */
  | { readonly type: 'alarm'; readonly atMs: number }
  /** Nothing is due before this time: an alarm that is set for much earlier may be moved to it. */
  | { readonly type: 'idle'; readonly untilMs: number }
  /** Remember that this socket speaks for this seat, also across hibernation. */
  | { readonly type: 'attach'; readonly socket: SocketId; readonly peer: PeerId }
  | { readonly type: 'send'; readonly to: readonly SocketId[]; readonly message: ServerMessage }
  | ({ readonly type: 'relay' } & HandedOn)
  | { readonly type: 'close'; readonly socket: SocketId; readonly code: CloseCode }
  /** Tell the owner's server, if it wants to hear of it: later, and without holding up anything. */
  | { readonly type: 'webhook'; readonly event: WebhookEvent }
  /** Forget the room, alarms included. */
  | { readonly type: 'delete-all' }
  | { readonly type: 'log'; readonly entry: LogEntry };
