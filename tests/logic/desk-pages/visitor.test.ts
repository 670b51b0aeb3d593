/** A visitor's page at the real rules of a desk: asked, answered, moved from page to page, cut off, hung up. */
import { describe, expect, it } from 'vitest';
import { PAGE_EACH_MS, ROOM_PASS_TTL_MS, WAITING_VISITOR_GRACE_MS } from '#protocol';
import { ASK_AGAIN_MS } from '../../../widget/desk/availability-watch.ts';
import type { AgentDesk } from '../../../widget/desk/agent-desk.ts';
import { VisitStore } from '../../../widget/desk/visit-store.ts';
import type { VisitorDesk } from '../../../widget/desk/visitor-desk.ts';
import { platformWith } from '../../../widget/signaling/platform.ts';
import { DESK, DeskSite, type Page, SERVER } from '../../support/desk-site.ts';

interface Visit {
  readonly site: DeskSite;
  readonly page: Page;
  readonly visitor: VisitorDesk;
  readonly ann: AgentDesk;
}

/** Somebody who waits, and an agent for whom it rings. */
async function ringing(): Promise<Visit> {
  const site = new DeskSite();
  const ann = await site.available('ann');
  const page = site.page();
  const visitor = site.visitor(page);
  await visitor.request({ name: 'Vera', topic: 'Lamps' });
  await site.settle();
  return { site, page, visitor, ann };
}

/** The same, answered. */
async function answered(): Promise<Visit> {
  const visit = await ringing();
  await visit.ann.accept(callOf(visit).id);
  await visit.site.settle();
  return visit;
}

function callOf({ visitor }: Pick<Visit, 'visitor'>): NonNullable<VisitorDesk['call']> {
  if (visitor.call === null) throw new Error('there is no call');
  return visitor.call;
}

describe('asking for an agent', () => {
  it('goes from the queue to ringing to the room of the call', async () => {
    const visit = await ringing();
    expect(visit.visitor.call).toMatchObject({ phase: 'ringing' });
    await visit.ann.accept(callOf(visit).id);
    await visit.site.settle();
    const { call } = visit.visitor;
    expect(call).toMatchObject({ phase: 'active', agent: { name: 'ann' } });
    expect(call?.pass?.room).toBe(`room-of-${call?.id}`);
    expect(visit.ann.pass?.room).toBe(call?.pass?.room);
  });

  it('is refused with the reason, and leaves nothing behind', async () => {
    const site = new DeskSite();
    const page = site.page();
    const visitor = site.visitor(page);
    await expect(visitor.request({ name: 'Vera' })).rejects.toMatchObject({ code: 'desk-offline' });
    expect([visitor.call, visitor.connection, page.tab.items.size]).toEqual([null, 'closed', 0]);
  });

  it('ends in words where nobody answers at all', async () => {
    const site = new DeskSite();
    site.isReachable = false;
    const visitor = site.visitor();
    const asked = visitor.request({ name: 'Vera' }).catch((error: unknown) => error);
    await site.advance(11_000);
    expect(await asked).toMatchObject({ code: 'signaling-unreachable' });
    expect(visitor.connection).toBe('closed');
  });

  it('makes one call of two presses', async () => {
    const visit = await ringing();
    await visit.visitor.request({ name: 'Vera' });
    expect(visit.site.desk.state.calls.size).toBe(1);
  });

  it('tells a place, and a time only when it is known', async () => {
    const visit = await answered();
    const next = visit.site.visitor();
    await next.request({ name: 'Wim' });
    await visit.site.settle();
    expect(next.call).toMatchObject({ phase: 'waiting', position: 1 });
    expect(next.call?.waitMs).toBeUndefined();
  });
});

