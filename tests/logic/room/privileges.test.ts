/**
 * Every command by every role in every state of the one who sends it and of the one it is about. What is allowed is written
 * down here once more, apart from the rules; whatever is not in this table must change nothing for anybody.
 */
import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '#protocol';
import { ICE_SERVERS, RoomHarness, type TestSocket } from '../../support/room-harness.ts';

const PEER_OPS = ['admit', 'reject', 'mute', 'kick'] as const;
const OPS = [...PEER_OPS, 'lock', 'lobby', 'end', 'rename', 'ice', 'teleport'] as const;
type Op = (typeof OPS)[number];
/** Sockets that are closed speak, too: the rules must not rely on a runtime that never lets that happen. */
const ACTORS = [
  'before hello',
  'seated',
  'off',
  'replaced',
  'waiting',
  'waiting off',
  'kicked',
  'kicked and back',
] as const;
type Actor = (typeof ACTORS)[number];
const TARGETS = [...ROLES, 'off', 'waiting', 'self', 'stranger'] as const;
type Target = (typeof TARGETS)[number];
const DOORS = ['open', 'locked'] as const;

/** What the table says: null where nothing is even answered. */
function expected(op: Op, role: Role, actor: Actor, target: Target): string | null {
  if (actor !== 'seated') return null;
  if (op === 'rename' || op === 'ice') return 'ok';
  if (op === 'teleport') return 'bad-message';
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
  /** Of the seat or the place that the actor has or had. */
  readonly actorId: string;
  readonly others: readonly TestSocket[];
  readonly socketOf: (target: Target) => TestSocket | undefined;
  readonly peerOf: (target: Target) => string;
}

/** A room with one of each role, one who is off, one who waits, and the actor. */
function sceneOf(role: Role, actorState: Actor, door: (typeof DOORS)[number]): Scene {
  const room = new RoomHarness();
  const chief = room.join({}, { ...token('host', 'chief'), capacity: 8 });
  const sockets = new Map<Target, TestSocket>(ROLES.map((one) => [one, room.join({}, token(one, `a-${one}`))]));
  const off = room.join({}, token('guest', 'off'));
  room.drop(off);
  room.command(chief, 'lobby', { on: true });
  const waiting = room.join({}, token('guest', 'waiting'));
  const first = actorState === 'before hello' ? room.open() : room.join({}, token(role, 'actor'));
  first.grant = { ...first.grant, ...token(role, 'actor') };
  if (room.waitingIdOf(first) !== 'nobody' && !actorState.startsWith('waiting')) {
    room.command(chief, 'admit', { peer: room.waitingIdOf(first) });
  }
  const actorId = first.hasWelcome ? first.welcome.me : room.waitingIdOf(first);
  if (actorState === 'off' || actorState === 'waiting off') room.drop(first);
  if (actorState === 'replaced') room.resume(first.welcome, {}, token(role, 'actor'));
  if (actorState.startsWith('kicked')) room.command(chief, 'kick', { peer: actorId });
  const actor = actorState === 'kicked and back' ? room.resume(first.welcome, {}, token(role, 'actor')) : first;
  if (door === 'locked') room.command(chief, 'lock', { on: true });
  sockets.set('off', off).set('waiting', waiting).set('self', actor);
  const socketOf = (target: Target): TestSocket | undefined => sockets.get(target);
  const peerOf = (target: Target): string => {
    const socket = socketOf(target);
    if (socket === undefined) return 'nobody';
    return socket.hasWelcome ? socket.welcome.me : room.waitingIdOf(socket);
  };
  return {
    room,
    actor,
    actorId,
    others: [chief, ...sockets.values()].filter((one) => one !== actor),
    socketOf,
    peerOf,
  };
}

/** All that a command could change for others. That one who waits lost the place by speaking is told, and is no effect. */
function worldOf({ room, others, actorId }: Scene): unknown {
  const { seats = [], waiting = [], ...rest } = room.state ?? {};
  return [
    rest,
    waiting.filter(({ id }) => id !== actorId),
    seats.map((seat) => ({ ...seat, results: [] })),
    others.map(({ events, errors, notices, closedWith }) => [
      events,
      errors,
      notices.filter((notice) => !notice.startsWith('knock')),
      closedWith,
    ]),
  ];
}

/** @returns 'ok' or why not; null where no result came. */
function resultOf({ room, actor }: Scene, op: Op, fields: Record<string, unknown>): string | null {
  const { length } = actor.heard;
  room.sayLate(actor, { type: 'command', id: 'command', op, ...fields });
  const result = actor.heard.slice(length).find((message) => message.type === 'result');
  if (result?.type !== 'result') return null;
  return result.ok ? 'ok' : result.code;
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
    case 'rename':
      expect(room.state?.seats.find(({ id }) => id === actor.welcome.me)?.name).toBe('renamed');
      for (const one of others) {
        if (one.closedWith === null && one.hasWelcome) expect(one.events.at(-1)).toMatchObject({ name: 'renamed' });
      }
      return;
    case 'ice':
      return expect(actor.heard.at(-1)).toMatchObject({ ok: true, iceServers: ICE_SERVERS });
    case 'teleport':
      throw new Error('nobody may');
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
    const isAboutPeer = (PEER_OPS as readonly Op[]).includes(op);
    for (const actorState of ACTORS) {
      // These two never wait.
      if (actorState.startsWith('waiting') && (role === 'host' || role === 'agent')) continue;
      for (const door of DOORS) {
        for (const target of isAboutPeer ? TARGETS : (['self'] as const)) {
          const scene = sceneOf(role, actorState, door);
          const before = worldOf(scene);
          const on = op === 'lock' ? door === 'open' : false;
          const peer = scene.peerOf(target);
          const result = resultOf(scene, op, isAboutPeer ? { peer } : op === 'rename' ? { name: 'renamed' } : { on });
          const label = `${actorState} ${role}, ${door} room, ${target}`;
          expect(result, label).toBe(expected(op, role, actorState, target));
          if (result === 'ok') expectEffect({ ...scene, peerOf: () => peer }, op, target, on);
          else expect(worldOf(scene), label).toEqual(before);
          if (op === 'ice') expect(worldOf(scene), label).toEqual(before);
          if (actorState === 'seated' && result !== 'ok') expect(scene.actor.closedWith, label).toBe(null);
          count += 1;
        }
      }
    }
    expect(count).toBeGreaterThanOrEqual(6 * 2 * (isAboutPeer ? 8 : 1));
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
