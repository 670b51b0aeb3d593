import { describe, expect, it } from 'vitest';
import { platformWith } from '../../../widget/signaling/platform.ts';
import { type KeptSession, claimSession, peekSession } from '../../../widget/signaling/session-store.ts';
import { TabStorage } from './fake-worker.ts';

const SERVER = 'https://calls.example.com';
const NOW_MS = 1_700_000_000_000;

const sessionFrom = (part: Partial<KeptSession> = {}): KeptSession => ({
  session: 'session-1',
  key: 'key-1',
  microphone: true,
  camera: false,
  at: NOW_MS,
  left: true,
  ...part,
});

/** One page of a tab; `laterMs` after {@link NOW_MS}. */
function pageOf(tab: TabStorage, { laterMs = 0, isFramed = false } = {}) {
  const platform = platformWith({
    page: new EventTarget(),
    storage: () => tab,
    wallTimeMs: () => NOW_MS + laterMs,
    isFramed: () => isFramed,
  });
  return {
    claim: (room = 'coffee', server = SERVER) => claimSession(platform, server, room),
    peek: (room = 'coffee', server = SERVER) => peekSession(platform, server, room),
  };
}

/** A tab whose last page was in the room, once for each session. */
function tabWith(...sessions: readonly Partial<KeptSession>[]): TabStorage {
  const tab = new TabStorage();
  const page = pageOf(tab);
  const entries = sessions.map(() => page.claim());
  sessions.forEach((session, i) => entries[i]?.keep(sessionFrom(session)));
  return tab;
}

describe('what a page keeps', () => {
  it('is there for the next page of the tab, and for no other', () => {
    const tab = tabWith({});
    expect(pageOf(tab).claim().kept).toEqual(sessionFrom());
    expect(pageOf(new TabStorage()).claim().kept).toBe(null);
  });

  it('is of one server and one room', () => {
    const tab = tabWith({});
    expect(pageOf(tab).claim('tea').kept).toBe(null);
    expect(pageOf(tab).claim('coffee', 'https://other.example.com').kept).toBe(null);
  });

  it('is removed for good when it is over, and left alone when it is not', () => {
    const tab = tabWith({});
    pageOf(tab).claim().release(false);
    expect(pageOf(tab).peek()).not.toBe(null);
    pageOf(tab).claim().release(true);
    expect(tab.items.size).toBe(0);
  });

  it('is looked at without being taken', () => {
    const page = pageOf(tabWith({}));
    expect(page.peek()).toMatchObject({ microphone: true, camera: false });
    expect(page.claim().kept).toEqual(sessionFrom());
    expect(page.peek()).toBe(null);
  });

  it('holds nothing but session, key, devices and times', () => {
    const tab = tabWith({});
    expect(tab.sessions.map((kept) => Object.keys(kept as object))).toEqual([
      ['session', 'key', 'microphone', 'camera', 'at', 'left'],
    ]);
  });
});

describe('how long it counts', () => {
  it.each([
    ['a page that said that it goes away', true, 14_999, true],
    ['a page that said that it goes away', true, 15_000, false],
    ['a page that could not say so', false, 89_999, true],
    ['a page that could not say so', false, 90_000, false],
  ])('of %s (left: %s), %i ms later: %s', (_, left, laterMs, counts) => {
    const tab = tabWith({ left });
    expect(pageOf(tab, { laterMs }).peek() !== null).toBe(counts);
    expect(pageOf(tab, { laterMs }).claim().kept !== null).toBe(counts);
  });

  it('a clock that was set back by an hour makes nothing young', () => {
    expect(pageOf(tabWith({}), { laterMs: -3_600_000 }).claim().kept).toBe(null);
  });
});

