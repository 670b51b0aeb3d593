/** Two real elements with real calls, by local signaling: what the demo page shows. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { LIVE_ATTRIBUTE } from '../../../widget/elements/play-tracks.ts';
import '../../../widget/define.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find } from './support/mount.ts';

const DEADLINE_MS = 15_000;

beforeEach(() => {
  callFactory.create = (options) => new Call(options);
});

afterEach(() => document.body.replaceChildren());

function twoElements(attributes = ''): [P2pCall, P2pCall] {
  const room = `room-${crypto.randomUUID().slice(0, 8)}`;
  document.body.innerHTML = ['Left', 'Right']
    .map((name) => `<p2p-call room="${room}" signaling="local" display-name="${name}" ${attributes}></p2p-call>`)
    .join('');
  const [left, right] = document.querySelectorAll('p2p-call');
  if (!left || !right) throw new Error('no elements');
  return [left, right];
}

it('shows moving pictures on both sides, chats, and sees the other leave', async () => {
  const [left, right] = twoElements('auto-join');
  for (const element of [left, right]) {
    await vi.waitFor(() => expect(element.getAttribute('state')).toBe('connected'), DEADLINE_MS);
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), DEADLINE_MS);
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    await vi.waitFor(
      () => expect(video.getVideoPlaybackQuality().totalVideoFrames).toBeGreaterThan(totalVideoFrames),
      DEADLINE_MS,
    );
    expect(video.muted).toBe(false);
  }
  expect(find(left, '.tile:not(.local) .name').textContent).toContain('Right');
  await expectAccessible(left);

  const text = `hello ${crypto.randomUUID()}`;
  await left.sendMessage(text);
  await vi.waitFor(() => expect(find(right, '.bubble').textContent).toBe(text), DEADLINE_MS);
  expect(find(right, '[part~="button-chat"]').ariaLabel).toBe('Chat, 1 unread');

  await left.leave();
  expect(left.getAttribute('state')).toBe('ended');
  await vi.waitFor(() => expect(right.getAttribute('state')).toBe('waiting'), DEADLINE_MS);
});

it('turns the camera off when an element is removed from the page', async () => {
  const [left, right] = twoElements('auto-join');
  await vi.waitFor(() => expect(left.localParticipant.cameraTrack).not.toBeNull(), DEADLINE_MS);
  const { cameraTrack, microphoneTrack } = left.localParticipant;
  left.remove();
  await vi.waitFor(() => {
    expect(cameraTrack?.readyState).toBe('ended');
    expect(microphoneTrack?.readyState ?? 'ended').toBe('ended');
  }, DEADLINE_MS);
  await vi.waitFor(() => expect(right.participants.size).toBe(0), DEADLINE_MS);
});
