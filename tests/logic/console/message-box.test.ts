import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageId, MessageNote } from '#protocol';
import { MessageBox, UNDO_MS } from '../../../widget/console/message-box.ts';
import type { DeskMessage } from '../../../widget/desk/desk-types.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const A = 'a' as MessageId;
const B = 'b' as MessageId;

function noteOf(id: MessageId): MessageNote {
  return { id, at: 1, department: null, voice: true };
}

function contentOf(id: MessageId): DeskMessage {
  const rest = { at: 1, department: null, voice: true, unreadable: false, name: '', contact: '', topic: '' };
  return { id, ...rest, text: `text of ${id}`, form: {}, page: null, user: null };
}

class FakeDesk {
  messages: MessageNote[] = [];
  readonly asked: string[] = [];
  failure: Error | null = null;

  async fetchMessages(): Promise<readonly DeskMessage[]> {
    this.#ask('messages');
    return this.messages.map(({ id }) => contentOf(id));
  }
  async fetchVoice(id: MessageId): Promise<Blob> {
    this.#ask(`voice ${id}`);
    return new Blob([id]);
  }
  async handled(id: MessageId): Promise<void> {
    this.#ask(`handled ${id}`);
    this.messages = this.messages.filter((note) => note.id !== id);
  }
  #ask(what: string): void {
    this.asked.push(what);
    if (this.failure !== null) throw this.failure;
  }
}

function open(...ids: MessageId[]): { box: MessageBox; desk: FakeDesk } {
  const desk = new FakeDesk();
  desk.messages = ids.map(noteOf);
  return {
    box: new MessageBox(
      () => desk,
      () => {},
    ),
    desk,
  };
}

describe('what messages say', () => {
  it('is fetched when somebody looks, and once for all that are there', async () => {
    const { box, desk } = open(A, B);
    expect(box.rows.map(({ message }) => message)).toEqual([null, null]);
    box.look();
    box.look();
    await vi.runAllTimersAsync();
    expect(box.rows.map(({ message }) => message?.text)).toEqual(['text of a', 'text of b']);
    box.look();
    expect(desk.asked).toEqual(['messages']);
  });

  it('of one that comes while they are fetched is fetched next', async () => {
    const { box, desk } = open(A);
    const answer = desk.fetchMessages();
    let settle = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      settle = resolve;
    });
    vi.spyOn(desk, 'fetchMessages').mockImplementationOnce(() => held.then(() => answer));
    box.look();
    desk.messages = [noteOf(A), noteOf(B)];
    box.look();
    settle();
    await vi.runAllTimersAsync();
    expect([box.hasFailed, box.rows.map(({ message }) => message?.text)]).toEqual([false, ['text of a', undefined]]);
    box.look();
    await vi.runAllTimersAsync();
    expect([box.hasFailed, box.rows[1]?.message?.text]).toEqual([false, 'text of b']);
  });

  it('that the answer leaves out was not loaded', async () => {
    const { box, desk } = open(A, B);
    vi.spyOn(desk, 'fetchMessages').mockResolvedValue([contentOf(A)]);
    box.look();
    await vi.runAllTimersAsync();
    expect(box.hasFailed).toBe(true);
  });

  it('is not asked for again and again where there is no answer, but by hand', async () => {
    const { box, desk } = open(A);
    desk.failure = new Error('no answer');
    box.look();
    await vi.runAllTimersAsync();
    expect(box.hasFailed).toBe(true);
    box.look();
    await vi.runAllTimersAsync();
    expect(desk.asked).toEqual(['messages']);
    desk.failure = null;
    await box.fetch();
    expect([box.hasFailed, box.rows[0]?.message?.text]).toEqual([false, 'text of a']);
  });
});

describe('a message that is handled', () => {
  it('is deleted after some seconds', async () => {
    const { box, desk } = open(A, B);
    box.handle(A, () => {});
    expect([box.count, box.rows.map(({ isLeaving }) => isLeaving)]).toEqual([1, [true, false]]);
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(desk.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.asked).toEqual(['handled a']);
    expect(box.rows.map(({ note }) => note.id)).toEqual([B]);
  });

  it('is as before where that is taken back in time', async () => {
    const { box, desk } = open(A);
    box.handle(A, () => {});
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    box.undo(A);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([desk.asked, box.count, box.rows[0]?.isLeaving]).toEqual([[], 1, false]);
  });

  it('that the desk does not take is on the list again, and that is said', async () => {
    const { box, desk } = open(A);
    const refused = vi.fn<(error: unknown) => void>();
    desk.failure = new Error('no answer');
    box.handle(A, refused);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(refused).toHaveBeenCalledWith(desk.failure);
    expect([box.count, box.rows[0]?.isLeaving]).toEqual([1, false]);
  });

  it('is not deleted by a console that goes', async () => {
    const { box, desk } = open(A);
    box.handle(A, () => {});
    box.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.asked).toEqual([]);
  });
});

describe('a voice', () => {
  it('is fetched once, and let go with its message', async () => {
    const revoked = vi.spyOn(URL, 'revokeObjectURL');
    const { box, desk } = open(A);
    box.look();
    await vi.runAllTimersAsync();
    const fetching = box.fetchVoice(A);
    expect(box.rows[0]?.voice).toBe('loading');
    await Promise.all([fetching, box.fetchVoice(A)]);
    const voice = box.rows[0]?.voice;
    expect(voice).toEqual({ url: expect.stringMatching(/^blob:/) });
    expect(desk.asked).toEqual(['messages', 'voice a']);
    desk.messages = [];
    box.look();
    expect(revoked).toHaveBeenCalledWith(typeof voice === 'object' ? voice?.url : '');
  });

  it('that does not come can be asked for again', async () => {
    const { box, desk } = open(A);
    desk.failure = new Error('no answer');
    await box.fetchVoice(A);
    expect(box.rows[0]?.voice).toBe('failed');
    desk.failure = null;
    await box.fetchVoice(A);
    expect(box.rows[0]?.voice).toMatchObject({ url: expect.any(String) });
  });
});
