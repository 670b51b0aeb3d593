/** Agents whose page is closed: who is called, when, how often, and what the desk says of itself meanwhile. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DESK_AGENTS, MAX_PUSH_SUBSCRIPTIONS, type DeskPush } from '#protocol';
import { DeskHarness, type DeskSocket } from '../../support/desk-harness.ts';
import { seedFromEnvironment } from '../../support/random.ts';

const DAY_MS = 86_400_000;

function newDesk(config: ConstructorParameters<typeof DeskHarness>[0] = {}): DeskHarness {
  return new DeskHarness({ canPush: true, ...config });
}

/** An agent who said so, and whose page was closed so long ago that it does not come back by itself. */
function closed(desk: DeskHarness, sub: string, departments: readonly string[] = []): void {
  const agent = desk.available(sub, { departments: [...departments] });
  desk.pushOn(sub, sub, departments);
  leave(desk, agent);
  desk.advance(61_000);
}

/** As a page does that is closed. */
function leave(desk: DeskHarness, agent: DeskSocket): void {
  desk.say(agent, { type: 'bye', grace: true });
}

/** In short: who was told what. */
function told(desk: DeskHarness): string[] {
  const short = (message: DeskPush): string => (message.type === 'over' ? message.reason : `${message.count} wait`);
  return desk.pushes.map(({ to, message }) => `${to.map((url) => url.split('/').at(-1)).join('+')}: ${short(message)}`);
}

const stateOf = (desk: DeskHarness): string => desk.desk.availability(desk.config, desk.nowMs).state;

