/** Entering a room over a real socket: the welcome, the events, the refusals. */
import { describe, expect, it } from 'vitest';
import { Client, newRoom, upgrade } from './support/client.ts';
import { storedState } from './support/object.ts';

describe('joining', () => {
  it('answers hello with a snapshot and tells the others', async () => {
    const room = newRoom();
    const ann = await Client.join(room, { name: 'Ann', caps: ['chat'] });
    const bob = await Client.join(room, { name: 'Bob', state: { microphone: true } });
    const { peer, rv } = await ann.event('join');
    expect(peer).toMatchObject({
      id: bob.welcome.me,
      on: true,
      name: 'Bob',
      state: { microphone: true },
      inc: bob.inc,
    });
    expect(rv).toBe(bob.welcome.rv);
    expect(bob.welcome.peers).toMatchObject([{ id: ann.welcome.me, name: 'Ann', caps: ['chat'], inc: ann.inc }]);
    expect(bob.welcome.room).toMatchObject({ name: room, capacity: 4 });
  });

  it('gives ids, sessions and keys that are all different and long enough', async () => {
    const room = newRoom();
    const clients = await Promise.all(Array.from({ length: 4 }, () => Client.join(room)));
    for (const name of ['me', 'session', 'key'] as const) {
      const values = clients.map(({ welcome }) => welcome[name]);
      expect(new Set(values).size).toBe(4);
      for (const value of values) expect(value).toMatch(name === 'me' ? /^[\w-]{16}$/ : /^[\w-]{22}$/);
    }
  });

  it('keeps only the digest of a key', async () => {
    const room = newRoom();
    const { welcome } = await Client.join(room);
    const state = JSON.stringify(await storedState(room));
    expect(state).not.toContain(welcome.key);
    expect(state).toMatch(/"keyHash":"[0-9a-f]{64}"/);
  });

  it('says only messages that the client can decode', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const bob = await Client.join(room);
    bob.send({ type: 'state', state: { hand: true } });
    await bob.command('1', 'rename', { name: 'Bob' });
    bob.send({ type: 'relay', to: ann.welcome.me, payload: { x: 1 } });
    bob.send({ type: 'bye' });
    await ann.event('leave');
    expect([...ann.undecodable, ...bob.undecodable]).toEqual([]);
  });

  it('negotiates our subprotocol alone, and no compression', async () => {
    const offer = 'p2pcall.token.abc, p2pcall.v1';
    const headers = {
      'Sec-WebSocket-Protocol': offer,
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    };
    const answer = await upgrade(newRoom(), headers);
    expect(answer.status).toBe(101);
    expect(answer.headers.get('Sec-WebSocket-Protocol')).toBe('p2pcall.v1');
    expect(answer.headers.get('Sec-WebSocket-Extensions')).toBe(null);
    answer.webSocket?.accept();
    answer.webSocket?.close();
  });
});

describe('a refusal', () => {
  it.each([
    ['text that is no JSON', '{', 'bad-message', 4400],
    ['a binary frame', new ArrayBuffer(3), 'bad-message', 4400],
    ['another message than hello', '{"type":"bye"}', 'bad-message', 4400],
    ['another version', '{"type":"hello","v":2}', 'unsupported-version', 4426],
    ['a frame that is too large', `"${'x'.repeat(65_536)}"`, 'message-too-large', 4413],
  ])('of %s comes as an error and then a close', async (_, data, code, closeCode) => {
    const client = await Client.open(newRoom());
    client.sendRaw(data);
    expect(await client.next('error')).toEqual({ type: 'error', code, fatal: true });
    expect((await client.closing()).code).toBe(closeCode);
  });

  it('of one frame is the end: what was sent after it is not heard', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const bob = await Client.join(room);
    bob.send({ type: 'relay', to: ann.welcome.me, payload: 1 });
    bob.sendRaw('{');
    bob.send({ type: 'relay', to: ann.welcome.me, payload: 2 });
    await bob.closing();
    await ann.event('off');
    await ann.settled();
    expect(ann.relays).toEqual([1]);
  });

  it('of too many frames says when to come back', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    for (let i = 0; i < 100; i++) ann.send({ type: 'state', state: { i } });
    const error = await ann.next('error');
    expect(error).toMatchObject({ code: 'rate-limited', fatal: false });
    expect(error.retryMs).toBeGreaterThan(0);
    expect((await ann.closing()).code).toBe(4429);
    expect((await Client.resume(room, ann.welcome)).welcome.resumed).toBe(true);
  });
});
