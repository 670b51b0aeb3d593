/** What a client may send. Every frame is one JSON object with a `type`. */
import * as v from 'valibot';
import { MAX_CAPACITY, MIN_CAPACITY } from './limits.ts';
import { flag, integer, textLike } from './guards.ts';
import { incarnation, peerId, peerState } from './schemas.ts';
import { isCaps, isName, isOpaqueToken } from './values.ts';

const caps = v.custom<string[]>(isCaps);
const name = v.custom<string>(isName);
const opaqueToken = v.custom<string>(isOpaqueToken);

/** The first message of every socket. `session` and `key` come from an earlier `welcome` and resume its seat. */
export const hello = v.object({
  type: v.literal('hello'),
  v: v.number(),
  inc: incarnation,
  session: v.optional(opaqueToken),
  key: v.optional(opaqueToken),
  caps: v.optional(caps, []),
  /** None: as the seat has it. */
  name: v.optional(name),
  state: v.optional(peerState, {}),
  /** Seats wanted; counts only for the participant that opens the room. */
  capacity: v.optional(v.custom<number>(integer(MIN_CAPACITY, MAX_CAPACITY))),
});

/** Carries `payload`, which the server does not read, to one other participant. */
export const relay = v.object({
  type: v.literal('relay'),
  to: peerId,
  /** Incarnation of the sender; what the receiver gets is stamped by the server from its `hello`. */
  inc: v.optional(incarnation),
  payload: v.unknown(),
});

/** Replaces the sender's own state. */
export const state = v.object({ type: v.literal('state'), state: peerState });

/** Made by the client; the same id means the same command. */
export const commandId = v.custom<string>(textLike(/^[A-Za-z0-9_-]{1,32}$/));

const commandOf = <const Op extends string>(
  op: Op,
): { type: v.LiteralSchema<'command', undefined>; id: typeof commandId; op: v.LiteralSchema<Op, undefined> } => ({
  type: v.literal('command'),
  id: commandId,
  op: v.literal(op),
});
const on = v.custom<boolean>(flag);

/** A request with a result. The same `id` never takes effect twice within five minutes. */
export const command = v.variant('op', [
  /** Changes the own display name. */
  v.object({ ...commandOf('rename'), name }),
  /** Asks for ICE servers with fresh credentials. */
  v.object(commandOf('ice')),
  /** Lets in somebody who waits. */
  v.object({ ...commandOf('admit'), peer: peerId }),
  /** Sends away somebody who waits. */
  v.object({ ...commandOf('reject'), peer: peerId }),
  /** Whether nobody new may come in. */
  v.object({ ...commandOf('lock'), on }),
  /** Whether those who come in must wait until they are let in. */
  v.object({ ...commandOf('lobby'), on }),
  /** Asks somebody to turn off the microphone; never forced. */
  v.object({ ...commandOf('mute'), peer: peerId }),
  /** Removes somebody, who may not come back. */
  v.object({ ...commandOf('kick'), peer: peerId }),
  /** Ends the call for everyone. */
  v.object(commandOf('end')),
]);

/** Every `op` that this version knows. */
export const COMMAND_OPS: ReadonlySet<string> = new Set(command.options.map((option) => option.entries.op.literal));

/** Leaves now, without grace. With `grace` the seat is kept for a moment: the page is going away, perhaps to be loaded anew. */
export const bye = v.object({ type: v.literal('bye'), grace: v.optional(v.custom<boolean>(flag)) });

/** The answer to `probe`. */
export const read = v.object({ type: v.literal('read'), nonce: opaqueToken });

export const clientMessage = v.variant('type', [hello, relay, state, command, bye, read]);

export type Hello = v.InferOutput<typeof hello>;
export type Relay = v.InferOutput<typeof relay>;
export type Command = v.InferOutput<typeof command>;
export type ClientMessage = v.InferOutput<typeof clientMessage>;
