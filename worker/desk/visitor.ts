/**
 * What a visitor may do: ask for an agent, leave the queue, say where it is, hang up, rate. A visitor has one call at a time, and nothing
 * it says reaches another visitor. Knows no agent but by what is shown of one.
 */
import {
  CLOSE_CODES,
  type CallCommand,
  type DeskCommand,
  type DeskErrorCode,
  MAX_CALLS_PER_NETWORK,
  MAX_DESK_WAITING,
  type VisitorPage,
  type VisitorUser,
} from '#protocol';
import { availabilityFor } from './availability.ts';
import type { Budget } from './budget.ts';
import { isTooLarge } from './call-size.ts';
import { end, enter } from './calls.ts';
import { callOfSocket } from './desk-presence.ts';
import type { Call, DeskState, SocketId } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import type { CallEntry, FrameInput, HelloInput } from './inputs.ts';
import { isWaiting, nextPlace } from './queue.ts';
import { visitorPass } from './tell.ts';

/** What the socket of a visitor without a call stands for. */
export const PASSER_BY = 'visitor';

export interface VisitorBudgets {
  /** How often one address may ask for an agent: who calls and hangs up again and again would make every telephone ring and push the missed
   *  calls of others off the list. */
  readonly calls: Budget;
  /** How often one call may change its page: every agent is told the whole call. */
  readonly pages: Budget;
}

