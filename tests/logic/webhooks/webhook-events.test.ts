/** What the rules say of a room to the owner's server, and that they say nothing else. */
import { describe, expect, it } from 'vitest';
import type { WebhookEvent } from '../../../worker/room/webhook-events.ts';
import { RoomHarness } from '../../support/room-harness.ts';

const START = '1970-01-01T00:16:40.000Z';

/** In short: `participant.left peer-1 user_left 0`, with the seats that are taken. */
function inShort({ type, data }: WebhookEvent): string {
  return [type, data.participant?.id, data.reason, data.seats].filter((word) => word !== undefined).join(' ');
}

/** What was told since the last time. */
function told({ webhooks }: RoomHarness): string[] {
  return webhooks.splice(0).map(inShort);
}

describe('a call, as the owner is told of it', () => {
  it('starts with the first seat and ends with the last', () => {
    const room = new RoomHarness();
    const ann = room.join({ name: 'Ann' });
    expect(told(room)).toEqual(['room.started 1', 'participant.joined peer-1 1']);
    const bob = room.join();
    expect(told(room)).toEqual(['participant.joined peer-2 2']);
    room.say(ann, { type: 'bye' });
    expect(told(room)).toEqual(['participant.left peer-1 user_left 1']);
    room.say(bob, { type: 'bye' });
    expect(told(room)).toEqual(['participant.left peer-2 user_left 0', 'room.ended 0']);
  });

  it('holds who it was and when, to the millisecond', () => {
    const room = new RoomHarness();
    const ann = room.join({ name: 'Ann' }, { role: 'agent', sub: 'user-7', expiresAtMs: 9e12 });
    room.advance(60_001);
    room.say(ann, { type: 'bye' });
    const participant = { id: 'peer-1', name: 'Ann', role: 'agent', sub: 'user-7' };
    const end = '1970-01-01T00:17:40.001Z';
    expect(room.webhooks).toEqual([
      { type: 'room.started', timestamp: START, data: { room: 'coffee', seats: 1, startedAt: START } },
      { type: 'participant.joined', timestamp: START, data: { room: 'coffee', seats: 1, participant } },
      {
        type: 'participant.left',
        timestamp: end,
        data: { room: 'coffee', seats: 0, participant, joinedAt: START, reason: 'user_left' },
      },
      { type: 'room.ended', timestamp: end, data: { room: 'coffee', seats: 0, startedAt: START, endedAt: end } },
    ]);
  });

  it('goes on while a seat is in grace: a resume is no join, and who does not come back leaves', () => {
    const room = new RoomHarness();
    const ann = room.join();
    told(room);
    room.drop(ann);
    const again = room.resume(ann.welcome);
    room.restart();
    room.say(again, { type: 'state', state: { camera: true } });
    expect(told(room)).toEqual([]);
    room.drop(again);
    room.advance(29_999);
    expect(told(room)).toEqual([]);
    room.advance(1);
    expect(told(room)).toEqual(['participant.left peer-1 network_disconnect 0', 'room.ended 0']);
  });

  it('that comes to nothing twice in one room is two', () => {
    const room = new RoomHarness();
    room.say(room.join(), { type: 'bye' });
    room.advance(60_000);
    room.say(room.join(), { type: 'bye' });
    expect(room.webhooks.filter(({ type }) => type === 'room.ended').map(({ data }) => data.startedAt)).toEqual([
      START,
      '1970-01-01T00:17:40.000Z',
    ]);
  });

  it('ends for all in the order in which they go', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.join();
    told(room);
    room.command(ann, 'end');
    expect(told(room)).toEqual([
      'participant.left peer-2 call_ended 1',
      'participant.left peer-1 call_ended 0',
      'room.ended 0',
    ]);
  });

  it('tells of a kick', () => {
    const room = new RoomHarness();
    const ann = room.join();
    const bob = room.join();
    told(room);
    room.command(ann, 'kick', { peer: bob.welcome.me });
    expect(told(room)).toEqual(['participant.left peer-2 kicked 1']);
  });
});

describe('a knock', () => {
  it('is told once, and a join with the same id when the door is opened', () => {
    const room = new RoomHarness();
    const ann = room.join();
    room.command(ann, 'lobby', { on: true });
    told(room);
    room.join({ name: 'Bob' }, { sub: 'user-8', expiresAtMs: 9e12 });
    expect(room.webhooks).toMatchObject([
      { data: { participant: { id: 'peer-2', name: 'Bob', role: 'guest', sub: 'user-8' } } },
    ]);
    expect(told(room)).toEqual(['knock peer-2 1']);
    room.command(ann, 'admit', { peer: 'peer-2' });
    expect(told(room)).toEqual(['participant.joined peer-2 2']);
  });

  it('that finds no place is none, nor is a refusal at the door', () => {
    const room = new RoomHarness();
    const ann = room.join({ capacity: 2 });
    room.join();
    told(room);
    expect(room.join().closedWith).toBe(4453);
    room.command(ann, 'lock', { on: true });
    expect(room.join().closedWith).toBe(4423);
    expect(told(room)).toEqual([]);
  });
});

it('a row of a version without webhooks: the call began when the room did', () => {
  const room = new RoomHarness();
  const ann = room.join();
  room.saved = JSON.stringify({ ...JSON.parse(room.saved ?? ''), startedAtMs: undefined });
  room.restart();
  room.advance(1_000);
  room.say(ann, { type: 'bye' });
  expect(room.webhooks.at(-1)).toMatchObject({ type: 'room.ended', data: { startedAt: START } });
});

it('no event holds a session, a key, an address or what a page says of its state', () => {
  const room = new RoomHarness();
  const ann = room.join({ name: 'Ann', state: { mood: 'secret' }, caps: ['chat'] });
  room.say(ann, { type: 'bye' });
  const all = JSON.stringify(room.webhooks);
  expect(room.webhooks).toHaveLength(4);
  for (const hidden of ['secret', 'session', 'key-', 'digest', 'socket', 'stun', 'chat', ann.inc])
    expect(all).not.toContain(hidden);
});
