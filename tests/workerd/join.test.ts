/** Entering a room over a real socket: the welcome, the events, the refusals. */
import { describe, expect, it } from 'vitest';
import { Client, newRoom } from './support/client.ts';

describe('joining', () => {
  it('answers hello with a snapshot and tells the others', async () => {
    const room = newRoom();
    const ann = await Client.join(room, { name: 'Ann', caps: ['chat'] });
    const bob = await Client.join(room, { name: 'Bob', state: { microphone: true } });
    const { peer, rv } = await ann.event('join');
    expect(peer).toMatchObject({ id: bob.welcome.me, on: true, name: 'Bob', state: { microphone: true }, inc: bob.inc });
    expect(rv).toBe(bob.welcome.rv);
    expect(bob.welcome.peers).toMatchObject([{ id: ann.welcome.me, name: 'Ann', caps: ['chat'], inc: ann.inc }]);
    expect(bob.welcome.room).toMatchObject({ name: room, capacity: 4 });
  });
});
