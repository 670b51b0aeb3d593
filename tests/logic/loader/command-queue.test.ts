import { afterEach, expect, it, vi } from 'vitest';
import { type Command, CommandQueue } from '../../../widget/loader/command-queue.ts';

/** What the queue uses of an element. */
class FakeCall extends EventTarget {
  readonly asked: string[] = [];
  room = '';

  open(): Promise<void> {
    this.asked.push('open');
    return Promise.resolve();
  }

  join(...values: unknown[]): Promise<void> {
    this.asked.push(`join ${values.join(' ')}`.trim());
    return Promise.reject(new Error('room-full'));
  }
}

function started(...before: Command[]): { call: FakeCall; queue: CommandQueue } {
  const call = new FakeCall();
  const queue = new CommandQueue(before);
  queue.start(call as never);
  return { call, queue };
}

afterEach(() => vi.restoreAllMocks());

it('carries out in their order what came before the call, then what comes later', () => {
  const call = new FakeCall();
  const queue = new CommandQueue([['set', 'room', 'coffee'], ['open']]);
  queue.push(['join', 1, 2]);
  expect([call.room, call.asked]).toEqual(['', []]);
  queue.start(call as never);
  queue.push(['open'], ['open']);
  expect([call.room, call.asked]).toEqual(['coffee', ['open', 'join 1 2', 'open', 'open']]);
});

it('listens and stops listening', () => {
  const heard: string[] = [];
  const listener = ({ type }: Event): unknown => heard.push(type);
  const { call, queue } = started(['on', 'p2p-join', listener]);
  call.dispatchEvent(new Event('p2p-join'));
  queue.push(['off', 'p2p-join', listener]);
  call.dispatchEvent(new Event('p2p-join'));
  expect(heard).toEqual(['p2p-join']);
});

it('hands the call to functions', () => {
  const task = vi.fn<(element: HTMLElement) => void>();
  const { call, queue } = started(task);
  queue.push(task);
  expect(task.mock.calls).toEqual([[call], [call]]);
});

it('goes on after a command that fails, and tells of it', () => {
  const told = vi.spyOn(console, 'error').mockReturnValue();
  const { call } = started(
    ['nothing-like-that'],
    () => {
      throw new Error('of the page');
    },
    ['open'],
  );
  expect(call.asked).toEqual(['open']);
  expect(told.mock.calls.map(([error]) => String(error))).toEqual([
    'TypeError: p2p-call has no command "nothing-like-that"',
    'Error: of the page',
  ]);
});

it('leaves no rejection to the page: the element has told it', async () => {
  const unhandled = vi.fn<() => void>();
  process.once('unhandledRejection', unhandled);
  started(['join']);
  await new Promise(setImmediate);
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

it('runs commands that are pushed by commands after those before them', () => {
  const order: number[] = [];
  const { queue } = started();
  queue.push(
    () => {
      order.push(1);
      queue.push(() => order.push(3));
    },
    () => order.push(2),
  );
  expect(order).toEqual([1, 2, 3]);
});
