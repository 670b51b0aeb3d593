/** What a desk sends. Every frame is one JSON object with a `type`. */
import { MAX_DEPARTMENTS, MAX_DESK_AGENTS, MAX_DESK_MESSAGES, MAX_MISSED, MAX_SHOWN_CALLS } from './desk-limits.ts';
import {
  type CallEnd,
  isAgentId,
  isAvailability,
  isCallId,
  isDepartment,
  isDeskAgent,
  isDeskCall,
  isDeskErrorCode,
  isMessageId,
  isMessageNote,
  isMissedCall,
  isOwnCall,
  isPass,
} from './desk-values.ts';
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
  textLike,
} from './guards.ts';
import { type Probe, SERVER_MESSAGES } from './server-messages.ts';

/** A call that rings for this agent, and for how long still. */
const ring = shape({ id: isCallId, ttlMs: finiteNumber });

/** First answer to every accepted `hello` of a visitor. */
const visitorWelcome = shape({
  type: oneOf('welcome'),
  role: oneOf('visitor'),
  /** The call that `session` took back. */
  call: orNull(isOwnCall),
  availability: isAvailability,
  /** Server time in ms since the epoch. */
  now: finiteNumber,
});
export type VisitorWelcome = Guarded<typeof visitorWelcome>;

/** First answer to every accepted `hello` of an agent: a whole, consistent snapshot. */
const agentWelcome = shape({
  type: oneOf('welcome'),
  role: oneOf('agent'),
  me: isAgentId,
  /** Everyone who is on, oneself too. */
  agents: listOf(isDeskAgent, MAX_DESK_AGENTS * 2),
  /** Those who wait, oldest first, and the own call. */
  calls: listOf(isDeskCall, MAX_SHOWN_CALLS * 2),
  /** How many wait, those included that are not in `calls`. */
  waiting: finiteNumber,
  rings: listOf(ring, MAX_SHOWN_CALLS * 2),
  /** Of the own call. */
  pass: orAbsent(isPass),
  missed: listOf(isMissedCall, MAX_MISSED),
  messages: listOf(isMessageNote, MAX_DESK_MESSAGES),
  /** Of the desk. */
  departments: listOf(isDepartment, MAX_DEPARTMENTS),
  availability: isAvailability,
  now: finiteNumber,
});
export type AgentWelcome = Guarded<typeof agentWelcome>;

const accepted = shape({ type: oneOf('result'), id: anyText, ok: oneOf(true), pass: orAbsent(isPass) });
const refused = shape({ type: oneOf('result'), id: anyText, ok: oneOf(false), code: isDeskErrorCode });
export type DeskResult = Guarded<typeof accepted> | Guarded<typeof refused>;

const error = shape({
  type: oneOf('error'),
  code: isDeskErrorCode,
  fatal: flag,
  retryMs: orAbsent(finiteNumber),
});

const event = { type: oneOf('event') };

/** To everyone. */
const availability = shape({ ...event, event: oneOf('availability'), availability: isAvailability });

/** To a visitor: its own call, as a whole. */
const own = shape({ ...event, event: oneOf('own'), call: isOwnCall });

/** To agents: a call that is new to them, or has changed. */
const call = shape({ ...event, event: oneOf('call'), call: isDeskCall });

/** Why a call is shown no more: its end, or `accepted` by a colleague, `moved` to others, `hidden` behind fifty older ones. */
export type CallGone = CallEnd | 'accepted' | 'moved' | 'hidden';
const callEnd = shape({
  ...event,
  event: oneOf('call-end'),
  id: isCallId,
  reason: textLike<CallGone>(/^[a-z-]{1,32}$/),
});

/** Why it rings no more: answered (here or elsewhere), over, or `timeout`, `declined`, `busy` with another call. */
export type RingEnd = CallGone | 'timeout' | 'declined' | 'busy';
const ringStart = shape({ ...event, event: oneOf('ring'), id: isCallId, ttlMs: finiteNumber });
const ringEnd = shape({
  ...event,
  event: oneOf('ring-end'),
  id: isCallId,
  reason: textLike<RingEnd>(/^[a-z-]{1,32}$/),
});

/** How many wait. */
const waiting = shape({ ...event, event: oneOf('waiting'), count: finiteNumber });
const agent = shape({ ...event, event: oneOf('agent'), agent: isDeskAgent });
const agentEnd = shape({ ...event, event: oneOf('agent-end'), id: isAgentId });
const missed = shape({ ...event, event: oneOf('missed'), call: isMissedCall });
const missedEnd = shape({ ...event, event: oneOf('missed-end'), id: isCallId });
const message = shape({ ...event, event: oneOf('message'), message: isMessageNote });
const messageEnd = shape({ ...event, event: oneOf('message-end'), id: isMessageId });

export type DeskEvent =
  | Guarded<typeof availability>
  | Guarded<typeof own>
  | Guarded<typeof call>
  | Guarded<typeof callEnd>
  | Guarded<typeof ringStart>
  | Guarded<typeof ringEnd>
  | Guarded<typeof waiting>
  | Guarded<typeof agent>
  | Guarded<typeof agentEnd>
  | Guarded<typeof missed>
  | Guarded<typeof missedEnd>
  | Guarded<typeof message>
  | Guarded<typeof messageEnd>;

export type DeskServerMessage = VisitorWelcome | AgentWelcome | DeskResult | DeskEvent | Guarded<typeof error>;

const probe = SERVER_MESSAGES.get('probe') as Guard<Probe>;

/** Every message by `type`, and by the field that tells its kinds apart. */
export const DESK_SERVER_MESSAGES: ReadonlyMap<string, Guard<DeskServerMessage | Probe>> = new Map<
  string,
  Guard<DeskServerMessage | Probe>
>([
  ['welcome visitor', visitorWelcome],
  ['welcome agent', agentWelcome],
  ['result true', accepted],
  ['result false', refused],
  ['error', error],
  ['event availability', availability],
  ['event own', own],
  ['event call', call],
  ['event call-end', callEnd],
  ['event ring', ringStart],
  ['event ring-end', ringEnd],
  ['event waiting', waiting],
  ['event agent', agent],
  ['event agent-end', agentEnd],
  ['event missed', missed],
  ['event missed-end', missedEnd],
  ['event message', message],
  ['event message-end', messageEnd],
  ['probe', probe],
]);
