/** Everything a desk can want done, as data, in the order in which it must be done. The shell carries it out; nothing here knows how. */
import type { CloseCode, DeskPush, DeskPushSubscription, DeskServerMessage, MessageId } from '#protocol';
import type { RowKind, SocketId } from './desk-state.ts';
import type { DeskWebhookEvent } from './desk-webhooks.ts';

/** What is worth a line in the log: counts and codes, never a name, an address, an id or a text. */
export interface DeskLogEntry {
  readonly event: string;
  readonly code?: number;
  readonly count?: number;
}

/** Who shall come into a room, for the token that the shell adds. */
export interface PassOrder {
  readonly room: string;
  readonly role: 'visitor' | 'agent';
  readonly name: string;
  readonly sub: string;
}

export type DeskEffect =
  /** Always first, so that nobody learns what was not kept. `body` null: the row goes. */
  | {
      readonly type: 'save';
      readonly rows: readonly { readonly kind: RowKind; readonly id: string; readonly body: string | null }[];
    }
  /** Wake the desk at this time or earlier; a later alarm that is already set does not do. */
  | { readonly type: 'alarm'; readonly atMs: number }
  /** Remember that this socket has said hello, also across hibernation. */
  | { readonly type: 'attach'; readonly socket: SocketId; readonly party: string }
  | {
      readonly type: 'send';
      readonly to: readonly SocketId[];
      readonly message: DeskServerMessage;
      /** What the message carries leaves the rules as a room without a token. */
      readonly pass?: PassOrder;
    }
  /** To every visitor who has said hello, also those without a call. */
  | { readonly type: 'tell-visitors'; readonly message: DeskServerMessage }
  | { readonly type: 'close'; readonly socket: SocketId; readonly code: CloseCode }
  /** Keep what was left together with what is said of it, or not at all. */
  | { readonly type: 'keep-message'; readonly id: MessageId }
  | { readonly type: 'forget-message'; readonly id: MessageId }
  /** Tell the owner's server, if it wants to hear of it. */
  | { readonly type: 'webhook'; readonly event: DeskWebhookEvent }
  /** Tell browsers of agents whose page is closed. Only ever in an alarm, and of few: what is not delivered is not repeated. */
  | { readonly type: 'push'; readonly to: readonly DeskPushSubscription[]; readonly message: DeskPush }
  /** Nothing is left that anybody could come back to: forget the desk, alarms included. */
  | { readonly type: 'delete-all' }
  | { readonly type: 'log'; readonly entry: DeskLogEntry };
