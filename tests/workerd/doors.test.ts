/** Lobby, lock and kick through a real object: sockets that wait survive hibernation, and what was decided survives a crash. */
import { describe, expect, it } from 'vitest';
import { Client, newRoom } from './support/client.ts';
import { INTERRUPTIONS, type Interruption, ringAlarm, storedState, travel } from './support/object.ts';

async function roomWithLobby(): Promise<{ room: string; ann: Awaited<ReturnType<typeof Client.join>> }> {
  const room = newRoom();
  const ann = await Client.join(room, { name: 'Ann' });
  expect(await ann.command('lobby-1', 'lobby', { on: true })).toMatchObject({ ok: true });
  return { room, ann };
}

async function knock(room: string): Promise<Client> {
  const client = await Client.open(room);
  client.hello({ name: 'Bob' });
  return client;
}

describe('somebody who waits', () => {
  it('is let in, also after hibernation and long after the time for a hello', async () => {
    const { room, ann } = await roomWithLobby();
    const bob = await knock(room);
    expect(await bob.next('wait')).toMatchObject({ position: 1 });
    const told = await ann.next('notice');
    expect(told).toMatchObject({ notice: 'knock', name: 'Bob' });
    await INTERRUPTIONS.hibernate(room);
    travel(30_000);
    await ringAlarm(room);
    expect(bob.closed).toBe(null);
    const peer = told.notice === 'knock' ? told.id : '';
    expect(await ann.command('admit-1', 'admit', { peer })).toMatchObject({ ok: true });
    expect(await bob.next('welcome')).toMatchObject({ me: peer, role: 'guest', resumed: false });
    bob.send({ type: 'relay', to: ann.welcome.me, payload: 'hello' });
    expect(await ann.next('relay')).toMatchObject({ from: peer, payload: 'hello' });
  });

  it('is told when the host says no', async () => {
    const { room, ann } = await roomWithLobby();
    const bob = await knock(room);
    const told = await ann.next('notice');
    await ann.command('reject-1', 'reject', { peer: told.notice === 'knock' ? told.id : '' });
    expect(await bob.next('error')).toMatchObject({ code: 'not-admitted', fatal: true });
    expect((await bob.closing()).code).toBe(4423);
  });
});

describe.each(Object.keys(INTERRUPTIONS) as Interruption[])('%s', (name) => {
  it('keeps the place of who waits, and the hosts hear nothing of it', async () => {
    const { room, ann } = await roomWithLobby();
    const [bob, cat] = [await knock(room), await knock(room)];
    const { session, key } = await bob.next('wait');
    expect([session, key]).toEqual([expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)]);
    expect(await cat.next('wait')).toMatchObject({ position: 2 });
    expect(JSON.stringify(await storedState(room))).not.toContain(key);
    bob.close();
    await INTERRUPTIONS[name](room);
    const again = await Client.open(room);
    again.hello({ session, key });
    expect(await again.next('wait')).toMatchObject({ position: 1, session });
    const host = name === 'hibernate' ? ann : await Client.resume(room, ann.welcome);
    const [first] = (await storedState(room))?.waiting ?? [];
    expect(await host.command('admit-1', 'admit', { peer: first?.id })).toMatchObject({ ok: true });
    expect(await again.next('welcome')).toMatchObject({ me: first?.id, resumed: false });
    const told = host.heard.flatMap((message) => (message.type === 'notice' ? [message.notice] : []));
    expect(told).toEqual(name === 'hibernate' ? ['knock', 'knock', 'knock-end'] : ['knock-end']);
  });

  it('forgets neither a lock nor a ban', async () => {
    const room = newRoom();
    const ann = await Client.join(room);
    const bob = await Client.join(room);
    await ann.command('kick-1', 'kick', { peer: bob.welcome.me });
    expect(await bob.next('error')).toMatchObject({ code: 'kicked', fatal: true });
    expect((await bob.closing()).code).toBe(4410);
    await ann.command('lock-1', 'lock', { on: true });
    await INTERRUPTIONS[name](room);
    const again = await Client.open(room);
    again.hello({ session: bob.welcome.session, key: bob.welcome.key });
    expect((await again.closing()).code).toBe(4410);
    const cat = await knock(room);
    expect((await cat.closing()).code).toBe(4423);
    expect((await Client.resume(room, ann.welcome)).welcome).toMatchObject({ role: 'host', room: { locked: true } });
    expect(await storedState(room)).toMatchObject({ locked: true, bans: [{ session: bob.welcome.session }] });
  });
});
