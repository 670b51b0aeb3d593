/** What a socket carries through hibernation fits into the 16,384 bytes that the runtime gives it, at the limits of everything in it. */
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { type IceServer, MAX_UNREAD_BYTES, type PeerId } from '#protocol';
import { iceServersFor } from '../../worker/http/ice-servers.ts';
import { OPEN_GRANT } from '../../worker/room/grant.ts';
import type { SocketId } from '../../worker/room/room-state.ts';
import { openingRequest } from '../../worker/runtime/opening.ts';
import { type SocketAttachment, readAttachment, writeAttachment } from '../../worker/runtime/socket-attachment.ts';
import { newRoom } from './support/client.ts';
import { logLines } from './support/log-lines.ts';
import { stubOf } from './support/object.ts';

const wide = (length: number): string => '界'.repeat(length);

function settingOf(servers: readonly IceServer[]): readonly IceServer[] {
  const setting = iceServersFor(JSON.stringify(servers), 'calls.example.com');
  if (!setting.ok) throw new Error(setting.message);
  return setting.iceServers;
}

const FULL: SocketAttachment = {
  schema: 1,
  id: 'A'.repeat(12) as SocketId,
  room: 'r'.repeat(64),
  openedAtMs: Date.now(),
  peer: 'p'.repeat(16) as PeerId,
  iceServers: [],
  iceTerm: { endsAtMs: Date.now(), relayEnds: true },
  desk: null,
  grant: {
    role: 'visitor',
    sub: wide(128),
    name: wide(64),
    capacity: 8,
    tokenId: wide(128),
    once: true,
    expiresAtMs: Date.now(),
  },
  unread: { bytes: MAX_UNREAD_BYTES, nonce: 'n'.repeat(12) },
};

describe('a full attachment', () => {
  it.each([
    ['one long credential', [{ urls: ['turn:a'], username: 'u', credential: 'x'.repeat(8_100) }]],
    ['many urls', [{ urls: Array.from({ length: 700 }, () => 'stun:a') }]],
    [
      'many servers',
      Array.from({ length: 32 }, () => ({ urls: ['turn:a:1'], username: 'u', credential: 'x'.repeat(190) })),
    ],
  ])('fits, with %s', (_, servers) => {
    const { 0: client, 1: socket } = new WebSocketPair();
    for (const end of [client, socket]) end.accept();
    const relays = [{ urls: ['turn:a'], username: 'u', credential: 'x'.repeat(4_000) }];
    const full = { ...FULL, iceServers: [...settingOf(servers), ...relays] };
    writeAttachment(socket, full);
    expect([readAttachment(socket), socket.deserializeAttachment()]).toEqual([full, full]);
  });

  it('of a version that kept only open probes can be read, and one without any', () => {
    for (const unread of [null, { bytes: 20_000, nonce: 'nonce' }, { bytes: 4_096, nonce: null }]) {
      const { 0: client, 1: socket } = new WebSocketPair();
      for (const end of [client, socket]) end.accept();
      socket.serializeAttachment({ ...FULL, unread });
      expect(readAttachment(socket)?.unread).toEqual(unread);
    }
  });
});

describe('a socket whose attachment does not fit', () => {
  it('is refused, and leaves nothing behind that nobody sees', async () => {
    const room = newRoom();
    const iceServers = [{ urls: ['turn:a'], username: 'u', credential: wide(9_000) }];
    const opening = openingRequest({ room, iceServers, iceTerm: null, grant: OPEN_GRANT, hello: null });
    expect((await stubOf(room).fetch(opening)).status).toBe(503);
    expect(logLines).toEqual(['{"event":"attachment-too-large"}']);
    expect(await runInDurableObject(stubOf(room), (_, ctx) => ctx.getWebSockets().length)).toBe(0);
  });
});
