/** What of a history travels, and what of one that came is taken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import {
  type HistoryEntry,
  MAX_HISTORY_BYTES,
  MAX_HISTORY_COUNT,
  decodeHistory,
  historyOf,
} from '../../../widget/data/chat-history.ts';
import { MAX_CHAT_BYTES } from '../../../widget/data/limits.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const SEED = seedFromEnvironment();

const entry = (number: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `m-${number}`,
  from: 'ada' as PeerId,
  name: 'Ada',
  text: `text ${number}`,
  at: number,
  ...change,
});
const entries = (count: number, change: Partial<HistoryEntry> = {}): HistoryEntry[] =>
  Array.from({ length: count }, (_, number) => entry(number, change));

describe('what is passed on', () => {
  it('is everything where that is little', () => {
    expect(historyOf(entries(3))).toEqual(entries(3));
    expect(historyOf([])).toEqual([]);
  });

  it('is the newest 200 messages', () => {
    expect(historyOf(entries(250))).toEqual(entries(250).slice(50));
  });

  it.for([
    ['x', 1],
    ['"', 2],
    ['👋', 4],
  ] as const)('is one frame for any browser, however much %s weighs as JSON', ([character, bytes]) => {
    const text = character.repeat(MAX_CHAT_BYTES / 4);
    const passedOn = historyOf(entries(100, { text }));
    const size = new TextEncoder().encode(JSON.stringify({ history: passedOn })).length;
    expect(size).toBeLessThanOrEqual(64 * 1024 - 1024);
    expect(size).toBeGreaterThan(MAX_HISTORY_BYTES - text.length * bytes - 200);
    expect(passedOn.at(-1)?.id).toBe('m-99');
  });
});

describe('what comes', () => {
  it('is as it was sent, by time', () => {
    expect(decodeHistory([entry(3), entry(1), entry(2)])).toEqual([entry(1), entry(2), entry(3)]);
  });

  it('is taken without what is no message, and without what was for one alone', () => {
    const { from: _, ...nobodys } = entry(1);
    const wrong = [
      null,
      1,
      [],
      {},
      nobodys,
      { ...entry(2), from: 'a b' },
      { ...entry(3), text: '' },
      { ...entry(4), private: true },
    ];
    expect(decodeHistory([...wrong, entry(5)])).toEqual([entry(5)]);
  });

  it('is at most 200 messages and 62 KiB, the newest', () => {
    expect(decodeHistory(entries(1_000))).toHaveLength(MAX_HISTORY_COUNT);
    const large = decodeHistory(entries(100, { text: 'x'.repeat(MAX_CHAT_BYTES) }));
    expect(large?.map(({ id }) => id)).toEqual(['m-93', 'm-94', 'm-95', 'm-96', 'm-97', 'm-98', 'm-99']);
  });

  it('has only the fields of a message, with its text cleaned', () => {
    expect(decodeHistory([{ ...entry(1), text: 'a\u0007b', html: '<b>', local: true }])).toEqual([
      entry(1, { text: 'ab' }),
    ]);
  });

  it.for(['ask', null, undefined, 1, {}, { length: 3 }])('%j is no answer', (value) => {
    expect(decodeHistory(value)).toBeNull();
  });

  it(`throws at nothing (seed ${SEED})`, () => {
    const decodes = (value: unknown): boolean => {
      const taken = decodeHistory(value);
      return taken === null || taken.every(({ id, from, text }) => id !== '' && from.length > 0 && text !== '');
    };
    fc.assert(fc.property(fc.jsonValue(), decodes), { seed: SEED });
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.string(), from: fc.anything(), text: fc.string(), at: fc.anything() })),
        decodes,
      ),
      { seed: SEED },
    );
  });
});
