/** What the shell makes of a frame before the rules see it. */
import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES, type PeerId } from '#protocol';
import { OPEN_GRANT } from '../../../worker/room/grant.ts';
import type { SocketId } from '../../../worker/room/room-state.ts';
import { inputOf, readFrame } from '../../../worker/runtime/frame-input.ts';
import { RoomSockets } from '../../../worker/runtime/room-sockets.ts';

const attachment = {
  schema: 1,
  id: 'socket' as SocketId,
  room: 'coffee',
  openedAtMs: 0,
  peer: 'peer' as PeerId,
  iceServers: [],
  iceTerm: null,
  desk: null,
  grant: OPEN_GRANT,
  unread: null,
} as const;

describe('a binary frame', () => {
  it.each([
    [0, 'malformed'],
    [MAX_FRAME_BYTES, 'malformed'],
    [MAX_FRAME_BYTES + 1, 'too-large'],
    [10_000_000, 'too-large'],
  ] as const)('of %i bytes is %s', (bytes, reason) => {
    const sockets = new RoomSockets({ getWebSockets: () => [], getWebSocketAutoResponseTimestamp: () => null });
    const input = inputOf({ ...attachment, iceServers: [] }, readFrame(new ArrayBuffer(bytes)), 0, sockets);
    expect(input).toMatchObject({ type: 'frame', bytes, decoded: { ok: false, reason } });
  });
});
