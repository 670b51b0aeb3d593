/** An agent's page at the real rules of a desk: rung, answering, handing over, cut off, asleep. */
import { describe, expect, it } from 'vitest';
import { AGENT_GRACE_MS } from '#protocol';
import type { AgentDesk } from '../../../widget/desk/agent-desk.ts';
import type { AgentDeskEvent } from '../../../widget/desk/desk-types.ts';
import type { VisitorDesk } from '../../../widget/desk/visitor-desk.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { DeskSite } from '../../support/desk-site.ts';

function heard(agent: AgentDesk): AgentDeskEvent[] {
  const events: AgentDeskEvent[] = [];
  agent.onevent = (event) => void events.push(event);
  return events;
}

async function caller(site: DeskSite, name = 'Vera', department?: string): Promise<VisitorDesk> {
  const visitor = site.visitor();
  await visitor.request({ name, ...(department === undefined ? {} : { department }) });
  await site.settle();
  return visitor;
}

/** @throws without a call. */
const idOf = ({ call }: VisitorDesk): NonNullable<VisitorDesk['call']>['id'] => {
  if (call === null) throw new Error('there is no call');
  return call.id;
};

describe('an agent', () => {
  it('is away at first, and rung once it says that it is there', async () => {
    const site = new DeskSite();
    const ann = site.agent('ann');
    const events = heard(ann);
    ann.open();
    await site.settle();
    expect(ann.agents.get(ann.me as never)?.status).toBe('away');
    await ann.setStatus('available');
    await caller(site);
    expect(events.map(({ type }) => type)).toEqual(['ring']);
    expect([...ann.rings.values()][0]?.endsAtMs).toBe(ann.now() + site.desk.config.ringSeconds * 1_000);
  });

  it('who is late hears that a colleague has the call', async () => {
    const site = new DeskSite({ ring: 'all' });
    const [ann, ben] = [await site.available('ann'), await site.available('ben')];
    const vera = await caller(site);
    const events = heard(ben);
    expect([ann.rings.size, ben.rings.size]).toEqual([1, 1]);
    await ann.accept(idOf(vera));
    await expect(ben.accept(idOf(vera))).rejects.toMatchObject({ code: 'already-taken' });
    await site.settle();
    expect(ann.ownCall?.name).toBe('Vera');
    expect([ben.calls.size, ben.rings.size, ben.ownCall]).toEqual([0, 0, null]);
    expect(events).toMatchObject([
      { type: 'ring-end', reason: 'accepted' },
      { type: 'call-end', reason: 'accepted' },
    ]);
  });

  it('who declines leaves the call to the next one', async () => {
    const site = new DeskSite();
    const [ann, ben] = [await site.available('ann'), await site.available('ben')];
    const vera = await caller(site);
    const [first, second] = ann.rings.size === 1 ? [ann, ben] : [ben, ann];
    await first.decline(idOf(vera));
    await site.settle();
    expect([first.rings.size, second.rings.size]).toEqual([0, 1]);
  });

  it('hands over with a note, and the visitor keeps its room', async () => {
    const site = new DeskSite();
    const [ann, ben] = [await site.available('ann'), await site.available('ben')];
    const vera = await caller(site);
    const first = ann.rings.size === 1 ? ann : ben;
    const second = first === ann ? ben : ann;
    const { room } = await first.accept(idOf(vera));
    await first.note(idOf(vera), 'Blue lamp');
    const events = heard(first);
    await first.transfer(idOf(vera), { agent: second.me as never });
    await site.settle();
    expect(vera.call).toMatchObject({ again: 'transfer', pass: { room } });
    expect(events.map(({ type }) => type)).toContain('call-end');
    expect([first.ownCall, first.pass]).toEqual([null, null]);
    expect(await second.accept(idOf(vera))).toMatchObject({ room });
    await site.settle();
    expect(second.ownCall).toMatchObject({ note: 'Blue lamp', phase: 'active' });
    expect(vera.call).toMatchObject({ phase: 'active', agent: { name: second === ben ? 'ben' : 'ann' } });
  });

  it('sees what was missed while nobody answered, and clears it', async () => {
    const site = new DeskSite();
    const ann = await site.available('ann');
    const events = heard(ann);
    const vera = await caller(site);
    await vera.cancel();
    await site.settle();
    expect(ann.missed).toMatchObject([{ name: 'Vera', reason: 'canceled' }]);
    expect(events.at(-1)).toMatchObject({ type: 'missed' });
    await ann.clear(ann.missed[0]?.id as never);
    await site.settle();
    expect(ann.missed).toEqual([]);
  });

  it('whose laptop sleeps loses the ring to the next, and the call only after a minute', async () => {
    const site = new DeskSite();
    const pages = { ann: site.page(), ben: site.page() };
    const agents = {
      ann: await site.available('ann', { page: pages.ann }),
      ben: await site.available('ben', { page: pages.ben }),
    };
    const vera = await caller(site);
    const [asleep, awake] = agents.ann.rings.size === 1 ? (['ann', 'ben'] as const) : (['ben', 'ann'] as const);
    for (const socket of pages[asleep].sockets) socket.cut();
    await site.settle();
    expect(agents[awake].rings.has(idOf(vera))).toBe(true);
    await agents[awake].accept(idOf(vera));

    // Now the one who has the call.
    site.isReachable = false;
    for (const socket of pages[awake].sockets) socket.cut();
    await site.advance(AGENT_GRACE_MS - 5_000);
    expect(site.desk.state.calls.get(idOf(vera))?.phase.type).toBe('active');
    await site.advance(10_000);
    site.isReachable = true;
    await site.advance(20_000);
    expect(vera.call).toMatchObject({ again: 'agent-lost' });
  });

  it('is at work again after a loss that was too long for the desk', async () => {
    const site = new DeskSite();
    const page = site.page();
    const ann = await site.available('ann', { page });
    site.isReachable = false;
    await site.cut(page);
    await site.advance(2 * AGENT_GRACE_MS, 5_000);
    site.isReachable = true;
    await site.advance(15_000);
    expect(ann.connection).toBe('open');
    expect(ann.agents.get(ann.me as never)?.status).toBe('available');
  });

  it('who let it ring to the end twice is away, and stays so after a new socket', async () => {
    const site = new DeskSite();
    const page = site.page();
    const ann = await site.available('ann', { page });
    await caller(site);
    await site.advance(90_000);
    expect(ann.agents.get(ann.me as never)?.status).toBe('away');
    await site.cut(page);
    await site.advance(5_000);
    expect([ann.connection, ann.agents.get(ann.me as never)?.status]).toEqual(['open', 'away']);
  });

  it('is taken over by a newer page, and can take it back', async () => {
    const site = new DeskSite();
    const old = await site.available('ann');
    const ringing = await caller(site);
    const events = heard(old);
    const fresh = site.agent('ann');
    fresh.open();
    await site.settle();
    expect([old.connection, old.problem]).toEqual(['closed', { code: 'duplicate-session', fatal: true }]);
    expect(old.rings.size).toBe(0);
    expect(events.map(({ type }) => type)).toContain('ring-end');
    old.open();
    await site.settle();
    expect([old.connection, fresh.connection]).toEqual(['open', 'closed']);
    expect(old.calls.has(idOf(ringing))).toBe(true);
  });

  it('whose token is over goes on with its call, says so, and is back with another one', async () => {
    const site = new DeskSite();
    const page = site.page();
    const ann = await site.available('ann', { page });
    const vera = await caller(site);
    await ann.accept(idOf(vera));
    await site.settle();
    site.isTokenOver = true;
    site.answer = () => Response.json({ code: 'token-expired' }, { status: 401 });
    await site.cut(page);
    await site.advance(20_000);
    expect([ann.connection, ann.problem]).toEqual(['reconnecting', { code: 'token-expired', fatal: false }]);
    expect(ann.ownCall?.name).toBe('Vera');
    site.isTokenOver = false;
    await site.advance(10_000);
    expect([ann.connection, ann.problem, ann.ownCall?.name]).toEqual(['open', null, 'Vera']);
  });

  it('who comes with a token that is none is told at once', async () => {
    const site = new DeskSite();
    site.isTokenOver = true;
    site.answer = () => Response.json({ code: 'token-expired' }, { status: 401 });
    const ann = site.agent('ann');
    ann.open();
    await site.advance(1_000);
    expect([ann.connection, ann.problem]).toEqual(['closed', { code: 'token-expired', fatal: true }]);
  });

  it('who signs off is gone at once', async () => {
    const site = new DeskSite();
    const [ann, ben] = [await site.available('ann'), await site.available('ben')];
    ann.close();
    await site.settle();
    expect([...ben.agents.values()].map(({ name }) => name)).toEqual(['ben']);
    expect(ann.connection).toBe('closed');
  });
});

