/** How much of a picture goes to one peer: the table by number of others, and the ladder of a way that is too narrow. */
import { describe, expect, it } from 'vitest';
import type { ConnectionFigures } from '../../../widget/peer/connection-figures.ts';
import {
  type PictureLimits,
  type SendSituation,
  type SendState,
  type Trouble,
  nextSending,
  sendLimits,
  startSending,
  troubleOf,
} from '../../../widget/peer/send-policy.ts';
import { NO_FIGURES } from './figures.ts';

const ALONE: SendSituation = { othersCount: 1, step: 'whole', extraRows: 0, sharesScreen: false, isMotion: false };
const text = (it: PictureLimits | null): string =>
  it === null ? 'nothing' : `${it.kbps} kbit/s, ${it.shortSide} lines, ${it.framesPerSecond}/s`;
const cameraOf = (change: Partial<SendSituation>): string => text(sendLimits({ ...ALONE, ...change }).camera);
const screenOf = (change: Partial<SendSituation>): string => text(sendLimits({ ...ALONE, ...change }).screen);

describe('the camera', () => {
  it.each([
    [0, '2000 kbit/s, 720 lines, 30/s'],
    [1, '2000 kbit/s, 720 lines, 30/s'],
    [2, '1000 kbit/s, 540 lines, 30/s'],
    [3, '700 kbit/s, 360 lines, 30/s'],
    [4, '500 kbit/s, 360 lines, 24/s'],
    [5, '400 kbit/s, 360 lines, 20/s'],
    [6, '330 kbit/s, 270 lines, 20/s'],
    [7, '280 kbit/s, 270 lines, 15/s'],
    [20, '280 kbit/s, 270 lines, 15/s'],
  ])('to %s others', (othersCount, expected) => {
    expect(cameraOf({ othersCount })).toBe(expected);
  });

  it('takes some 2 Mbit/s of the uplink however many there are', () => {
    for (let othersCount = 1; othersCount <= 7; othersCount += 1) {
      const { camera } = sendLimits({ ...ALONE, othersCount });
      expect((camera?.kbps ?? 0) * othersCount).toBeLessThanOrEqual(2_100);
      expect((camera?.kbps ?? 0) * othersCount).toBeGreaterThanOrEqual(1_900);
    }
  });

  it('is smaller where the processor cannot keep up', () => {
    expect(cameraOf({ extraRows: 2 })).toBe(cameraOf({ othersCount: 3 }));
  });

  it.each<[change: Partial<SendSituation>, expected: string]>([
    [{ step: 'narrow' }, '60 kbit/s, 180 lines, 10/s'],
    [{ step: 'narrow', othersCount: 7 }, '60 kbit/s, 180 lines, 10/s'],
    [{ step: 'paused' }, 'nothing'],
    [{ sharesScreen: true }, '250 kbit/s, 270 lines, 15/s'],
    [{ sharesScreen: true, othersCount: 7 }, '250 kbit/s, 270 lines, 15/s'],
    [{ sharesScreen: true, step: 'narrow' }, 'nothing'],
  ])('%o', (change, expected) => {
    expect(cameraOf(change)).toBe(expected);
  });
});

describe('a screen', () => {
  it.each<[change: Partial<SendSituation>, expected: string]>([
    [{}, '2500 kbit/s, Infinity lines, 15/s'],
    [{ othersCount: 3 }, '1000 kbit/s, Infinity lines, 15/s'],
    [{ othersCount: 7 }, '450 kbit/s, Infinity lines, 5/s'],
    [{ isMotion: true }, '2500 kbit/s, 720 lines, 30/s'],
    [{ isMotion: true, othersCount: 3 }, '1000 kbit/s, 360 lines, 30/s'],
    [{ step: 'narrow' }, '200 kbit/s, Infinity lines, 5/s'],
    [{ step: 'paused' }, '80 kbit/s, Infinity lines, 2/s'],
  ])('%o', (change, expected) => {
    expect(screenOf({ sharesScreen: true, ...change })).toBe(expected);
  });

  it('gets more than the camera beside it, at any number', () => {
    for (let othersCount = 1; othersCount <= 7; othersCount += 1) {
      const { camera, screen } = sendLimits({ ...ALONE, othersCount, sharesScreen: true });
      expect(screen.kbps).toBeGreaterThan(camera?.kbps ?? 0);
    }
  });
});

