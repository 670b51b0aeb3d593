/**
 * The life of a call as a union of phases and one pure function. Nothing here knows a browser; `Call` feeds it with events
 * and shows what comes out. An event that a phase does not know leaves it as it is.
 */
import type { LeaveReason } from '#protocol';
import type { CallError } from './call-error.ts';
import type { ParticipantConnectionState } from './participant.ts';

/** The names of the states of a call, as the element reflects them in `state`. */
export const CALL_STATES = [
  'idle',
  'prejoin',
  'connecting',
  'ringing',
  'waiting',
  'connected',
  'reconnecting',
  'ended',
  'error',
] as const;

export type CallStateName = (typeof CALL_STATES)[number];

/** How the whole call is connected; `signal-reconnecting` leaves media untouched. */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting' | 'signal-reconnecting';

export type CallState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'prejoin' }
  /** On the way to a seat. */
  | { readonly phase: 'joining' }
  /** Waits to be let in. */
  | { readonly phase: 'knocking' }
  /** Has a seat. `wasConnected`: media or data flowed to somebody, so a loss is a reconnection. */
  | {
      readonly phase: 'joined';
      readonly signaling: 'open' | 'reconnecting';
      readonly peers: readonly ParticipantConnectionState[];
      readonly wasConnected: boolean;
    }
  | { readonly phase: 'ended'; readonly reason: LeaveReason }
  | { readonly phase: 'failed'; readonly error: CallError };

export type CallStateEvent =
  | { readonly type: 'prepare' }
  | { readonly type: 'join' }
  | { readonly type: 'wait' }
  | { readonly type: 'seated' }
  | { readonly type: 'signaling-lost' }
  | { readonly type: 'peers'; readonly peers: readonly ParticipantConnectionState[] }
  | { readonly type: 'leave'; readonly reason: LeaveReason }
  | { readonly type: 'fail'; readonly error: CallError }
  | { readonly type: 'reset' };

export const IDLE: CallState = { phase: 'idle' };

/** The state after `event`. Table-tested per transition in tests/logic/call. */
export function nextCallState(state: CallState, event: CallStateEvent): CallState {
  const isComing = state.phase === 'joining' || state.phase === 'knocking';
  const inCall = isComing || state.phase === 'joined';
  switch (event.type) {
    case 'prepare':
      return inCall || state.phase === 'prejoin' ? state : { phase: 'prejoin' };
    case 'join':
      return inCall ? state : { phase: 'joining' };
    case 'wait':
      // Who lost the seat comes to the door again.
      return inCall ? { phase: 'knocking' } : state;
    case 'seated':
      if (state.phase === 'joined') return { ...state, signaling: 'open' };
      return isComing ? { phase: 'joined', signaling: 'open', peers: [], wasConnected: false } : state;
    case 'signaling-lost':
      return state.phase === 'joined' ? { ...state, signaling: 'reconnecting' } : state;
    case 'peers': {
      if (state.phase !== 'joined') return state;
      const wasConnected = event.peers.length > 0 && (state.wasConnected || event.peers.includes('connected'));
      return { ...state, peers: event.peers, wasConnected };
    }
    case 'leave':
      return inCall || state.phase === 'prejoin' ? { phase: 'ended', reason: event.reason } : state;
    case 'fail':
      return { phase: 'failed', error: event.error };
    case 'reset':
      return IDLE;
    default:
      event satisfies never;
      return state;
  }
}

/** The one word for a person: what the element shows and reflects. */
export function stateNameOf(state: CallState): CallStateName {
  switch (state.phase) {
    case 'idle':
    case 'prejoin':
    case 'ended':
      return state.phase;
    case 'failed':
      return 'error';
    case 'joining':
      return 'connecting';
    case 'knocking':
      return 'waiting';
    case 'joined':
      if (state.peers.length === 0) return state.signaling === 'open' ? 'waiting' : 'reconnecting';
      if (state.peers.includes('connected')) return 'connected';
      return state.wasConnected ? 'reconnecting' : 'connecting';
    default:
      state satisfies never;
      return 'idle';
  }
}

/** How the call is connected; apart from {@link stateNameOf} because lost signaling does not touch media. */
export function connectionStateOf(state: CallState): ConnectionState {
  if (state.phase === 'joining' || state.phase === 'knocking') return 'connecting';
  if (state.phase !== 'joined') return 'disconnected';
  if (state.signaling === 'reconnecting') return 'signal-reconnecting';
  const name = stateNameOf(state);
  if (name === 'reconnecting' || name === 'connecting') return name;
  return 'connected';
}
