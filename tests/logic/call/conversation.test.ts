/** Three conversations over paths that lose nothing: what is said to all and to one, and what a late one gets to know. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import { Conversation } from '../../../widget/call/conversation.ts';
import type { ChatMessage } from '../../../widget/call/events.ts';
import { type ChatBody, decodeChat } from '../../../widget/data/chat.ts';
import { type SendOptions } from '../../../widget/data/peer-data.ts';
import { loadHistory } from '../../../widget/parts/history.ts';
import type { Peer } from '../../../widget/peer/peer.ts';

vi.mock('../../../widget/parts/history.ts', { spy: true });

beforeEach(() => vi.mocked(loadHistory).mockClear());

class Page {
  readonly id: PeerId;
  readonly conversation: Conversation;
  readonly shown: ChatMessage[] = [];
  readonly caughtUp: ChatMessage[] = [];
  readonly #room: Map<PeerId, Page>;

  constructor(name: string, room: Map<PeerId, Page>) {
    this.id = name.toLowerCase() as PeerId;
    this.#room = room;
    this.conversation = new Conversation({
      speaker: () => this.participant,
      peersFor: (to) => {
        const others = [...room.values()].filter(({ id }) => id !== this.id && (to === undefined || id === to));
        return others.length === 0 && to !== undefined ? null : others.map((other) => this.#pathTo(other));
      },
      tell: (_name, detail) => {
        if ('message' in detail) this.shown.push(detail.message);
        else this.caughtUp.push(...detail.messages);
      },
    });
  }

  get participant(): { readonly id: PeerId; readonly name: string } {
    return { id: this.id, name: this.id.toUpperCase() };
  }

  /** As after the first welcome. */
  join(): this {
    const others = new Map([...this.#room].map(([id, { participant }]) => [id, participant]));
    this.#room.set(this.id, this);
    this.conversation.catchUp(others);
    return this;
  }

  #pathTo(other: Page): Peer {
    const data = {
      sendChat: (body: ChatBody) => {
        const decoded = decodeChat(structuredClone(body));
        if (decoded !== null) other.conversation.receive(this.participant, decoded);
      },
      send: async (value: unknown, { topic = '' }: SendOptions) =>
        other.conversation.hear(this.id, { topic, data: structuredClone(value) }),
    };
    return { data } as unknown as Peer;
  }
}

const texts = (messages: readonly ChatMessage[]): string[] => messages.map(({ text }) => text);

describe('a message', () => {
  it('to one says so on both sides, to all does not', () => {
    const room = new Map<PeerId, Page>();
    const [ada, bob, carol] = [
      new Page('Ada', room).join(),
      new Page('Bob', room).join(),
      new Page('Carol', room).join(),
    ];
    ada.conversation.sendMessage('for all', undefined);
    ada.conversation.sendMessage('for Bob', bob.id);
    expect(ada.shown.map(({ to }) => to)).toEqual([undefined, bob.id]);
    expect(bob.shown.map(({ to }) => to)).toEqual([undefined, bob.id]);
    expect(texts(carol.shown)).toEqual(['for all']);
  });
});

describe('who comes later', () => {
  it('is told what was said to all, by whom and through whom, and not what was said to one', async () => {
    const room = new Map<PeerId, Page>();
    const [ada, bob] = [new Page('Ada', room).join(), new Page('Bob', room).join()];
    ada.conversation.sendMessage('one', undefined);
    bob.conversation.sendMessage('for Ada', ada.id);
    bob.conversation.sendMessage('two', undefined);
    const carol = new Page('Carol', room).join();
    await vi.waitFor(() => expect(carol.caughtUp).toHaveLength(2));
    const seen = carol.conversation.messages;
    expect(seen.map(({ from, name, text, passedOnBy }) => [from, name, text, passedOnBy?.name])).toEqual([
      [ada.id, 'ADA', 'one', 'ADA'],
      [bob.id, 'BOB', 'two', 'ADA'],
    ]);
    expect(carol.shown).toEqual([]);
    bob.conversation.sendMessage('three', undefined);
    expect(texts(carol.conversation.messages)).toEqual(['one', 'two', 'three']);
  });

  it('begins anew in the next call', async () => {
    const room = new Map<PeerId, Page>();
    const ada = new Page('Ada', room).join();
    ada.conversation.sendMessage('one', undefined);
    const bob = new Page('Bob', room).join();
    await vi.waitFor(() => expect(bob.caughtUp).toHaveLength(1));
    bob.conversation.clear();
    expect(bob.conversation.messages).toEqual([]);
    bob.conversation.catchUp(new Map([[ada.id, ada.participant]]));
    await vi.waitFor(() => expect(texts(bob.conversation.messages)).toEqual(['one']));
  });

  it('hears on other topics nothing of it, and nothing of what is no object', async () => {
    const room = new Map<PeerId, Page>();
    const [ada, bob] = [new Page('Ada', room).join(), new Page('Bob', room)];
    room.set(bob.id, bob);
    ada.conversation.sendMessage('one', undefined);
    const hear = vi.spyOn(bob.conversation, 'hear');
    for (const data of [null, 'ask', 1, [], { typing: true }])
      expect(ada.conversation.hear(bob.id, { topic: 'p2p-call', data })).toBe(false);
    expect(ada.conversation.hear(bob.id, { topic: 'mine', data: { history: 'ask' } })).toBe(false);
    expect(ada.conversation.hear(bob.id, { topic: 'p2p-call', data: { history: 'ask' } })).toBe(true);
    await vi.waitFor(() => expect(hear).toHaveBeenCalledOnce());
    expect(bob.caughtUp).toEqual([]);
  });

  it('loads what answers only for somebody who asks', () => {
    const room = new Map<PeerId, Page>();
    const [ada, bob] = [new Page('Ada', room).join(), new Page('Bob', room)];
    room.set(bob.id, bob);
    for (const data of [null, 'ask', 1, [], { typing: true }, { reaction: 'heart' }])
      ada.conversation.hear(bob.id, { topic: 'p2p-call', data });
    expect(loadHistory).not.toHaveBeenCalled();
    ada.conversation.hear(bob.id, { topic: 'p2p-call', data: { history: 'ask' } });
    expect(loadHistory).toHaveBeenCalledOnce();
  });

  it('is told by one who could not load what answers, and is asked again', async () => {
    const room = new Map<PeerId, Page>();
    const ada = new Page('Ada', room).join();
    ada.conversation.sendMessage('one', undefined);
    vi.mocked(loadHistory).mockRejectedValueOnce(new TypeError('gone'));
    const bob = new Page('Bob', room).join();
    await vi.waitFor(() => expect(vi.mocked(loadHistory).mock.settledResults[0]?.type).toBe('rejected'));
    bob.conversation.catchUp(new Map([[ada.id, ada.participant]]));
    await vi.waitFor(() => expect(texts(bob.caughtUp)).toEqual(['one']));
  });
});