describe('an agent whose page is closed', () => {
  it('is called as soon as somebody waits, and is rung when it comes', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    expect([stateOf(desk), desk.state.agents.size]).toEqual(['busy', 0]);
    const vera = desk.caller('vera', {
      topic: 'a printer',
      form: { order: '17' },
      page: { url: 'https://a.b/', title: 't' },
    });
    expect(vera.own).toMatchObject({ phase: 'waiting', position: 1 });
    desk.advance(0);
    const message = { type: 'waiting', desk: 'support', name: 'vera', topic: 'a printer', count: 1 };
    expect(desk.pushes).toMatchObject([{ message }]);
    expect(Object.keys(desk.pushes[0]!.message)).toEqual(Object.keys(message));
    desk.advance(10_000);
    const ann = desk.agent('ann');
    desk.pushOn('ann');
    expect(ann.welcome.agents).toMatchObject([{ status: 'available' }]);
    expect([...ann.screen.rings]).toEqual([desk.callOf(vera)]);
    desk.ok(ann, 'accept', { call: desk.callOf(vera) });
    desk.advance(120_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
  });

  it.each(['busy', 'away'] as const)('and who said %s is not called, and is not there', (status) => {
    const desk = newDesk();
    const ann = desk.available('ann');
    desk.pushOn('ann');
    desk.ok(ann, 'status', { status });
    leave(desk, ann);
    desk.advance(61_000);
    expect(stateOf(desk)).toBe('offline');
    const bob = desk.agent('bob');
    desk.ok(bob, 'status', { status: 'busy' });
    desk.caller('vera');
    desk.advance(120_000);
    expect(told(desk)).toEqual([]);
  });

  it('comes back as it left', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    expect(desk.agent('ann').welcome.agents).toMatchObject([{ status: 'available' }]);
    // Without push it has to say so itself.
    leave(desk, desk.available('bob'));
    desk.advance(61_000);
    expect(desk.agent('bob').welcome.agents.at(-1)).toMatchObject({ status: 'away' });
  });

  it('that is only loaded anew is not called', () => {
    const desk = newDesk();
    const ann = desk.available('ann');
    desk.pushOn('ann');
    leave(desk, ann);
    const vera = desk.caller('vera');
    desk.advance(4_999);
    expect(told(desk)).toEqual([]);
    const again = desk.agent('ann');
    expect([...again.screen.rings]).toEqual([desk.callOf(vera)]);
    desk.advance(10_000);
    expect(told(desk)).toEqual([]);
    leave(desk, again);
    desk.advance(5_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
  });

  it('and who has a call of its own is not called to another one', () => {
    const desk = newDesk();
    const ann = desk.available('ann');
    desk.pushOn('ann');
    desk.ok(ann, 'accept', { call: desk.callOf(desk.caller('vera')) });
    const walt = desk.caller('walt');
    leave(desk, ann);
    desk.advance(59_000);
    expect(told(desk)).toEqual([]);
    // Now vera waits again, and before walt.
    desk.advance(1_000);
    expect(desk.pushes).toMatchObject([{ message: { name: 'vera', count: 2 } }]);
    expect(walt.own?.position).toBe(2);
  });

  it('is left alone while it rings for somebody who is there', () => {
    const desk = newDesk({ ringSeconds: 20 });
    closed(desk, 'ann');
    const bob = desk.available('bob');
    desk.caller('vera');
    desk.advance(19_000);
    expect(told(desk)).toEqual([]);
    // Bob does not answer.
    desk.advance(1_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
    desk.ok(bob, 'status', { status: 'away' });
    expect(stateOf(desk)).toBe('busy');
  });

  it('is not called for a visitor whose page is away, but when it is back', () => {
    const desk = newDesk();
    const bob = desk.agent('bob');
    desk.ok(bob, 'status', { status: 'busy' });
    const vera = desk.caller('vera');
    desk.drop(vera);
    closed(desk, 'ann');
    desk.advance(10_000);
    expect(told(desk)).toEqual([]);
    desk.visitor('vera');
    desk.advance(0);
    expect(told(desk)).toEqual(['ann: 1 wait']);
  });

  it('hears nothing of a call that is handed over to somebody else', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    const [bob, carl] = [desk.available('bob'), desk.available('carl')];
    const call = desk.callOf(desk.caller('vera'));
    desk.ok(bob, 'accept', { call });
    desk.ok(bob, 'transfer', { call, agent: carl.welcome.me });
    desk.ok(bob, 'status', { status: 'busy' });
    desk.caller('walt');
    desk.advance(0);
    expect(desk.pushes).toMatchObject([{ message: { name: 'walt', count: 1 } }]);
  });

  it('is called in time, whatever the desk is woken for before that', () => {
    const desk = newDesk();
    const ann = desk.available('ann');
    desk.pushOn('ann');
    leave(desk, ann);
    desk.caller('vera');
    desk.advance(1_000);
    desk.alarm();
    desk.restart();
    desk.advance(4_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
  });

  it('is called for its own departments, and for a call that is handed over to one', () => {
    const desk = newDesk({ departments: ['sales', 'parts'] });
    closed(desk, 'ann', ['sales']);
    const { departments } = desk.desk.availability(desk.config, desk.nowMs);
    expect(departments).toMatchObject([
      { name: 'sales', state: 'busy' },
      { name: 'parts', state: 'offline' },
    ]);
    const bob = desk.available('bob', { departments: ['parts'] });
    const vera = desk.caller('vera', { department: 'parts' });
    desk.ok(bob, 'accept', { call: desk.callOf(vera) });
    desk.advance(61_000);
    expect(told(desk)).toEqual([]);
    desk.ok(bob, 'transfer', { call: desk.callOf(vera), department: 'sales' });
    desk.advance(0);
    expect(told(desk)).toEqual(['ann: 1 wait']);
  });

  it('hears that a colleague has answered, or that the caller has gone, once', () => {
    for (const [end, reason] of [
      ['accept', 'accepted'],
      ['cancel', 'missed'],
    ] as const) {
      const desk = newDesk();
      closed(desk, 'ann');
      const bob = desk.agent('bob');
      const vera = desk.caller('vera');
      desk.advance(10_000);
      if (end === 'accept') desk.ok(bob, 'accept', { call: desk.callOf(vera) });
      else desk.ok(vera, 'cancel');
      desk.advance(60_000);
      expect(told(desk)).toEqual(['ann: 1 wait', `ann: ${reason}`]);
      // What a colleague answers is not missed by anybody.
      expect(desk.state.reachable.get('ann')).toMatchObject({ missedPushes: 0, call: 'none' });
    }
  });

  describe('and who comes on one of its devices', () => {
    /** Called on a telephone and a laptop, and come on the latter. */
    function come(): { desk: DeskHarness; vera: DeskSocket; ann: DeskSocket } {
      const desk = newDesk();
      closed(desk, 'ann');
      desk.pushOn('ann', 'telephone');
      const vera = desk.caller('vera');
      desk.advance(10_000);
      expect(told(desk)).toEqual(['ann+telephone: 1 wait']);
      const ann = desk.agent('ann');
      return { desk, vera, ann };
    }

    it('has the others told that the call was answered, once', () => {
      const { desk, vera, ann } = come();
      desk.pushOn('ann', 'ann');
      desk.ok(ann, 'accept', { call: desk.callOf(vera) });
      desk.restart();
      desk.advance(4_999);
      expect(told(desk)).toHaveLength(1);
      desk.advance(1);
      expect(told(desk).slice(1)).toEqual(['telephone: accepted']);
      desk.ok(ann, 'end', { call: desk.callOf(vera) });
      desk.advance(300_000);
      expect(told(desk)).toHaveLength(2);
    });

    it('has them told that the caller has gone', () => {
      const { desk, vera } = come();
      desk.pushOn('ann', 'ann');
      desk.advance(20_000);
      desk.ok(vera, 'cancel');
      desk.advance(60_000);
      expect(told(desk).slice(1)).toEqual(['telephone: missed']);
    });

    it('has all told where it came on one that is never called', () => {
      const { desk, vera, ann } = come();
      desk.ok(ann, 'accept', { call: desk.callOf(vera) });
      desk.advance(60_000);
      expect(told(desk).slice(1)).toEqual(['ann+telephone: accepted']);
    });

    it('costs no push where that is the only one', () => {
      const { desk, vera, ann } = come();
      desk.pushOff('ann', 'telephone');
      desk.pushOn('ann', 'ann');
      desk.ok(ann, 'accept', { call: desk.callOf(vera) });
      desk.advance(60_000);
      desk.pushOn('ann', 'tablet');
      desk.advance(60_000);
      expect(told(desk)).toHaveLength(1);
    });

    it('may be called again, and the page that comes back is the same', () => {
      const { desk, vera, ann } = come();
      desk.pushOn('ann', 'ann');
      desk.ok(ann, 'accept', { call: desk.callOf(vera) });
      // A socket that breaks, and its page is back.
      const again = desk.agent('ann');
      desk.advance(10_000);
      expect(told(desk).slice(1)).toEqual(['telephone: accepted']);
      desk.ok(again, 'end', { call: desk.callOf(vera) });
      leave(desk, again);
      desk.advance(61_000);
      desk.caller('walt');
      desk.advance(0);
      expect(told(desk).slice(2)).toEqual(['telephone+ann: 1 wait']);
    });
  });

  it('hears of all who wait at once, and then no more until it had time to come', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    const vera = desk.caller('vera');
    desk.advance(1);
    for (let i = 0; i < 50; i++) desk.caller(`walt-${i}`);
    desk.advance(58_999);
    expect(told(desk)).toEqual(['ann: 1 wait']);
    desk.ok(vera, 'cancel');
    desk.advance(1_000);
    expect(told(desk)).toEqual(['ann: 1 wait', 'ann: 50 wait']);
    // Twice is enough: who does not come is away, and nobody is told to wait.
    desk.advance(60_000);
    desk.caller('late');
    desk.advance(300_000);
    expect(told(desk)).toHaveLength(2);
    expect(desk.state.reachable.get('ann')).toMatchObject({ status: 'away', call: 'unheard' });
    expect(stateOf(desk)).toBe('offline');
    const ann = desk.available('ann');
    desk.pushOn('ann');
    expect(desk.state.reachable.get('ann')).toMatchObject({ missedPushes: 0, call: 'none' });
    leave(desk, ann);
    desk.advance(5_000);
    expect(stateOf(desk)).toBe('busy');
  });

  it('that does not come is told at the end what became of it, however late', () => {
    const desk = newDesk({ maxWaitSeconds: 600 });
    closed(desk, 'ann');
    desk.caller('vera');
    desk.advance(300_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
    desk.advance(300_000);
    expect(told(desk)).toEqual(['ann: 1 wait', 'ann: missed']);
  });

  it('does not fill the desk with a thousand browsers', () => {
    const desk = newDesk();
    desk.agent('ann');
    for (let i = 0; i < 1_000; i++) desk.pushOn('ann', `b${i}`);
    expect(desk.state.reachable.get('ann')?.subscriptions.map(({ endpoint }) => endpoint.slice(-4))).toEqual([
      ...['b997', 'b998', 'b999'],
    ]);
    expect([...desk.rows.keys()].filter((key) => key.startsWith('push'))).toHaveLength(1);
  });

  it('is called on at most three browsers, the newest', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    for (const browser of ['b', 'c', 'd', 'c']) desk.pushOn('ann', browser);
    desk.caller('vera');
    desk.advance(0);
    expect(told(desk)).toEqual(['b+d+c: 1 wait']);
    expect(MAX_PUSH_SUBSCRIPTIONS).toBe(3);
  });
});

