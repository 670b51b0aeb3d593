import { describe, expect, it } from 'vitest';
import { HEARD, SILENT_AFTER_MS, SilenceWatch, SpeechWatch } from '../../../widget/media/level-meter.ts';

describe('silence', () => {
  it('is told when nothing was heard for a while, and over with the first sound', () => {
    const watch = new SilenceWatch();
    const at = (ms: number, level = 0): boolean => watch.hear(level, 1_000 + ms);
    expect([at(0), at(SILENT_AFTER_MS - 1), at(SILENT_AFTER_MS)]).toEqual([false, false, true]);
    expect(at(SILENT_AFTER_MS + 10, HEARD)).toBe(false);
    expect([at(2 * SILENT_AFTER_MS), at(2 * SILENT_AFTER_MS + 10)]).toEqual([false, true]);
  });

  it('is the noise of a quiet room, too', () => {
    const watch = new SilenceWatch();
    watch.hear(HEARD / 10, 0);
    expect(watch.hear(HEARD / 10, SILENT_AFTER_MS)).toBe(true);
  });
});

describe('speech', () => {
  it.for([
    ['a word', [0.3, 0.3, 0.3, 0.3, 0.3, 0.3], true],
    ['a cough', [0.9, 0.9, 0, 0, 0, 0], false],
    ['a murmur beside the microphone', [0.05, 0.05, 0.05, 0.05, 0.05, 0.05], false],
  ] as const)('%s: %s', ([, levels, expected]) => {
    const watch = new SpeechWatch();
    const heard = levels.map((level, i) => watch.hear(level, i * 66));
    expect(heard.at(-1)).toBe(expected);
  });

  it('is not made of clicks that are far apart', () => {
    const watch = new SpeechWatch();
    const heard = Array.from({ length: 20 }, (_, i) => watch.hear(0.9, i * 500));
    expect(heard).not.toContain(true);
  });
});
