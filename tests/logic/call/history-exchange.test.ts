/** Who is asked for the history and who is told, and that nobody can change what one got oneself. */
import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import type { ChatMessage } from '../../../widget/call/events.ts';
import { ANSWER_WITHIN_MS, HistoryExchange, MAX_ANSWERS } from '../../../widget/call/history-exchange.ts';
import type { HistoryEntry, HistoryFrame } from '../../../widget/data/chat-history.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const [ME, ADA, BOB, CAROL] = ['me', 'ada', 'bob', 'carol'] as PeerId[] as [PeerId, PeerId, PeerId, PeerId];

const said = (number: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `m-${number}`,
  from: ADA,
  name: 'Ada',
  text: `text ${number}`,
  at: number,
  ...change,
});

const got = (number: number, change: Partial<ChatMessage> = {}): ChatMessage => ({
  id: `m-${number}`,
  from: ADA,
  name: 'Ada',
  text: `text ${number}`,
  sentAt: number,
  local: false,
  ...change,
});

const witness = (id: PeerId) => ({ id, name: { ada: 'Ada', bob: 'Bob', carol: 'Carol' }[id as string] ?? '' });

function page({ messages = [] as ChatMessage[], gone = [] as PeerId[] } = {}) {
  const clock = new VirtualClock();
  const sent: [PeerId, HistoryFrame][] = [];
  const told: ChatMessage[] = [];
  const host = {
    me: ME,
    messages,
    send: (frame: HistoryFrame, to: PeerId, { topic }: { topic: string }) => {
      expect(topic).toBe('p2p-call');
      sent.push([to, frame]);
      return gone.includes(to) ? Promise.reject(new Error('gone')) : Promise.resolve();
    },
    showEarlier: (shown: readonly ChatMessage[], earlier: readonly ChatMessage[]) => {
      host.messages = [...shown];
      told.push(...earlier);
    },
  };
  const exchange = new HistoryExchange(host, clock);
  return {
    clock,
    sent,
    told,
    ask: (...ids: PeerId[]) => exchange.ask(ids.map(witness)),
    receive: (from: PeerId, history: unknown) => exchange.receive(from, { history }),
    asked: () => sent.filter(([, { history }]) => history === 'ask').map(([to]) => to),
    shown: () => host.messages,
  };
}

describe('asking', () => {
  it('goes to one, and ends with the first who knows something', async () => {
    const { clock, ask, receive, asked, shown } = page();
    ask(ADA, BOB);
    receive(ADA, [said(1)]);
    await clock.advance(60_000);
    expect(asked()).toEqual([ADA]);
    expect(shown().map(({ text }) => text)).toEqual(['text 1']);
  });

  it('goes on to the next one where there is no answer within 5 s, and each is asked once', async () => {
    const { clock, ask, asked } = page();
    ask(ADA, BOB, CAROL);
    await clock.advance(ANSWER_WITHIN_MS - 1);
    expect(asked()).toEqual([ADA]);
    await clock.advance(1);
    expect(asked()).toEqual([ADA, BOB]);
    await clock.advance(600_000);
    expect(asked()).toEqual([ADA, BOB, CAROL]);
  });

  it('goes on at once where one knows nothing', () => {
    const { ask, receive, asked } = page();
    ask(ADA, BOB);
    receive(ADA, []);
    expect(asked()).toEqual([ADA, BOB]);
  });

  it('goes on where one is gone', async () => {
    const { clock, ask, receive, asked, shown } = page({ gone: [ADA] });
    ask(ADA, BOB);
    await clock.advance(ANSWER_WITHIN_MS);
    receive(BOB, [said(1)]);
    expect(asked()).toEqual([ADA, BOB]);
    expect(shown()).toHaveLength(1);
  });

  it('takes an answer that comes late, but only one', async () => {
    const { clock, ask, receive, shown } = page();
    ask(ADA, BOB);
    await clock.advance(2 * ANSWER_WITHIN_MS);
    receive(ADA, [said(1)]);
    receive(BOB, [said(2)]);
    expect(shown().map(({ id }) => id)).toEqual(['m-1']);
  });

  it('ends where nobody is left to ask, and leaves no timer', async () => {
    const { clock, ask, receive, asked } = page();
    ask(ADA, BOB);
    receive(ADA, []);
    receive(BOB, []);
    expect(clock.pendingCount).toBe(0);
    ask(CAROL);
    await clock.advance(ANSWER_WITHIN_MS);
    expect([asked(), clock.pendingCount]).toEqual([[ADA, BOB, CAROL], 0]);
  });
});