describe('a browser', () => {
  it('is not called after its agent signed off, said no, or another one uses it', () => {
    for (const how of ['bye', 'no', 'other'] as const) {
      const desk = newDesk();
      const ann = desk.available('ann');
      desk.pushOn('ann', 'browser');
      if (how === 'bye') desk.say(ann, { type: 'bye' });
      else leave(desk, ann);
      if (how === 'no') desk.pushOff('ann', 'browser');
      if (how === 'other') desk.pushOn('bob', 'browser');
      desk.advance(61_000);
      expect([how, stateOf(desk)]).toEqual([how, 'offline']);
      expect(desk.state.reachable.has('ann')).toBe(false);
    }
  });

  it('of one agent cannot be taken away by another', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    desk.pushOff('bob', 'ann');
    expect(stateOf(desk)).toBe('busy');
  });

  it('that is gone is forgotten, and the last one with its agent', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    desk.pushOn('ann', 'telephone');
    desk.pushOff(null, 'ann');
    expect(desk.state.reachable.get('ann')?.subscriptions).toHaveLength(1);
    desk.pushOff(null, 'nobody');
    desk.pushOff(null, 'telephone');
    expect([desk.state.reachable.size, stateOf(desk)]).toEqual([0, 'offline']);
  });

  it('is forgotten after a week without its agent, and then the desk costs nothing', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    desk.advance(7 * DAY_MS - 61_001);
    expect(desk.state.reachable.size).toBe(1);
    desk.advance(1);
    expect(desk.state.reachable.size).toBe(0);
    expect([...desk.rows.keys()]).toEqual(['desk ']);
    expect(desk.alarmAtMs).toBeNull();
  });

  it('of an agent who is on is kept however long that is', () => {
    const desk = newDesk();
    const ann = desk.available('ann');
    desk.pushOn('ann');
    desk.advance(8 * DAY_MS);
    expect(desk.state.reachable.size).toBe(1);
    leave(desk, ann);
    desk.advance(6 * DAY_MS);
    expect(stateOf(desk)).toBe('busy');
  });
});

