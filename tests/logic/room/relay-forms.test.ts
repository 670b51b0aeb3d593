/**
 * A relay has two forms, an object and a line with its payload behind it: whichever both ends know, the same arrives, and nothing that a
 * page says in the second is ever read as anything but its payload. Only the receiver reads that.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES, RELAY_LINES } from '#protocol';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const LINES = { caps: [RELAY_LINES] };
const FORMS = ['object', 'line'] as const;

function say(room: RoomHarness, from: TestSocket, to: string, text: string, form: (typeof FORMS)[number]): void {
  room.sayRaw(from, form === 'line' ? `relay ${to}\n${text}` : `{"type":"relay","to":"${to}","payload":${text}}`);
}

function pair(hello: object): { room: RoomHarness; ann: TestSocket; eve: TestSocket; before: number } {
  const room = new RoomHarness();
  const ann = room.join({ ...hello });
  const eve = room.join();
  return { room, ann, eve, before: ann.heard.length };
}

/** Not JSON, or JSON that looks like something else; and what the receiver may make of it. */
const HOSTILE: readonly (readonly [what: string, text: string, payload: unknown[]])[] = [
  ['another line', '1\nrelay peer-1 ffffffffffffffff\n2', []],
  ['another line first', '\nrelay peer-1 ffffffffffffffff\n2', []],
  ['ends of lines of all kinds', '\r\n\n\r "x" \n\r', ['x']],
  ['nothing', '', []],
  ['fields of the object around it', '1,"from":"peer-1","type":"welcome"', []],
  ['the end of the object around it', '1},{"type":"error","code":"kicked","fatal":true', []],
  [
    'another message',
    '{"type":"error","code":"kicked","fatal":true}',
    [{ type: 'error', code: 'kicked', fatal: true }],
  ],
  ['a sender of its own', '{"from":"peer-1","inc":"ffffffffffffffff"}', [{ from: 'peer-1', inc: 'f'.repeat(16) }]],
  ['a key twice', '{"a":1,"a":2}', [{ a: 2 }]],
  ['half a pair as an escape', String.raw`"\ud800"`, ['\ud800']],
  ['half a pair as it is', '"\udc00"', ['\udc00']],
  ['a NUL', '"\0"', []],
  ['NULs around it', '\0"x"\0', []],
  ['a number that none is', '1e999', [Infinity]],
  ['depth without end', '['.repeat(40_000), []],
  ['no JSON', 'undefined', []],
];

describe('to a page that takes lines', () => {
  it.each(HOSTILE)('%s is its payload or nothing, from the one who said it', (_, text, payload) => {
    const { room, ann, eve, before } = pair(LINES);
    say(room, eve, ann.welcome.me, text, 'line');
    const from = { type: 'relay', from: eve.welcome.me, inc: eve.inc };
    expect(ann.heard.slice(before)).toEqual(payload.map((it) => ({ ...from, payload: it })));
    say(room, eve, ann.welcome.me, '"still there"', 'line');
    expect(ann.relayed.at(-1)).toBe('still there');
  });

  it('no key of a payload is more than a key', () => {
    const { room, ann, eve } = pair(LINES);
    say(room, eve, ann.welcome.me, '{"__proto__":{"admin":true},"constructor":1}', 'line');
    const [payload] = ann.relayed;
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect(Object.keys(Object(payload))).toEqual(['__proto__', 'constructor']);
    expect('admin' in Object.prototype).toBe(false);
  });

  it('48 KiB arrive, and one byte more closes the socket of the sender', () => {
    const { room, ann, eve, before } = pair(LINES);
    const most = `"${'界'.repeat((MAX_PAYLOAD_BYTES - 3) / 3)}x"`;
    say(room, eve, ann.welcome.me, most, 'line');
    expect(ann.heard).toHaveLength(before + 1);
    say(room, eve, ann.welcome.me, `${most} `, 'line');
    expect([eve.closedWith, eve.errors]).toEqual([4413, ['message-too-large!']]);
    expect(ann.relayed).toHaveLength(1);
  });
});

