/** Three words for how good a way is: what each figure says alone, and that the word holds still. */
import { describe, expect, it } from 'vitest';
import type { ConnectionFigures } from '../../../widget/peer/connection-figures.ts';
import type { NetworkLevel } from '../../../widget/peer/judgement.ts';
import { type QualityState, levelOf, nextQuality } from '../../../widget/peer/network-quality.ts';
import { NO_FIGURES } from './figures.ts';

describe('one look', () => {
  it.each<[name: string, figures: Partial<ConnectionFigures>, level: NetworkLevel]>([
    ['nothing is known', {}, 'good'],
    ['all is well', { rttMs: 40, lossInPercent: 0.5, lossOutPercent: 0, jitterMs: 8, frozenPercent: 0 }, 'good'],
    ['just below every bound', { rttMs: 299, lossInPercent: 2.9, lossOutPercent: 2.9, jitterMs: 49 }, 'good'],
    ['a long round trip', { rttMs: 300 }, 'low'],
    ['a very long round trip', { rttMs: 800 }, 'very-low'],
    ['loss on the way here', { lossInPercent: 3 }, 'low'],
    ['much loss on the way here', { lossInPercent: 10 }, 'very-low'],
    ['loss on the way there', { lossOutPercent: 3 }, 'low'],
    ['much loss on the way there', { lossOutPercent: 10 }, 'very-low'],
    ['jitter', { jitterMs: 50 }, 'low'],
    ['much jitter', { jitterMs: 150 }, 'very-low'],
    ['a picture that stands still now and then', { frozenPercent: 5 }, 'low'],
    ['a picture that mostly stands still', { frozenPercent: 25 }, 'very-low'],
    ['a narrow way for a picture', { availableKbps: 249, pictureKbpsOut: 90 }, 'low'],
    ['too narrow a way for a picture', { availableKbps: 99, pictureKbpsOut: 30 }, 'very-low'],
    ['a narrow estimate while only sound is sent', { availableKbps: 60, pictureKbpsOut: 0 }, 'good'],
    ['the worst of several counts', { rttMs: 350, lossInPercent: 12, jitterMs: 60 }, 'very-low'],
  ])('%s', (_name, figures, level) => {
    expect(levelOf({ ...NO_FIGURES, ...figures })).toBe(level);
  });
});

describe('many looks', () => {
  /** Good, low and very low as 0, 1, 2; what is told after each. */
  function told(seen: string): string {
    const levels: readonly NetworkLevel[] = ['good', 'low', 'very-low'];
    let state: QualityState | null = null;
    return Array.from(seen)
      .map((digit) => {
        state = nextQuality(state, levels[Number(digit)] ?? 'good');
        return levels.indexOf(state.level);
      })
      .join('');
  }

  it.each([
    ['good from the first look', '000', '000'],
    ['worse after two', '00110', '00011'],
    ['one bad look is nothing', '0010100', '0000000'],
    ['the nearer of two worse', '0012', '0001'],
    ['at once to the worst, where both say so', '0022', '0002'],
    ['on to the worst', '001122', '000112'],
    ['better after three', '0011000', '0001110'],
    ['a bad look starts the count anew', '0011001000', '0001111110'],
    ['from the worst to the nearer of those better', '00220010', '00022211'],
    ['bad from the beginning', '11', '01'],
    ['to and fro is not told', '0101010101', '0000000000'],
  ])('%s', (_name, seen, expected) => {
    expect(told(seen)).toBe(expected);
  });
});
