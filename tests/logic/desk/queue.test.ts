/** A visitor comes, waits, is rung for, answered, and the call ends; and what everyone sees of it. */
import { describe, expect, it } from 'vitest';
import type { CallId } from '#protocol';
import { NOTE_GRACE_MS } from '../../../worker/desk/calls.ts';
import { type DeskSocket, DeskHarness, sessionOf } from '../../support/desk-harness.ts';

const positions = (socket: DeskSocket): (number | undefined)[] =>
  socket.events.flatMap((event) => (event.event === 'own' ? [event.call.position] : []));

describe('a call', () => {
  it('rings, is answered by exactly one, and ends', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.available('bob')];
    const visitor = desk.caller('vera', {
      topic: 'A lamp',
      page: { url: 'https://shop.example/lamps?key=1#x', title: 'Lamps' },
    });
    const id = desk.callOf(visitor);
    expect(visitor.own).toMatchObject({ phase: 'ringing', position: 1 });
    expect([...ann.screen.rings]).toEqual([id]);
    expect([...bob.screen.rings]).toEqual([]);
    expect(bob.screen.calls.get(id)).toMatchObject({
      name: 'vera',
      topic: 'A lamp',
      page: { url: 'https://shop.example/lamps', title: 'Lamps' },
    });
    desk.ok(ann, 'accept', { call: id });
    expect(desk.passOf(ann)).toEqual({ room: `room-of-${id}` });
    expect(visitor.own).toEqual({
      ...{ id, phase: 'active', pass: { room: `room-of-${id}` }, agent: { name: 'ann' }, held: false },
    });
    expect(ann.passes).toEqual([{ room: `room-of-${id}`, role: 'agent', name: 'ann', sub: 'ann' }]);
    expect(visitor.passes).toEqual([{ room: `room-of-${id}`, role: 'visitor', name: 'vera', sub: `call-${id}` }]);
    expect(bob.story.slice(-3)).toEqual([`agent:${ann.welcome.me}:in-call`, `call-end:${id}:accepted`, 'waiting:0']);
    expect(desk.command(bob, 'accept', { call: id })).toBe('already-taken');
    desk.ok(ann, 'note', { call: id, text: 'wants a green one' });
    desk.ok(ann, 'end', { call: id });
    expect(visitor.own).toMatchObject({ phase: 'ended', reason: 'agent' });
    expect(desk.webhooks.at(-1)?.data).toMatchObject({
      reason: 'agent',
      note: 'wants a green one',
      agent: { sub: 'ann' },
    });
    expect(ann.screen.calls.size).toBe(0);
    expect(desk.webhooks.map(({ type }) => type)).toEqual(['call.waiting', 'call.accepted', 'call.ended']);
  });

  it('goes to the next agent when the first one lets it ring or declines, and to both again after a pause', () => {
    const desk = new DeskHarness({ ringSeconds: 20 });
    const ann = desk.available('ann');
    desk.advance(1);
    const bob = desk.available('bob');
    const id = desk.callOf(desk.caller('vera'));
    expect([ann.screen.rings.has(id), bob.screen.rings.has(id)]).toEqual([true, false]);
    desk.advance(20_000);
    expect([ann.screen.rings.has(id), bob.screen.rings.has(id)]).toEqual([false, true]);
    expect(ann.story).toContain(`ring-end:${id}:timeout`);
    desk.ok(bob, 'decline', { call: id });
    expect(bob.story).toContain(`ring-end:${id}:declined`);
    expect([ann.screen.rings.has(id), bob.screen.rings.has(id)]).toEqual([false, false]);
    desk.advance(9_999);
    expect(ann.screen.rings.has(id)).toBe(false);
    desk.advance(1);
    expect([ann.screen.rings.has(id), bob.screen.rings.has(id)]).toEqual([true, false]);
  });

  it('puts away who lets it ring to the end twice in a row', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    const visitor = desk.caller('vera');
    desk.advance(20_000 + 10_000 + 20_000);
    expect(ann.screen.agents.get(ann.welcome.me)).toBe('away');
    expect(visitor.events.findLast(({ event }) => event === 'availability')).toMatchObject({
      availability: { state: 'offline' },
    });
    expect(visitor.own).toMatchObject({ phase: 'waiting', position: 1 });
    desk.ok(ann, 'status', { status: 'available' });
    expect(ann.screen.rings.size).toBe(1);
  });

  it('rings for everyone who is free where the desk says so, and for one call after the other', () => {
    const desk = new DeskHarness({ ring: 'all' });
    const [ann, bob] = [desk.available('ann'), desk.available('bob')];
    const [first, second] = [desk.callOf(desk.caller('vera')), desk.callOf(desk.caller('walt'))];
    expect([[...ann.screen.rings], [...bob.screen.rings]]).toEqual([[first], [first]]);
    const carl = desk.available('carl');
    expect([...carl.screen.rings]).toEqual([first]);
    desk.ok(bob, 'accept', { call: first });
    expect([[...ann.screen.rings], [...bob.screen.rings], [...carl.screen.rings]]).toEqual([[second], [], [second]]);
  });

  it('may be picked from the list, whoever it rings for, by one who has no other', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.agent('bob')];
    const [first, second] = [desk.callOf(desk.caller('vera')), desk.callOf(desk.caller('walt'))];
    desk.ok(bob, 'accept', { call: first });
    expect(ann.story).toContain(`ring-end:${first}:accepted`);
    expect([...ann.screen.rings]).toEqual([second]);
    expect(desk.command(bob, 'accept', { call: second })).toBe('not-allowed');
    expect(desk.command(bob, 'accept', { call: 'nothing' })).toBe('call-gone');
  });

  it('that was answered once is not missed when it waits again and ends, and its note is told', () => {
    const desk = new DeskHarness();
    const [ann, bob] = [desk.available('ann'), desk.available('bob')];
    const vera = desk.caller('vera');
    const call = desk.callOf(vera);
    desk.ok(ann, 'accept', { call });
    desk.ok(ann, 'note', { call, text: 'a green one' });
    desk.ok(ann, 'transfer', { call, agent: bob.welcome.me });
    desk.ok(vera, 'end');
    expect(desk.webhooks.at(-1)).toMatchObject({
      type: 'call.ended',
      data: { reason: 'canceled', note: 'a green one', agent: null },
    });
    expect([desk.state.missed.size, desk.desk.stats().missed]).toEqual([0, 0]);
  });

  describe('that its visitor ends while the agent is writing', () => {
    function ended(): { desk: DeskHarness; ann: DeskSocket; call: CallId; told: () => unknown[] } {
      const desk = new DeskHarness({ tellsEnds: true });
      const ann = desk.available('ann');
      const vera = desk.caller('vera');
      const call = desk.callOf(vera);
      desk.ok(ann, 'accept', { call });
      desk.ok(ann, 'note', { call, text: 'a green' });
      desk.ok(vera, 'end');
      const told = (): unknown[] =>
        desk.webhooks.filter(({ type }) => type === 'call.ended').map(({ data }) => data.note);
      return { desk, ann, call, told };
    }

    it('is told with the whole note, once, and as of when it ended', () => {
      const { desk, ann, call, told } = ended();
      const endedAt = new Date(desk.nowMs).toISOString();
      expect(told()).toEqual([]);
      desk.advance(400);
      desk.ok(ann, 'note', { call, text: 'a green one' });
      expect(told()).toEqual(['a green one']);
      expect(desk.webhooks.at(-1)).toMatchObject({ timestamp: endedAt, data: { agent: { sub: 'ann' } } });
      expect(desk.command(ann, 'note', { call, text: 'too late' })).toBe('call-gone');
      desk.advance(10 * NOTE_GRACE_MS);
      expect(told()).toEqual(['a green one']);
    });

    it('is told without it where nothing comes, also after a restart', () => {
      const { desk, ann, call, told } = ended();
      desk.restart();
      desk.advance(NOTE_GRACE_MS - 1);
      expect(told()).toEqual([]);
      desk.advance(1);
      expect(told()).toEqual(['a green']);
      expect(desk.command(ann, 'note', { call, text: 'too late' })).toBe('call-gone');
    });

    it('takes it from that agent alone', () => {
      const { desk, call, told } = ended();
      const bob = desk.available('bob');
      expect(desk.command(bob, 'note', { call, text: 'by somebody else' })).toBe('call-gone');
      expect(told()).toEqual([]);
    });
  });

  it('is the same when it is asked for again after a lost socket, also when the answer was lost', () => {
    const desk = new DeskHarness();
    desk.available('ann');
    const visitor = desk.caller('vera');
    const id = desk.callOf(visitor);
    desk.drop(visitor);
    const again = desk.caller('vera');
    expect(desk.callOf(again)).toBe(id);
    expect(desk.state.calls.size).toBe(1);
    expect(desk.webhooks.map(({ type }) => type)).toEqual(['call.waiting']);
  });
});

