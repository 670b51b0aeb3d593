import { describe, expect, it } from 'vitest';
import { RoomHarness } from '../../support/room-harness.ts';

const REFUSALS: readonly (readonly [what: string, text: string, error: string, code: number])[] = [
  ['no JSON', '{', 'bad-message!', 4400],
  ['no object', '[]', 'bad-message!', 4400],
  ['no type', '{"a":1}', 'bad-message!', 4400],
  ['a field of a wrong type', '{"type":"relay","to":7,"payload":1}', 'bad-message!', 4400],
  ['a polluting key', '{"type":"state","state":{"__proto__":{"admin":true}}}', 'bad-message!', 4400],
  ['an inherited name', '{"type":"state","state":{"constructor":1}}', 'bad-message!', 4400],
  ['a key that is none', '{"type":"state","state":{"__key__":1}}', 'bad-message!', 4400],
  [
    'too deep nesting',
    `{"type":"relay","to":"x","payload":${'['.repeat(100)}${']'.repeat(100)}}`,
    'bad-message!',
    4400,
  ],
  ['too much', `{"type":"state","state":{"a":"${'x'.repeat(70_000)}"}}`, 'message-too-large!', 4413],
  ['more than any rate', `{"type":"state","state":{"a":"${'x'.repeat(1_000_000)}"}}`, 'message-too-large!', 4413],
  ['too large a payload', `{"type":"relay","to":"x","payload":"${'x'.repeat(50_000)}"}`, 'message-too-large!', 4413],
  ['another version', '{"type":"hello","v":2,"whatever":true}', 'unsupported-version!', 4426],
];

describe('a seated socket that sends', () => {
  it.each(REFUSALS)('%s is told why and closed, and goes into grace', (_, text, error, code) => {
    const room = new RoomHarness();
    const ann = room.join();
    const bad = room.join();
    room.sayRaw(bad, text);
    expect(bad.errors).toEqual([error]);
    expect(bad.closedWith).toBe(code);
    expect(ann.story).toEqual(['join:peer-2', 'off:peer-2']);
  });

  it('an unknown type is ignored, and counted at the next alarm', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.say(ann, { type: 'levitate', height: 3 });
    expect(ann.closedWith).toBe(null);
    expect(ann.heard).toHaveLength(1);
    room.alarm();
    expect(room.logs).toContainEqual({ event: 'ignored-types', count: 1 });
  });
});

describe('before hello', () => {
  it.each(REFUSALS)('%s is refused', (_, text, error, code) => {
    const room = new RoomHarness();
    const socket = room.open();
    room.sayRaw(socket, text);
    expect(socket.errors).toEqual([error]);
    expect(socket.closedWith).toBe(code);
    expect(room.saved).toBe(null);
  });

  it.each([
    ['relay', { type: 'relay', to: 'peer-1', payload: 1 }],
    ['state', { type: 'state', state: {} }],
    ['command', { type: 'command', id: '1', op: 'ice' }],
    ['unknown command', { type: 'command', id: '1', op: 'teleport' }],
    ['bye', { type: 'bye' }],
    ['unknown type', { type: 'levitate' }],
  ])('%s is refused', (_, message) => {
    const room = new RoomHarness();
    const ann = room.join();
    const socket = room.open();
    room.say(socket, message);
    expect(socket.errors).toEqual(['bad-message!']);
    expect(socket.closedWith).toBe(4400);
    expect(ann.heard).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('is logged as a code and nothing else', () => {
    const room = new RoomHarness();
    room.sayRaw(room.open(), '{"secret":"word"}');
    expect(room.logs).toEqual([{ event: 'refused', code: 4400 }]);
  });
});
