/** The chat in real calls of one page, by local signaling: what a late one and a reloaded one get to know, and who writes. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import type { ChatMessage } from '../../../widget/call/events.ts';

const DEADLINE_MS = 20_000;
const calls: Call[] = [];

afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
});

async function callIn(room: string, displayName: string): Promise<Call> {
  const call = new Call({ room, displayName, signaling: 'local', dataOnly: true });
  calls.push(call);
  await call.join();
  return call;
}

const roomName = (): string => `room-${crypto.randomUUID().slice(0, 8)}`;
const linesOf = (call: Call): string[] =>
  call.messages.map(({ name, text, passedOnBy }) => `${name}: ${text}${passedOnBy ? ` (by ${passedOnBy.name})` : ''}`);

describe('who comes later', () => {
  it('is told what was said to all, and goes on from there', async () => {
    const room = roomName();
    const alice = await callIn(room, 'Alice');
    const bob = await callIn(room, 'Bob');
    await alice.sendMessage('one');
    await vi.waitFor(() => expect(linesOf(bob)).toEqual(['Alice: one']), DEADLINE_MS);
    await bob.sendMessage('two');
    await bob.sendMessage('for Alice alone', { to: alice.localParticipant.id });
    await vi.waitFor(() => expect(alice.messages).toHaveLength(3), DEADLINE_MS);
    const data: unknown[] = [];
    for (const call of [alice, bob]) call.addEventListener('p2p-data', ({ detail }) => data.push(detail.data));

    const carol = await callIn(room, 'Carol');
    carol.addEventListener('p2p-data', ({ detail }) => data.push(detail.data));
    const heard: ChatMessage[] = [];
    carol.addEventListener('p2p-history', ({ detail }) => heard.push(...detail.messages));
    const before = ['Alice: one (by Alice)', 'Bob: two (by Alice)'];
    await vi.waitFor(() => expect(linesOf(carol)).toEqual(before), DEADLINE_MS);
    expect(heard).toEqual(carol.messages);
    expect(data, 'what pages tell each other of it is no data of the application').toEqual([]);
    await alice.sendMessage('three');
    await vi.waitFor(() => expect(linesOf(carol)).toEqual([...before, 'Alice: three']), DEADLINE_MS);

    // The one who was there from the start has left; what is known goes on.
    await alice.leave();
    await bob.leave();
    const dave = await callIn(room, 'Dave');
    const after = ['Alice: one (by Carol)', 'Bob: two (by Carol)', 'Alice: three (by Carol)'];
    await vi.waitFor(() => expect(linesOf(dave)).toEqual(after), DEADLINE_MS);
  });

  it('is told nothing where nothing was said, and keeps what comes then', async () => {
    const room = roomName();
    const [alice, bob] = [await callIn(room, 'Alice'), await callIn(room, 'Bob')];
    await alice.sendMessage('first');
    await vi.waitFor(() => expect(linesOf(bob)).toEqual(['Alice: first']), DEADLINE_MS);
  });
});