function isSameDigest(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function callOfSession({ calls }: DeskState, sessionHash: string): Call | null {
  for (const call of calls.values()) if (isSameDigest(call.sessionHash, sessionHash)) return call;
  return null;
}

/** Its page, or the next one of the same tab, is here again. */
function takeBack(turn: DeskTurn, call: Call, socket: SocketId): void {
  if (call.link.on && call.link.socket !== socket)
    turn.refuse(call.link.socket, CLOSE_CODES.replaced, 'duplicate-session');
  call.link = { on: true, socket };
  turn.keepCall(call, call.phase.type !== 'ended');
}

/** A socket speaks for one call: the one before it, which is over, is without. */
function leavePrevious(turn: DeskTurn, socket: SocketId): void {
  const previous = callOfSocket(turn.state, socket);
  if (previous === null) return;
  previous.link = { on: false, sinceMs: turn.nowMs };
  turn.keepCall(previous, false);
}

/** Its session has another call from now on; it goes by its own time, so that it is counted for as long. */
function giveUpSession(turn: DeskTurn, call: Call): void {
  call.sessionHash = '';
  turn.keepCall(call, false);
}

export function visitorHello(turn: DeskTurn, { socket, sessionHash }: HelloInput): void {
  const call = sessionHash === null ? null : callOfSession(turn.state, sessionHash);
  turn.attach(socket.id, call?.id ?? PASSER_BY);
  if (call !== null) takeBack(turn, call, socket.id);
  turn.welcomed.add(socket.id);
}

function userOf({ userId }: CallCommand, { vouched }: CallEntry): VisitorUser | null {
  return userId === undefined ? null : { id: userId, verified: vouched === 'yes' };
}

/** Why there is no agent to be had now; null where one may be waited for. */
function callRefusal(turn: DeskTurn, { department, userId }: CallCommand, input: FrameInput): DeskErrorCode | null {
  const { state, config, nowMs } = turn;
  const { network } = input.grant;
  if (department !== undefined && !config.departments.includes(department)) return 'bad-message';
  if (userId !== undefined && input.entry?.vouched === 'no') return 'not-allowed';
  const live = [...state.calls.values()].filter(({ phase }) => phase.type !== 'ended');
  if (network !== null && live.filter((call) => call.network === network).length >= MAX_CALLS_PER_NETWORK)
    return 'rate-limited';
  const availability = availabilityFor(state, config, nowMs, department ?? null);
  if (availability === 'closed') return 'desk-closed';
  if (availability === 'offline') return 'desk-offline';
  const waitingCount = live.filter(isWaiting).length;
  return waitingCount >= Math.min(config.capacity, MAX_DESK_WAITING) ? 'desk-full' : null;
}

/** @returns why not; null where the visitor waits now, or has a call already. */
function enterQueue(
  turn: DeskTurn,
  command: CallCommand,
  input: FrameInput,
  { calls }: VisitorBudgets,
): DeskErrorCode | null {
  const { entry, socket, grant } = input;
  if (entry === undefined) return 'server-error';
  const known = callOfSession(turn.state, entry.sessionHash);
  // Its result was lost with a socket.
  if (known !== null && known.phase.type !== 'ended') {
    leavePrevious(turn, socket.id);
    takeBack(turn, known, socket.id);
    turn.attach(socket.id, known.id);
    turn.welcomed.add(socket.id);
    return null;
  }
  const refusal = callRefusal(turn, command, input);
  if (refusal !== null) return refusal;
  const { name, topic, department = null, form, page = null } = command;
  const call: Call = {
    id: entry.id,
    place: nextPlace(turn.state),
    enteredAtMs: turn.nowMs,
    sessionHash: entry.sessionHash,
    network: grant.network,
    link: { on: true, socket: socket.id },
    name: grant.name ?? name,
    topic,
    department,
    form,
    page,
    user: userOf(command, entry),
    room: entry.room,
    waitingSinceMs: turn.nowMs,
    answeredAtMs: null,
    again: null,
    from: null,
    note: '',
    phase: { type: 'waiting', tried: [], againAtMs: null, target: null },
  };
  if (isTooLarge(call)) return 'message-too-large';
  if (!calls.take(grant.network, turn.nowMs)) return 'rate-limited';
  leavePrevious(turn, socket.id);
  if (known !== null) giveUpSession(turn, known);
  turn.attach(socket.id, entry.id);
  enter(turn, call);
  return null;
}

function turnPage(turn: DeskTurn, call: Call, page: VisitorPage, { pages }: VisitorBudgets): DeskErrorCode | null {
  if (call.phase.type === 'ended') return 'call-gone';
  if (call.page?.url === page.url && call.page.title === page.title) return null;
  if (isTooLarge({ ...call, page })) return 'message-too-large';
  if (!pages.take(call.id, turn.nowMs)) return 'rate-limited';
  call.page = page;
  turn.keepCall(call);
  return null;
}

function rate(turn: DeskTurn, call: Call, stars: number): DeskErrorCode | null {
  if (call.phase.type !== 'ended' || call.answeredAtMs === null) return 'not-allowed';
  if (call.phase.rated) return null;
  call.phase = { ...call.phase, rated: true };
  turn.keepCall(call, false);
  const { ratings } = turn.desk();
  ratings.count += 1;
  ratings.sum += stars;
  return null;
}

/** @returns why it was refused; null where it took effect, now or before. */
function perform(
  turn: DeskTurn,
  call: Call | null,
  command: DeskCommand,
  input: FrameInput,
  budgets: VisitorBudgets,
): DeskErrorCode | null {
  if (command.op === 'call') {
    if (call === null || call.phase.type === 'ended') return enterQueue(turn, command, input, budgets);
    return call.sessionHash === input.entry?.sessionHash ? null : 'not-allowed';
  }
  if (call === null) return 'call-gone';
  switch (command.op) {
    case 'cancel':
      if (isWaiting(call)) end(turn, call, 'canceled');
      return call.phase.type === 'ended' ? null : 'not-allowed';
    case 'end':
      end(turn, call, isWaiting(call) ? 'canceled' : 'visitor');
      return null;
    case 'page':
      return turnPage(turn, call, command.page, budgets);
    case 'pass':
      return call.answeredAtMs === null || call.phase.type === 'ended' ? 'not-allowed' : null;
    case 'rate':
      return rate(turn, call, command.stars);
    default:
      return 'not-allowed';
  }
}

export function visitorCommand(
  turn: DeskTurn,
  call: Call | null,
  command: DeskCommand,
  input: FrameInput,
  budgets: VisitorBudgets,
): void {
  const code = perform(turn, call, command, input, budgets);
  const { id } = command;
  if (code !== null) return turn.answer(input.socket.id, { type: 'result', id, ok: false, code });
  if (command.op !== 'pass' || call === null) return turn.answer(input.socket.id, { type: 'result', id, ok: true });
  turn.answer(input.socket.id, { type: 'result', id, ok: true, pass: { room: call.room } }, visitorPass(call));
}

/** The page is left for good: a queue is left with it, and a call is over. */
export function visitorBye(turn: DeskTurn, call: Call): void {
  end(turn, call, isWaiting(call) ? 'canceled' : 'visitor');
}
