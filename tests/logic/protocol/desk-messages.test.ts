/** The wire of the support desk: what visitors and agents may say, what a desk says, and what nobody would. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDeskClientMessage, decodeDeskServerMessage } from '#protocol';
import { DeskHarness } from '../../support/desk-harness.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { testDecoder } from './decoder-table.ts';

const INC = '0123456789abcdef';
const SESSION = 'AbCdEfGhIjKlMnOpQrStUv';
const WRONG_SESSIONS = [7, null, '', SESSION.slice(1), 'x'.repeat(65), `${SESSION} `];
const WRONG_NAMES = [7, null, {}, 'x'.repeat(65), 'a\u0001'];
const WRONG_IDS = [7, null, '', 'has space', 'x'.repeat(33)];
const PAGE = { url: 'https://shop.example/lamps', title: 'Lamps' };
const WRONG_PAGES = [
  null,
  'x',
  {},
  { url: 'https://a' },
  { url: 'x'.repeat(513), title: '' },
  { url: '', title: 'x'.repeat(129) },
  { url: '', title: 'a\u0000' },
  { url: 'https://a/\u001f', title: '' },
];

testDecoder('hello at a desk', decodeDeskClientMessage, {
  valid: { type: 'hello', v: 1, inc: INC, session: SESSION, caps: ['hold'], name: 'Ann' },
  required: ['v', 'inc'],
  optional: { session: undefined, caps: [], name: undefined },
  wrong: { v: ['1', null], inc: [7, '', INC.slice(1)], session: WRONG_SESSIONS, name: WRONG_NAMES, caps: [7, [7]] },
});

testDecoder('call', decodeDeskClientMessage, {
  valid: {
    ...{ type: 'command', id: 'c1', op: 'call', session: SESSION, name: 'Vera', topic: 'A lamp', department: 'sales' },
    ...{ form: { order: '17\n\tgreen' }, page: PAGE, userId: 'customer-7', userHash: 'a'.repeat(64) },
  },
  required: ['id', 'op', 'session'],
  optional: {
    ...{ name: '', topic: '', department: undefined, form: {}, page: undefined },
    ...{ userId: undefined, userHash: undefined },
  },
  wrong: {
    id: WRONG_IDS,
    session: WRONG_SESSIONS,
    name: WRONG_NAMES,
    topic: [7, 'x'.repeat(129), 'a\u0001', 'a\r'],
    department: ['', 'a b', 7],
    form: [
      null,
      [],
      { a: 7 },
      { a: 'x'.repeat(257) },
      { a: 'x\u0001' },
      { 'a\u0001': 'x' },
      { '': 'a' },
      Object.fromEntries('abcdefghijk'.split('').map((k) => [k, ''])),
    ],
    page: WRONG_PAGES,
    userId: ['', 7, 'x'.repeat(129), 'a\u0001'],
    userHash: ['a'.repeat(63), 'g'.repeat(64), 7],
  },
});

testDecoder('transfer', decodeDeskClientMessage, {
  valid: { type: 'command', id: 'c1', op: 'transfer', call: 'call-1', agent: 'agent-1', department: 'sales' },
  required: ['id', 'op', 'call'],
  optional: { agent: undefined, department: undefined },
  wrong: { call: WRONG_IDS, agent: WRONG_IDS, department: ['', 7] },
});

describe.each([
  ['page', { page: PAGE }, { page: WRONG_PAGES }],
  ['rate', { stars: 3 }, { stars: [0, 6, 2.5, '3', null] }],
  ['status', { status: 'away' }, { status: ['off', 7, null] }],
  ['accept', { call: 'c' }, { call: WRONG_IDS }],
  ['decline', { call: 'c' }, { call: WRONG_IDS }],
  ['hold', { call: 'c', on: true }, { call: WRONG_IDS, on: [1, 'true', null] }],
  ['note', { call: 'c', text: 'x' }, { call: WRONG_IDS, text: [7, 'x'.repeat(1_001), 'a\u0001'] }],
  ['clear', { call: 'c' }, { call: WRONG_IDS }],
  ['handled', { message: 'm' }, { message: WRONG_IDS }],
])('%s', (op, fields, wrong) => {
  testDecoder('a command', decodeDeskClientMessage, {
    valid: { type: 'command', id: 'c1', op, ...fields },
    required: ['id', 'op', ...Object.keys(fields)],
    wrong: { id: WRONG_IDS, ...wrong },
  });
});

describe('what a page says of its address', () => {
  it.each([
    ['https://shop.example/lamps?session=7#top', 'https://shop.example/lamps'],
    ['https://user:password@shop.example/a@b', 'https://shop.example/a@b'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['javascript:alert(1)', ''],
    ['data:text/html,x', ''],
    ['/lamps', ''],
    ['https:///x', 'https:///x'],
  ])('%s is kept as %j', (url, kept) => {
    const page = { url, title: '' };
    const decoded = decodeDeskClientMessage(JSON.stringify({ type: 'command', id: 'c', op: 'page', page }));
    expect(decoded).toMatchObject({ ok: true, message: { page: { url: kept } } });
  });
});

describe('a frame', () => {
  it.each([
    ['{"type":"hello","v":2}', 'unsupported-version'],
    ['{"type":"command","id":"c","op":"dance"}', 'unknown-op'],
    ['{"type":"command","op":"dance"}', 'malformed'],
    ['{"type":"relay","to":"x","payload":1}', 'unknown-type'],
    ['{"type":"command","id":"c","op":"call","__proto__":{}}', 'malformed'],
    [`"${'x'.repeat(65_536)}"`, 'too-large'],
    ['[]', 'malformed'],
    ['', 'malformed'],
  ])('%.60s is %s', (frame, reason) => {
    expect(decodeDeskClientMessage(frame)).toMatchObject({ ok: false, reason });
  });

  it.each([
    ['{"type":"event","event":"from-the-future"}', 'unknown-type'],
    ['{"type":"event","event":"ring","id":"c"}', 'malformed'],
    ['{"type":"welcome","role":"host"}', 'malformed'],
    ['{"type":"news"}', 'unknown-type'],
    ['{"type":"event","event":{"toString":1}}', 'unknown-type'],
    ['null', 'malformed'],
  ])('of a desk, %s is %s', (frame, reason) => {
    expect(decodeDeskServerMessage(frame)).toEqual({ ok: false, reason });
  });
});

describe('any frames', () => {
  const seed = seedFromEnvironment();
  const id = fc.constantFrom('call-2', 'call-9', 'agent-1', 'x', '__proto__', 7, null);
  const frame = fc
    .record(
      {
        type: fc.constantFrom('command', 'command', 'command', 'command', 'hello', 'bye', 'read', 'relay'),
        id: fc.constantFrom('c1', 'c2', 7),
        op: fc.constantFrom(
          ...['call', 'cancel', 'page', 'rate', 'end', 'pass', 'status', 'accept', 'decline', 'hold'],
          ...['transfer', 'note', 'clear', 'handled', 'dance'],
        ),
        session: fc.constantFrom(SESSION, `${SESSION}2`, 7),
        call: id,
        agent: id,
        message: id,
        status: fc.constantFrom('available', 'busy', 'away', 'off'),
        on: fc.boolean(),
        stars: fc.integer({ min: 0, max: 6 }),
        text: fc.string(),
        grace: fc.constant(true),
        page: fc.constantFrom(PAGE, null),
        v: fc.constantFrom(1, 2),
        inc: fc.constant(INC),
      },
      { requiredKeys: ['type', 'id', 'op'] },
    )
    .map((value) => JSON.stringify(value));

  it(`of strangers, visitors and agents never make a desk throw, nor say what no page understands, SEED=${seed}`, () => {
    const random = randomFrom(seed);
    const desk = new DeskHarness({ departments: ['sales'] });
    const run = (text: string): void => {
      const agents = desk.sockets.filter(({ grant }) => grant.role === 'agent');
      if (agents.length < 3) desk.available(`agent-${random.int(0, 3)}`);
      if (desk.sockets.length < 8) desk.visitor();
      desk.sayRaw(random.pick(desk.sockets), text);
      if (random.chance(0.05)) desk.advance(random.pick([1_000, 30_000, 130_000]));
      if (random.chance(0.02)) desk.restart();
    };
    fc.assert(
      fc.property(fc.oneof(frame, fc.json()), (text) => run(text)),
      { seed, numRuns: 3_000 },
    );
    expect(desk.state.agents.size).toBeLessThanOrEqual(4);
  });
});
