/** The values that the messages of a support desk are made of. Nothing here knows a message. */
import type { ErrorCode } from './error-codes.ts';
import {
  type Guard,
  type Guarded,
  anyText,
  finiteNumber,
  flag,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  shape,
  text,
  textLike,
} from './guards.ts';
import {
  MAX_DEPARTMENTS,
  MAX_FORM_FIELDS,
  MAX_FORM_KEY_LENGTH,
  MAX_FORM_VALUE_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_PAGE_TITLE_LENGTH,
  MAX_PAGE_URL_LENGTH,
  MAX_TOPIC_LENGTH,
  MAX_USER_ID_LENGTH,
} from './desk-limits.ts';
import { isErrorCode, isName } from './values.ts';

/** Identifies one call of one visitor at a desk, from the queue to its end. */
export type CallId = string & { readonly brand: 'CallId' };

/** Identifies an agent to the others of the desk, as long as the agent is on. */
export type AgentId = string & { readonly brand: 'AgentId' };

/** Identifies a message that was left. */
export type MessageId = string & { readonly brand: 'MessageId' };

const ID = /^[A-Za-z0-9_-]{1,32}$/;
export const isCallId = textLike<CallId>(ID);
export const isAgentId = textLike<AgentId>(ID);
export const isMessageId = textLike<MessageId>(ID);

/** What goes wrong at a desk alone; everything else has the codes of error-codes.ts. */
export type DeskErrorCode =
  /** Outside of the business hours. */
  | 'desk-closed'
  /** No agent of the department is on. */
  | 'desk-offline'
  /** Too many wait. */
  | 'desk-full'
  /** Another agent has the call. */
  | 'already-taken'
  /** The call is over, or was never there. */
  | 'call-gone'
  /** There is no desk of this name. */
  | 'invalid-desk'
  | ErrorCode;
export const isDeskErrorCode: Guard<DeskErrorCode> = isErrorCode;

/** `available`: somebody could answer now. `busy`: agents are on, and none is free. `offline`: none is on. `closed`: outside of the
 *  business hours. */
export const AVAILABILITIES = ['available', 'busy', 'offline', 'closed'] as const;
/** A word of a newer version passes, too. */
const isAvailabilityWord = textLike<(typeof AVAILABILITIES)[number]>(/^[a-z-]{1,16}$/);

export const isDepartment = textLike(/^[A-Za-z0-9_.-]{1,64}$/);

/** What everyone may know of a desk. */
export const isAvailability = shape({
  state: isAvailabilityWord,
  departments: listOf(shape({ name: isDepartment, state: isAvailabilityWord }), MAX_DEPARTMENTS),
  /** When it opens, in ms since the epoch; only where it is closed and will open within a week. */
  opensAt: orAbsent(finiteNumber),
  /** Whether a message can be left. */
  messages: flag,
});
export type Availability = Guarded<typeof isAvailability>;

/** Answers to the form before a call, by the names of its fields. */
export type Form = Readonly<Record<string, string>>;

function isFormKey(key: string): boolean {
  return key.length <= MAX_FORM_KEY_LENGTH && !['', '__proto__', 'constructor', 'prototype'].includes(key);
}

export const isForm: Guard<Form> = (value): value is Form => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  const isAnswer = text(MAX_FORM_VALUE_LENGTH);
  return entries.length <= MAX_FORM_FIELDS && entries.every(([key, it]) => isFormKey(key) && isAnswer(it));
};

/** Where a visitor is: origin and path, never a query or a fragment. */
export const isPage = shape({ url: text(MAX_PAGE_URL_LENGTH), title: text(MAX_PAGE_TITLE_LENGTH) });
export type VisitorPage = Guarded<typeof isPage>;

/** Who the visitor is at the site; `verified` where the site's own server has vouched for it. */
export const isUser = shape({ id: text(MAX_USER_ID_LENGTH), verified: flag });
export type VisitorUser = Guarded<typeof isUser>;

