import { describe, expect, it } from 'vitest';
import { decodeRoomState, encodeRoomState, newRoomState } from '../../../worker/room/room-state.ts';
import { RoomHarness } from '../../support/room-harness.ts';

function fullRoom(): RoomHarness {
  const room = new RoomHarness();
  const ann = room.join({ name: 'Ann', caps: ['chat'], state: { camera: true } });
  room.say(ann, { type: 'command', id: '1', op: 'rename', name: 'Anna' });
  room.drop(room.join());
  room.resume(ann.welcome, { inc: ann.inc });
  return room;
}

describe('the row of a room', () => {
  it('is read back as it was written', () => {
    const text = fullRoom().saved ?? '';
    const state = decodeRoomState(text);
    expect(state).not.toBe(null);
    expect(state && encodeRoomState(state)).toBe(text);
    expect(encodeRoomState(newRoomState('coffee', 5, 4))).toBe(
      '{"schema":1,"name":"coffee","createdAtMs":5,"capacity":4,"rv":0,"emptySinceMs":5,"startedAtMs":null,' +
        '"seats":[],' +
        '"waiting":[],"locked":false,"lobby":false,"bans":[],"spentTokens":[]}',
    );
  });

  it.each(['', '{', 'null', '[]', '{"schema":2}', '{"schema":1}'])('%j is no row', (text) => {
    expect(decodeRoomState(text)).toBe(null);
  });

  const sinceRoles = ['startedAtMs', 'waiting', 'locked', 'lobby', 'bans', 'spentTokens'];
  it.each(Object.keys(newRoomState('coffee', 5, 4)))('with a wrong %s, or without it, is no row', (field) => {
    const row: Record<string, unknown> = JSON.parse(fullRoom().saved ?? '');
    const without = decodeRoomState(JSON.stringify({ ...row, [field]: undefined }));
    expect(without !== null).toBe(sinceRoles.includes(field));
    expect(decodeRoomState(JSON.stringify({ ...row, [field]: { not: 'this' } }))).toBe(null);
  });

  it.each([
    'id',
    'session',
    'keyHash',
    'previousKeyHash',
    'inc',
    'name',
    'caps',
    'state',
    'joinedAtMs',
    'link',
    'results',
  ])('with a seat without %s is no row', (field) => {
    const row: { seats: Record<string, unknown>[] } = JSON.parse(fullRoom().saved ?? '');
    expect(row.seats).toHaveLength(2);
    const seats = [{ ...row.seats[0], [field]: undefined }];
    expect(decodeRoomState(JSON.stringify({ ...row, seats }))).toBe(null);
  });

  it('of a version that knew no grace for pages counts as a lost socket', () => {
    const row: { seats: { link: Record<string, unknown> }[] } = JSON.parse(fullRoom().saved ?? '');
    for (const { link } of row.seats) delete link['hasLeft'];
    expect(decodeRoomState(JSON.stringify(row))?.seats[1]?.link).toMatchObject({ on: false, hasLeft: false });
  });

  it('drops those who wait as another version wrote them, and nobody else', () => {
    const room = new RoomHarness();
    room.command(room.join(), 'lobby', { on: true });
    room.join({ name: 'Bob' });
    const row: { seats: unknown[]; waiting: Record<string, unknown>[] } = JSON.parse(room.saved ?? '');
    const { link: _, ...old } = row.waiting[0] ?? {};
    const read = decodeRoomState(JSON.stringify({ ...row, waiting: [{ ...old, socket: 'socket-2' }, ...row.waiting] }));
    expect(read?.seats).toHaveLength(1);
    expect(read?.waiting).toMatchObject([{ name: 'Bob', link: { on: true, socket: 'socket-2' } }]);
  });

  it('of a version that knew no roles is a room of guests, with an open door', () => {
    const row: Record<string, unknown> & { seats: Record<string, unknown>[] } = JSON.parse(fullRoom().saved ?? '');
    for (const field of sinceRoles) delete row[field];
    for (const seat of row.seats)
      for (const field of ['role', 'sub', 'tokenId', 'expiresAtMs', 'isNameFixed']) delete seat[field];
    expect(decodeRoomState(JSON.stringify(row))).toMatchObject({
      locked: false,
      lobby: false,
      waiting: [],
      bans: [],
      spentTokens: [],
      seats: [
        { role: 'guest', sub: null, tokenId: null, expiresAtMs: null, isNameFixed: false, results: [{ code: null }] },
        { role: 'guest' },
      ],
    });
  });

  it('stays small in the largest room', () => {
    const room = new RoomHarness();
    const state = Object.fromEntries(
      Array.from({ length: 16 }, (_, i) => [`k${i}${'x'.repeat(28)}`, '界'.repeat(128)]),
    );
    const caps = Array.from({ length: 32 }, () => '界'.repeat(32));
    for (let i = 0; i < 8; i++) room.join({ capacity: 8, name: '界'.repeat(64), state, caps });
    expect(room.state?.seats).toHaveLength(8);
    expect(new TextEncoder().encode(room.saved ?? '').length).toBeLessThan(128 * 1024);
  });
});
