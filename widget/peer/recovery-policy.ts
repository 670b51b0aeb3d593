/**
 * When to wait, to restart ICE and to build a new connection: one pure function over what was seen and the time. Knows no
 * RTCPeerConnection; `Peer` feeds it and does what it says.
 * Why an ICE restart is not the end of it: Firefox says `connected` after a restart that followed `failed`, but no media
 * flows; only a new RTCPeerConnection brings it back. Chromium needs 2 s for a restart and 0.4-0.8 s for a new connection.
 */

/** How long a first connection may take before another is tried; TURN over TCP takes about half a second. */
const FIRST_CONNECTION_MS = 12_000;

/** How long `disconnected` is left alone: many short losses heal by themselves, and consent lasts 30 s (RFC 7675 §5.1). */
const SUSPECT_MS = 2_000;

/** How long an ICE restart may take. */
const RESTART_MS = 4_000;

/** How long each rebuilt connection may take; the last one repeats. */
const REBUILD_MS = [4_000, 6_000, 10_000, 15_000] as const;

/** Failed rebuilds after which people are told. */
const UNREACHABLE_AFTER_COUNT = 2;

export type RecoveryState =
  | { readonly phase: 'connecting'; readonly until: number }
  | { readonly phase: 'healthy' }
  | { readonly phase: 'suspect'; readonly until: number }
  | { readonly phase: 'restarting'; readonly until: number }
  | { readonly phase: 'rebuilding'; readonly until: number; readonly attempt: number };

export type RecoveryInput =
  /** `connectionState` of the newest connection changed. */
  | { readonly type: 'connection'; readonly state: RTCPeerConnectionState }
  /** The page's network changed under the connection. */
  | { readonly type: 'network-change' }
  /** A new connection was made on the other side's wish. */
  | { readonly type: 'rebuilt' }
  | { readonly type: 'tick' };

export type RecoveryAction = 'none' | 'restart' | 'rebuild' | 'rebuild-unreachable';

export interface RecoveryStep {
  readonly state: RecoveryState;
  readonly action: RecoveryAction;
}

/** The state of a connection that was just made, at `now` in ms. */
export function startRecovery(now: number): RecoveryState {
  return { phase: 'connecting', until: now + FIRST_CONNECTION_MS };
}

/** When {@link nextRecovery} wants a `tick`, in ms; null: never. */
export function recoveryDeadline(state: RecoveryState): number | null {
  return state.phase === 'healthy' ? null : state.until;
}

function rebuild(now: number, attempt: number): RecoveryStep {
  const budgetMs = REBUILD_MS[Math.min(attempt - 1, REBUILD_MS.length - 1)] ?? REBUILD_MS[0];
  return {
    state: { phase: 'rebuilding', until: now + budgetMs, attempt },
    action: attempt > UNREACHABLE_AFTER_COUNT ? 'rebuild-unreachable' : 'rebuild',
  };
}

function afterConnectionState(state: RecoveryState, connection: RTCPeerConnectionState, now: number): RecoveryStep {
  const attempt = state.phase === 'rebuilding' ? state.attempt : 0;
  switch (connection) {
    case 'connected':
      return { state: { phase: 'healthy' }, action: 'none' };
    case 'disconnected':
      return state.phase === 'healthy'
        ? { state: { phase: 'suspect', until: now + SUSPECT_MS }, action: 'none' }
        : { state, action: 'none' };
    case 'failed':
      // At once for the first, then as often as the budget of each attempt says, so that two dead ends do not spin.
      return attempt === 0 ? rebuild(now, 1) : { state, action: 'none' };
    default:
      return { state, action: 'none' };
  }
}

function afterTick(state: RecoveryState, now: number): RecoveryStep {
  if (state.phase === 'healthy' || now < state.until) return { state, action: 'none' };
  switch (state.phase) {
    case 'suspect':
      return { state: { phase: 'restarting', until: now + RESTART_MS }, action: 'restart' };
    case 'connecting':
    case 'restarting':
      return rebuild(now, 1);
    case 'rebuilding':
      return rebuild(now, state.attempt + 1);
    default:
      state satisfies never;
      return { state, action: 'none' };
  }
}

/** The state after `input` at `now` (ms), and what to do about it. */
export function nextRecovery(state: RecoveryState, input: RecoveryInput, now: number): RecoveryStep {
  switch (input.type) {
    case 'connection':
      return afterConnectionState(state, input.state, now);
    case 'network-change':
      return state.phase === 'connecting' ? { state, action: 'none' } : rebuild(now, 1);
    case 'rebuilt':
      return { state: rebuild(now, state.phase === 'rebuilding' ? state.attempt : 1).state, action: 'none' };
    case 'tick':
      return afterTick(state, now);
    default:
      input satisfies never;
      return { state, action: 'none' };
  }
}