describe('what is taken', () => {
  it('stands before what this page got itself, by its time, and says who passed it on', () => {
    const { ask, receive, shown, told } = page({ messages: [got(0, { id: 'live' })] });
    ask(BOB);
    receive(BOB, [said(9), said(3, { from: CAROL, name: 'Carol' })]);
    const passedOnBy = { id: BOB, name: 'Bob' };
    expect(shown()).toEqual([
      got(3, { from: CAROL, name: 'Carol', passedOnBy }),
      got(9, { passedOnBy }),
      got(0, { id: 'live' }),
    ]);
    expect(told.map(({ id }) => id)).toEqual(['m-3', 'm-9']);
  });

  it('never changes or repeats what this page got itself', () => {
    const { ask, receive, shown, told } = page({ messages: [got(1)] });
    ask(BOB);
    receive(BOB, [said(1, { text: 'altered', at: 999 }), said(2), said(2, { text: 'twice' })]);
    expect(shown().map(({ text }) => text)).toEqual(['text 2', 'text 1']);
    expect(told.map(({ text }) => text)).toEqual(['text 2']);
  });

  it('is nothing from whom nobody asked, nor more than one answer', () => {
    const { ask, receive, shown } = page();
    receive(BOB, [said(1)]);
    ask(ADA);
    receive(BOB, [said(2)]);
    receive(ADA, [said(3)]);
    receive(ADA, [said(4)]);
    expect(shown().map(({ id }) => id)).toEqual(['m-3']);
  });

  it('is the own words of the page before a reload, and a name without what turns the writing', () => {
    const { ask, receive, shown } = page();
    ask(BOB);
    receive(BOB, [
      said(1, { from: ME, name: 'Me' }),
      said(2, { name: 'A\u202eda\u200b' }),
      said(3, { name: undefined } as object),
    ]);
    expect(shown().map(({ local, name }) => `${local} ${name}`)).toEqual(['true Me', 'false A da', 'false ']);
  });

  it('is only added to where the seat was lost and one asks again', () => {
    const { ask, receive, shown } = page();
    ask(BOB);
    receive(BOB, [said(1), said(5)]);
    ask(CAROL);
    receive(CAROL, [said(1, { text: 'altered' }), said(3), said(5)]);
    expect(shown().map(({ text, passedOnBy }) => `${text} ${passedOnBy?.name}`)).toEqual([
      'text 1 Bob',
      'text 3 Carol',
      'text 5 Bob',
    ]);
  });
});

describe('answering', () => {
  it('passes on what was for everyone: own, received, and passed on', () => {
    const messages = [
      got(1, { passedOnBy: { id: CAROL, name: 'Carol' } }),
      got(2),
      got(3, { from: ME, name: 'Me', local: true }),
    ];
    const { receive, sent } = page({ messages });
    receive(BOB, 'ask');
    expect(sent).toEqual([[BOB, { history: [said(1), said(2), said(3, { from: ME, name: 'Me' })] }]]);
  });

  it('never passes on what was for one alone, in either direction', () => {
    const messages = [got(1, { to: ME }), got(2, { from: ME, to: ADA, local: true }), got(3)];
    const { receive, sent } = page({ messages });
    receive(ADA, 'ask');
    expect(sent).toEqual([[ADA, { history: [said(3)] }]]);
  });

  it('says that there is nothing, so that another one is asked', () => {
    const { receive, sent } = page();
    receive(ADA, 'ask');
    expect(sent).toEqual([[ADA, { history: [] }]]);
  });

  it('ends with who asks too often, and not for the others', () => {
    const { receive, sent } = page({ messages: [got(1)] });
    for (let count = 0; count < 10 * MAX_ANSWERS; count += 1) receive(ADA, 'ask');
    expect(sent).toHaveLength(MAX_ANSWERS);
    receive(BOB, 'ask');
    expect(sent).toHaveLength(MAX_ANSWERS + 1);
  });

  it('is told nothing by anything that is no frame', () => {
    const { ask, receive, sent, shown } = page();
    ask(ADA);
    for (const wrong of [null, undefined, 1, 'tell', {}, { ask: true }]) receive(ADA, wrong);
    expect([sent.length, shown().length]).toEqual([1, 0]);
  });
});

it('goes from page to page: two exchanges, and a third that knows it from the second alone', () => {
  const first = page({ messages: [got(1), got(2, { from: ADA })] });
  const second = page();
  const third = page();
  const answerOf = ({ receive, sent }: ReturnType<typeof page>): unknown => {
    receive(CAROL, 'ask');
    return structuredClone(sent.at(-1)?.[1].history);
  };
  second.ask(ADA);
  second.receive(ADA, answerOf(first));
  third.ask(BOB);
  third.receive(BOB, answerOf(second));
  expect(third.shown().map(({ text, passedOnBy }) => `${text} ${passedOnBy?.name}`)).toEqual([
    'text 1 Bob',
    'text 2 Bob',
  ]);
});
