/**
 * Who may not come in (again): those who were removed, and tokens that are good for one session and had it. Kept as long as
 * the room, in bounded lists. Knows no socket.
 */
import { MAX_BANS, MAX_SPENT_TOKENS, TOKEN_LEEWAY_MS } from '#protocol';
import type { Grant } from './grant.ts';
import type { RoomState, Seat } from './room-state.ts';
import type { Turn } from './turn.ts';

/** Keeps out the session and, where there is one, the person and the token. Where no token is asked for, somebody who
 *  forgets the session is somebody new; and who removes an own other page keeps out no more than that. */
export function ban(turn: Turn, state: RoomState, { session, ...target }: Seat, by: Seat): void {
  const sub = target.sub === by.sub ? null : target.sub;
  const tokenId = target.tokenId === by.tokenId ? null : target.tokenId;
  state.bans = [...state.bans, { session, sub, tokenId }].slice(-MAX_BANS);
  turn.touch();
}

export function isBanned(
  state: RoomState,
  { sub, tokenId }: Pick<Grant, 'sub' | 'tokenId'>,
  session: string | undefined,
): boolean {
  return state.bans.some(
    (one) =>
      one.session === session ||
      (one.sub !== null && one.sub === sub) ||
      (one.tokenId !== null && one.tokenId === tokenId),
  );
}

/** When a token can no longer be taken for good by anyone's clock. */
export function spentUntilMs({ expiresAtMs }: RoomState['spentTokens'][number]): number {
  return expiresAtMs + TOKEN_LEEWAY_MS;
}

/** Forgets tokens that are over anyway. */
export function forgetSpent(turn: Turn, state: RoomState): void {
  const left = state.spentTokens.filter((token) => spentUntilMs(token) > turn.nowMs);
  if (left.length === state.spentTokens.length) return;
  state.spentTokens = left;
  turn.touch();
}

/** Whether a single-use token was used by another session, or cannot be remembered as used. */
export function isSpent(state: RoomState, { once, tokenId }: Grant, session: string | null): boolean {
  if (!once || tokenId === null) return false;
  const spent = state.spentTokens.find(({ id }) => id === tokenId);
  return spent === undefined ? state.spentTokens.length >= MAX_SPENT_TOKENS : spent.session !== session;
}

/** From now on a single-use token belongs to `session`. */
export function spend(turn: Turn, state: RoomState, { once, tokenId, expiresAtMs }: Grant, session: string): void {
  if (!once || tokenId === null) return;
  const others = state.spentTokens.filter(({ id }) => id !== tokenId);
  state.spentTokens = [...others, { id: tokenId, session, expiresAtMs: expiresAtMs ?? turn.nowMs }];
  turn.touch();
}
