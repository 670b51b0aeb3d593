import { describe, expect, it } from 'vitest';
import { LocalSignaling } from '../../../widget/signaling/local-signaling.ts';
import { ManualSignaling } from '../../../widget/signaling/manual/manual-signaling.ts';
import { createSignaling } from '../../../widget/signaling/create-signaling.ts';
import { WorkerSignaling } from '../../../widget/signaling/worker-signaling.ts';
import type { SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';
import { settlePromises } from '../../support/virtual-clock.ts';

let rooms = 0;
const newRoom = () => `local-${(rooms += 1)}`;

async function join(room: string, { name = 'x', capacity }: { name?: string; capacity?: number } = {}) {
  const channel = new LocalSignaling();
  const events: SignalingEvent[] = [];
  channel.onevent = (event) => events.push(event);
  channel.open({ room, name, state: {}, caps: ['chat'], ...(capacity === undefined ? {} : { capacity }) });
  await settlePromises();
  const welcome = events.find((event) => event.type === 'welcome');
  const me = welcome?.type === 'welcome' ? welcome.me : null;
  return { channel, events, me, welcome };
}

async function seated(room: string, options?: { name?: string; capacity?: number }) {
  const member = await join(room, options);
  if (member.me === null) throw new Error('no seat');
  const { me } = member;
  member.events.length = 0;
  return { ...member, me };
}

describe('local signaling', () => {
  it('welcomes the first one into an empty room without ICE servers', async () => {
    const { events, channel } = await join(newRoom());
    expect(events).toEqual([
      { type: 'state', state: 'connecting' },
      { type: 'state', state: 'open' },
      {
        type: 'welcome',
        me: expect.stringMatching(/^[\w-]{1,32}$/),
        resumed: false,
        capacity: 4,
        peers: [],
        iceServers: [],
        role: 'guest',
        locked: false,
        lobby: false,
        knocks: [],
      },
    ]);
    expect(await channel.requestIceServers()).toBeNull();
    expect(await channel.request()).toBe('not-allowed');
  });

  it('shows each the other', async () => {
    const room = newRoom();
    const first = await seated(room, { name: 'Ann' });
    const second = await join(room, { name: 'Ben' });
    expect(second.welcome).toMatchObject({ peers: [{ id: first.me, inc: first.channel.inc, name: 'Ann', on: true }] });
    expect(first.events).toEqual([
      {
        type: 'peer-join',
        peer: expect.objectContaining({ id: second.me, inc: second.channel.inc, name: 'Ben', caps: ['chat'] }),
      },
    ]);
  });

  it('relays a copy, stamped with the sender', async () => {
    const room = newRoom();
    const first = await seated(room);
    const second = await seated(room);
    const payload = { list: [1] };
    first.channel.send(second.me, payload);
    payload.list.push(2);
    await settlePromises();
    expect(second.events).toEqual([{ type: 'relay', from: first.me, inc: first.channel.inc, payload: { list: [1] } }]);
  });

  it('tells of state, name and leave, and shows them to who comes later', async () => {
    const room = newRoom();
    const first = await seated(room, { name: 'Ann' });
    const second = await seated(room);
    first.channel.setState({ muted: true });
    first.channel.rename('Anna');
    const third = await join(room);
    first.channel.close();
    await settlePromises();
    expect(second.events.filter(({ type }) => type !== 'peer-join')).toEqual([
      { type: 'peer-state', id: first.me, state: { muted: true } },
      { type: 'peer-name', id: first.me, name: 'Anna' },
      { type: 'peer-leave', id: first.me, reason: 'user_left' },
    ]);
    expect(third.welcome).toMatchObject({ peers: [{ name: 'Anna', state: { muted: true } }, {}] });
    expect(first.events.at(-1)).toEqual({ type: 'state', state: 'closed' });
  });

  it.each([
    [2, 2],
    [1, 2],
    [99, 8],
    [undefined, 4],
  ])('gives a room that was opened for %s seats to %i', async (capacity, seats) => {
    const room = newRoom();
    const members = await Promise.all(
      Array.from({ length: seats }, () => seated(room, capacity === undefined ? {} : { capacity })),
    );
    expect(members).toHaveLength(seats);
    const refused = await join(room);
    expect(refused.events.slice(1)).toEqual([
      { type: 'error', code: 'room-full', fatal: true },
      { type: 'state', state: 'closed' },
    ]);
    members[0]?.channel.close();
    expect((await join(room)).me).not.toBeNull();
  });

  it('forgets an empty room with its capacity', async () => {
    const room = newRoom();
    (await seated(room, { capacity: 2 })).channel.close();
    expect((await join(room, { capacity: 3 })).welcome).toMatchObject({ capacity: 3 });
  });

  it('keeps rooms apart, and messages to nobody and to oneself go nowhere', async () => {
    const first = await seated(newRoom());
    const second = await seated(newRoom());
    first.channel.send(second.me, 1);
    first.channel.send(first.me, 1);
    await settlePromises();
    expect([...first.events, ...second.events]).toEqual([]);
  });

  it('refuses what is no room name', async () => {
    expect((await join('..')).events.at(1)).toEqual({ type: 'error', code: 'invalid-room', fatal: true });
  });

  it('closes once, also before it was opened', async () => {
    const { channel, events } = await seated(newRoom());
    channel.close();
    channel.close();
    await settlePromises();
    expect(events).toEqual([{ type: 'state', state: 'closed' }]);
    const unopened = new LocalSignaling();
    unopened.close();
    unopened.open({ room: newRoom(), name: '', state: {}, caps: [] });
    expect(unopened.state).toBe('closed');
  });
});

it('createSignaling makes the kind that is asked for', async () => {
  const configuration = (): RTCConfiguration => ({});
  expect(await createSignaling('local', { server: '', configuration })).toBeInstanceOf(LocalSignaling);
  expect(await createSignaling('manual', { server: '', configuration })).toBeInstanceOf(ManualSignaling);
  const server = 'https://calls.example.com';
  expect(createSignaling('worker', { server, configuration })).toBeInstanceOf(WorkerSignaling);
});