describe('leaving', () => {
  it('the queue is told to agents, and no call is left', async () => {
    const { visitor, ann, site, page } = await ringing();
    await visitor.cancel();
    await site.settle();
    expect(visitor.call).toMatchObject({ phase: 'ended', reason: 'canceled' });
    expect([ann.calls.size, ann.rings.size, page.tab.items.size]).toEqual([0, 0, 0]);
  });

  it('just as somebody answers ends the call for both', async () => {
    const { visitor, ann, site, page } = await ringing();
    const [ring] = [...ann.rings.keys()];
    if (ring === undefined) throw new Error('nothing rings');
    const accepted = ann.accept(ring);
    const canceled = visitor.cancel();
    await site.settle();
    await Promise.all([accepted, canceled]);
    await site.settle();
    expect([visitor.call?.phase, ann.ownCall, ann.pass, page.tab.items.size]).toEqual(['ended', null, null, 0]);
    const { phase } = [...site.desk.state.calls.values()][0] ?? {};
    expect(phase?.type).toBe('ended');
  });

  it('is over for the visitor even where nobody hears it', async () => {
    const { visitor, site, page } = await ringing();
    site.isReachable = false;
    await site.cut(page);
    const ended = visitor.end();
    await site.advance(11_000);
    await ended;
    expect(visitor.call).toMatchObject({ phase: 'ended', reason: 'visitor' });
    expect(visitor.connection).toBe('closed');
  });

  it('is followed by a rating, once', async () => {
    const { visitor, site } = await answered();
    await visitor.end();
    await site.settle();
    await visitor.rate(4);
    await visitor.rate(1);
    expect(site.desk.state.desk?.ratings).toEqual({ count: 1, sum: 4 });
  });

  it('is heard when the agent hangs up', async () => {
    const visit = await answered();
    await visit.ann.end(callOf(visit).id);
    await visit.site.settle();
    expect(visit.visitor.call).toMatchObject({ phase: 'ended', reason: 'agent' });
    visit.visitor.forget();
    expect([visit.visitor.call, visit.visitor.connection]).toEqual([null, 'closed']);
  });
});

