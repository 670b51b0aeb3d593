/** What a frame may use, as the real browser tells it: the names of the features must be those it knows. */
import { afterEach, expect, it } from 'vitest';
import { type MediaSource, isBlockedByPolicy } from '../../../widget/media/media-failure.ts';

const SOURCES: readonly MediaSource[] = ['microphone', 'camera', 'screen'];

afterEach(() => document.body.replaceChildren());

/** What is forbidden in a frame of another (opaque) origin with this `allow`. */
function blockedIn(allow: string): MediaSource[] {
  const frame = Object.assign(document.createElement('iframe'), { allow, src: 'data:text/html,' });
  document.body.append(frame);
  // The policy a frame will have can be read before it is loaded.
  const { featurePolicy } = frame as unknown as { readonly featurePolicy: object };
  return SOURCES.filter((source) => isBlockedByPolicy(source, { featurePolicy }));
}

it('says nothing against the page itself', () => {
  expect(SOURCES.filter((source) => isBlockedByPolicy(source, document))).toEqual([]);
});

it.each([
  ['', ['microphone', 'camera', 'screen']],
  ['camera; microphone', ['screen']],
  ['camera; microphone; display-capture', []],
] as const)('with allow="%s" forbids %o', (allow, blocked) => {
  expect(blockedIn(allow)).toEqual(blocked);
});
