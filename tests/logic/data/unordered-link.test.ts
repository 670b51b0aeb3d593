import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type UnorderedEnvelope, UnorderedLink, WINDOW_COUNT } from '../../../widget/data/unordered-link.ts';
import { seedFromEnvironment } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { incFrom } from './fake-channels.ts';

const SEED = seedFromEnvironment();
const A = incFrom('a');
const B = incFrom('b');

function link(localInc = A, remoteInc = B, clock = new VirtualClock()) {
  const sent: UnorderedEnvelope[] = [];
  const got: string[] = [];
  const made = new UnorderedLink<string>({
    localInc,
    remoteInc,
    clock,
    transmit: (envelope) => sent.push(envelope),
    decode: (value) => (typeof value === 'string' ? value : null),
    deliver: (body) => got.push(body),
    ondrain: () => {},
    measure: (body) => body.length,
  });
  return { clock, link: made, sent, got };
}

const fromB = (part: Partial<UnorderedEnvelope>) => ({ s: B, r: A, n: 0, a: 0, x: [], ...part });

describe('the unordered link', () => {
  it('delivers what is early at once, and everything once', () => {
    const { link: a, got } = link();
    for (const n of [3, 1, 3, 2, 1, 3]) a.receive(fromB({ n, b: `body ${n}` }));
    expect(got).toEqual(['body 3', 'body 1', 'body 2']);
  });

  it('acknowledges within 50 ms what has arrived and what is early', async () => {
    const { link: a, sent, clock } = link();
    for (const n of [1, 2, 4, 7]) a.receive(fromB({ n, b: 'x' }));
    await clock.advance(50);
    expect(sent).toEqual([{ s: A, r: B, n: 0, a: 2, x: [2, 5] }]);
  });

  it('acknowledges 512 KiB at once, and begins to count anew', () => {
    const { link: a, sent } = link();
    const body = 'x'.repeat(256 * 1024);
    for (const n of [1, 2, 4]) a.receive(fromB({ n, b: body }));
    expect(sent).toEqual([{ s: A, r: B, n: 0, a: 2, x: [] }]);
    a.receive(fromB({ n: 3, b: body }));
    expect(sent.slice(1)).toEqual([{ s: A, r: B, n: 0, a: 4, x: [] }]);
  });

  it('acknowledges again what came again', async () => {
    const { link: a, sent, clock } = link();
    a.receive(fromB({ n: 1, b: 'x' }));
    await clock.advance(50);
    a.receive(fromB({ n: 1, b: 'x' }));
    await clock.advance(50);
    expect(sent).toHaveLength(2);
  });

  it('sends again what is not acknowledged, and only that', () => {
    const { link: a, sent } = link();
    for (const body of ['one', 'two', 'three', 'four']) a.send(body);
    a.receive(fromB({ a: 1, x: [2] }));
    sent.length = 0;
    a.resend();
    expect(sent.map(({ n, b }) => [n, b])).toEqual([
      [2, 'two'],
      [4, 'four'],
    ]);
    expect(a.pendingBytes).toBe('twofour'.length);
  });

  it('sends again by itself after 4 s without progress', async () => {
    const { link: a, sent, clock } = link();
    a.send('one');
    await clock.advance(3_999);
    expect(sent).toHaveLength(1);
    await clock.advance(1);
    expect(sent).toHaveLength(2);
    a.receive(fromB({ a: 1 }));
    await clock.advance(60_000);
    expect(sent).toHaveLength(2);
    expect(clock.pendingCount).toBe(0);
  });

  it('counts the window from the oldest unacknowledged one', () => {
    const { link: a } = link();
    for (let i = 0; i < 10; i++) a.send('x');
    a.receive(fromB({ a: 0, x: [2, 3, 4, 5, 6, 7, 8, 9] }));
    expect(a.pendingCount).toBe(10);
    a.receive(fromB({ a: 9 }));
    expect(a.pendingCount).toBe(1);
  });

  it('does not remember what is further ahead than the window', () => {
    const { link: a, got } = link();
    a.receive(fromB({ n: WINDOW_COUNT + 1, b: 'too far' }));
    a.receive(fromB({ n: Number.MAX_SAFE_INTEGER, b: 'too far' }));
    a.receive(fromB({ n: WINDOW_COUNT, b: 'just so' }));
    expect(got).toEqual(['just so']);
  });

  it('passes over what is malformed', () => {
    const { link: a, got } = link();
    a.receive(fromB({ n: 1, b: { not: 'a string' } }));
    a.receive(fromB({ n: 2, b: 'fine' }));
    expect(got).toEqual(['fine']);
  });

  it('starts over with a page that was reloaded', async () => {
    const { link: a, sent, got, clock } = link();
    const C = incFrom('c');
    a.send('for the old page');
    a.receive(fromB({ n: 1, b: 'from the old page' }));
    a.setRemoteIncarnation(C);
    sent.length = 0;
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    a.receive(fromB({ n: 2, b: 'late' }));
    a.receive(fromB({ s: C, n: 1, b: 'new' }));
    a.send('hello');
    expect(got).toEqual(['from the old page', 'new']);
    expect(sent).toEqual([{ s: A, r: C, n: 1, a: 1, x: [], b: 'hello' }]);
  });

  it.each([
    ['another sender', { s: incFrom('d') }],
    ['another receiver', { r: incFrom('d') }],
    ['no receiver', { r: null }],
    ['a negative number', { n: -1 }],
    ['a number that is none', { n: '1' }],
    ['half a number', { n: 1.5 }],
    ['a huge number', { n: 2 ** 60 }],
    ['no acknowledgement', { a: undefined }],
    ['a list that is none', { x: 'x' }],
    ['distances beyond the window', { x: [WINDOW_COUNT + 1] }],
    ['a distance of nothing', { x: [0] }],
    ['too many distances', { x: Array.from({ length: WINDOW_COUNT + 1 }, () => 1) }],
  ])('ignores an envelope with %s', (_, part) => {
    const { link: a, got, sent } = link();
    a.send('x');
    a.receive({ ...fromB({ n: 1, a: 1, b: 'x' }), ...part });
    expect(got).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(a.pendingCount).toBe(1);
  });

  it(`never throws, whatever arrives (seed ${SEED})`, () => {
    const { link: a } = link();
    fc.assert(
      fc.property(fc.anything(), (value) => {
        a.receive(value);
        a.receive({ ...fromB({}), ...(typeof value === 'object' ? value : {}) });
      }),
      { seed: SEED },
    );
  });
});
