/** The ICE servers of one member with the end of what is in them. Knows the provider only as one, and no room. */
import type { IceServer } from '#protocol';
import { newMemberId } from '../entropy.ts';
import { type IceTerm, iceTermFor } from './ice-term.ts';
import type { TurnProvider } from './turn-provider.ts';

export interface IceIssue {
  readonly iceServers: readonly IceServer[];
  /** null where nothing in them ends. */
  readonly iceTerm: IceTerm | null;
}

/** `shared` with credentials of the member's own. @param tokenEndsAtMs null without a token.
 *  @returns null when there are none at the moment. */
export async function issueIce(
  provider: TurnProvider,
  shared: readonly IceServer[],
  tokenEndsAtMs: number | null,
  nowMs: number,
): Promise<IceIssue | null> {
  const iceTerm = iceTermFor(provider, tokenEndsAtMs, nowMs);
  const ttlSeconds = iceTerm === null ? undefined : (iceTerm.endsAtMs - nowMs) / 1_000;
  const relays = await provider.issue(newMemberId(), nowMs, ttlSeconds);
  return relays === null ? null : { iceServers: [...shared, ...relays], iceTerm };
}