describe('trouble on the way', () => {
  it.each<[name: string, figures: Partial<ConnectionFigures>, trouble: Trouble]>([
    ['nothing is known', {}, 'none'],
    ['loss of the air alone', { lossOutPercent: 20, rttMs: 60 }, 'none'],
    ['a long way alone', { lossOutPercent: 0, rttMs: 1_200 }, 'none'],
    ['a queue that is full', { lossOutPercent: 6, rttMs: 500 }, 'some'],
    ['a queue that is full for long', { lossOutPercent: 12, rttMs: 600 }, 'harm'],
    [
      'harm goes before a low estimate',
      { lossOutPercent: 12, rttMs: 600, availableKbps: 69, pictureKbpsOut: 20 },
      'harm',
    ],
    ['room for a small picture', { availableKbps: 200, pictureKbpsOut: 100 }, 'some'],
    ['room for no picture', { availableKbps: 69, pictureKbpsOut: 20 }, 'much'],
    ['room for no picture, as far as sound alone can tell', { availableKbps: 60, pictureKbpsOut: 0 }, 'none'],
    ['room enough', { availableKbps: 400, pictureKbpsOut: 300 }, 'none'],
  ])('%s', (_name, figures, trouble) => {
    expect(troubleOf({ ...NO_FIGURES, ...figures })).toBe(trouble);
  });

  it('is no low estimate where a small picture is sent', () => {
    expect(troubleOf({ ...NO_FIGURES, availableKbps: 90, pictureKbpsOut: 40 }, 'narrow')).toBe('none');
    expect(troubleOf({ ...NO_FIGURES, availableKbps: 60, pictureKbpsOut: 80 }, 'narrow')).toBe('much');
    expect(troubleOf({ ...NO_FIGURES, lossOutPercent: 6, rttMs: 500 }, 'narrow')).toBe('some');
  });
});

describe('the ladder', () => {
  const LOOK_MS = 5_000;
  const TROUBLES: Readonly<Record<string, Trouble>> = { s: 'some', m: 'much', h: 'harm' };

  /** The step after each look, 5 s apart: `.` no trouble, `s` some, `m` much, `h` harm; W, N, P for whole, narrow, paused. */
  function stepsAfter(looks: string): string {
    let state: SendState = startSending(0);
    return Array.from(looks)
      .map((look, i) => {
        state = nextSending(state, TROUBLES[look] ?? 'none', (i + 1) * LOOK_MS);
        return { whole: 'W', narrow: 'N', paused: 'P' }[state.step];
      })
      .join('');
  }

  it.each([
    ['stays whole where there is no trouble', '......', 'WWWWWW'],
    ['takes one look of some trouble for nothing', '.s.s.s', 'WWWWWW'],
    ['goes to a small picture after two', '..ss', 'WWWN'],
    ['goes to a small picture at once with much trouble, and to none after two more looks', '.mmm', 'WNNP'],
    ['goes on to none where some trouble goes on, too', '.mss', 'WNNP'],
    ['goes down with each look of harm', '.hh', 'WNP'],
    ['has nothing below no picture', '.mmmmm', 'WNNPPP'],
  ])('%s', (_name, looks, expected) => {
    expect(stepsAfter(looks)).toBe(expected);
  });

  it('comes back one step at a time', () => {
    const steps = stepsAfter('......m................');
    expect(steps).toMatch(/^W+N+W+$/);
    expect(stepsAfter('......mmm.......................')).toMatch(/^W+NNP+N+W+$/);
  });

  it('waits twice as long each time that more came to nothing, and 160 s at most', () => {
    let state: SendState = startSending(0);
    const tries: number[] = [];
    for (let nowMs = LOOK_MS; nowMs < 1_800_000; nowMs += LOOK_MS) {
      const before = state;
      state = nextSending(state, state.step === 'whole' ? 'much' : 'none', nowMs);
      if (before.step === 'narrow' && state.step === 'whole') tries.push((nowMs - before.sinceMs) / 1_000);
    }
    expect(tries.slice(0, 7)).toEqual([20, 40, 80, 160, 160, 160, 160]);
  });

  it('starts again with a short wait after more has gone well for half a minute', () => {
    const tried: SendState = { step: 'whole', sinceMs: 0, isTry: true, tryMs: 40_000, troubleCount: 0 };
    expect(nextSending(tried, 'much', 29_000)).toMatchObject({ step: 'narrow', sinceMs: 29_000, tryMs: 80_000 });
    expect(nextSending(tried, 'much', 31_000)).toMatchObject({ step: 'narrow', sinceMs: 31_000, tryMs: 20_000 });
  });

  it('does not wait longer where it goes from the small picture to none', () => {
    let state: SendState = startSending(0);
    for (const nowMs of [5_000, 10_000, 15_000]) state = nextSending(state, 'much', nowMs);
    expect(state).toMatchObject({ step: 'paused', tryMs: 20_000 });
  });
});
