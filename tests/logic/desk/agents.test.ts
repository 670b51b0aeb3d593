/** What agents do with calls, and what becomes of calls whose agents go. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../worker/desk/desk-config.ts';
import { DeskHarness, sessionOf } from '../../support/desk-harness.ts';

describe('a transfer', () => {
  it('to an agent rings there alone; the visitor keeps its room, and its place if nobody answers', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    const vera = desk.caller('vera');
    const call = desk.callOf(vera);
    desk.ok(ann, 'accept', { call });
    const walt = desk.caller('walt');
    expect(desk.command(ann, 'transfer', { call, agent: bob.welcome.me })).toBe('peer-unavailable');
    const carl = desk.available('carl');
    desk.ok(carl, 'decline', { call: desk.callOf(walt) });
    desk.ok(ann, 'transfer', { call, agent: carl.welcome.me });
    // Asked once more, because the answer was lost.
    desk.ok(ann, 'transfer', { call, agent: carl.welcome.me });
    expect([...carl.screen.rings]).toEqual([call]);
    expect(ann.screen.calls.has(call)).toBe(false);
    expect(vera.own).toMatchObject({ phase: 'ringing', position: 1, again: 'transfer' });
    expect(walt.own?.position).toBe(2);
    desk.ok(carl, 'decline', { call });
    expect(vera.own).toMatchObject({ position: 1 });
    expect(bob.screen.calls.has(call)).toBe(true);
    desk.ok(bob, 'accept', { call });
    expect(vera.own).toMatchObject({ phase: 'active', agent: { name: 'bob' }, pass: { room: `room-of-${call}` } });
    expect(desk.passOf(bob)?.room).toBe(`room-of-${call}`);
  });

  it('to a department rings for whoever answers there', () => {
    const desk = new DeskHarness({ departments: ['sales', 'parts'] });
    const ann = desk.available('ann', { departments: ['sales'] });
    const bob = desk.agent('bob', { departments: ['parts'] });
    const vera = desk.caller('vera', { department: 'sales' });
    const call = desk.callOf(vera);
    desk.ok(ann, 'accept', { call });
    expect(bob.screen.calls.size).toBe(0);
    expect(desk.command(ann, 'transfer', { call, department: 'parts' })).toBe('desk-offline');
    expect(desk.command(ann, 'transfer', { call, department: 'nowhere' })).toBe('bad-message');
    expect(desk.command(ann, 'transfer', { call })).toBe('bad-message');
    desk.ok(bob, 'status', { status: 'available' });
    desk.ok(ann, 'note', { call, text: 'knows the part number' });
    desk.ok(ann, 'transfer', { call, department: 'parts' });
    expect(ann.story).toContain(`call-end:${call}:moved`);
    expect([...bob.screen.rings]).toEqual([call]);
    expect(bob.screen.calls.get(call)).toMatchObject({ note: 'knows the part number', from: ann.welcome.me });
    expect(desk.command(ann, 'accept', { call })).toBe('not-allowed');
  });
});

describe('an agent', () => {
  it('whose computer sleeps while it rings makes way for the next one at once', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    desk.advance(1);
    const bob = desk.available('bob');
    const call = desk.callOf(desk.caller('vera'));
    expect(ann.screen.rings.has(call)).toBe(true);
    desk.drop(ann);
    expect([...bob.screen.rings]).toEqual([call]);
    expect(bob.screen.agents.get(ann.welcome.me)).toBe('off');
  });

  it('keeps the call for 60 s, and then it waits before all who came later', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    desk.ok(bob, 'status', { status: 'busy' });
    const vera = desk.caller('vera');
    const call = desk.callOf(vera);
    desk.ok(ann, 'accept', { call });
    desk.caller('walt');
    desk.drop(ann);
    desk.advance(59_999);
    expect(vera.own?.phase).toBe('active');
    const back = desk.agent('ann');
    expect(back.welcome).toMatchObject({
      me: ann.welcome.me,
      pass: { room: `room-of-${call}` },
      calls: [{}, { id: call }],
    });
    desk.drop(back);
    desk.advance(60_000);
    expect(vera.own).toMatchObject({ phase: 'waiting', position: 1, again: 'agent-lost' });
    expect([...bob.screen.calls.keys()]).toEqual(expect.arrayContaining([call]));
    expect([...desk.state.agents.values()].map(({ sub }) => sub)).toEqual(['bob']);
  });

  it('in two pages is one agent: the newest page speaks', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    const again = desk.agent('ann');
    expect([ann.closedWith, ann.errors]).toEqual([4409, ['duplicate-session']]);
    expect(again.welcome.me).toBe(ann.welcome.me);
    expect([...bob.screen.agents.values()]).toEqual(expect.arrayContaining(['available', 'away']));
  });

  it('who has a call hears no other, and hears the next one when it is over', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    const [first, second] = [desk.callOf(desk.caller('vera')), desk.callOf(desk.caller('walt'))];
    desk.ok(ann, 'accept', { call: first });
    expect(ann.screen.rings.size).toBe(0);
    desk.ok(ann, 'hold', { call: first, on: true });
    expect(ann.screen.rings.size).toBe(0);
    desk.ok(ann, 'end', { call: first });
    expect([...ann.screen.rings]).toEqual([second]);
  });

  it('takes missed calls and messages off the list, for all', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    const vera = desk.caller('vera', { form: { order: '17' } });
    desk.ok(vera, 'cancel');
    const call = desk.callOf(vera);
    expect(bob.events.findLast(({ event }) => event === 'missed')).toMatchObject({
      call: { id: call, name: 'vera', reason: 'canceled', form: { order: '17' } },
    });
    expect(desk.leave('m1')).toBe(true);
    desk.ok(ann, 'clear', { call });
    desk.ok(ann, 'handled', { message: 'm1' });
    expect(bob.story.slice(-2)).toEqual([`missed-end:${call}`, 'message-end:m1']);
    expect([desk.state.missed.size, desk.state.messages.size, desk.kept.size]).toEqual([0, 0, 0]);
  });

  it('sees the fifty who wait longest, and those behind when one of them goes', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const callers = Array.from({ length: 55 }, (_, i) => desk.caller(`v${i}`));
    expect([ann.screen.calls.size, ann.screen.waiting]).toEqual([50, 55]);
    const [first, , last] = [callers[0], callers[49], callers[50]];
    if (first === undefined || last === undefined) throw new Error('nobody');
    expect(ann.screen.calls.has(desk.callOf(last))).toBe(false);
    desk.ok(first, 'cancel');
    expect([ann.screen.calls.size, ann.screen.waiting]).toEqual([50, 54]);
    expect(ann.screen.calls.has(desk.callOf(last))).toBe(true);
    expect(desk.agent('bob').welcome).toMatchObject({ waiting: 54, calls: { length: 50 } });
  });
});

describe('a desk with business hours', () => {
  const hours = {
    zone: 'UTC',
    mon: ['09:00-13:00'],
    ...{ tue: [], wed: [], thu: [], fri: [], sat: [], sun: [], closed: [] },
  };

  it('tells everyone when it closes, and lets those wait who wait already', () => {
    const desk = new DeskHarness({ hours });
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const vera = desk.caller('vera');
    const walt = desk.visitor();
    desk.advance(3_599_999);
    expect(walt.story).toEqual([]);
    desk.ok(walt, 'call', { session: sessionOf('walt') });
    desk.restart();
    desk.advance(1);
    expect(walt.events.findLast(({ event }) => event === 'availability')).toMatchObject({
      availability: { state: 'closed', opensAt: Date.UTC(2026, 10, 9, 9) },
    });
    expect(desk.command(desk.visitor(), 'call', { session: sessionOf('xena') })).toBe('desk-closed');
    expect(walt.own?.phase).toBe('waiting');
    expect(vera.own?.phase).toBe('ended');
  });
});

describe('what is left', () => {
  it('is at most 200 messages of 64 MiB together, and 30 days old', () => {
    const desk = new DeskHarness();
    for (let i = 0; i < 200; i++) expect(desk.leave(`m${i}`)).toBe(true);
    expect(desk.leave('more')).toBe(false);
    expect(desk.desk.availability({ ...DEFAULT_CONFIG, takesMessages: true }, desk.nowMs).messages).toBe(false);
    desk.advance(30 * 86_400_000 - 1);
    expect(desk.kept.size).toBe(200);
    desk.advance(1);
    expect(desk.kept.size).toBe(0);
    expect(desk.leave('large', 64 * 1024 * 1024)).toBe(true);
    expect(desk.leave('small', 1)).toBe(false);
  });

  it('is at most 20 messages of one address', () => {
    const desk = new DeskHarness();
    for (let i = 0; i < 20; i++) expect(desk.leave(`m${i}`, 1, 'network-1')).toBe(true);
    expect([desk.leave('more', 1, 'network-1'), desk.leave('other', 1, 'network-2')]).toEqual([false, true]);
  });
});
