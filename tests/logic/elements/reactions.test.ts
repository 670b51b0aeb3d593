import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import { PAUSE_MS, REACTIONS, Reactions, SHOWN_MS, decodeReaction } from '../../../widget/elements/reactions.ts';

const BOB = 'bob' as PeerId;
const CAROL = 'carol' as PeerId;

describe('decodeReaction', () => {
  it.for(REACTIONS)('knows %s', (reaction) => {
    expect(decodeReaction({ reaction })).toBe(reaction);
  });

  it.for([
    ['null', null],
    ['text', '👍'],
    ['a list', ['👍']],
    ['nothing', {}],
    ['another emoji', { reaction: '🖕' }],
    ['two', { reaction: '👍👍' }],
    ['markup', { reaction: '<b>👍</b>' }],
    ['a number', { reaction: 0 }],
    ['an object', { reaction: { toString: () => '👍' } }],
  ] as const)('takes %s for nothing', ([, data]) => {
    expect(decodeReaction(data)).toBeNull();
  });
});

describe('a reaction', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is shown for some seconds, and tells when it goes', () => {
    const onchange = vi.fn<() => void>();
    const reactions = new Reactions(onchange);
    expect(reactions.show(BOB, '👍')).toBe(true);
    expect(reactions.of(BOB)?.reaction).toBe('👍');
    expect(reactions.of(CAROL)).toBeUndefined();
    vi.advanceTimersByTime(SHOWN_MS - 1);
    expect(reactions.of(BOB)?.reaction).toBe('👍');
    expect(onchange).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(reactions.of(BOB)).toBeUndefined();
    expect(onchange).toHaveBeenCalledTimes(2);
  });

  it('takes the place of the one before, for its own time', () => {
    const reactions = new Reactions(() => undefined);
    reactions.show(BOB, '👍');
    vi.advanceTimersByTime(SHOWN_MS - 100);
    reactions.show(BOB, '👍');
    vi.advanceTimersByTime(200);
    expect(reactions.of(BOB)).toEqual({ reaction: '👍', number: 2 });
  });

  it('of one person comes only so often, a flood of them too', () => {
    const onchange = vi.fn<() => void>();
    const reactions = new Reactions(onchange);
    let shownCount = 0;
    for (let nowMs = 0; nowMs < 5_000; nowMs += 5) if (reactions.show(BOB, '🎉', nowMs)) shownCount += 1;
    expect(shownCount).toBe(5_000 / PAUSE_MS);
    expect(onchange).toHaveBeenCalledTimes(shownCount);
    expect(reactions.show(CAROL, '👏', 4_999)).toBe(true);
  });

  it('is gone when the call is, and leaves no timer', () => {
    const reactions = new Reactions(() => undefined);
    reactions.show(BOB, '👍');
    reactions.clear();
    expect(reactions.of(BOB)).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});
