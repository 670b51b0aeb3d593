import { decodeClientMessage } from '#protocol';
import { testDecoder } from './decoder-table.ts';

const INC = '0123456789abcdef';
const LONG = 'x'.repeat(65);
const WRONG_TOKENS = [7, null, '', 'has space', LONG];
const WRONG_NAMES = [7, null, {}, LONG];
const WRONG_STATES = [
  null,
  7,
  'muted',
  { nested: {} },
  { list: [] },
  { nothing: null },
  { Upper: 1 },
  { _under: 1 },
  { [`k${LONG}`]: 1 },
  { long: 'x'.repeat(129) },
  Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, i])),
];

testDecoder('hello', decodeClientMessage, {
  valid: {
    type: 'hello',
    v: 1,
    inc: INC,
    session: 'abc-_9',
    key: 'def',
    caps: ['chat', 'files'],
    name: 'Ann',
    state: { camera: true, hand: 3, mood: 'fine' },
    capacity: 4,
  },
  required: ['v', 'inc'],
  optional: { session: undefined, key: undefined, caps: [], name: undefined, state: {}, capacity: undefined },
  wrong: {
    v: ['1', null, {}],
    inc: [7, null, '', INC.slice(1), `${INC}0`, 'ghijklmnopqrstuv'],
    session: WRONG_TOKENS,
    key: WRONG_TOKENS,
    caps: [7, null, 'chat', [7], ['x'.repeat(33)], Array.from({ length: 33 }, () => 'x')],
    name: WRONG_NAMES,
    state: WRONG_STATES,
    capacity: ['4', null, 1, 9, 2.5, -1],
  },
});

testDecoder('relay', decodeClientMessage, {
  valid: { type: 'relay', to: 'peer-1', inc: INC, payload: { s: 1, b: [null, 'x'] } },
  required: ['to', 'payload'],
  optional: { inc: undefined },
  wrong: { to: [7, null, '', 'a b', 'x'.repeat(33)], inc: [7, null, '', `${INC}0`] },
});

testDecoder('state', decodeClientMessage, {
  valid: { type: 'state', state: { camera: false } },
  required: ['state'],
  wrong: { state: WRONG_STATES },
});

testDecoder('command rename', decodeClientMessage, {
  valid: { type: 'command', id: 'c-1', op: 'rename', name: 'Ann' },
  required: ['id', 'op', 'name'],
  wrong: { id: [7, null, '', 'a b', 'x'.repeat(33)], op: [7, null, 'x'.repeat(33)], name: WRONG_NAMES },
});

testDecoder('command ice', decodeClientMessage, {
  valid: { type: 'command', id: 'c-1', op: 'ice' },
  required: ['id', 'op'],
  wrong: { id: [7, null, '', 'a b', 'x'.repeat(33)], op: [7, null] },
});

for (const op of ['admit', 'reject', 'mute', 'kick']) {
  testDecoder(`command ${op}`, decodeClientMessage, {
    valid: { type: 'command', id: 'c-1', op, peer: 'peer-1' },
    required: ['id', 'op', 'peer'],
    wrong: { id: [7, null, '', 'a b'], op: [7, null], peer: [7, null, '', 'a b', 'x'.repeat(33)] },
  });
}

for (const op of ['lock', 'lobby']) {
  testDecoder(`command ${op}`, decodeClientMessage, {
    valid: { type: 'command', id: 'c-1', op, on: true },
    required: ['id', 'op', 'on'],
    wrong: { id: [7, null, '', 'a b'], op: [7, null], on: [1, 0, null, 'true', {}] },
  });
}

testDecoder('command end', decodeClientMessage, {
  valid: { type: 'command', id: 'c-1', op: 'end' },
  required: ['id', 'op'],
  wrong: { id: [7, null, '', 'a b'], op: [7, null] },
});

testDecoder('read', decodeClientMessage, {
  valid: { type: 'read', nonce: 'abc-_9' },
  required: ['nonce'],
  wrong: { nonce: WRONG_TOKENS },
});

testDecoder('bye', decodeClientMessage, {
  valid: { type: 'bye', grace: true },
  required: [],
  optional: { grace: undefined },
  wrong: { grace: [1, 0, null, 'true', '', {}] },
});
