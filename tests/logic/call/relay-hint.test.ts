/** What a developer is told of the relay where no way to somebody was found. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import type { CallEventDetails } from '../../../widget/call/events.ts';
import { relayHint } from '../../../widget/call/relay-hint.ts';
import { settlePromises } from '../../support/virtual-clock.ts';

const STUN = { urls: ['stun:stun.example'] };
const TURN = { urls: ['stun:a.example', 'turns:turn.example:443'], username: 'u', credential: 'c' };

describe('the hint', () => {
  it.each([
    ['no server at all', [], false, /no TURN server.*TURN_KEY_ID.*TURN_URLS.*\/v1\/health/],
    ['STUN alone', [STUN], false, /no TURN server.*TURN_KEY_ID.*TURN_URLS.*\/v1\/health/],
    ['STUN alone, set by the page', [STUN], true, /no TURN server.*property iceServers/],
    ['a relay', [STUN, TURN], false, /is a TURN server.*did not help/],
    ['a relay set by the page, in capitals', [{ ...TURN, urls: 'TURN:x' }], true, /is a TURN server.*did not help/],
  ])('with %s', (_, servers, isOwn, words) => {
    expect(relayHint('ice-failed', servers, isOwn)).toMatch(words);
  });

  it('says which settings to check where the relay refuses', () => {
    expect(relayHint('turn-unavailable', [TURN], false)).toMatch(/refuses.*TURN_SECRET/);
    expect(relayHint('turn-unavailable', [TURN], true)).toMatch(/refuses.*property iceServers/);
  });

  it('is none where a relay has no part in it, and never holds a name or a credential', () => {
    expect(relayHint('peer-unavailable', [], false)).toBe('');
    expect(relayHint('room-full', [TURN], false)).toBe('');
    const all = ([[], [STUN], [TURN]] as const).map((servers) => relayHint('ice-failed', [...servers], false));
    expect(all.join()).not.toMatch(/example/);
  });
});

describe('a call without a way', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('says so in its error, and to the console once', async () => {
    // A browser in which every connection fails to be made.
    vi.stubGlobal(
      'RTCPeerConnection',
      class {
        constructor() {
          throw new Error('no');
        }
      },
    );
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const errors: CallEventDetails['p2p-error'][] = [];
    const [ann, bob, eve] = ['ann', 'bob', 'eve'].map(
      (displayName) => new Call({ room: 'no-way', signaling: 'local', displayName, dataOnly: true }),
    );
    ann?.addEventListener('p2p-error', ({ detail }) => void errors.push(detail));
    for (const call of [ann, bob, eve]) await call?.join();
    await vi.waitFor(() => expect(errors).toHaveLength(2));
    await settlePromises();
    for (const { code, hint } of errors) {
      expect([code, hint]).toEqual(['ice-failed', expect.stringContaining('There is no TURN server')]);
    }
    const ofAnn = warned.mock.calls.filter(([text]) => String(text).includes(errors[0]?.hint ?? 'nothing'));
    // One of each of the three.
    expect(ofAnn).toHaveLength(3);
    for (const call of [ann, bob, eve]) call?.dispose();
  });
});
