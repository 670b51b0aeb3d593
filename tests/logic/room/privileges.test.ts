/**
 * Every command by every role in every state of the one who sends it and of the one it is about. What is allowed is written
 * down here once more, apart from the rules; whatever is not in this table must change nothing for anybody.
 */
import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '#protocol';
import { RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const OPS = ['admit', 'reject', 'lock', 'lobby', 'mute', 'kick', 'end'] as const;
type Op = (typeof OPS)[number];
const ACTORS = ['seated', 'off', 'waiting', 'kicked'] as const;
type Actor = (typeof ACTORS)[number];
const TARGETS = [...ROLES, 'off', 'waiting', 'self', 'stranger'] as const;
type Target = (typeof TARGETS)[number];
const DOORS = ['open', 'locked'] as const;

/** What the table says: null where nothing is even answered. */
function expected(op: Op, role: Role, actor: Actor, target: Target): string | null {
  if (actor !== 'seated') return null;
  if (role === 'host') {
    if (op === 'lock' || op === 'lobby' || op === 'end') return 'ok';
    if (op === 'admit' || op === 'reject') return target === 'waiting' ? 'ok' : 'peer-unavailable';
    if (target === 'self') return 'not-allowed';
    if (target === 'waiting' || target === 'stranger') return 'peer-unavailable';
    return op === 'mute' && target === 'off' ? 'peer-unavailable' : 'ok';
  }
  if (role !== 'agent' || !(op === 'mute' || op === 'kick' || op === 'end')) return 'not-allowed';
  // A host and a guest are in the room, so that it is no call of visitors.
  if (op === 'end') return 'not-allowed';
  if (target === 'waiting' || target === 'stranger') return 'peer-unavailable';
  return target === 'visitor' ? 'ok' : 'not-allowed';
}

const token = (role: Role, tokenId: string) => ({ role, tokenId, sub: tokenId, expiresAtMs: 9_000_000 });

interface Scene {
  readonly room: RoomHarness;
  readonly actor: TestSocket;
  readonly others: readonly TestSocket[];
  readonly socketOf: (target: Target) => TestSocket | undefined;
  readonly peerOf: (target: Target) => string;
}

/** A room with one of each role, one who is off, one who waits, and the actor. */
function sceneOf(role: Role, actorState: Actor, door: (typeof DOORS)[number]): Scene {
  const room = new RoomHarness();
  const chief = room.join({ capacity: 8 }, token('host', 'chief'));
  const sockets = new Map<Target, TestSocket>(ROLES.map((one) => [one, room.join({}, token(one, `a-${one}`))]));
  const off = room.join({}, token('guest', 'off'));
  room.drop(off);
  room.command(chief, 'lobby', { on: true });
  const waiting = room.join({}, token('guest', 'waiting'));
  const actor = room.join({}, token(role, 'actor'));
  if (!actor.hasWelcome && actorState !== 'waiting') {
    room.command(chief, 'admit', { peer: room.waitingIdOf(actor) });
  }
  if (actorState === 'off') room.drop(actor);
  if (actorState === 'kicked') room.command(chief, 'kick', { peer: actor.welcome.me });
  if (door === 'locked') room.command(chief, 'lock', { on: true });
  sockets.set('off', off).set('waiting', waiting).set('self', actor);
  const socketOf = (target: Target): TestSocket | undefined => sockets.get(target);
  const peerOf = (target: Target): string => {
    const socket = socketOf(target);
    if (socket === undefined) return 'nobody';
    return socket.hasWelcome ? socket.welcome.me : room.waitingIdOf(socket);
  };
  return { room, actor, others: [chief, ...sockets.values()].filter((one) => one !== actor), socketOf, peerOf };
}

/** All that a command could change for others. That one who waits lost the place by speaking is told, and is no effect. */
function worldOf({ room, others, actor }: Scene): unknown {
  const { seats = [], waiting = [], ...rest } = room.state ?? {};
  return [
    rest,
    waiting.filter(({ link }) => link.on && link.socket !== actor.id),
    seats.map((seat) => ({ ...seat, results: [] })),
    others.map(({ events, errors, notices, closedWith }) => [
      events,
      errors,
      notices.filter((notice) => !notice.startsWith('knock')),
      closedWith,
    ]),
  ];
}

function expectEffect({ room, actor, others, socketOf, peerOf }: Scene, op: Op, target: Target, on: boolean): void {
  const socket = socketOf(target);
  switch (op) {
    case 'lock':
      return expect(room.state?.locked).toBe(on);
    case 'lobby':
      return expect(room.state?.lobby).toBe(on);
    case 'admit':
      return expect(socket?.welcome).toMatchObject({ role: 'guest', resumed: false });
    case 'reject':
      return expect([socket?.closedWith, socket?.errors]).toEqual([4423, ['not-admitted!']]);
    case 'mute':
      return expect(socket?.notices.at(-1)).toBe(`mute:${actor.welcome.me}`);
    case 'kick':
      expect(room.state?.seats.some(({ id }) => id === peerOf(target))).toBe(false);
      return expect(socket?.closedWith).toBe(target === 'off' ? 1006 : 4410);
    case 'end':
      expect(room.state?.seats).toEqual([]);
      for (const one of [actor, ...others]) expect(one.closedWith).toBe(one === socketOf('off') ? 1006 : 4410);
      return;
    default:
      op satisfies never;
  }
}

describe.each(OPS)('%s', (op) => {
  it.each(ROLES)('by a %s takes effect where the table says so, and nowhere else', (role) => {
    let count = 0;
    for (const actorState of ACTORS) {
      // These two never wait.
      if (actorState === 'waiting' && (role === 'host' || role === 'agent')) continue;
      for (const door of DOORS) {
        for (const target of TARGETS) {
          const scene = sceneOf(role, actorState, door);
          const before = worldOf(scene);
          const on = op === 'lock' ? door === 'open' : false;
          const hasPeer = op !== 'end' && op !== 'lock' && op !== 'lobby';
          const peer = scene.peerOf(target);
          const result = scene.room.command(scene.actor, op, hasPeer ? { peer } : { on });
          const label = `${actorState} ${role}, ${door} room, ${target}`;
          expect(result, label).toBe(expected(op, role, actorState, target));
          if (result === 'ok') expectEffect({ ...scene, peerOf: () => peer }, op, target, on);
          else expect(worldOf(scene), label).toEqual(before);
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThanOrEqual(3 * 2 * 8);
  });
});

describe('an agent', () => {
  it('ends a call of visitors and agents', () => {
    const room = new RoomHarness();
    const agent = room.join({}, token('agent', 'one'));
    const others = [room.join({}, token('agent', 'two')), room.join({}, token('visitor', 'three'))];
    expect(room.command(agent, 'end')).toBe('ok');
    for (const { closedWith } of [agent, ...others]) expect(closedWith).toBe(4410);
  });
});

describe('a hello', () => {
  it('that says it is a host is none', () => {
    const room = new RoomHarness();
    room.join({ role: 'host' }, token('guest', 'one'));
    const bob = room.join({ role: 'host', grant: { role: 'host' } });
    expect(room.state?.seats.map(({ role }) => role)).toEqual(['guest', 'guest']);
    expect(room.command(bob, 'lock', { on: true, role: 'host' })).toBe('not-allowed');
  });
});
