/** What pages tell each other beside media, with real calls by local signaling: raised hands, and how loud somebody is. */
import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import '../../../widget/define.ts';
import { find, openMore } from './support/mount.ts';

const DEADLINE_MS = 15_000;
const calls: Call[] = [];

/** Sound needs a gesture first, as in life. */
beforeAll(() => userEvent.click(document.documentElement));

afterEach(() => {
  for (const call of calls.splice(0)) call.dispose();
});

async function callIn(room: string, displayName: string): Promise<Call> {
  const call = new Call({ room, displayName, signaling: 'local', video: false });
  calls.push(call);
  await call.join();
  return call;
}

const roomName = (): string => `room-${crypto.randomUUID().slice(0, 8)}`;
const handsSeenBy = (call: Call): string[] =>
  [...call.participants.values()].filter(({ handRaised }) => handRaised).map(({ name }) => name);

it('a raised hand is seen by those who are there and by who comes later, until it is taken down', async () => {
  const room = roomName();
  const alice = await callIn(room, 'Alice');
  const bob = await callIn(room, 'Bob');
  await expect(alice.toggleHand()).resolves.toBe(true);
  expect(alice.localParticipant.handRaised).toBe(true);
  await vi.waitFor(() => expect(handsSeenBy(bob)).toEqual(['Alice']), DEADLINE_MS);
  const carol = await callIn(room, 'Carol');
  await vi.waitFor(() => expect(handsSeenBy(carol)).toEqual(['Alice']), DEADLINE_MS);
  // A switch of a device tells the whole state anew.
  await alice.toggleMicrophone(false);
  await vi.waitFor(
    () => expect([...bob.participants.values()].find(({ name }) => name === 'Alice')?.microphoneEnabled).toBe(false),
    DEADLINE_MS,
  );
  expect(handsSeenBy(bob)).toEqual(['Alice']);
  await expect(alice.toggleHand()).resolves.toBe(false);
  await vi.waitFor(() => expect([...handsSeenBy(bob), ...handsSeenBy(carol)]).toEqual([]), DEADLINE_MS);
});

it('a hand is down outside a call, and after it', async () => {
  const call = new Call({ room: roomName(), signaling: 'local', video: false });
  calls.push(call);
  await expect(call.toggleHand(true)).resolves.toBe(false);
  await call.join();
  await call.toggleHand(true);
  await call.leave();
  expect(call.localParticipant.handRaised).toBe(false);
  await call.join();
  expect(call.localParticipant.handRaised).toBe(false);
});

it('one hears how loud each of the others is', async () => {
  const room = roomName();
  const alice = await callIn(room, 'Alice');
  const bob = await callIn(room, 'Bob');
  const id = bob.localParticipant.id;
  expect(alice.audioLevels.get(id) ?? 0).toBe(0);
  // Only a sound that is played has a level, and the device of the test browser beeps once a second.
  await vi.waitFor(() => expect(alice.participants.get(id)?.microphoneTrack).toBeTruthy(), DEADLINE_MS);
  const player = document.createElement('audio');
  const track = alice.participants.get(id)?.microphoneTrack;
  player.srcObject = new MediaStream(track ? [track] : []);
  await player.play();
  await vi.waitFor(() => expect(alice.audioLevels.get(id)).toBeGreaterThan(0.01), {
    timeout: DEADLINE_MS,
    interval: 20,
  });
  expect(alice.audioLevels.get(id)).toBeLessThanOrEqual(1);
  expect([...alice.audioLevels.keys()]).toEqual([id]);
  player.srcObject = null;
});

it('a hand and a reaction go from one element to the other, by the buttons a person has', async () => {
  callFactory.create = (options) => new Call(options);
  const room = roomName();
  document.body.innerHTML = ['Left', 'Right']
    .map(
      (name) => `<p2p-call room="${room}" signaling="local" display-name="${name}" video="off" auto-join></p2p-call>`,
    )
    .join('');
  const [left, right] = document.querySelectorAll('p2p-call');
  if (!left || !right) throw new Error('no elements');
  for (const element of [left, right]) {
    await vi.waitFor(() => expect(element.getAttribute('state')).toBe('connected'), DEADLINE_MS);
  }
  await openMore(left);
  find(left, '[part~="button-hand"]').click();
  await vi.waitFor(
    () => expect(find(right, '.tile:not(.local) .hand-mark').ariaLabel).toBe('Hand raised'),
    DEADLINE_MS,
  );
  await vi.waitFor(() => expect(find(left, '[part~="button-hand"]').ariaPressed).toBe('true'), DEADLINE_MS);
  find(left, '[aria-label="Heart"]').click();
  await vi.waitFor(() => expect(find(right, '.tile:not(.local) .reaction').textContent).toBe('❤️'), DEADLINE_MS);
  expect(find(right, '.toolbar [role="status"]').textContent).toBe('Left: Heart');
  document.body.replaceChildren();
});
