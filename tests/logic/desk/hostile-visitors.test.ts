/** Visitors who say as much as they can, as often as they can: agents must not lose their sockets over it. */
import { describe, expect, it } from 'vitest';
import { MAX_SAID_LENGTH, MAX_SHOWN_BYTES, MAX_UNREAD_BYTES, type CallId, utf8Length } from '#protocol';
import { DeskHarness, type DeskSocket, sessionOf } from '../../support/desk-harness.ts';

const bytesOf = (value: unknown): number => utf8Length(JSON.stringify(value));

/** What makes a call say exactly as much. */
function saying(length: number, name: string, char = '名'): { form: Record<string, string> } {
  const form = Object.fromEntries('a b c d e f g'.split(' ').map((key) => [key, char.repeat(256)]));
  const missing = length - JSON.stringify({ name, topic: '', form: { ...form, h: '' }, page: null, user: null }).length;
  return { form: { ...form, h: char.repeat(missing) } };
}

const page = (i: number): { page: { url: string; title: string } } => ({
  page: { url: `https://shop.example/${i}`, title: '' },
});

const pagesHeard = ({ events }: DeskSocket): (string | undefined)[] =>
  events.flatMap((event) => (event.event === 'call' ? [event.call.page?.url.slice(-1)] : []));

describe('what a call says', () => {
  it.each(['x', 'ж', '名'])(
    'is at most 2,048 characters of any script (%s), and one more is refused without a socket being lost',
    (char) => {
      const desk = new DeskHarness();
      desk.available('ann');
      expect(desk.caller('vera', saying(MAX_SAID_LENGTH, 'vera', char)).own).toMatchObject({ phase: 'ringing' });
      const walt = desk.visitor();
      const wish = { session: sessionOf('walt'), name: 'walt' };
      expect(desk.command(walt, 'call', { ...wish, ...saying(MAX_SAID_LENGTH + 1, 'walt', char) })).toBe(
        'message-too-large',
      );
      expect(desk.command(walt, 'call', wish)).toBe('ok');
    },
  );

  it('is no more for a page that is said later, and leaves room for a note', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    const vera = desk.caller('vera', saying(MAX_SAID_LENGTH, 'vera'));
    expect(desk.command(vera, 'page', page(1))).toBe('message-too-large');
    const call = desk.callOf(vera);
    desk.ok(ann, 'accept', { call });
    desk.ok(ann, 'note', { call, text: '名'.repeat(1_000) });
    expect(desk.command(ann, 'note', { call, text: '"'.repeat(1_000) })).toBe('message-too-large');
    expect(ann.screen.calls.get(call)?.note).toBe('名'.repeat(1_000));
  });

  it('fits into a welcome that no agent is closed for, however many wait and were missed', () => {
    const departments = Array.from({ length: 32 }, (_, i) => `${i}-`.padEnd(64, 'd'));
    const desk = new DeskHarness({ departments });
    const some = departments.slice(0, 3);
    const ann = desk.agent('ann', { departments: some });
    desk.ok(ann, 'status', { status: 'busy' });
    const bob = desk.available('bob', { departments: some });
    desk.ok(bob, 'status', { status: 'busy' });
    for (let i = 0; i < 98; i++) desk.agent(`agent-${i}`, { name: '名'.repeat(64), departments: some });
    const come = (name: string): CallId => {
      desk.advance(1_000);
      return desk.callOf(desk.caller(name, saying(MAX_SAID_LENGTH, name)));
    };
    for (let i = 0; i < 210; i++) desk.ok(desk.caller(`missed-${i}`, saying(MAX_SAID_LENGTH, `missed-${i}`)), 'end');
    for (let i = 0; i < 51; i++) {
      const call = come(`waits-${i}`);
      desk.ok(ann, 'accept', { call });
      desk.ok(ann, 'note', { call, text: '名'.repeat(1_000) });
      if (i < 50) desk.ok(ann, 'transfer', { call, department: departments[0] });
    }
    for (let i = 0; i < 200; i++) desk.leave(`message-${i}-`.padEnd(32, 'm'));
    const { welcome } = desk.agent('ann', { departments: some });
    expect(welcome.agents.length).toBe(100);
    // The oldest, as far as a frame takes them, and the own one.
    expect([welcome.waiting, welcome.messages.length]).toEqual([50, 200]);
    expect(welcome.calls.length).toBeGreaterThan(15);
    expect(welcome.calls.slice(0, -1).map(({ name }) => name)).toEqual(
      Array.from({ length: welcome.calls.length - 1 }, (_, i) => `waits-${i}`),
    );
    expect(bytesOf(welcome.calls)).toBeLessThan(MAX_SHOWN_BYTES + 16 * 1024);
    expect(welcome.missed.length).toBeGreaterThan(14);
    expect(welcome.missed.at(-1)?.name).toBe('missed-209');
    // What happens before it is proven to be read has room, too.
    expect(bytesOf(welcome)).toBeLessThan(MAX_UNREAD_BYTES - 32 * 1024);
  });

  it('is shown of fifty who wait, where they say little, and of fewer as they say more', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    desk.ok(ann, 'status', { status: 'busy' });
    for (let i = 0; i < 60; i++) desk.caller(`waits-${i}`);
    expect(ann.screen.calls.size).toBe(50);
    const much = new DeskHarness();
    const bob = much.available('bob');
    much.ok(bob, 'status', { status: 'busy' });
    for (let i = 0; i < 40; i++) {
      much.advance(20_000);
      much.caller(`waits-${i}`, saying(MAX_SAID_LENGTH, `waits-${i}`));
    }
    expect(bytesOf([...bob.screen.calls.values()])).toBeLessThan(MAX_SHOWN_BYTES + 16 * 1024);
    expect([...bob.screen.calls.values()].map(({ name }) => name)).toContain('waits-20');
    expect(bob.screen.calls.size).toBeLessThan(40);
  });

  it('is remembered of two hundred missed calls, where they say little', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    for (let i = 0; i < 201; i++) desk.ok(desk.caller(`missed-${i}`), 'cancel');
    const { missed } = desk.agent('ann').welcome;
    expect([missed.length, missed[0]?.name]).toEqual([200, 'missed-1']);
    expect(ann.story.filter((line) => line.startsWith('missed-end:')).length).toBe(1);
  });
});

