/** Sockets of a desk that are silent, hostile, too many, or say what they must not. */
import { describe, expect, it } from 'vitest';
import { DeskHarness, sessionOf } from '../../support/desk-harness.ts';

const HELLO = { type: 'hello', v: 1, inc: '0123456789abcdef' };

describe('a socket', () => {
  it('that never says hello is closed after 10 s', () => {
    const desk = new DeskHarness();
    const silent = desk.open();
    desk.advance(9_999);
    expect(silent.isOpen).toBe(true);
    desk.advance(1);
    expect(silent.closedWith).toBe(4408);
  });

  it('without a heartbeat is a ghost: its agent is off, and what rang there rings elsewhere', () => {
    const desk = new DeskHarness({ ringSeconds: 120, maxWaitSeconds: 7_200 });
    const ann = desk.available('ann');
    desk.advance(1);
    const bob = desk.available('bob');
    ann.isBeating = false;
    desk.advance(299_000);
    const call = desk.callOf(desk.caller('vera'));
    expect(ann.screen.rings.has(call)).toBe(true);
    desk.advance(12_000);
    expect(ann.closedWith).toBe(4408);
    expect([...bob.screen.rings]).toEqual([call]);
    desk.advance(60_000);
    expect(bob.screen.agents.has(ann.welcome.me)).toBe(false);
  });

  it.each([
    ['a second hello', JSON.stringify(HELLO), 4400, 'bad-message'],
    ['no JSON', '{', 4400, 'bad-message'],
    ['a frame that is too large', `"${'x'.repeat(65_536)}"`, 4413, 'message-too-large'],
    ['another version', JSON.stringify({ ...HELLO, v: 2 }), 4426, 'unsupported-version'],
  ])('that says %s is closed, and its call is kept', (_, frame, code, error) => {
    const desk = new DeskHarness();
    desk.available('ann');
    const vera = desk.caller('vera');
    desk.sayRaw(vera, frame);
    expect([vera.closedWith, vera.errors]).toEqual([code, [error]]);
    expect(desk.visitor('vera').own?.id).toBe(desk.callOf(vera));
  });

  it('that speaks before its hello is closed', () => {
    const desk = new DeskHarness();
    const stranger = desk.open({ role: 'agent', sub: 'ann' });
    desk.say(stranger, { type: 'command', id: 'c', op: 'status', status: 'available' });
    expect(stranger.closedWith).toBe(4400);
  });

  it('that says a newer type or op is left alone', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    desk.say(ann, { type: 'from-the-future' });
    expect([desk.command(ann, 'dance'), ann.isOpen]).toEqual(['bad-message', true]);
    desk.alarm();
    expect(desk.logs).toEqual([{ event: 'ignored-types', count: 1 }]);
  });

  it('that says too much is closed with the time after which it may come again', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    for (let i = 0; i < 70; i++) desk.say(ann, { type: 'read', nonce: 'n' });
    expect([ann.closedWith, ann.errors]).toEqual([4429, ['rate-limited']]);
    expect(desk.agent('ann').welcome.me).toBe(ann.welcome.me);
  });

  it('makes way for one more where there are too many, if nobody waits or works there', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const vera = desk.caller('vera');
    desk.advance(1);
    const [first, second] = [desk.visitor(), desk.visitor()];
    desk.crowd();
    expect([ann.isOpen, vera.isOpen, first.isOpen, second.isOpen]).toEqual([true, true, false, true]);
    expect(first.closedWith).toBe(4408);
  });

  it('of an agent without a name of its own cannot be, and there are at most 100', () => {
    const desk = new DeskHarness();
    const nobody = desk.agent('x', { sub: null });
    expect([nobody.closedWith, nobody.errors]).toEqual([4403, ['not-allowed']]);
    for (let i = 0; i < 100; i++) desk.agent(`agent-${i}`);
    const more = desk.agent('one-more');
    expect([more.closedWith, more.errors]).toEqual([4453, ['desk-full']]);
    expect(desk.agent('agent-7').isOpen).toBe(true);
  });
});

describe('leaving', () => {
  it('without grace ends a visitor’s call, and an agent’s waits for another', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    desk.ok(bob, 'status', { status: 'busy' });
    const [vera, walt] = [desk.caller('vera'), desk.caller('walt')];
    desk.ok(ann, 'accept', { call: desk.callOf(vera) });
    desk.say(walt, { type: 'bye' });
    expect(bob.story).toContain(`call-end:${desk.callOf(walt)}:canceled`);
    desk.say(ann, { type: 'bye' });
    expect(vera.own).toMatchObject({ phase: 'waiting', again: 'agent-lost' });
    expect(bob.screen.agents.size).toBe(1);
    desk.ok(bob, 'accept', { call: desk.callOf(vera) });
    desk.say(vera, { type: 'bye' });
    expect(desk.webhooks.at(-1)).toMatchObject({
      type: 'call.ended',
      data: { reason: 'visitor', agent: { name: 'bob' } },
    });
    expect([vera.closedWith, walt.closedWith, ann.closedWith]).toEqual([1000, 1000, 1000]);
  });

  it('of whoever only looked on changes nothing and writes nothing', () => {
    const desk = new DeskHarness();
    const visitor = desk.visitor(sessionOf('nobody'));
    expect(desk.command(visitor, 'end')).toBe('call-gone');
    desk.say(visitor, { type: 'bye' });
    expect([visitor.closedWith, desk.savedRowCount]).toEqual([1000, 0]);
    desk.advance(600_000);
    expect(desk.alarmAtMs).toBe(null);
  });
});

describe('what a call costs', () => {
  it('is some ten rows and four alarms, however many wait', () => {
    const costs = [0, 200].map((waiting) => {
      const desk = new DeskHarness();
      const ann = desk.agent('ann');
      desk.ok(ann, 'status', { status: 'busy' });
      for (let i = 0; i < waiting; i++) desk.caller(`other-${i}`);
      const before = [desk.savedRowCount, desk.setAlarmCount];
      const vera = desk.caller('vera');
      const call = desk.callOf(vera);
      desk.ok(ann, 'accept', { call });
      desk.ok(ann, 'end', { call });
      desk.drop(vera);
      return [desk.savedRowCount, desk.setAlarmCount].map((count, i) => count - (before[i] ?? 0));
    });
    expect(costs[0]?.[0]).toBeLessThanOrEqual(8);
    expect(costs[0]?.[1]).toBeLessThanOrEqual(4);
    expect(costs[1]).toEqual(costs[0]);
  });
});