describe('to a page that does not', () => {
  it.each([
    ...HOSTILE.filter(([, , payload]) => payload.length === 0),
    ['a polluting key', '{"__proto__":{"admin":true}}', []] as const,
    ['a number that none is', '1e999', []] as const,
    ['too deep nesting', `${'['.repeat(16)}${']'.repeat(16)}`, []] as const,
    ['too many values', `[${'0,'.repeat(2_000)}0]`, []] as const,
  ])('%s costs the sender the socket', (_, text) => {
    const { room, ann, eve } = pair({});
    say(room, eve, ann.welcome.me, text, 'line');
    expect([eve.closedWith, eve.errors]).toEqual([4400, ['bad-message!']]);
    expect(ann.relayed).toEqual([]);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
  });
});

describe('a line', () => {
  it.each([
    'relay',
    'relay ',
    'relay peer-1',
    'relay \n1',
    'relay  peer-1\n1',
    'relay peer-1 \n1',
    'relay peer-1\r\n1',
    'relay peer-1 peer-2\n1',
    'relay péer\n1',
    `relay ${'p'.repeat(33)}\n1`,
    'relay peer-1\u20281',
    ' relay peer-1\n1',
    'Relay peer-1\n1',
  ])('%j names nobody', (frame) => {
    const { room, ann, eve } = pair(LINES);
    room.sayRaw(eve, frame);
    expect([eve.closedWith, eve.errors, ann.relayed]).toEqual([4400, ['bad-message!'], []]);
  });

  it.each(['peer-2', 'peer-9', '__proto__'])('to %s is dropped, as an object is', (to) => {
    const { room, eve } = pair(LINES);
    say(room, eve, to, '1', 'line');
    expect(eve.closedWith).toBe(null);
    room.alarm();
    expect(room.logs).toContainEqual({ event: 'undelivered-relays', count: 1 });
  });

  it('is none of somebody without a seat', () => {
    const room = new RoomHarness();
    const ann = room.join(LINES);
    const stranger = room.open();
    say(room, stranger, ann.welcome.me, '1', 'line');
    expect([stranger.closedWith, ann.relayed]).toEqual([4400, []]);
  });

  it('counts towards the rate as an object does', () => {
    const { room, ann, eve } = pair(LINES);
    for (let i = 0; i < 60; i++) say(room, eve, ann.welcome.me, '1', 'line');
    expect([eve.closedWith, eve.errors, ann.relayed.length]).toEqual([4429, ['rate-limited'], 59]);
    const big = pair(LINES);
    const text = `"${'x'.repeat(45_000)}"`;
    for (let i = 0; i < 12; i++) say(big.room, big.eve, big.ann.welcome.me, text, 'line');
    expect([big.eve.closedWith, big.ann.relayed.length]).toEqual([4429, 11]);
  });

  it('is what a page gets that said so in its newest hello', () => {
    const { room, ann, eve } = pair({});
    const again = room.resume(ann.welcome, LINES);
    say(room, eve, ann.welcome.me, 'no JSON', 'line');
    expect([eve.closedWith, again.relayed]).toEqual([null, []]);
    const old = room.resume(again.welcome);
    say(room, eve, ann.welcome.me, '1', 'line');
    say(room, eve, ann.welcome.me, 'no JSON', 'line');
    expect([eve.closedWith, old.relayed]).toEqual([4400, [1]]);
  });
});

describe('whatever the forms of both ends', () => {
  const seed = seedFromEnvironment();
  const isPlain = (text: string): boolean => !/__proto__|prototype|constructor/.test(text);
  const text = fc
    .jsonValue({ maxDepth: 8 })
    .map((value) => JSON.stringify(value))
    .filter(isPlain);

  it(`the same arrives, in order, SEED=${seed}`, () => {
    console.log(`relay forms: SEED=${seed}`);
    const random = randomFrom(seed);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        const payloads = texts.map((it): unknown => JSON.parse(it));
        for (const caps of [[], [RELAY_LINES]]) {
          const { room, ann, eve, before } = pair({ caps });
          for (const it of texts) say(room, eve, ann.welcome.me, it, random.pick(FORMS));
          const from = { type: 'relay', from: eve.welcome.me, inc: eve.inc };
          expect(ann.heard.slice(before)).toEqual(payloads.map((payload) => ({ ...from, payload })));
        }
      }),
      { seed, numRuns: 1_000 },
    );
  });
});