/** The room of a call, and what opens it. */
export const isPass = shape({
  room: anyText,
  /** Absent where rooms are open to all. */
  token: orAbsent(anyText),
  /** How long the token is good for, in ms from now. */
  ttlMs: orAbsent(finiteNumber),
});
export type Pass = Guarded<typeof isPass>;

export const CALL_PHASES = ['waiting', 'ringing', 'active', 'ended'] as const;
export type CallPhase = (typeof CALL_PHASES)[number];
const isPhase = oneOf(...CALL_PHASES);

/** Why a call is over, or shown no more. A reason of a newer version passes, too. */
export type CallEnd =
  /** The visitor left the queue. */
  | 'canceled'
  /** The visitor hung up. */
  | 'visitor'
  /** The agent hung up. */
  | 'agent'
  /** The visitor did not come back. */
  | 'lost'
  /** Nobody answered for as long as the desk lets people wait. */
  | 'no-answer';
export const isCallEnd = textLike<CallEnd>(/^[a-z-]{1,32}$/);

/** A visitor's own call, told as a whole whenever something of it changes. */
export const isOwnCall = shape({
  id: isCallId,
  phase: isPhase,
  /** While it waits: 1 is next. */
  position: orAbsent(finiteNumber),
  /** An estimate of how long it will wait; absent where nothing is known. */
  waitMs: orAbsent(finiteNumber),
  /** Once it was answered; also while it waits again. */
  pass: orAbsent(isPass),
  /** Who answered. */
  agent: orAbsent(shape({ name: isName })),
  held: orAbsent(flag),
  /** Why it waits again: `transfer`, or `agent-lost`. */
  again: orAbsent(textLike<'transfer' | 'agent-lost'>(/^[a-z-]{1,32}$/)),
  reason: orAbsent(isCallEnd),
});
export type OwnCall = Guarded<typeof isOwnCall>;

/** A call as agents see it. */
export const isDeskCall = shape({
  id: isCallId,
  phase: isPhase,
  /** When the visitor came into the queue, in ms since the epoch by the server's clock. */
  at: finiteNumber,
  name: isName,
  topic: text(MAX_TOPIC_LENGTH),
  department: orNull(isDepartment),
  form: isForm,
  page: orNull(isPage),
  user: orNull(isUser),
  /** False while the visitor's page is away. */
  on: flag,
  held: flag,
  note: text(MAX_NOTE_LENGTH),
  /** The agent who handed it over, while it waits for another one. */
  from: orNull(isAgentId),
  /** Since when an agent has it; null while none has. */
  answeredAt: orNull(finiteNumber),
});
export type DeskCall = Guarded<typeof isDeskCall>;

/** What an agent says of itself. */
export const AGENT_STATUSES = ['available', 'busy', 'away'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

/** A colleague. */
export const isDeskAgent = shape({
  id: isAgentId,
  name: isName,
  departments: listOf(isDepartment, MAX_DEPARTMENTS),
  /** `in-call` while it has a call; `off` while its socket is lost. */
  status: textLike<AgentStatus | 'in-call' | 'off'>(/^[a-z-]{1,16}$/),
});
export type DeskAgent = Guarded<typeof isDeskAgent>;

/** A call that nobody answered. */
export const isMissedCall = shape({
  id: isCallId,
  at: finiteNumber,
  endedAt: finiteNumber,
  reason: isCallEnd,
  name: isName,
  topic: text(MAX_TOPIC_LENGTH),
  department: orNull(isDepartment),
  form: isForm,
  page: orNull(isPage),
  user: orNull(isUser),
});
export type MissedCall = Guarded<typeof isMissedCall>;

/** That a message was left; what it says is at `GET /v1/desks/{desk}/messages`. */
export const isMessageNote = shape({
  id: isMessageId,
  at: finiteNumber,
  department: orNull(isDepartment),
  voice: flag,
});
export type MessageNote = Guarded<typeof isMessageNote>;
