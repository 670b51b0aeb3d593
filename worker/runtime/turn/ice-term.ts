/**
 * How long the credentials of a relay last, and what a page is told of it. Knows neither who makes them nor who gets them.
 */
import * as v from 'valibot';
import type { TurnProvider } from './turn-provider.ts';

/** At least, in s. A token is often only good for coming in, a call outlives it, and a relay must outlast a server that is
 *  away for a while. Whoever has a seat may renew anyway, so that less would keep nobody from a relay. */
const MIN_TERM_SECONDS = 3_600;

export const iceTerm = v.object({
  /** In ms since the epoch, by the clock of the Worker. */
  endsAtMs: v.number(),
  /** Whether relays in use end then, too. */
  relayEnds: v.boolean(),
});
export type IceTerm = v.InferOutput<typeof iceTerm>;

/** As long as the provider gives them, and not longer than the token lasts, but at least an hour.
 *  @param tokenEndsAtMs null without a token. @returns null where they do not end. */
export function iceTermFor(provider: TurnProvider, tokenEndsAtMs: number | null, nowMs: number): IceTerm | null {
  const { ttlSeconds, endsRelays } = provider;
  if (ttlSeconds === null) return null;
  const tokenSeconds = tokenEndsAtMs === null ? ttlSeconds : Math.floor((tokenEndsAtMs - nowMs) / 1_000);
  const seconds = Math.min(ttlSeconds, Math.max(tokenSeconds, MIN_TERM_SECONDS));
  return { endsAtMs: nowMs + seconds * 1_000, relayEnds: endsRelays };
}

/** The fields of a `welcome` or a `result`: relative, so that clocks need not agree. */
export function toldTerm(term: IceTerm | null, nowMs: number): { iceTtlMs?: number; relayEnds?: true } {
  if (term === null) return {};
  return { iceTtlMs: Math.max(0, term.endsAtMs - nowMs), ...(term.relayEnds ? { relayEnds: true } : {}) };
}
