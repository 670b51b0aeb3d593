import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import { Captions, STAYS_MS } from '../../../widget/elements/captions.ts';

const [ANNA, BEN, CARL] = ['anna', 'ben', 'carl'] as PeerId[] as [PeerId, PeerId, PeerId];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function shown({ lines }: Captions): string[] {
  return lines.map(({ id, text }) => `${id}: ${text}`);
}

function captions(): { captions: Captions; onchange: ReturnType<typeof vi.fn> } {
  const onchange = vi.fn<() => void>();
  return { captions: new Captions(onchange), onchange };
}

it('a sentence takes the place of its earlier versions, and the next one comes after it', () => {
  const { captions: it, onchange } = captions();
  it.show({ participantId: ANNA, text: 'shall', isFinal: false });
  it.show({ participantId: ANNA, text: 'shall we', isFinal: false });
  it.show({ participantId: ANNA, text: 'Shall we begin?', isFinal: true });
  expect(shown(it)).toEqual(['anna: Shall we begin?']);
  expect(onchange).toHaveBeenCalledTimes(3);
  it.show({ participantId: ANNA, text: 'I think so.' });
  expect(shown(it)).toEqual(['anna: Shall we begin?', 'anna: I think so.']);
});

it('two people who speak at once have a line each', () => {
  const { captions: it } = captions();
  it.show({ participantId: ANNA, text: 'one', isFinal: false });
  it.show({ participantId: BEN, text: 'uno', isFinal: false });
  it.show({ participantId: ANNA, text: 'one two', isFinal: false });
  it.show({ participantId: BEN, text: 'uno due', isFinal: false });
  expect(shown(it)).toEqual(['anna: one two', 'ben: uno due']);
});

it('of more than two the newest stay', () => {
  const { captions: it } = captions();
  for (const participantId of [ANNA, BEN, CARL]) it.show({ participantId, text: 'hello' });
  expect(shown(it)).toEqual(['ben: hello', 'carl: hello']);
  expect(vi.getTimerCount()).toBe(2);
});

it('goes 6 s after its last words', () => {
  const { captions: it, onchange } = captions();
  it.show({ participantId: ANNA, text: 'hello', isFinal: false });
  vi.advanceTimersByTime(STAYS_MS - 1);
  it.show({ participantId: ANNA, text: 'hello there', isFinal: false });
  vi.advanceTimersByTime(STAYS_MS - 1);
  expect(shown(it)).toEqual(['anna: hello there']);
  vi.advanceTimersByTime(1);
  expect([shown(it), onchange.mock.calls.length]).toEqual([[], 3]);
  it.show({ participantId: ANNA, text: 'again', isFinal: false });
  expect(shown(it)).toEqual(['anna: again']);
});

it('is taken back by an empty text', () => {
  const { captions: it } = captions();
  it.show({ participantId: ANNA, text: 'helo', isFinal: false });
  it.show({ participantId: ANNA, text: ' ' });
  expect([shown(it), vi.getTimerCount()]).toEqual([[], 0]);
});

it('has the end of a text that is too long, and of anything that is none its words', () => {
  const { captions: it } = captions();
  it.show({ participantId: ANNA, text: `${'x'.repeat(1_000)} the end` });
  it.show({ participantId: BEN, text: 42 as unknown as string });
  const [long, number] = it.lines;
  expect(long?.text).toHaveLength(300);
  expect(long?.text.endsWith(' the end')).toBe(true);
  expect(number?.text).toBe('42');
});

it('is over with the call, and leaves no timer', () => {
  const { captions: it, onchange } = captions();
  it.clear();
  expect(onchange).not.toHaveBeenCalled();
  it.show({ participantId: ANNA, text: 'hello' });
  it.clear();
  expect([shown(it), vi.getTimerCount()]).toEqual([[], 0]);
});