describe('two elements in one room', () => {
  it('have entries of their own, in the order of joining, also after a reload', () => {
    const tab = tabWith({ session: 'first' }, { session: 'second' });
    const page = pageOf(tab);
    expect([page.claim(), page.claim(), page.claim()].map(({ kept }) => kept?.session)).toEqual([
      'first',
      'second',
      undefined,
    ]);
  });

  it('do not disturb each other when one leaves', () => {
    const tab = tabWith({ session: 'first' }, { session: 'second' });
    const page = pageOf(tab);
    const [first] = [page.claim(), page.claim()];
    first.release(true);
    expect(page.claim().kept).toBe(null);
    expect(pageOf(tab).claim().kept?.session).toBe('second');
  });

  it('may be any number, of which the ninth resumes nothing', () => {
    const tab = new TabStorage();
    const page = pageOf(tab);
    const entries = Array.from({ length: 9 }, () => page.claim());
    for (const entry of entries) entry.keep(sessionFrom());
    expect(tab.items.size).toBe(8);
    entries[8]?.release(true);
    expect(tab.items.size).toBe(8);
  });

  it('and twice the same module: the claims are those of the page', () => {
    const tab = tabWith({});
    const page = new EventTarget();
    const platform = () => platformWith({ page, storage: () => tab, wallTimeMs: () => NOW_MS, isFramed: () => false });
    expect(claimSession(platform(), SERVER, 'coffee').kept).not.toBe(null);
    expect(claimSession(platform(), SERVER, 'coffee').kept).toBe(null);
  });
});

describe('a duplicated tab', () => {
  it('has a copy, which it may take while the first lives', () => {
    const tab = tabWith({ left: false });
    const copy = tab.copy();
    pageOf(copy).claim().release(true);
    expect(copy.items.size).toBe(0);
    expect(tab.items.size).toBe(1);
  });
});

describe('frames of one tab', () => {
  it('never take what another frame or the page around them lives on', () => {
    const tab = new TabStorage();
    const top = pageOf(tab);
    const [frame, other] = [pageOf(tab, { isFramed: true }), pageOf(tab, { isFramed: true })];
    top.claim().keep(sessionFrom({ session: 'top', left: false }));
    frame.claim().keep(sessionFrom({ session: 'frame', left: false }));
    expect(other.claim().kept).toBe(null);
    expect(pageOf(tab).claim().kept?.session).toBe('top');
  });

  it('take what was left behind, each its own', () => {
    const tab = new TabStorage();
    const before = pageOf(tab, { isFramed: true });
    for (const session of ['one', 'two']) before.claim().keep(sessionFrom({ session }));
    const taken = [pageOf(tab, { isFramed: true }), pageOf(tab, { isFramed: true })].map((page) => page.claim());
    expect(taken.map(({ kept }) => kept?.session)).toEqual(['one', 'two']);
  });
});

describe('storage that is no good', () => {
  const DAMAGED = [
    ...['', '{', 'null', '[]', '7', '"x"', '{}', '[{}]'],
    ...['session', 'key', 'microphone', 'camera', 'at', 'left'].map((field) =>
      JSON.stringify({ ...sessionFrom(), [field]: undefined }),
    ),
    ...[
      { session: '' },
      { session: 'a b' },
      { session: 'x'.repeat(65) },
      { key: 7 },
      { key: '<b>' },
      { microphone: 'yes' },
      { camera: 1 },
      { at: '1' },
      { at: -1 },
      { at: 1.5 },
      { at: null },
      { left: 'no' },
    ].map((wrong) => JSON.stringify({ ...sessionFrom(), ...wrong })),
    '{"__proto__":{"session":"session-1"}}',
  ];

  it.each(DAMAGED)('%s resumes nothing, and is written over', (text) => {
    const tab = tabWith({});
    const [name = ''] = tab.items.keys();
    tab.setItem(name, text);
    const page = pageOf(tab);
    expect(page.peek()).toBe(null);
    const entry = page.claim();
    expect(entry.kept).toBe(null);
    entry.keep(sessionFrom());
    expect(pageOf(tab).claim().kept).toEqual(sessionFrom());
  });

  it('that throws whenever it is touched resumes nothing', () => {
    const refuse = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const full = { getItem: () => null, setItem: refuse, removeItem: refuse };
    for (const storage of [refuse, () => full]) {
      const platform = platformWith({ page: new EventTarget(), storage, isFramed: () => false });
      expect(peekSession(platform, SERVER, 'coffee')).toBe(null);
      const entry = claimSession(platform, SERVER, 'coffee');
      entry.keep(sessionFrom());
      entry.release(true);
      expect(entry.kept).toBe(null);
    }
  });

  it('that a server does not have resumes nothing', () => {
    expect(peekSession(platformWith({ page: new EventTarget() }), SERVER, 'coffee')).toBe(null);
  });
});