describe('the page of a visitor', () => {
  it('is told to agents five times at once, and then every 5 s', () => {
    const desk = new DeskHarness();
    const ann = desk.available('ann');
    const vera = desk.caller('vera');
    const before = pagesHeard(ann).length;
    const results = Array.from({ length: 8 }, (_, i) => desk.command(vera, 'page', page(i)));
    expect(results).toEqual([...Array(5).fill('ok'), ...Array(3).fill('rate-limited')]);
    desk.advance(4_999);
    expect(desk.command(vera, 'page', page(8))).toBe('rate-limited');
    desk.advance(1);
    expect(desk.command(vera, 'page', page(9))).toBe('ok');
    // The same again is nothing new.
    expect(desk.command(vera, 'page', page(9))).toBe('ok');
    expect(pagesHeard(ann).slice(before)).toEqual(['0', '1', '2', '3', '4', '9']);
    expect(desk.command(desk.caller('walt'), 'page', page(1))).toBe('ok');
  });
});

describe('a second call on the same socket', () => {
  it.each(['goes on', 'hibernates'])('is the one that is spoken of, where the desk %s', (what) => {
    const desk = new DeskHarness();
    desk.available('ann');
    const vera = desk.caller('vera');
    const first = desk.callOf(vera);
    desk.ok(vera, 'cancel');
    desk.ok(vera, 'call', { session: sessionOf('vera-2') });
    const second = desk.callOf(vera);
    expect(second).not.toBe(first);
    if (what === 'hibernates') desk.restart();
    expect(desk.command(vera, 'call', { session: sessionOf('vera-3') })).toBe('not-allowed');
    desk.ok(vera, 'page', page(7));
    expect(desk.state.calls.get(second)?.page?.url).toBe('https://shop.example/7');
    desk.ok(vera, 'end');
    expect(vera.own).toMatchObject({ id: second, phase: 'ended' });
    expect([...desk.state.calls.values()].map(({ phase }) => phase.type)).toEqual(['ended', 'ended']);
  });

  it('may be taken back from another socket, and is then the only one', () => {
    const desk = new DeskHarness();
    desk.available('ann');
    const [vera, walt] = [desk.caller('vera'), desk.caller('walt')];
    desk.ok(walt, 'cancel');
    desk.ok(walt, 'call', { session: sessionOf('vera') });
    expect([vera.closedWith, desk.callOf(walt)]).toEqual([4409, desk.callOf(vera)]);
    desk.ok(walt, 'end');
    expect([...desk.state.calls.values()].map(({ phase }) => phase.type)).toEqual(['ended', 'ended']);
  });
});

describe('calls that are over', () => {
  it('are forgotten in the order in which they ended', () => {
    const desk = new DeskHarness();
    desk.available('ann');
    const vera = desk.caller('vera');
    const others = Array.from({ length: 200 }, (_, i) => {
      const other = desk.caller(`other-${i}`);
      desk.ok(other, 'cancel');
      desk.advance(1);
      return desk.callOf(other);
    });
    desk.ok(vera, 'cancel');
    const { calls } = desk.state;
    expect([calls.size, calls.has(desk.callOf(vera))]).toEqual([200, true]);
    expect(others.filter((id) => !calls.has(id))).toEqual(others.slice(0, 1));
  });
});
