import { expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import type { ChatMessage } from '../../../widget/call/events.ts';
import { timelineOf } from '../../../widget/elements/chat-timeline.ts';

const messageOf = (text: string): ChatMessage => ({
  id: text,
  from: 'bob' as PeerId,
  name: 'Bob',
  text,
  sentAt: 0,
  local: false,
});

const file = (name: string, after: string | null) => ({ name, after: after === null ? null : `bob ${after}` });

function orderOf(messages: readonly string[], files: readonly ReturnType<typeof file>[]): string[] {
  const turns = timelineOf(messages.map(messageOf), files);
  return turns.map((turn) => ('message' in turn ? turn.message.text : turn.file.name));
}

it('puts a file after the message that was the last when it came', () => {
  const files = [file('early.txt', null), file('a.txt', 'one'), file('b.txt', 'one'), file('c.txt', 'two')];
  expect(orderOf(['one', 'two', 'three'], files)).toEqual([
    'early.txt',
    'one',
    'a.txt',
    'b.txt',
    'two',
    'c.txt',
    'three',
  ]);
});

it('keeps a file whose message is forgotten, at the start', () => {
  expect(orderOf(['two'], [file('a.txt', 'one'), file('b.txt', 'two')])).toEqual(['a.txt', 'two', 'b.txt']);
});

it('has nothing to order without files, or without messages', () => {
  expect(orderOf(['one'], [])).toEqual(['one']);
  expect(orderOf([], [file('a.txt', null), file('b.txt', 'gone')])).toEqual(['a.txt', 'b.txt']);
});
