import { describe, expect, it } from 'vitest';
import { shownOf } from '../../../widget/call/own-state.ts';

const flags = (state: Parameters<typeof shownOf>[0]): boolean[] => {
  const { microphoneEnabled, cameraEnabled, screenshareEnabled, handRaised, isRecording } = shownOf(state, () => null);
  return [microphoneEnabled, cameraEnabled, screenshareEnabled, handRaised, isRecording];
};

describe('shownOf', () => {
  it('shows what is told', () => {
    const state = { microphone: true, camera: false, screen: true, hand: true, recording: true };
    expect(flags(state)).toEqual([true, false, true, true, true]);
  });

  it.for([
    ['nothing at all', {}],
    ['text', { microphone: 'true', camera: 'on', screen: 'yes', hand: '1', recording: 'yes' }],
    ['numbers', { microphone: 1, camera: 1, screen: 1, hand: 1, recording: 1 }],
    ['other keys', { Microphone: true, hands: true }],
  ] as const)('takes %s of a stranger as off', ([, state]) => {
    expect(flags(state)).toEqual([false, false, false, false, false]);
  });

  it('has each track under its name', () => {
    const tracks = shownOf({}, (slot) => slot as unknown as MediaStreamTrack);
    expect(tracks).toMatchObject({
      microphoneTrack: 'microphone',
      cameraTrack: 'camera',
      screenTrack: 'screen',
      screenAudioTrack: 'screenAudio',
    });
  });
});