describe('the next page of the tab', () => {
  it('has the call, its room and its agent', async () => {
    const visit = await answered();
    const { site, page } = visit;
    const before = callOf(visit);
    page.hide();
    await site.settle();
    const next = site.visitor(site.page(page.tab));
    const resumed = next.resume();
    await site.settle();
    expect(await resumed).toBe(true);
    expect(next.call).toMatchObject({ id: before.id, phase: 'active', pass: { room: before.pass?.room } });
    expect(visit.ann.ownCall?.on).toBe(true);
  });

  it('knows the way into the room before the desk has spoken', async () => {
    const visit = await answered();
    const { site, page } = visit;
    const before = callOf(visit);
    page.hide();
    await site.settle();
    const next = site.visitor(site.page(page.tab));
    const seen: unknown[] = [];
    next.subscribe(() => seen.push([next.connection, next.call?.phase, next.call?.pass?.room]));
    const resumed = next.resume();
    expect(seen).toEqual([['connecting', 'active', before.pass?.room]]);
    await site.settle();
    expect(await resumed).toBe(true);
    expect(next.call).toEqual(before);
  });

  it.each([
    [ROOM_PASS_TTL_MS - 60_000, 'active'],
    [ROOM_PASS_TTL_MS - 20_000, undefined],
  ])('%i ms after the pass may enter at once: %s', async (ms, phase) => {
    const { site, page, visitor, ann } = await ringing();
    site.passTtlMs = ROOM_PASS_TTL_MS;
    await ann.accept(callOf({ visitor }).id);
    await site.advance(ms, 10_000);
    page.hide();
    const next = site.visitor(site.page(page.tab));
    const resumed = next.resume();
    expect(next.call?.phase).toBe(phase);
    await site.settle();
    expect([await resumed, next.call?.phase]).toEqual([true, 'active']);
  });

  it('may enter at once for longer with a fresh pass', async () => {
    const { site, page, visitor, ann } = await ringing();
    site.passTtlMs = ROOM_PASS_TTL_MS;
    await ann.accept(callOf({ visitor }).id);
    await site.advance(ROOM_PASS_TTL_MS, 10_000);
    await visitor.freshPass();
    page.hide();
    const next = site.visitor(site.page(page.tab));
    void next.resume();
    expect(next.call?.phase).toBe('active');
    await site.settle();
  });

  it.each([
    { phase: 'active' },
    { id: 'c', phase: 'active' },
    { id: 'c', phase: 'waiting', pass: { room: 'r' } },
    '<b>',
  ])('shows nothing before the desk has spoken where %j was kept', async (call) => {
    const { site, page } = await answered();
    page.hide();
    const [[name, kept] = ['', '']] = [...page.tab.items];
    page.tab.setItem(name, JSON.stringify({ ...(JSON.parse(kept) as object), call }));
    const next = site.visitor(site.page(page.tab));
    void next.resume();
    expect(next.call).toBe(null);
    await site.settle();
  });

  it('says that the call is gone where the room was shown and the desk knows nothing of it', async () => {
    const { page } = await answered();
    page.hide();
    // A desk that has lost its storage.
    const other = new DeskSite();
    const stranger = other.visitor(other.page(page.tab));
    const resumed = stranger.resume();
    expect(stranger.call?.phase).toBe('active');
    await other.settle();
    expect(await resumed).toBe(false);
    expect([stranger.call, stranger.problem, page.tab.items.size]).toEqual([
      null,
      { code: 'call-gone', fatal: false },
      0,
    ]);
  });

  it('has nothing after the call is over, or after too long', async () => {
    const ended = await answered();
    await ended.visitor.end();
    ended.page.hide();
    expect(await ended.site.visitor(ended.site.page(ended.page.tab)).resume()).toBe(false);

    const late = await answered();
    late.page.hide();
    await late.site.advance(WAITING_VISITOR_GRACE_MS + 5_000, 10_000);
    expect(await late.site.visitor(late.site.page(late.page.tab)).resume()).toBe(false);
    expect(late.ann.ownCall).toBe(null);
  });

  it('says nothing where the desk has forgotten the call meanwhile', async () => {
    const visit = await answered();
    const { site, page, ann } = visit;
    page.hide();
    await site.settle();
    await ann.end(callOf(visit).id);
    await site.advance(1_000);
    const next = site.visitor(site.page(page.tab));
    const resumed = next.resume();
    await site.settle();
    expect(await resumed).toBe(false);
    expect(next.call).toMatchObject({ phase: 'ended', reason: 'agent' });
  });

  it('has the call of one element, whatever another one of the page has seen to its end', async () => {
    const { site, page, visitor } = await answered();
    await visitor.end();
    await site.settle();
    const other = site.visitor(page);
    await other.request({ name: 'Vera' });
    await site.settle();
    visitor.forget();
    page.hide();
    await site.settle();
    const next = site.visitor(site.page(page.tab));
    const resumed = next.resume();
    await site.settle();
    expect([await resumed, next.call?.id]).toEqual([true, other.call?.id]);
  });

  it('takes the call from a tab that is still open', async () => {
    const { site, page, visitor } = await answered();
    const copy = site.visitor(site.page(page.tab.copy()));
    const resumed = copy.resume();
    await site.settle();
    expect(await resumed).toBe(true);
    expect([visitor.call, visitor.connection, visitor.problem]).toEqual([
      null,
      'closed',
      { code: 'duplicate-session', fatal: true },
    ]);
  });
});

describe('a network that breaks', () => {
  it('keeps the call, and what was said meanwhile is known afterwards', async () => {
    const visit = await ringing();
    const { site, page, visitor, ann } = visit;
    site.isReachable = false;
    await site.cut(page);
    expect(visitor.connection).toBe('reconnecting');
    expect(visitor.call?.phase).toBe('ringing');
    site.isReachable = true;
    await site.advance(3_000);
    expect(visitor.connection).toBe('open');
    await ann.accept(callOf(visit).id);
    await site.settle();
    expect(visitor.call).toMatchObject({ phase: 'active' });
  });

  it('survives a deploy of the desk', async () => {
    const { site, visitor } = await answered();
    site.desk.restart('lost');
    await site.cut();
    await site.advance(3_000);
    expect(visitor.connection).toBe('open');
    expect(visitor.call).toMatchObject({ phase: 'active', agent: { name: 'ann' } });
  });

  it('says that the call is gone where the desk gave it up', async () => {
    const { site, page, visitor } = await answered();
    site.isReachable = false;
    await site.cut(page);
    await site.advance(WAITING_VISITOR_GRACE_MS + 400_000, 20_000);
    site.isReachable = true;
    await site.advance(70_000, 10_000);
    expect([visitor.call, visitor.problem]).toEqual([null, { code: 'call-gone', fatal: false }]);
    expect(visitor.connection).toBe('closed');
  });
});

