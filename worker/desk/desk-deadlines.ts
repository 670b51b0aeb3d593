/**
 * When the desk must look at itself again, or whether it may be forgotten. Computed anew at every alarm from what is there, so that a
 * late, repeated or lost alarm loses no deadline.
 */
import { DESK_MESSAGE_TTL_MS, HELLO_TIMEOUT_MS, MISSED_TTL_MS, RATING_TIME_MS, SWEEP_INTERVAL_MS } from '#protocol';
import { waitEndMs } from './calls.ts';
import { graceEndMs } from './desk-presence.ts';
import type { Call } from './desk-state.ts';
import type { DeskTurn } from './desk-turn.ts';
import { changesAtMs } from './hours.ts';
import type { LiveSocket } from './inputs.ts';
import { nextPushMs } from './pushing.ts';
import { reachableDeadlines } from './reachable.ts';

function callDeadlines(turn: DeskTurn, call: Call): number[] {
  const { phase } = call;
  const grace = graceEndMs(call);
  switch (phase.type) {
    case 'waiting':
      return [waitEndMs(turn, call), ...(phase.againAtMs === null ? [] : [phase.againAtMs]), ...listOf(grace)];
    case 'ringing':
      return [waitEndMs(turn, call), phase.untilMs, ...listOf(grace)];
    case 'active':
      return listOf(grace);
    case 'ended':
      return [phase.awaits?.untilMs ?? phase.atMs + RATING_TIME_MS];
    default:
      return phase satisfies never;
  }
}

const listOf = (value: number | null): number[] => (value === null ? [] : [value]);

/** @returns null when nobody can come back to what is kept: the desk is to be forgotten. */
export function nextDeadlineMs(turn: DeskTurn, sockets: readonly LiveSocket[]): number | null {
  const { state, config, nowMs } = turn;
  const deadlines = [
    ...[...state.agents.values()].flatMap((agent) => listOf(graceEndMs(agent))),
    ...[...state.calls.values()].flatMap((call) => callDeadlines(turn, call)),
    ...[...state.missed.values()].map(({ endedAt }) => endedAt + MISSED_TTL_MS),
    ...[...state.messages.values()].map(({ at }) => at + DESK_MESSAGE_TTL_MS),
    ...reachableDeadlines(turn),
    ...listOf(nextPushMs(turn)),
    ...sockets.map(({ peer, openedAtMs }) =>
      peer === null ? openedAtMs + HELLO_TIMEOUT_MS : nowMs + SWEEP_INTERVAL_MS,
    ),
    // Only where somebody is there to be told.
    ...(sockets.length === 0 || config.hours === undefined ? [] : listOf(changesAtMs(config.hours, nowMs))),
  ];
  // A round that is due and finds nobody free begins when somebody is.
  const ahead = deadlines.map((atMs) => (atMs <= nowMs ? nowMs + SWEEP_INTERVAL_MS : atMs));
  return ahead.length === 0 ? null : Math.min(...ahead);
}
