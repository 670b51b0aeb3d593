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