describe('the page of a visitor', () => {
  const at = (i: number): { url: string; title: string } => ({ url: `https://shop.example/${i}`, title: `Page ${i}` });

  it('is told to the agent, the newest one at last, however fast somebody turns pages', async () => {
    const { site, visitor, ann } = await answered();
    for (let i = 0; i < 12; i += 1) {
      visitor.setPage(at(i));
      await site.settle();
    }
    await site.advance(2 * PAGE_EACH_MS);
    expect(ann.ownCall?.page).toEqual(at(11));
  });

  it('is told once while it is the same', async () => {
    const { site, page, visitor } = await answered();
    visitor.setPage(at(1));
    await site.settle();
    visitor.setPage(at(1));
    await site.settle();
    const told = page.sockets.flatMap((socket) => socket.sent).filter((text) => text.includes('"op":"page"'));
    expect(told).toHaveLength(1);
  });
});

describe('what a launcher shows', () => {
  const closed = { state: 'closed', departments: [], opensAt: 1_800_000_000_000, messages: true };

  it('is asked once, then every two minutes, and never over a socket', async () => {
    const site = new DeskSite();
    site.answer = () => Response.json(closed);
    const page = site.page();
    const visitor = site.visitor(page);
    visitor.watchAvailability();
    visitor.watchAvailability();
    await site.settle();
    expect(visitor.availability).toEqual(closed);
    expect(site.asked.map(({ url }) => url)).toEqual([`${SERVER}/v1/desks/${DESK}`]);
    await site.advance(2 * ASK_AGAIN_MS + 1_000, 10_000);
    expect(site.asked).toHaveLength(3);
    visitor.dispose();
    await site.advance(2 * ASK_AGAIN_MS, 10_000);
    expect([site.asked.length, page.sockets.length]).toEqual([3, 0]);
  });

  it('is heard again after a call of the page before that the desk does not know', async () => {
    const site = new DeskSite();
    const page = site.page();
    new VisitStore({ server: SERVER, desk: DESK }, platformWith(page.platform)).keep({
      session: 'a'.repeat(32),
      call: null,
      until: undefined,
    });
    const visitor = site.visitor(page);
    const resumed = visitor.resume();
    await site.settle();
    expect([await resumed, visitor.connection, page.tab.items.size]).toEqual([false, 'closed', 0]);
    site.answer = () => Response.json(closed);
    await visitor.refreshAvailability();
    expect(visitor.availability).toEqual(closed);
  });

  it('stays unknown where the answer is none', async () => {
    const site = new DeskSite();
    site.answer = () => Response.json({ state: 7 });
    const visitor = site.visitor();
    visitor.watchAvailability();
    await site.settle();
    expect(visitor.availability).toBe(null);
  });
});

describe('a message', () => {
  it('goes as one form with its voice, and its id comes back', async () => {
    const site = new DeskSite();
    site.answer = () => Response.json({ id: 'message-1' }, { status: 201 });
    const visitor = site.visitor();
    const voice = new Blob([new Uint8Array(10)], { type: 'audio/webm' });
    await expect(visitor.leaveMessage({ name: 'Vera', text: 'Call me', contact: '1' }, voice)).resolves.toBe(
      'message-1',
    );
    const body = site.asked[0]?.init.body as FormData;
    expect(JSON.parse(body.get('message') as string)).toEqual({ name: 'Vera', text: 'Call me', contact: '1' });
    expect((body.get('voice') as File).size).toBe(10);
  });

  it.each([
    [409, { code: 'desk-full' }, 'desk-full'],
    [429, null, 'rate-limited'],
    [500, { code: '<b>' }, 'server-error'],
  ])('that is refused by %i says why', async (status, body, code) => {
    const site = new DeskSite();
    site.answer = () => Response.json(body, { status });
    await expect(site.visitor().leaveMessage({ text: 'x' })).rejects.toMatchObject({ code });
  });
});
