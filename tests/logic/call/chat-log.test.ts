import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import { ChatLog } from '../../../widget/call/chat-log.ts';

const message = (id: string, from = 'a') => ({
  id,
  from: from as PeerId,
  name: 'Ada',
  text: id,
  sentAt: 0,
  local: false,
});

describe('ChatLog', () => {
  it('keeps the order in which messages were added', () => {
    const log = new ChatLog();
    for (const id of ['1', '2', '3']) log.add(message(id));
    expect(log.messages.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  it('shows a message of one sender once, and the same id of another sender too', () => {
    const log = new ChatLog();
    expect(log.add(message('1'))).toBe(true);
    expect(log.add(message('1'))).toBe(false);
    expect(log.add(message('1', 'b'))).toBe(true);
  });

  it('believes the sender before anybody who passed the message on, and puts it where it came', () => {
    const log = new ChatLog();
    const passedOnBy = { id: 'c' as PeerId, name: 'Carol' };
    log.replace([{ ...message('1'), text: 'altered', passedOnBy }, message('2')]);
    expect(log.add(message('1'))).toBe(true);
    expect(log.messages).toEqual([message('2'), message('1')]);
    expect(log.add(message('1'))).toBe(false);
  });

  it('lets the oldest go after 1,000', () => {
    const log = new ChatLog();
    for (let i = 0; i < 1_005; i++) log.add(message(String(i)));
    expect(log.messages).toHaveLength(1_000);
    expect(log.messages[0]?.id).toBe('5');
  });
});
