/** What a visitor or an agent may send to a desk. Every frame is one JSON object with a `type`. */
import * as v from 'valibot';
import { bye, commandId, read } from './client-messages.ts';
import {
  MAX_CONTACT_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_STARS,
  MAX_TOPIC_LENGTH,
  MAX_USER_ID_LENGTH,
} from './desk-limits.ts';
import {
  AGENT_STATUSES,
  type AgentId,
  type CallId,
  type Form,
  type MessageId,
  type VisitorPage,
  isAgentId,
  isCallId,
  isDepartment,
  isForm,
  isMessageId,
  isPage,
} from './desk-values.ts';
import { flag, integer, text, textLike } from './guards.ts';
import { incarnation } from './schemas.ts';
import { isCaps, isName } from './values.ts';

/** Made by the visitor's page, from 128 random bits or more, and told to nobody else: whoever has it has the call. */
const session = v.custom<string>(textLike(/^[A-Za-z0-9_-]{22,64}$/));

/** Whether there are no control characters but ends of lines and tabs: nobody sees them, and JSON makes six bytes of one. */
const isVisible = (said: string): boolean => !/[^\P{Cc}\n\t]/u.test(said);

const said = (max: number): v.GenericSchema<string> => v.pipe(v.custom<string>(text(max)), v.check(isVisible));

const name = v.pipe(v.custom<string>(isName), v.check(isVisible));
const form = v.pipe(
  v.custom<Form>(isForm),
  v.check((answers) => Object.entries(answers).flat().every(isVisible)),
);
const callId = v.custom<CallId>(isCallId);
const department = v.custom<string>(isDepartment);
const on = v.custom<boolean>(flag);

/** Fragments, queries and passwords are the visitor's own: whatever a page says, they are cut off. */
function withoutQuery(url: string): string {
  const parsed = /^https?:/i.test(url) ? URL_PARTS.exec(url) : null;
  return parsed === null ? '' : `${parsed[1]}${parsed[2]}`;
}
const URL_PARTS = /^(https?:\/\/)(?:[^/?#@]*@)?([^?#]*)/i;

const page = v.pipe(
  v.custom<VisitorPage>(isPage),
  v.check(({ url, title }) => isVisible(url) && isVisible(title)),
  v.transform(({ url, title }): VisitorPage => ({ url: withoutQuery(url), title })),
);

/** The first message of every socket. A visitor's `session` takes back its call, where there is one; an agent is known by its token. */
export const deskHello = v.object({
  type: v.literal('hello'),
  v: v.number(),
  inc: incarnation,
  session: v.optional(session),
  caps: v.optional(v.custom<string[]>(isCaps), []),
  /** Of an agent whose token says no name. */
  name: v.optional(name),
});
export type DeskHello = v.InferOutput<typeof deskHello>;

const commandOf = <const Op extends string>(
  op: Op,
): { type: v.LiteralSchema<'command', undefined>; id: typeof commandId; op: v.LiteralSchema<Op, undefined> } => ({
  type: v.literal('command'),
  id: commandId,
  op: v.literal(op),
});

/** What a visitor says of itself and of what it wants. */
const wish = {
  name: v.optional(name, ''),
  topic: v.optional(said(MAX_TOPIC_LENGTH), ''),
  department: v.optional(department),
  form: v.optional(form, {}),
  page: v.optional(page),
  userId: v.optional(v.pipe(said(MAX_USER_ID_LENGTH), v.minLength(1))),
  /** HMAC-SHA-256 of `userId` by the site's server, in hexadecimal. */
  userHash: v.optional(v.custom<string>(textLike(/^[0-9a-fA-F]{64}$/))),
};

const callCommand = v.object({ ...commandOf('call'), session, ...wish });
/** What is left where nobody answers; not on the socket, but by `POST`. */
export const deskMessage = v.object({
  ...wish,
  text: v.optional(v.custom<string>(text(MAX_MESSAGE_LENGTH)), ''),
  /** How to answer: an address, a number. */
  contact: v.optional(v.custom<string>(text(MAX_CONTACT_LENGTH)), ''),
});

export type CallCommand = v.InferOutput<typeof callCommand>;

/** A request with a result. Each says what shall be, so that a repeat does no harm. */
export const deskCommand = v.variant('op', [
  /** Asks for an agent. */
  callCommand,
  /** Leaves the queue. */
  v.object(commandOf('cancel')),
  /** Says on which page the visitor is now. */
  v.object({ ...commandOf('page'), page }),
  /** How it was, when it is over. */
  v.object({ ...commandOf('rate'), stars: v.custom<number>(integer(1, MAX_STARS)) }),
  /** Hangs up; an agent names the call. */
  v.object({ ...commandOf('end'), call: v.optional(callId) }),
  /** Asks for a fresh token of the call's room. */
  v.object({ ...commandOf('pass'), call: v.optional(callId) }),
  v.object({ ...commandOf('status'), status: v.picklist(AGENT_STATUSES) }),
  v.object({ ...commandOf('accept'), call: callId }),
  v.object({ ...commandOf('decline'), call: callId }),
  v.object({ ...commandOf('hold'), call: callId, on }),
  /** Hands the call over: to an agent who is free, or to a department. The visitor keeps its place. */
  v.object({
    ...commandOf('transfer'),
    call: callId,
    agent: v.optional(v.custom<AgentId>(isAgentId)),
    department: v.optional(department),
  }),
  v.object({ ...commandOf('note'), call: callId, text: said(MAX_NOTE_LENGTH) }),
  /** Takes a missed call off the list. */
  v.object({ ...commandOf('clear'), call: callId }),
  /** Takes a message off the list, for good. */
  v.object({ ...commandOf('handled'), message: v.custom<MessageId>(isMessageId) }),
]);
export type DeskCommand = v.InferOutput<typeof deskCommand>;

/** Every `op` that this version knows. */
export const DESK_OPS: ReadonlySet<string> = new Set(deskCommand.options.map((option) => option.entries.op.literal));

export const deskClientMessage = v.variant('type', [deskHello, deskCommand, bye, read]);
export type DeskClientMessage = v.InferOutput<typeof deskClientMessage>;
