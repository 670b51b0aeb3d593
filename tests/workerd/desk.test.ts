/** A support desk in the Workers runtime, on real sockets: a call from the queue to its end, and what storage and restarts make of it. */
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from './support/client.ts';
import { agentAt, ask, newDesk, newSession, storedKinds, visitorAt } from './support/desk-client.ts';
import { travel } from './support/object.ts';

const stubOf = (desk: string): DurableObjectStub => env.DESK_OBJECTS.getByName(desk);

type Agent = Awaited<ReturnType<typeof agentAt>>;

/** Every way in which a desk can lose its memory; all but the first lose its sockets too. */
const INTERRUPTIONS = {
  hibernate: (desk: string): Promise<void> => evictDurableObject(stubOf(desk), { webSockets: 'hibernate' }),
  'evict with closed sockets': (desk: string): Promise<void> =>
    evictDurableObject(stubOf(desk), { webSockets: 'close' }),
  abort: (): Promise<void> => abortAllDurableObjects(),
} as const;

describe('a call', () => {
  it('comes from a visitor to an agent, who both get the same room', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    const vera = await visitorAt(desk, settings);
    expect(vera.welcome).toMatchObject({ call: null, availability: { state: 'available', messages: true } });
    await vera.ok('call', {
      session: newSession(),
      name: 'Vera',
      page: { url: 'https://shop.example/?q=1', title: 'Shop' },
    });
    const { id } = await ann.event('ring');
    expect((await ann.event('call')).call).toMatchObject({ id, name: 'Vera', page: { url: 'https://shop.example/' } });
    const { pass } = await ann.ok('accept', { call: id });
    const own = await vera.own('active');
    expect(own).toMatchObject({ agent: { name: 'ann' }, pass: { room: pass?.room } });
    expect(pass?.room).toMatch(/^[\w-]{22}$/);
    await ann.ok('end', { call: id });
    expect(await vera.own('ended')).toMatchObject({ reason: 'agent' });
    await vera.ok('rate', { stars: 4 });
  });

  it('has one winner of twenty agents who accept it at the same time', async () => {
    const { desk, settings } = newDesk({ ring: 'all' });
    const agents = await Promise.all(Array.from({ length: 20 }, (_, i) => agentAt(desk, settings, `agent-${i}`)));
    await Promise.all(agents.map((agent) => agent.ok('status', { status: 'available' })));
    for (let race = 0; race < 10; race++) {
      const vera = await visitorAt(desk, settings);
      await vera.ok('call', { session: newSession() });
      const { id } = await vera.own('ringing');
      const results = await Promise.all(agents.map((agent) => agent.command('accept', { call: id })));
      const winners = agents.filter((_, i) => results[i]?.ok);
      expect(winners.length).toBe(1);
      expect(results.filter((result) => !result.ok && result.code === 'already-taken').length).toBe(19);
      await winners[0]?.ok('end', { call: id });
    }
  });
});

describe.each(Object.entries(INTERRUPTIONS))('%s', (name, interrupt) => {
  const keepsSockets = name === 'hibernate';

  it('keeps the queue, and whom it rings for', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    const [first, second] = [newSession(), newSession()];
    const [vera, walt] = [await visitorAt(desk, settings), await visitorAt(desk, settings)];
    await vera.ok('call', { session: first });
    await walt.ok('call', { session: second });
    const { id } = await ann.event('ring');
    await interrupt(desk);
    if (keepsSockets) {
      await walt.ok('page', { page: { url: 'https://shop.example/2', title: '2' } });
      await ann.ok('accept', { call: id });
      expect(await vera.own('active')).toMatchObject({ id });
      return;
    }
    const [vera2, walt2] = [await visitorAt(desk, settings, first), await visitorAt(desk, settings, second)];
    expect(vera2.welcome.call).toMatchObject({ id, position: 1 });
    expect(walt2.welcome.call).toMatchObject({ position: 2 });
    const ann2 = await agentAt(desk, settings, 'ann');
    expect(ann2.welcome).toMatchObject({ waiting: 2, rings: [{ id }] });
    expect(ann2.welcome.calls.map(({ phase }) => phase)).toEqual(['ringing', 'waiting']);
  });

  it('keeps a call that was answered with its agent, and both get into its room again', async () => {
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    const session = newSession();
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session });
    const { id } = await ann.event('ring');
    const { pass } = await ann.ok('accept', { call: id });
    await interrupt(desk);
    const bob = await agentAt(desk, settings, 'bob');
    expect(await bob.command('accept', { call: id })).toMatchObject({ ok: false, code: 'already-taken' });
    const [vera2, ann2] = [await visitorAt(desk, settings, session), await agentAt(desk, settings, 'ann')];
    expect(vera2.welcome.call).toMatchObject({ id, phase: 'active', pass: { room: pass?.room } });
    expect(ann2.welcome).toMatchObject({ me: ann.welcome.me, pass: { room: pass?.room }, calls: [{ id }] });
    if (keepsSockets) expect([await vera.closing(), await ann.closing()]).toEqual([4409, 4409]);
    await ann2.ok('end', { call: id });
    expect(await vera2.own('ended')).toMatchObject({ reason: 'agent' });
  });

  it('keeps what was held, handed over, missed and rated', async () => {
    const { desk, settings } = newDesk();
    const back = async (agent: Agent, sub: string): Promise<Agent> => {
      await interrupt(desk);
      return keepsSockets ? agent : agentAt(desk, settings, sub);
    };
    let ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    const session = newSession();
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session });
    const { id } = await ann.event('ring');
    await ann.ok('accept', { call: id });
    await ann.ok('hold', { call: id, on: true });
    await ann.ok('note', { call: id, text: 'a green one' });
    ann = await back(ann, 'ann');
    const held = (await visitorAt(desk, settings, session)).welcome.call;
    expect(held).toMatchObject({ phase: 'active', held: true });
    const bob = await agentAt(desk, settings, 'bob');
    await bob.ok('status', { status: 'available' });
    await ann.ok('transfer', { call: id, agent: bob.welcome.me });
    await interrupt(desk);
    const waiting = await visitorAt(desk, settings, session);
    expect(waiting.welcome.call).toMatchObject({ id, again: 'transfer', position: 1, pass: held?.pass });
    const bob2 = await agentAt(desk, settings, 'bob');
    expect(bob2.welcome.calls).toMatchObject([{ id, note: 'a green one', from: ann.welcome.me }]);
    await bob2.ok('accept', { call: id });
    await bob2.ok('end', { call: id });
    await interrupt(desk);
    const late = await visitorAt(desk, settings, session);
    expect(late.welcome.call).toMatchObject({ id, phase: 'ended', reason: 'agent' });
    await late.ok('rate', { stars: 2 });
    const other = await visitorAt(desk, settings);
    const bob3 = await agentAt(desk, settings, 'bob');
    await other.ok('call', { session: newSession(), name: 'Walt' });
    await other.ok('cancel');
    await interrupt(desk);
    const bob4 = await agentAt(desk, settings, 'bob');
    expect(bob4.welcome).toMatchObject({ me: bob3.welcome.me, missed: [{ name: 'Walt', reason: 'canceled' }] });
    const stats = await (
      await ask(`${desk}/stats`, { headers: { Authorization: 'Bearer development-ann' } }, settings)
    ).json();
    expect(stats).toMatchObject({ answered: 1, missed: 1, rating: 2, ratings: 1, openMissed: 1, waiting: 0 });
  });

  it('rings for the next agent when the time is up', async () => {
    const { desk, settings } = newDesk({ ringSeconds: 20 });
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    await scheduler.wait(2);
    const bob = await agentAt(desk, settings, 'bob');
    await bob.ok('status', { status: 'available' });
    const vera = await visitorAt(desk, settings);
    const session = newSession();
    await vera.ok('call', { session });
    const { id } = await ann.event('ring');
    await interrupt(desk);
    if (keepsSockets) {
      travel(20_000);
      await runDurableObjectAlarm(stubOf(desk));
      expect((await bob.event('ring')).id).toBe(id);
      expect((await ann.event('ring-end')).reason).toBe('timeout');
      return;
    }
    // Nobody is here at first; whoever comes first hears it.
    await visitorAt(desk, settings, session);
    expect((await agentAt(desk, settings, 'bob')).welcome.rings).toMatchObject([{ id }]);
  });
});

