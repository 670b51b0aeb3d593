/** When it is said over the stage that a connection is weak: whose, and that the own camera is paused for it. */
import { expect, it } from 'vitest';
import type { CallModel } from '../../../widget/elements/call-model.ts';
import type { Participant } from '../../../widget/call/participant.ts';
import { qualityBanner } from '../../../widget/elements/quality-banner.ts';
import { NOT_JUDGED } from '../../../widget/peer/judgement.ts';

type Other = Partial<Pick<Participant, 'connectionState' | 'networkQuality' | 'ownCameraPaused'>>;

function said(others: readonly Other[], cameraEnabled = true): string | undefined {
  const known = others.map((other, i) => [`${i}`, { connectionState: 'connected', ...NOT_JUDGED, ...other }] as const);
  const call = { participants: new Map(known), localParticipant: { cameraEnabled } };
  const [banner, ...more] = qualityBanner({ call: call as unknown as CallModel });
  expect(more).toEqual([]);
  return banner?.text;
}

const CAMERA = 'Your camera is paused so that you can be heard, and comes back by itself.';

it.each<[name: string, others: readonly Other[], text: string | undefined]>([
  ['nobody is there', [], undefined],
  ['nothing is known yet', [{}], undefined],
  ['all is well', [{ networkQuality: 'good' }], undefined],
  ['weak to the only one: nobody knows whose end it is', [{ networkQuality: 'low' }], 'The connection is weak.'],
  ['weak to all', [{ networkQuality: 'low' }, { networkQuality: 'very-low' }], 'Your connection is weak.'],
  ['weak to one of two', [{ networkQuality: 'low' }, { networkQuality: 'good' }], undefined],
  [
    'one who is being looked for does not count',
    [{ networkQuality: 'low' }, { networkQuality: 'good', connectionState: 'reconnecting' }],
    'The connection is weak.',
  ],
  ['the camera is kept from the only one', [{ ownCameraPaused: true }], `The connection is weak. ${CAMERA}`],
  ['the camera is kept from one of two', [{ ownCameraPaused: true }, {}], undefined],
  [
    'the camera is kept from all',
    [{ ownCameraPaused: true }, { ownCameraPaused: true }],
    `Your connection is weak. ${CAMERA}`,
  ],
])('%s', (_name, others, text) => {
  expect(said(others)).toBe(text);
});

it('a camera that is off is not called paused', () => {
  expect(said([{ ownCameraPaused: true }], false)).toBeUndefined();
});
