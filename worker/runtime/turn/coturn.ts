/**
 * Credentials for a TURN server that shares a secret with this Worker: coturn with `use-auth-secret`, and others that
 * follow the same draft. Nothing is asked over the network. Such a server looks at the time only when an allocation is made:
 * one that is running lives on, and there is no way to revoke it.
 * @see https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00
 */
import type { TurnProvider } from './turn-provider.ts';

export interface CoturnOptions {
  readonly urls: readonly string[];
  /** `static-auth-secret` of the server. */
  readonly secret: string;
  readonly ttlSeconds: number;
}

export function coturn({ urls, secret, ttlSeconds }: CoturnOptions): TurnProvider {
  const encoder = new TextEncoder();
  return {
    kind: 'coturn',
    ttlSeconds,
    endsRelays: false,
    async issue(member, nowMs, lifeSeconds = ttlSeconds) {
      const username = `${Math.floor(nowMs / 1_000 + lifeSeconds)}:${member}`;
      // SHA-1 is the draft's choice; as an HMAC it is not broken (RFC 6151 §2.3 and RFC 6194 §3.3).
      const algorithm = { name: 'HMAC', hash: 'SHA-1' };
      const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
      const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(username));
      return [{ urls: [...urls], username, credential: btoa(String.fromCharCode(...new Uint8Array(signature))) }];
    },
    revoke: () => Promise.resolve(false),
  };
}