describe('places', () => {
  it('are those of the order of coming, and move up', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const [vera, walt, xena] = [desk.caller('vera'), desk.caller('walt'), desk.caller('xena')];
    expect([vera, walt, xena].map((one) => one.own?.position)).toEqual([1, 2, 3]);
    desk.ok(walt, 'cancel');
    expect([positions(vera), positions(xena)]).toEqual([[1], [3, 2]]);
    expect(ann.screen.waiting).toBe(2);
    expect(ann.story).toContain(`call-end:${desk.callOf(walt)}:canceled`);
    expect(desk.state.missed.size).toBe(1);
  });

  it('far back are told with every tenth only', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const callers = Array.from({ length: 45 }, (_, i) => desk.caller(`v${i}`));
    const last = callers.at(-1);
    if (last === undefined) throw new Error('nobody');
    for (const caller of callers.slice(0, 30)) desk.ok(caller, 'cancel');
    expect(positions(last)).toEqual([45, 39, 29, 20, 19, 18, 17, 16, 15]);
  });

  it('are kept by a page that comes back within 120 s, also the next one of the tab, and lost after it', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const [vera, walt] = [desk.caller('vera'), desk.caller('walt')];
    desk.say(vera, { type: 'bye', grace: true });
    expect(ann.screen.calls.get(desk.callOf(vera))?.on).toBe(false);
    desk.advance(119_999);
    const back = desk.visitor('vera');
    expect(back.own).toMatchObject({ phase: 'waiting', position: 1 });
    desk.drop(back);
    desk.advance(120_000);
    expect(walt.own?.position).toBe(1);
    expect(desk.state.missed.size).toBe(1);
    expect(desk.visitor('vera').own).toMatchObject({ phase: 'ended', reason: 'lost' });
  });

  it('are not rung for while the page is away', () => {
    const desk = new DeskHarness();
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const [vera, walt] = [desk.caller('vera'), desk.caller('walt')];
    desk.drop(vera);
    desk.ok(ann, 'status', { status: 'available' });
    expect([...ann.screen.rings]).toEqual([desk.callOf(walt)]);
  });

  it('end after the time that the desk lets people wait', () => {
    const desk = new DeskHarness({ maxWaitSeconds: 60 });
    const ann = desk.agent('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    const vera = desk.caller('vera');
    desk.advance(60_000);
    expect(vera.own).toMatchObject({ phase: 'ended', reason: 'no-answer' });
    expect([...desk.state.missed.values()]).toMatchObject([{ name: 'vera', reason: 'no-answer' }]);
    expect(desk.webhooks.at(-1)).toMatchObject({ type: 'call.missed', data: { waiting: 0, reason: 'no-answer' } });
  });

  it('are as many as the desk has, and twenty for one address', () => {
    const desk = new DeskHarness({ capacity: 25 });
    desk.agent('ann');
    expect(desk.command(desk.visitor(), 'call', { session: 's'.repeat(22) })).toBe('desk-offline');
    desk.ok(desk.agent('bob'), 'status', { status: 'busy' });
    for (let i = 0; i < 20; i++) expect(desk.caller(`v${i}`, {}, { network: 'n1' }).own).not.toBe(null);
    const more = desk.visitor('', { network: 'n1' });
    expect(desk.command(more, 'call', { session: 's'.repeat(22) })).toBe('rate-limited');
    for (let i = 0; i < 5; i++) expect(desk.caller(`w${i}`).own).not.toBe(null);
    expect(desk.command(desk.visitor(), 'call', { session: 't'.repeat(22) })).toBe('desk-full');
  });
});

