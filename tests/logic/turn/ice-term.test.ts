/** How long the credentials of a relay last, by the provider and by the token, and what a page is told of it. */
import { describe, expect, it } from 'vitest';
import { coturn } from '../../../worker/runtime/turn/coturn.ts';
import { iceTermFor, toldTerm } from '../../../worker/runtime/turn/ice-term.ts';
import { issueIce } from '../../../worker/runtime/turn/issue.ts';
import type { TurnProvider } from '../../../worker/runtime/turn/turn-provider.ts';

const NOW_MS = 1_700_000_000_000;
const HOUR_S = 3_600;

function providerFor(ttlSeconds: number | null, endsRelays = false): TurnProvider {
  const issue = (): Promise<[]> => Promise.resolve([]);
  return { kind: 'static', ttlSeconds, endsRelays, issue, revoke: () => Promise.resolve(false) };
}

describe('credentials last', () => {
  it.each<[string, number | null, number | null, number | null]>([
    ['as long as the provider gives them, without a token', 4 * HOUR_S, null, 4 * HOUR_S],
    ['as long as the token, where that is less', 4 * HOUR_S, 2 * HOUR_S, 2 * HOUR_S],
    ['as long as the provider gives them, where the token lasts longer', 4 * HOUR_S, 24 * HOUR_S, 4 * HOUR_S],
    ['an hour, with a token for a minute: the call outlives it', 4 * HOUR_S, 60, HOUR_S],
    ['an hour, with a token that is over', 4 * HOUR_S, -5 * HOUR_S, HOUR_S],
    ['not even an hour, where the setting is less', 300, 60, 300],
    ['for ever, in a list of the settings', null, 60, null],
  ])('%s', (_, ttlSeconds, tokenSeconds, seconds) => {
    const tokenEndsAtMs = tokenSeconds === null ? null : NOW_MS + tokenSeconds * 1_000;
    const term = iceTermFor(providerFor(ttlSeconds), tokenEndsAtMs, NOW_MS);
    expect(term).toEqual(seconds === null ? null : { endsAtMs: NOW_MS + seconds * 1_000, relayEnds: false });
  });

  it('as long as the provider was asked for', async () => {
    const provider = coturn({ urls: ['turn:turn.example'], secret: 'north', ttlSeconds: 4 * HOUR_S });
    const issued = await issueIce(provider, [{ urls: 'stun:a' }], NOW_MS + 5_000_500, NOW_MS);
    expect(issued).toMatchObject({
      iceServers: [{ urls: 'stun:a' }, { username: expect.stringMatching(/^1700005000:/) }],
      iceTerm: { endsAtMs: 1_700_005_000_000 },
    });
  });
});

describe('a page is told', () => {
  it('the time from now, and whether relays end', () => {
    const endsAtMs = NOW_MS + 1_000;
    expect(toldTerm({ endsAtMs, relayEnds: true }, NOW_MS)).toEqual({ iceTtlMs: 1_000, relayEnds: true });
    expect(toldTerm({ endsAtMs, relayEnds: false }, NOW_MS)).toEqual({ iceTtlMs: 1_000 });
  });

  it('0 where they are over, and nothing where they never are', () => {
    expect(toldTerm({ endsAtMs: NOW_MS - 1, relayEnds: false }, NOW_MS)).toEqual({ iceTtlMs: 0 });
    expect(toldTerm(null, NOW_MS)).toEqual({});
  });
});