describe('a desk', () => {
  it('that cannot push any more counts on nobody who is not there', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    desk.config = { ...desk.config, canPush: false };
    expect(stateOf(desk)).toBe('offline');
    const bob = desk.agent('bob');
    desk.ok(bob, 'status', { status: 'busy' });
    desk.caller('vera');
    desk.advance(120_000);
    expect(told(desk)).toEqual([]);
  });

  it('says so to those who look on', () => {
    const desk = newDesk();
    const vera = desk.visitor();
    closed(desk, 'ann');
    desk.pushOff('ann', 'ann');
    const states = vera.events.flatMap((event) => (event.event === 'availability' ? [event.availability.state] : []));
    expect(states.slice(-3)).toEqual(['available', 'busy', 'offline']);
  });

  it('remembers as many agents as there may be; who was seen longest ago makes room', () => {
    const desk = newDesk();
    // Who is on does not, however long that is.
    desk.agent('first');
    desk.pushOn('first');
    for (let i = 1; i <= MAX_DESK_AGENTS; i++) {
      desk.nowMs += 1;
      desk.pushOn(`agent-${i}`);
    }
    expect(desk.state.reachable.size).toBe(MAX_DESK_AGENTS);
    const has = (sub: string): boolean => desk.state.reachable.has(sub);
    expect([has('first'), has('agent-1'), has('agent-2'), has('agent-100')]).toEqual([true, false, true, true]);
  });

  it('calls a hundred agents in several alarms, each once', () => {
    const desk = newDesk();
    for (let i = 0; i < MAX_DESK_AGENTS; i++) {
      leave(desk, desk.available(`agent-${i}`));
      for (const browser of ['a', 'b', 'c']) desk.pushOn(`agent-${i}`, `${i}${browser}`);
    }
    desk.advance(61_000);
    desk.caller('vera');
    const alarms: number[] = [];
    for (let before = 0; desk.alarmAtMs === desk.nowMs; before = desk.pushes.length) {
      desk.alarm();
      alarms.push(desk.pushes.slice(before).reduce((sum, { to }) => sum + to.length, 0));
    }
    expect([Math.max(...alarms) <= 20, alarms.reduce((a, b) => a + b, 0)]).toEqual([true, 300]);
    expect(new Set(desk.pushes.flatMap(({ to }) => to)).size).toBe(300);
  });

  it('that sleeps or loses its memory calls nobody twice, and forgets nobody', () => {
    const desk = newDesk();
    closed(desk, 'ann');
    const vera = desk.caller('vera');
    desk.restart();
    desk.advance(0);
    desk.restart();
    desk.advance(30_000);
    expect(told(desk)).toEqual(['ann: 1 wait']);
    desk.ok(vera, 'cancel');
    desk.restart();
    desk.advance(0);
    desk.restart();
    desk.advance(60_000);
    expect(told(desk)).toEqual(['ann: 1 wait', 'ann: missed']);
  });
});

