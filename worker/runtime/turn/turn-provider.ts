/**
 * Where credentials of a TURN server come from. A provider knows how they are made, not who gets them.
 * @see https://www.rfc-editor.org/rfc/rfc8656
 */
import type { IceServer } from '#protocol';

/** Most relays of one set of credentials. */
export const MAX_RELAYS = 8;

export interface TurnProvider {
  /** `static`: a list in the settings; `coturn`: a secret shared with a server of one's own; `cloudflare`: Realtime TURN. */
  readonly kind: 'static' | 'coturn' | 'cloudflare';
  /** How long what it issues lasts, in s, where less is not asked for; null: it does not end. */
  readonly ttlSeconds: number | null;
  /** Whether relays in use end with their credentials, too. */
  readonly endsRelays: boolean;
  /**
   * TURN servers with credentials for one member, never rejected.
   * @param member opaque: it may be seen by the provider. @param nowMs since the epoch. @param ttlSeconds by default the provider's.
   * @returns null when there are none at the moment; the call goes on without a relay.
   */
  issue(member: string, nowMs: number, ttlSeconds?: number): Promise<readonly IceServer[] | null>;
  /** Ends what was issued under this user name, where the provider can. Never rejected. @returns whether it did. */
  revoke(username: string): Promise<boolean>;
}
