import type { PeerId, PeerInfo } from '#protocol';
import { describe, expect, it } from 'vitest';
import { NO_ROOM, type RoomView, knocksOnlyIn, nextRoomView } from '../../../widget/call/room-view.ts';
import type { SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';

const me = 'me' as PeerId;
const ann = { id: 'ann' as PeerId, name: 'Ann' };
const bob = { id: 'bob' as PeerId, name: 'Bob' };
const host: RoomView = { role: 'host', locked: false, lobby: true, knocks: [ann], queuePosition: null };
const peer = { id: ann.id } as PeerInfo;

const changes: readonly (readonly [string, RoomView, SignalingEvent, RoomView])[] = [
  ['wait: the place', NO_ROOM, { type: 'wait', position: 2 }, { ...NO_ROOM, queuePosition: 2 }],
  ['wait after a seat: nothing of the room', host, { type: 'wait', position: null }, NO_ROOM],
  [
    'welcome: all of it, and no place',
    { ...NO_ROOM, queuePosition: 1 },
    {
      type: 'welcome',
      me,
      resumed: false,
      capacity: 4,
      peers: [],
      iceServers: [],
      role: 'host',
      locked: false,
      lobby: true,
      knocks: [ann],
    },
    host,
  ],
  ['lock', host, { type: 'lock', on: true }, { ...host, locked: true }],
  ['lobby', host, { type: 'lobby', on: false }, { ...host, lobby: false }],
  ['own role', host, { type: 'peer-role', id: me, role: 'guest' }, { ...host, role: 'guest' }],
  ['knock: at the end', host, { type: 'knock', knock: bob }, { ...host, knocks: [ann, bob] }],
  ['knock that is known: once', host, { type: 'knock', knock: { ...ann } }, host],
  ['knock-end', host, { type: 'knock-end', id: ann.id }, { ...host, knocks: [] }],
];

describe('nextRoomView', () => {
  it.each(changes)('%s', (_name, view, event, expected) => {
    expect(nextRoomView(view, event, me)).toEqual(expected);
  });

  it('keeps the same view where nothing of it changes', () => {
    expect(nextRoomView(host, { type: 'peer-role', id: ann.id, role: 'guest' }, me)).toBe(host);
    expect(nextRoomView(host, { type: 'peer-join', peer }, me)).toBe(host);
  });
});

it('tells who is new among those who wait, and who is not there any more', () => {
  const later = { ...host, knocks: [bob] };
  expect(knocksOnlyIn(later, host)).toEqual([bob]);
  expect(knocksOnlyIn(host, later)).toEqual([ann]);
  expect(knocksOnlyIn(host, host)).toEqual([]);
});
