/** Signaling by two texts, over real connections. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Clock, systemClock } from '../../../widget/link/clock.ts';
import { ManualSignaling } from '../../../widget/signaling/manual/manual-signaling.ts';
import type { SignalingEvent } from '../../../widget/signaling/signaling-channel.ts';

interface Page {
  readonly channel: ManualSignaling;
  readonly events: SignalingEvent[];
  /** Of one type, in order. */
  heard<Type extends SignalingEvent['type']>(type: Type): Extract<SignalingEvent, { type: Type }>[];
}

/** Fifty times as fast. */
const HASTE: Clock = {
  ...systemClock,
  setTimeout: (callback, delayMs) => systemClock.setTimeout(callback, delayMs / 50),
};

function page(name: string, clock?: Clock): Page {
  const channel = new ManualSignaling(() => ({}), clock);
  const events: SignalingEvent[] = [];
  channel.onevent = (event) => events.push(event);
  channel.open({ room: 'any', name, state: { camera: true }, caps: ['x'] });
  onTestFinished(() => channel.close());
  return {
    channel,
    events,
    heard: (type) =>
      events.filter((event): event is Extract<SignalingEvent, { type: typeof type }> => event.type === type),
  };
}

async function met(): Promise<[Page, Page]> {
  const alice = page('Alice');
  const bob = page('Bob');
  await alice.channel.acceptReply(await bob.channel.acceptInvitation(await alice.channel.createInvitation()));
  await vi.waitFor(() =>
    expect([alice.heard('peer-join'), bob.heard('peer-join')].map((it) => it.length)).toEqual([1, 1]),
  );
  return [alice, bob];
}

const faultOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { fault: string }) => error.fault,
  );

describe('two pages without a server', () => {
  it('meet by an invitation and its reply, and know each other', async () => {
    const [alice, bob] = await met();
    const [welcome] = alice.heard('welcome');
    expect(welcome).toMatchObject({ peers: [], role: 'guest', capacity: 2 });
    const [seenByBob] = bob.heard('peer-join');
    expect(seenByBob?.peer).toMatchObject({
      id: welcome?.me,
      inc: alice.channel.inc,
      name: 'Alice',
      on: true,
      role: 'guest',
    });
    expect(seenByBob?.peer.state).toEqual({ camera: true });
    expect(alice.heard('peer-join')[0]?.peer.name).toBe('Bob');
  });

  it('relay in order, and tell state and name', async () => {
    const [alice, bob] = await met();
    for (let i = 0; i < 100; i++) alice.channel.send('whoever', { i });
    alice.channel.setState({ camera: false });
    alice.channel.rename('Ada');
    await vi.waitFor(() => expect(bob.heard('peer-name').map(({ name }) => name)).toEqual(['Ada']));
    expect(bob.heard('relay').map(({ payload }) => payload)).toEqual(Array.from({ length: 100 }, (_, i) => ({ i })));
    expect(bob.heard('relay')[0]).toMatchObject({ from: alice.heard('welcome')[0]?.me, inc: alice.channel.inc });
    expect(bob.heard('peer-state').map(({ state }) => state)).toEqual([{ camera: false }]);
  });

  it('say that they leave, and may meet another one then', async () => {
    const [alice, bob] = await met();
    bob.channel.close();
    await vi.waitFor(() => expect(alice.heard('peer-leave').map(({ reason }) => reason)).toEqual(['user_left']));
    const carol = page('Carol');
    await carol.channel.acceptReply(await alice.channel.acceptInvitation(await carol.channel.createInvitation()));
    await vi.waitFor(() => expect(alice.heard('peer-join').map(({ peer }) => peer.name)).toEqual(['Bob', 'Carol']));
  });

  it('are told what was pasted wrongly, and the right text still works', async () => {
    const [alice, bob, carol] = [page('Alice'), page('Bob'), page('Carol')];
    const invitation = await alice.channel.createInvitation();
    expect(await faultOf(alice.channel.acceptInvitation(invitation))).toBe('own-text');
    expect(await faultOf(alice.channel.acceptReply(invitation))).toBe('not-a-reply');
    const other = await carol.channel.acceptInvitation(await page('Dave').channel.createInvitation());
    expect(await faultOf(alice.channel.acceptReply(other))).toBe('other-invitation');
    const reply = await bob.channel.acceptInvitation(invitation);
    expect(await faultOf(bob.channel.acceptReply(reply))).toBe('own-text');
    // Pasted twice is pasted once.
    await Promise.all([alice.channel.acceptReply(reply), alice.channel.acceptReply(reply)]);
    await vi.waitFor(() => expect(alice.heard('peer-join')).toHaveLength(1));
    expect(await faultOf(alice.channel.acceptReply(reply))).toBe('not-now');
    expect(await faultOf(alice.channel.createInvitation())).toBe('not-now');
  });

  it('are told where there is no way to the other one, and may begin anew', async () => {
    const alice = page('Alice', HASTE);
    const gone = page('Bob');
    const reply = await gone.channel.acceptInvitation(await alice.channel.createInvitation());
    gone.channel.close();
    expect(await faultOf(alice.channel.acceptReply(reply))).toBe('unreachable');
    expect(await faultOf(alice.channel.acceptReply(reply))).toBe('not-now');
    const bob = page('Bob');
    await bob.channel.acceptReply(await alice.channel.acceptInvitation(await bob.channel.createInvitation()));
    await vi.waitFor(() => expect(alice.heard('peer-join')).toHaveLength(1));
  });

  it('are not harmed by a description that is none', async () => {
    const { writeExchange } = await import('../../../widget/signaling/manual/exchange-text.ts');
    const bob = page('Bob');
    expect(
      await faultOf(bob.channel.acceptInvitation(await writeExchange({ kind: 'invitation', id: 'x', sdp: 'v=0' }))),
    ).toBe('damaged');
    const alice = page('Alice');
    await alice.channel.acceptReply(await bob.channel.acceptInvitation(await alice.channel.createInvitation()));
    await vi.waitFor(() => expect(bob.heard('peer-join')).toHaveLength(1));
  });
});
