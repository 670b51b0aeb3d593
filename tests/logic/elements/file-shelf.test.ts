/** What of the call's transfers a conversation shows, and what of it is news. */
import { describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import type { FileTransfer } from '../../../widget/call/events.ts';
import type { Participant } from '../../../widget/call/participant.ts';
import { FileShelf } from '../../../widget/elements/file-shelf.ts';

const id = (name: string) => name as PeerId;

function transfer(name: string, change: Partial<FileTransfer> = {}): FileTransfer {
  const common = { fileId: name, peerId: id('bob'), direction: 'receive', size: 1000, bytes: 0, type: '' } as const;
  return { id: name, name, ...common, state: 'offered', ...change };
}

/** A shelf that follows calls with these transfers and people; a message is the number of the last one. */
function shelfOf() {
  const shelf = new FileShelf();
  let nowMs = 0;
  const follow = (transfers: readonly FileTransfer[], { people = ['bob', 'carol'], messages = 0 } = {}) => {
    nowMs += 1000;
    return shelf
      .follow(
        {
          transfers: new Map(transfers.map((it) => [it.id, it])),
          participants: new Map(people.map((name) => [id(name), { id: id(name), name } as Participant])),
          messages: Array.from({ length: messages }, (_, i) => ({
            ...{ id: `${i + 1}`, from: id('bob'), name: '', text: '', sentAt: 0, local: false },
          })),
        },
        nowMs,
      )
      .map(({ what, share }) => `${share.name} ${what} ${share.transfer.name}`);
  };
  return { shelf, follow };
}

describe('a file', () => {
  it('stands where it came, at its time, whatever comes later', () => {
    const { shelf, follow } = shelfOf();
    follow([transfer('a')], { messages: 2 });
    follow([transfer('a'), transfer('b')], { messages: 5 });
    expect(shelf.files.map(({ fileId, after, atMs }) => [fileId, after, atMs])).toEqual([
      ['a', 'bob 2', 1000],
      ['b', 'bob 5', 2000],
    ]);
  });

  it('is one for all who get it, each with a name that outlasts the person', () => {
    const { shelf, follow } = shelfOf();
    const sent = [transfer('1', { fileId: 'a' }), transfer('2', { fileId: 'a', peerId: id('carol') })];
    follow(sent);
    follow(sent, { people: ['carol'] });
    expect(shelf.files.map(({ shares }) => shares.map(({ name }) => name))).toEqual([['bob', 'carol']]);
  });

  it('of somebody nobody knew is from a guest', () => {
    const { shelf, follow } = shelfOf();
    follow([transfer('a', { peerId: id('mallory') })]);
    expect(shelf.files[0]?.shares[0].name).toBe('Guest');
  });

  it('has a speed while it moves', () => {
    const { shelf, follow } = shelfOf();
    const speed = (): number | null | undefined => shelf.files[0]?.shares[0].bytesPerSecond;
    for (const bytes of [0, 100, 200]) follow([transfer('a', { state: 'active', bytes })]);
    expect(speed()).toBe(100);
    follow([transfer('a', { state: 'interrupted', bytes: 200 })]);
    expect(speed()).toBeNull();
  });

  it('that is forgotten, and offered again, is a new one', () => {
    const { shelf, follow } = shelfOf();
    follow([transfer('a')]);
    follow([]);
    expect(shelf.files).toEqual([]);
    expect(follow([transfer('a')])).toEqual(['bob offered a']);
    expect(shelf.files[0]?.atMs).toBe(3000);
  });
});

describe('news', () => {
  it.each([
    ['offered', 'active', []],
    ['active', 'paused', []],
    ['active', 'interrupted', []],
    ['active', 'done', ['bob received a']],
    ['active', 'failed', ['bob failed a']],
    ['active', 'cancelled', []],
    ['offered', 'declined', []],
  ] as const)('of what comes in: %s -> %s is %j', (before, after, news) => {
    const { follow } = shelfOf();
    follow([transfer('a', { state: before })]);
    expect(follow([transfer('a', { state: after })])).toEqual(news);
    expect(follow([transfer('a', { state: after })]), 'told once').toEqual([]);
  });

  it.each([
    ['offered', 'active', []],
    ['active', 'done', ['bob sent a']],
    ['offered', 'declined', ['bob declined a']],
    ['interrupted', 'failed', ['bob failed a']],
  ] as const)('of what goes out: %s -> %s is %j', (before, after, news) => {
    const { follow } = shelfOf();
    expect(follow([transfer('a', { direction: 'send', state: before })])).toEqual([]);
    expect(follow([transfer('a', { direction: 'send', state: after })])).toEqual(news);
  });

  it('is an offer at first sight, and nothing that was over before', () => {
    const { follow } = shelfOf();
    const over = ['done', 'failed', 'declined', 'cancelled'] as const;
    expect(follow([transfer('a'), ...over.map((state) => transfer(state, { state }))])).toEqual(['bob offered a']);
  });
});

it('remembers nothing of two hundred thousand offers that came and went, and of those who made them', () => {
  const { shelf, follow } = shelfOf();
  for (let i = 0; i < 200_000; i += 1) {
    follow([transfer(`${i}`, { peerId: id(`mallory ${i}`) })], { people: [`mallory ${i}`] });
  }
  follow([transfer('late', { peerId: id('mallory 7') })], { people: [] });
  expect(shelf.files.map(({ shares }) => shares.map(({ name }) => name))).toEqual([['Guest']]);
});
