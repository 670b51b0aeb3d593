/**
 * The recovery ladder: when to wait, to restart ICE, to build a new connection, to go through the relay alone and to give
 * up. One pure function over what was seen and the time. Steers by packets, not by the names of states: `disconnected` comes
 * 5 to 8 s after the last packet, and Firefox says `connected` after a restart that brought nothing back.
 * Knows no RTCPeerConnection; `Recovery` feeds it, and `Peer` does what it says.
 */

/** How long the first connection may take; TURN over TLS on a slow mobile network takes some seconds. */
const FIRST_CONNECTION_MS = 10_000;

/** How long an ICE restart may take to bring packets back. Chromium needs 2.2 s, Firefox often does not manage it at all. */
const RESTART_MS = 2_500;

/** How long each new connection may take; the last one repeats. A new connection needs 0.4 to 0.8 s on a good path. */
const REBUILD_MS = [4_000, 6_000, 10_000, 15_000] as const;

/** The pause after each new connection that failed before its time was up. */
const PAUSE_MS = [1_000, 2_000, 4_000, 8_000] as const;

/** New connections that came to nothing before the relay alone is tried, and people are told. */
const RELAY_AFTER_COUNT = 2;

/** After this long without a packet nothing is tried any more until something changes. */
const GIVE_UP_MS = 60_000;

/** A new connection older than this when signaling comes back has gathered its candidates on a dead path. */
const FRESH_MS = 1_000;

export type RecoveryState =
  /** Packets arrive on both sides. */
  | { readonly phase: 'flowing' }
  /** No packets; ICE was restarted. `since`: when they stopped. */
  | { readonly phase: 'restarting'; readonly since: number; readonly until: number }
  /** A new connection is on its way; attempt 0 is the first one ever. `madeAt`: when it was made. */
  | {
      readonly phase: 'building';
      readonly since: number;
      readonly until: number;
      readonly attempt: number;
      readonly madeAt: number;
    }
  | { readonly phase: 'given-up' };

export type RecoveryInput =
  /** Packets arrive on both sides of the newest connection. */
  | { readonly type: 'flowing' }
  /** Nothing has arrived for a while although something was expected. */
  | { readonly type: 'silent' }
  /** `connectionState` of the newest connection is `failed`. */
  | { readonly type: 'failed' }
  /** The page's network is another one. */
  | { readonly type: 'network-change' }
  /** Signaling of either side came back on a new socket. */
  | { readonly type: 'signaling-renewed' }
  /** The relay refused the credentials, and there are others now. */
  | { readonly type: 'credentials-renewed' }
  /** A new connection was made on the other side's wish. */
  | { readonly type: 'rebuilt' }
  /** Time has passed. `isUsable`: the connection that is shown delivers, although a new one is being built. */
  | { readonly type: 'tick'; readonly isUsable: boolean };

/** `rebuild`: a new connection. `relay`: the same through the relay alone, with fresh credentials, after two that came to
 *  nothing. */
export type RecoveryAction = 'none' | 'restart' | 'rebuild' | 'relay' | 'give-up';

export interface RecoveryStep {
  readonly state: RecoveryState;
  readonly action: RecoveryAction;
}

/** The state of a pair that has just met, at `now` in ms. */
export function startRecovery(now: number): RecoveryState {
  return { phase: 'building', since: now, until: now + FIRST_CONNECTION_MS, attempt: 0, madeAt: now };
}

/** When {@link nextRecovery} wants a `tick`, in ms; null: never. */
export function recoveryDeadline(state: RecoveryState): number | null {
  return 'until' in state ? state.until : null;
}

function at<Value>(values: readonly [Value, ...Value[]], index: number): Value {
  return values[Math.min(index, values.length - 1)] ?? values[0];
}

function build(now: number, attempt: number, since: number): RecoveryStep {
  const durationMs = attempt === 0 ? FIRST_CONNECTION_MS : at(REBUILD_MS, attempt - 1);
  return {
    state: { phase: 'building', since, until: now + durationMs, attempt, madeAt: now },
    // Every other one goes any way again: the relay itself may be what does not work.
    action: attempt > RELAY_AFTER_COUNT && (attempt - RELAY_AFTER_COUNT) % 2 === 1 ? 'relay' : 'rebuild',
  };
}

const wait = (state: RecoveryState): RecoveryStep => ({ state, action: 'none' });

function afterTick(state: RecoveryState, now: number, isUsable: boolean): RecoveryStep {
  if (!('until' in state) || now < state.until) return wait(state);
  if (state.phase === 'restarting') return build(now, 1, state.since);
  const since = isUsable ? now : state.since;
  const { attempt } = state;
  if (now - since >= GIVE_UP_MS && attempt > RELAY_AFTER_COUNT) {
    return { state: { phase: 'given-up' }, action: 'give-up' };
  }
  return build(now, attempt + 1, since);
}

/** Something changed for the better: what is being built anew is built once more, and hope starts over. */
function afterNews(state: RecoveryState, input: RecoveryInput, now: number): RecoveryStep {
  switch (state.phase) {
    case 'flowing':
      return input.type === 'network-change' ? build(now, 1, now) : wait(state);
    case 'restarting':
      return build(now, 1, state.since);
    case 'building':
      if (input.type === 'signaling-renewed' && now - state.madeAt <= FRESH_MS) return wait(state);
      return build(now, input.type === 'network-change' ? 1 : Math.max(1, state.attempt), now);
    case 'given-up':
      return build(now, 1, now);
    default:
      state satisfies never;
      return wait(state);
  }
}

/** The state after `input` at `now` (ms), and what to do about it. */
export function nextRecovery(state: RecoveryState, input: RecoveryInput, now: number): RecoveryStep {
  switch (input.type) {
    case 'flowing':
      return wait({ phase: 'flowing' });
    case 'silent':
      if (state.phase !== 'flowing') return wait(state);
      return { state: { phase: 'restarting', since: now, until: now + RESTART_MS }, action: 'restart' };
    case 'failed': {
      if (state.phase === 'given-up') return wait(state);
      if (state.phase !== 'building') return build(now, 1, 'since' in state ? state.since : now);
      // A pause, so that two dead ends do not spin; none before the second connection, which mends most failures.
      if (state.attempt === 0) return build(now, 1, state.since);
      return wait({ ...state, until: Math.min(state.until, now + at(PAUSE_MS, state.attempt - 1)) });
    }
    case 'network-change':
    case 'signaling-renewed':
    case 'credentials-renewed':
      return afterNews(state, input, now);
    case 'rebuilt': {
      const since = 'since' in state ? state.since : now;
      return wait(build(now, state.phase === 'building' ? Math.max(1, state.attempt) : 1, since).state);
    }
    case 'tick':
      return afterTick(state, now, input.isUsable);
    default:
      input satisfies never;
      return wait(state);
  }
}
