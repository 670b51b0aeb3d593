/**
 * Stable codes of everything that can go wrong, as they appear in `error` frames, HTTP answers and `p2p-error` events.
 * The sentences for people are in the widget's locales, keyed by these codes.
 */
export const ERROR_CODES = [
  'permission-denied',
  'device-not-found',
  'device-in-use',
  'policy-blocked',
  'insecure-context',
  'token-expired',
  'token-invalid',
  'origin-not-allowed',
  'invalid-room',
  'room-full',
  'room-locked',
  'not-admitted',
  'not-allowed',
  'kicked',
  'call-ended',
  'duplicate-session',
  'rate-limited',
  'bad-message',
  'message-too-large',
  'file-too-large',
  'file-unreadable',
  'file-corrupt',
  'storage-full',
  'unsupported-version',
  'signaling-unreachable',
  'ice-failed',
  'turn-unavailable',
  'peer-unavailable',
  'e2ee-key-mismatch',
  'unsupported-browser',
  'server-error',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Why a participant is gone, in `leave` events. */
export const LEAVE_REASONS = [
  'user_left',
  'network_disconnect',
  'server_shutdown',
  'kicked',
  'call_ended',
  'duplicate_session',
  'room_full',
  'not_admitted',
  'unknown',
] as const;

export type LeaveReason = (typeof LEAVE_REASONS)[number];
