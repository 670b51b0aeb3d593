import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoteKeeper, SAVE_AFTER_MS } from '../../../widget/console/note-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** With a desk that remembers what it was told, and refuses while it should. */
function keeper(): { note: NoteKeeper; saved: string[]; desk: { isDeaf: boolean } } {
  const saved: string[] = [];
  const desk = { isDeaf: false };
  const save = async (id: string, text: string): Promise<void> => {
    if (desk.isDeaf) throw new Error('no answer');
    saved.push(`${id}: ${text}`);
  };
  return { note: new NoteKeeper(save, () => {}), saved, desk };
}

describe('a note', () => {
  it('is saved once after the last key', async () => {
    const { note, saved } = keeper();
    note.show('c1', '');
    for (const text of ['a', 'ab', 'abc']) {
      note.type(text);
      await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    }
    expect([saved, note.state]).toEqual([[], 'unsaved']);
    await vi.advanceTimersByTimeAsync(1);
    expect([saved, note.state]).toEqual([['c1: abc'], 'saved']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saved).toHaveLength(1);
  });

  it('is saved at once when the field is left, and once only', async () => {
    const { note, saved } = keeper();
    note.show('c1', 'before');
    note.type('after');
    await note.flush();
    await note.flush();
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(saved).toEqual(['c1: after']);
  });

  it('is what the desk says, but not while somebody types', async () => {
    const { note } = keeper();
    note.show('c1', 'by a colleague');
    expect(note.text).toBe('by a colleague');
    note.type('by a colleague, and by me');
    note.show('c1', 'by a colleague');
    expect(note.text).toBe('by a colleague, and by me');
    await note.flush();
    note.show('c1', 'by a colleague, and by me');
    expect([note.text, note.state]).toEqual(['by a colleague, and by me', 'saved']);
  });

  it('that the desk does not take stays, is said, and is tried again', async () => {
    const { note, saved, desk } = keeper();
    note.show('c1', '');
    desk.isDeaf = true;
    note.type('abc');
    await note.flush();
    note.show('c1', '');
    expect([note.text, note.state]).toEqual(['abc', 'failed']);
    desk.isDeaf = false;
    await note.flush();
    expect([saved, note.state]).toEqual([['c1: abc'], 'saved']);
  });

  it('that somebody goes on typing is not saved before that is', async () => {
    const { note, saved } = keeper();
    note.show('c1', '');
    note.type('abc');
    const first = note.flush();
    note.type('abcd');
    await first;
    expect(note.state).toBe('unsaved');
    await note.flush();
    expect(saved).toEqual(['c1: abc', 'c1: abcd']);
  });

  it.each([
    ['no call', ''],
    ['another call', 'c2'],
  ])('is told at once when there is %s', async (_what, next) => {
    const { note, saved } = keeper();
    note.show('c1', '');
    note.type('abc');
    note.show(next, 'about the next');
    expect(saved).toEqual(['c1: abc']);
    await vi.advanceTimersByTimeAsync(2 * SAVE_AFTER_MS);
    expect([saved, note.text, note.state]).toEqual([['c1: abc'], 'about the next', 'saved']);
  });

  it('of another call is another one', async () => {
    const { note, saved } = keeper();
    note.show('c1', '');
    note.type('about the first');
    await note.flush();
    note.show('c2', 'about the second');
    expect([note.text, note.state]).toEqual(['about the second', 'saved']);
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(saved).toEqual(['c1: about the first']);
  });
});