describe('a desk without anybody', () => {
  it('costs nothing: no row without a call, and none is left of people', async () => {
    const { desk, settings } = newDesk();
    const vera = await visitorAt(desk, settings);
    expect(await storedKinds(desk)).toEqual({});
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'busy' });
    await vera.ok('call', { session: newSession() });
    expect(await storedKinds(desk)).toEqual({ agent: 1, call: 1, desk: 1 });
    await vera.ok('cancel');
    expect(await storedKinds(desk)).toEqual({ agent: 1, call: 1, desk: 1, missed: 1 });
    ann.send({ type: 'bye' });
    expect(await ann.closing()).toBe(1000);
    vera.close(1000);
    for (const ms of [300_000, 300_000, 30 * 86_400_000]) {
      travel(ms);
      await runDurableObjectAlarm(stubOf(desk));
    }
    expect(await storedKinds(desk)).toEqual({ desk: 1 });
    expect(await runDurableObjectAlarm(stubOf(desk))).toBe(false);
  });
});

describe('the owner’s server', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    for (const name of ['WEBHOOK_URL', 'WEBHOOK_SECRET']) Reflect.deleteProperty(env, name);
  });

  it('is told of a call that is answered, of one that is missed, and of a message, in order', async () => {
    Object.assign(env, {
      WEBHOOK_URL: 'https://shop.example/hook',
      WEBHOOK_SECRET: 'whsec_q9/3mZ5a0bX8Rk2uVt7YwLhJ4eDfGsCnPiO6BvMxTyE=',
    });
    const told: { type: string; data: Record<string, unknown> }[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) => {
      told.push(JSON.parse(typeof init?.body === 'string' ? init.body : ''));
      return Promise.resolve(new Response(null, { status: 204 }));
    });
    const { desk, settings } = newDesk();
    const ann = await agentAt(desk, settings, 'ann');
    await ann.ok('status', { status: 'available' });
    const vera = await visitorAt(desk, settings);
    await vera.ok('call', { session: newSession(), name: 'Vera', form: { order: '17' } });
    const { id } = await ann.event('ring');
    await ann.ok('accept', { call: id });
    await ann.ok('end', { call: id });
    const walt = await visitorAt(desk, settings);
    await walt.ok('call', { session: newSession() });
    await walt.ok('cancel');
    await runDurableObjectAlarm(stubOf(desk));
    await until('five webhooks', () => told.length === 5);
    const types = ['call.waiting', 'call.accepted', 'call.ended', 'call.waiting', 'call.missed'];
    expect(told.map(({ type }) => type)).toEqual(types);
    expect(told[1]?.data).toMatchObject({ desk, call: { id, name: 'Vera' }, agent: { name: 'ann', sub: 'ann' } });
    expect(told[4]?.data).toMatchObject({ desk, waiting: 0, reason: 'canceled', answeredAt: null });
    expect(JSON.stringify(told)).not.toContain('17"');
  });
});