describe('who calls and leaves again and again', () => {
  it('may do so twenty times, and then once in 15 s; others are not touched', () => {
    const desk = new DeskHarness();
    desk.available('ann');
    const grant = { network: 'network-1' };
    const session = sessionOf('vera');
    const visitor = desk.visitor('', grant);
    for (let i = 0; i < 20; i++) {
      desk.ok(visitor, 'call', { session });
      desk.ok(visitor, 'cancel');
      desk.advance(1);
    }
    expect(desk.command(visitor, 'call', { session })).toBe('rate-limited');
    expect(desk.caller('walt', {}, { network: 'network-2' }).own?.phase).toBe('ringing');
    desk.advance(15_000);
    expect(desk.command(visitor, 'call', { session })).toBe('ok');
    desk.ok(visitor, 'cancel');
    expect(desk.command(visitor, 'call', { session })).toBe('rate-limited');
  });

  it.each(['one session', 'many sessions'])('also where the desk hibernates in between, with %s', (what) => {
    const desk = new DeskHarness();
    desk.available('ann');
    const visitor = desk.visitor('', { network: 'network-1' });
    const call = (i: number): string | null => {
      const session = sessionOf(what === 'one session' ? 'vera' : `vera-${i}`);
      const result = desk.command(visitor, 'call', { session });
      if (result === 'ok') desk.ok(visitor, 'cancel');
      desk.restart();
      return result;
    };
    const results = Array.from({ length: 22 }, (_, i) => call(i));
    expect(results).toEqual([...Array(20).fill('ok'), 'rate-limited', 'rate-limited']);
    desk.advance(15_000);
    expect([call(22), call(23)]).toEqual(['ok', 'rate-limited']);
  });
});

describe('an estimate', () => {
  it('is none until three calls were handled, and then their median by place and agents', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    for (const [i, minutes] of [2, 9, 4].entries()) {
      const visitor = desk.caller(`v${i}`);
      expect(visitor.own?.waitMs).toBe(undefined);
      desk.ok(ann, 'accept', { call: desk.callOf(visitor) });
      desk.advance(minutes * 60_000);
      desk.ok(ann, 'end', { call: desk.callOf(visitor) });
    }
    desk.ok(ann, 'status', { status: 'busy' });
    expect(desk.caller('vera').own?.waitMs).toBe(4 * 60_000);
    expect(desk.caller('walt').own?.waitMs).toBe(8 * 60_000);
    const bob = desk.agent('bob');
    desk.ok(bob, 'status', { status: 'busy' });
    expect(desk.caller('xena').own?.waitMs).toBe(6 * 60_000);
    expect(desk.desk.stats()).toMatchObject({ waiting: 3, answered: 3, missed: 0, medianHandledMs: 240_000 });
  });
});
