import { beforeEach, expect, it } from 'vitest';
import { MARK_MS } from '../../../widget/elements/active-speaker.ts';
import { OwnVoice, VOICE_LEVEL } from '../../../widget/elements/own-voice.ts';

let changeCount: number;
let voice: OwnVoice;

beforeEach(() => {
  changeCount = 0;
  voice = new OwnVoice(() => {
    changeCount += 1;
  });
});

it('is heard from the first loud moment on, and drawn anew only when that changes', () => {
  for (let nowMs = 0; nowMs < 300; nowMs += 66) voice.hear(VOICE_LEVEL, nowMs);
  expect([voice.isHeard, changeCount]).toEqual([true, 1]);
});

it('outlasts the pause between two words, and no more', () => {
  voice.hear(0.3, 0);
  voice.hear(0, MARK_MS - 1);
  expect(voice.isHeard).toBe(true);
  voice.hear(0, MARK_MS);
  expect([voice.isHeard, changeCount]).toEqual([false, 2]);
});

it('is not the noise of the room', () => {
  voice.hear(VOICE_LEVEL / 2, 0);
  expect([voice.isHeard, changeCount]).toEqual([false, 0]);
});

it('ends with the microphone', () => {
  voice.hear(0.3, 0);
  voice.follow(null);
  expect(voice.isHeard).toBe(false);
});