describe('in any life', () => {
  const seed = seedFromEnvironment();
  const who = fc.nat(3);
  const op = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ op: fc.constantFrom('come', 'available', 'away', 'close', 'push' as const), who }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('sign-off', 'gone' as const), who }) },
    { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('call', 'call', 'cancel', 'answer' as const), who }) },
    {
      weight: 3,
      arbitrary: fc.record({
        op: fc.constant('wait' as const),
        ms: fc.constantFrom(0, 1, 4_999, 5_000, 60_000, 400_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('sleep', 'crash' as const) }) },
  );

  it(`nobody is called who does not want to be, nor too often, nor for nothing, SEED=${seed}`, () => {
    console.log(`desk push: SEED=${seed}`);
    const property = fc.property(fc.array(op, { minLength: 5, maxLength: 60 }), (life) => {
      const desk = newDesk({ maxWaitSeconds: 900 });
      /** What an agent said last, as long as it can be pushed. */
      const wishes = new Map<string, { status: string; canPush: boolean }>();
      const agents = new Map<string, DeskSocket>();
      const visitors = new Map<string, DeskSocket>();
      const lastMs = new Map<string, number>();
      const missed = new Map<string, number>();
      let seen = 0;
      for (const step of life) {
        const sub = 'who' in step ? `agent-${step.who}` : '';
        const agent = agents.get(sub);
        const isOn = agent?.isOpen === true;
        switch (step.op) {
          case 'come':
            agents.set(sub, desk.agent(sub));
            missed.set(sub, 0);
            break;
          case 'available':
          case 'away':
            if (!isOn) break;
            desk.ok(agent, 'status', { status: step.op });
            wishes.set(sub, { status: step.op, canPush: wishes.get(sub)?.canPush === true });
            break;
          case 'close':
            if (isOn) leave(desk, agent);
            break;
          case 'sign-off':
            if (isOn) desk.say(agent, { type: 'bye' });
            if (isOn) wishes.delete(sub);
            break;
          case 'push':
            if (!isOn) break;
            desk.pushOn(sub);
            wishes.set(sub, { status: wishes.get(sub)?.status ?? 'away', canPush: true });
            break;
          case 'gone':
            desk.pushOff(null, sub);
            if (wishes.has(sub)) wishes.set(sub, { status: wishes.get(sub)?.status ?? 'away', canPush: false });
            break;
          case 'call':
            visitors.set(sub, desk.caller(sub));
            break;
          case 'cancel': {
            const visitor = visitors.get(sub);
            if (visitor?.isOpen === true && visitor.own !== null) desk.command(visitor, 'cancel');
            break;
          }
          case 'answer': {
            const [call] = isOn ? agent.screen.calls.values() : [];
            if (call !== undefined && isOn) desk.command(agent, 'accept', { call: call.id });
            if (call !== undefined && isOn) desk.command(agent, 'end', { call: call.id });
            break;
          }
          case 'sleep':
            desk.restart();
            break;
          case 'crash':
            desk.restart('lost');
            desk.alarm();
            break;
          default:
            break;
        }
        const before = desk.state;
        desk.advance(step.op === 'wait' ? step.ms : 0);
        for (const { to, message, atMs } of desk.pushes.slice(seen)) {
          const one = to[0]?.split('/').at(-1) ?? '';
          if (message.type === 'over') continue;
          const wish = wishes.get(one);
          if (wish?.status !== 'available' || !wish.canPush) throw new Error(`${one} did not want to be called`);
          if (agents.get(one)?.isOpen === true) throw new Error(`${one} is there`);
          if (atMs - (lastMs.get(one) ?? 0) < 60_000 && missed.get(one) !== 0) throw new Error(`${one} had no time`);
          const count = (missed.get(one) ?? 0) + 1;
          missed.set(one, count);
          lastMs.set(one, atMs);
          if (message.count < 1) throw new Error('nobody waits');
        }
        seen = desk.pushes.length;
        if (before.reachable.size > MAX_DESK_AGENTS) throw new Error('too many');
      }
      // Whoever wants to be called is told of whoever waits, at the latest when it had time to come.
      desk.advance(70_000);
      const { calls, reachable, agents: on } = desk.state;
      for (const { id, status, pushedAtMs, subscriptions } of reachable.values()) {
        const isOn = [...on.values()].some((agent) => agent.sub === id && agent.link.on);
        if (isOn || status !== 'available' || subscriptions.length === 0) continue;
        for (const { phase, link, waitingSinceMs } of calls.values())
          if (phase.type === 'waiting' && link.on && waitingSinceMs > pushedAtMs)
            throw new Error(`${id} knows nothing`);
      }
    });
    expect(() => fc.assert(property, { seed, numRuns: 1_000 })).not.toThrow();
  });
});