describe('what an agent reads', () => {
  it('is a list of messages, with empty texts where nothing opens one', async () => {
    const site = new DeskSite();
    const note = { id: 'm1', at: 5, department: null, voice: false };
    site.answer = () =>
      Response.json({
        messages: [
          { ...note, unreadable: true },
          { ...note, id: 'm2', text: 'Hello' },
        ],
      });
    expect(await site.agent('ann').fetchMessages()).toMatchObject([
      { id: 'm1', unreadable: true, text: '' },
      { id: 'm2', unreadable: false, text: 'Hello' },
    ]);
    expect(site.asked[0]?.init.headers).toEqual({ Authorization: 'Bearer ann' });
  });

  it.each([[null], [{ messages: 7 }], [{ messages: [{ id: 'm1', at: 5, department: null, voice: false, text: 7 }] }]])(
    'is refused where it is none: %j',
    async (answer) => {
      const site = new DeskSite();
      site.answer = () => Response.json(answer);
      await expect(site.agent('ann').fetchMessages()).rejects.toMatchObject({ code: 'server-error' });
    },
  );
});

/** All that a console shows, as text. */
const pictureOf = (agent: AgentDesk): unknown => ({
  calls: [...agent.calls.values()],
  rings: [...agent.rings.keys()].toSorted(),
  agents: [...agent.agents.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  waiting: agent.waitingCount,
  missed: agent.missed.map(({ id }) => id).toSorted(),
  pass: agent.pass?.room,
});

describe('what events make of a snapshot', () => {
  const seed = seedFromEnvironment();

  it(`is the next snapshot, whatever happens in between (SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    for (let life = 0; life < 40; life += 1) {
      const site = new DeskSite({ ring: random.chance(0.5) ? 'all' : 'one', departments: ['parts', 'sales'] });
      const page = site.page();
      const watcher = await site.available('watcher', { page });
      const others = [await site.available('ann'), await site.available('ben', { departments: ['parts'] })];
      const agents = [watcher, ...others];
      const visitors: VisitorDesk[] = [];
      for (let step = 0; step < 25; step += 1) {
        const agent = random.pick(agents);
        const known = [...agent.calls.keys(), ...watcher.calls.keys()];
        const id = known.length === 0 ? 'nothing' : random.pick(known);
        const settle = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);
        const colleague = random.pick([...watcher.agents.keys()]);
        const act = random.pick([
          () => caller(site, `visitor ${visitors.length}`).then((visitor) => visitors.push(visitor)),
          () => caller(site, 'V', 'parts').then((visitor) => visitors.push(visitor)),
          () => agent.accept(id as never),
          () => agent.decline(id as never),
          () => agent.end(agent.ownCall?.id ?? (id as never)),
          () => agent.transfer(agent.ownCall?.id ?? (id as never), { agent: colleague as never }),
          () => agent.note(agent.ownCall?.id ?? (id as never), `note ${step}`),
          () => agent.setStatus(random.pick(['available', 'busy', 'away'])),
          () => (visitors.length === 0 ? Promise.resolve() : random.pick(visitors).end()),
          () => site.advance(random.int(1_000, 30_000), 5_000),
        ]);
        await settle(act());
        await site.settle();
      }
      const before = pictureOf(watcher);
      expect(watcher.connection).toBe('open');
      // The same agent's next page is told everything anew.
      const next = site.agent('watcher', { page: site.page() });
      next.open();
      await site.settle();
      expect(pictureOf(next)).toEqual(before);
      for (const it of [next, ...others]) it.close();
    }
  }, 60_000);
});
