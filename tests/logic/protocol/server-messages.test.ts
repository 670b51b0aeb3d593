import { describe, expect, it } from 'vitest';
import { decodeServerMessage } from '#protocol';
import { testDecoder } from './decoder-table.ts';

const INC = '0123456789abcdef';
const PEER = { id: 'peer-1', inc: INC, on: true, name: 'Ann', caps: ['chat'], state: { camera: true }, joinedAt: 5 };
/** Of a server that knows roles. */
const MEMBER = { ...PEER, role: 'guest' };
const LIMITS = { frameBytes: 1, payloadBytes: 2, capacity: 4, burst: 60, perSecond: 10, graceMs: 3, heartbeatMs: 4 };
const WRONG_NUMBERS = ['1', null, {}];
const WRONG_IDS = [7, null, '', 'a b', 'x'.repeat(33)];
const WRONG_PEERS = [
  null,
  'peer-1',
  {},
  { ...PEER, id: 7 },
  { ...PEER, inc: 'short' },
  { ...PEER, on: 1 },
  { ...PEER, name: 'x'.repeat(65) },
  { ...PEER, caps: 'chat' },
  { ...PEER, state: { nested: {} } },
  { ...PEER, joinedAt: '5' },
  { ...PEER, role: 7 },
  { ...PEER, role: 'no role' },
];
const WRONG_SERVERS = [null, 'stun:x', [7], [{}], [{ urls: 7 }], [{ urls: ['stun:x'], username: 7 }]];

testDecoder('welcome', decodeServerMessage, {
  valid: {
    type: 'welcome',
    me: 'peer-1',
    session: 's',
    key: 'k',
    resumed: false,
    boot: 'b',
    rv: 3,
    role: 'host',
    room: { name: 'coffee', capacity: 4, createdAt: 5, locked: false, lobby: true },
    peers: [PEER, MEMBER],
    waiting: [{ id: 'peer-2', name: 'Bob' }],
    limits: LIMITS,
    caps: ['lines'],
    iceServers: [{ urls: ['turn:x'], username: 'u', credential: 'c' }, { urls: 'stun:x' }],
    iceTtlMs: 3_600_000,
    relayEnds: true,
    now: 7,
  },
  required: ['me', 'session', 'key', 'resumed', 'boot', 'rv', 'room', 'peers', 'limits', 'iceServers', 'now'],
  optional: { role: undefined, waiting: undefined, caps: undefined, iceTtlMs: undefined, relayEnds: undefined },
  wrong: {
    me: WRONG_IDS,
    session: [7, null, '', 'a b'],
    key: [7, null, '', 'a b'],
    resumed: [1, null, 'true'],
    boot: [7, null],
    rv: WRONG_NUMBERS,
    role: [7, null, '', 'Host', 'no role'],
    room: [
      null,
      'coffee',
      {},
      { name: 7, capacity: 4, createdAt: 5 },
      { name: 'coffee', createdAt: 5 },
      { name: 'coffee', capacity: 4, createdAt: 5, locked: 1 },
      { name: 'coffee', capacity: 4, createdAt: 5, lobby: 'yes' },
    ],
    waiting: [null, {}, [7], [{ id: 'peer-2' }], [{ id: 'a b', name: 'Bob' }], [{ id: 'peer-2', name: 7 }]],
    peers: [null, PEER, ...WRONG_PEERS.map((peer) => [peer])],
    caps: [null, {}, 'lines', [7], ['x'.repeat(33)], Array.from({ length: 33 }, () => 'x')],
    iceServers: WRONG_SERVERS,
    iceTtlMs: WRONG_NUMBERS,
    relayEnds: [1, null, 'true'],
    now: WRONG_NUMBERS,
  },
});

testDecoder('wait', decodeServerMessage, {
  valid: { type: 'wait', position: 3, session: 'abc-_9', key: 'def' },
  required: [],
  optional: { position: undefined, session: undefined, key: undefined },
  wrong: { position: WRONG_NUMBERS, session: [7, null, '', 'a b'], key: [7, null, '', 'x'.repeat(65)] },
});

testDecoder('probe', decodeServerMessage, {
  valid: { type: 'probe', nonce: 'abc-_9' },
  required: ['nonce'],
  wrong: { nonce: [7, null, '', 'has space', 'x'.repeat(65)] },
});

testDecoder('relay', decodeServerMessage, {
  valid: { type: 'relay', from: 'peer-1', inc: INC, payload: [1] },
  required: ['from', 'inc', 'payload'],
  wrong: { from: WRONG_IDS, inc: [7, null, 'short'] },
});

