import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import { LATE_MS, PAUSE_MS, SHOWN_MS, TYPING, Typing, isTyping } from '../../../widget/elements/typing.ts';
import { typingText } from '../../../widget/elements/typing-line.ts';

const [ANNA, BEN] = ['anna', 'ben'] as PeerId[] as [PeerId, PeerId];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(): { typing: Typing; onchange: ReturnType<typeof vi.fn> } {
  const onchange = vi.fn<() => void>();
  return { typing: new Typing(onchange), onchange };
}

describe('what comes', () => {
  it('is known', () => {
    expect(isTyping(structuredClone(TYPING))).toBe(true);
  });

  it.for([null, true, 'typing', ['typing'], {}, { typing: 1 }, { typing: 'true' }, { typing: false }])(
    'as %j is nothing',
    (data) => expect(isTyping(data)).toBe(false),
  );

  it('counts for 5 s, and tells when that is over', () => {
    const { typing, onchange } = watched();
    expect(typing.hear(ANNA)).toBe(true);
    vi.advanceTimersByTime(SHOWN_MS - 1);
    expect(typing.ids).toEqual([ANNA]);
    expect(onchange).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(typing.ids).toEqual([]);
    expect(onchange).toHaveBeenCalledTimes(2);
  });

  it('goes on with the next one, without another word, however many come', () => {
    const { typing, onchange } = watched();
    for (let count = 0; count < 1_000; count += 1) {
      typing.hear(ANNA);
      vi.advanceTimersByTime(10);
    }
    expect(typing.ids).toEqual([ANNA]);
    expect(onchange).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('ends with the message, also where it comes after it', () => {
    const { typing } = watched();
    typing.hear(ANNA);
    typing.hear(BEN);
    typing.handleMessage(ANNA);
    expect(typing.ids).toEqual([BEN]);
    vi.advanceTimersByTime(LATE_MS - 1);
    expect(typing.hear(ANNA)).toBe(false);
    expect(typing.ids).toEqual([BEN]);
    vi.advanceTimersByTime(1);
    expect(typing.hear(ANNA)).toBe(true);
    expect(typing.ids).toEqual([BEN, ANNA]);
  });

  it('is over with the call, and leaves no timer', () => {
    const { typing } = watched();
    typing.hear(ANNA);
    typing.hear(BEN);
    typing.clear();
    expect([typing.ids, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

describe('what is told', () => {
  it('goes out at once, and then once in 2 s at most', () => {
    const { typing } = watched();
    const told: number[] = [];
    for (let ms = 0; ms <= 6_000; ms += 100) {
      if (typing.tell()) told.push(ms);
      vi.advanceTimersByTime(100);
    }
    expect(told).toEqual([0, PAUSE_MS, 2 * PAUSE_MS, 3 * PAUSE_MS]);
  });
});

it.for([
  [[], ''],
  [['Anna'], 'Anna is typing'],
  [['Anna', 'Ben'], 'Anna and Ben are typing'],
  [['Anna', 'Ben', 'Carol'], 'Several people are typing'],
] as const)('%j: "%s"', ([names, text]) => expect(typingText(names)).toBe(text));