testDecoder('result', decodeServerMessage, {
  valid: { type: 'result', id: '1', ok: true, iceServers: [{ urls: ['stun:x'] }], iceTtlMs: 0, relayEnds: false },
  required: ['id', 'ok'],
  optional: { iceServers: undefined, iceTtlMs: undefined, relayEnds: undefined },
  wrong: { id: [7, null], ok: [1, null, false], iceServers: WRONG_SERVERS, iceTtlMs: WRONG_NUMBERS, relayEnds: [1] },
});

testDecoder('refused result', decodeServerMessage, {
  valid: { type: 'result', id: '1', ok: false, code: 'bad-message' },
  required: ['id', 'ok', 'code'],
  wrong: { id: [7, null], ok: [0, null], code: [7, null, 'no code'] },
});

testDecoder('error', decodeServerMessage, {
  valid: { type: 'error', code: 'rate-limited', fatal: false, retryMs: 100 },
  required: ['code', 'fatal'],
  optional: { retryMs: undefined },
  wrong: { code: [7, null, 'no code'], fatal: [0, null], retryMs: WRONG_NUMBERS },
});

for (const event of ['join', 'on']) {
  testDecoder(`event ${event}`, decodeServerMessage, {
    valid: { type: 'event', rv: 3, event, peer: PEER },
    required: ['rv', 'event', 'peer'],
    wrong: { rv: WRONG_NUMBERS, event: [7, null], peer: WRONG_PEERS },
  });
}

testDecoder('event off', decodeServerMessage, {
  valid: { type: 'event', rv: 3, event: 'off', id: 'peer-1' },
  required: ['rv', 'event', 'id'],
  wrong: { rv: WRONG_NUMBERS, id: WRONG_IDS },
});

testDecoder('event leave', decodeServerMessage, {
  valid: { type: 'event', rv: 3, event: 'leave', id: 'peer-1', reason: 'user_left' },
  required: ['rv', 'event', 'id', 'reason'],
  wrong: { rv: WRONG_NUMBERS, id: WRONG_IDS, reason: [7, null, 'no reason'] },
});

testDecoder('event state', decodeServerMessage, {
  valid: { type: 'event', rv: 3, event: 'state', id: 'peer-1', state: { camera: true } },
  required: ['rv', 'event', 'id', 'state'],
  wrong: { rv: WRONG_NUMBERS, id: WRONG_IDS, state: [null, 7, { nested: {} }] },
});

testDecoder('event name', decodeServerMessage, {
  valid: { type: 'event', rv: 3, event: 'name', id: 'peer-1', name: 'Ann' },
  required: ['rv', 'event', 'id', 'name'],
  wrong: { rv: WRONG_NUMBERS, id: WRONG_IDS, name: [7, null, 'x'.repeat(65)] },
});

testDecoder('event role', decodeServerMessage, {
  valid: { type: 'event', rv: 3, event: 'role', id: 'peer-1', role: 'host' },
  required: ['rv', 'event', 'id', 'role'],
  wrong: { rv: WRONG_NUMBERS, id: WRONG_IDS, role: [7, null, '', 'Host', 'no role'] },
});

for (const event of ['lock', 'lobby']) {
  testDecoder(`event ${event}`, decodeServerMessage, {
    valid: { type: 'event', rv: 3, event, on: true },
    required: ['rv', 'event', 'on'],
    wrong: { rv: WRONG_NUMBERS, on: [1, null, 'true'] },
  });
}

testDecoder('notice knock', decodeServerMessage, {
  valid: { type: 'notice', notice: 'knock', id: 'peer-1', name: 'Ann' },
  required: ['notice', 'id', 'name'],
  wrong: { notice: [7, null], id: WRONG_IDS, name: [7, null, 'x'.repeat(65)] },
});

testDecoder('notice knock-end', decodeServerMessage, {
  valid: { type: 'notice', notice: 'knock-end', id: 'peer-1' },
  required: ['notice', 'id'],
  wrong: { notice: [7, null], id: WRONG_IDS },
});

testDecoder('notice mute', decodeServerMessage, {
  valid: { type: 'notice', notice: 'mute', from: 'peer-1' },
  required: ['notice', 'from'],
  wrong: { notice: [7, null], from: WRONG_IDS },
});

describe('a notice of a newer server', () => {
  it('is ignored', () => {
    expect(decodeServerMessage('{"type":"notice","notice":"from-the-future","id":7}')).toEqual({
      ok: false,
      reason: 'unknown-type',
    });
  });
});
