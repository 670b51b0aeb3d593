import { userEvent } from 'vitest/browser';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LIVE_ATTRIBUTE } from '../../../widget/elements/play-tracks.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mount, mountScene } from './support/mount.ts';
import { portraitTrack } from './support/pictures.ts';
import { everyone, participantNamed, selfNamed } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

/** Sound needs a gesture first, as in life. */
beforeAll(() => userEvent.click(document.documentElement));

/** A tone that is never quiet, as a track. */
function toneTrack(): MediaStreamTrack {
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const target = context.createMediaStreamDestination();
  oscillator.connect(target);
  oscillator.start();
  const [track] = target.stream.getAudioTracks();
  if (!track) throw new Error('no track');
  return track;
}

function streamOf(video: HTMLVideoElement): MediaStream {
  if (!(video.srcObject instanceof MediaStream)) throw new Error('nothing is played');
  return video.srcObject;
}

it('is accessible with eight people', async () => {
  const { element } = await mountScene('connected-eight');
  await expectAccessible(element);
});

describe('the grid', () => {
  it.for([
    [960, 600],
    [600, 900],
    [320, 568],
    [280, 360],
  ] as const)('shows eight tiles in %s x %s whole and without overlap', async ([width, height]) => {
    const { element } = await mountScene('connected-eight');
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    await vi.waitFor(() => expect(find(element, '.tiles').clientWidth).toBeGreaterThan(width - 20));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const stage = find(element, '.stage').getBoundingClientRect();
    const boxes = [...element.renderRoot.querySelectorAll('.tile')].map((tile) => tile.getBoundingClientRect());
    expect(boxes).toHaveLength(8);
    for (const [index, box] of boxes.entries()) {
      expect(box.width * box.height).toBeGreaterThan(60 * 40);
      expect(box.left).toBeGreaterThanOrEqual(stage.left);
      expect(box.right).toBeLessThanOrEqual(stage.right + 0.5);
      expect(box.top).toBeGreaterThanOrEqual(stage.top);
      expect(box.bottom).toBeLessThanOrEqual(stage.bottom + 0.5);
      for (const other of boxes.slice(index + 1)) {
        const isApart =
          box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
        expect(isApart).toBe(true);
      }
    }
  });

  it('puts the own picture in a corner with one other person, and in the grid with two', async () => {
    const { element, call } = await mountScene('connected');
    expect(find(element, '.tile.local').classList.contains('corner')).toBe(true);
    call.show({ participants: everyone(participantNamed('Bob'), participantNamed('Carol')) });
    await element.updateComplete;
    expect(find(element, '.tile.local').classList.contains('corner')).toBe(false);
  });

  it('never moves the node of a participant, because a moved video pauses', async () => {
    const { element, call } = await mountScene('connected');
    const before = find(element, '[data-participant="p-Bob"]');
    const records: MutationRecord[] = [];
    const observer = new MutationObserver((more) => records.push(...more));
    observer.observe(find(element, '.tiles'), { childList: true });
    call.show({ participants: everyone(participantNamed('Bob'), participantNamed('Carol')) });
    await element.updateComplete;
    call.show({ participants: everyone(participantNamed('Bob')) });
    await element.updateComplete;
    records.push(...observer.takeRecords());
    expect(records.length).toBeGreaterThan(0);
    expect(records.flatMap(({ removedNodes }) => [...removedNodes])).not.toContain(before);
    expect(find(element, '[data-participant="p-Bob"]')).toBe(before);
  });
});

describe('a tile', () => {
  it('shows initials where there is no picture, in a colour that stays', async () => {
    const { element, call } = await mountScene('connected-avatars');
    const avatar = find(element, '.tile:not(.local) .avatar');
    expect(avatar.textContent?.trim()).toBe('B');
    const color = avatar.dataset['color'];
    call.show({ participants: everyone(participantNamed('Bob', { microphoneEnabled: true })) });
    await element.updateComplete;
    expect(find(element, '.tile:not(.local) .avatar').dataset['color']).toBe(color);
  });

  it('marks a microphone that is off, in words too', async () => {
    const { element } = await mountScene('connected-avatars');
    expect(find(element, '.tile:not(.local) .muted-mark').ariaLabel).toBe('Microphone off');
  });

  it('says of each person alone that the connection is being repaired', async () => {
    const { element } = await mountScene('connected-eight');
    expect(find(element, '[data-participant="p-Grace"] .tile-status').textContent).toContain('Reconnecting');
    expect(element.renderRoot.querySelector('[data-participant="p-Bob"] .tile-status')).toBeNull();
  });
});

describe('media', () => {
  it('shows the picture once frames arrive, and the avatar again when the camera goes off', async () => {
    const { element, call } = await mountScene('connected');
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    expect(video.videoWidth).toBe(640);
    call.show({ participants: everyone(participantNamed('Bob')) });
    await element.updateComplete;
    expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(false);
  });

  it('plays the sound of somebody whose picture never comes', async () => {
    const { element, call } = await mountScene('connected-avatars');
    // A remote track is muted until its first packet, so this one stays out of the stream.
    const receiver = new RTCPeerConnection().addTransceiver('video').receiver;
    expect(receiver.track.muted).toBe(true);
    const microphoneTrack = toneTrack();
    call.show({
      participants: everyone(
        participantNamed('Bob', { microphoneTrack, cameraEnabled: true, cameraTrack: receiver.track }),
      ),
    });
    await element.updateComplete;
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.currentTime).toBeGreaterThan(0), 5000);
    expect(video.paused).toBe(false);
    expect(video.muted).toBe(false);
    expect(streamOf(video).getTracks()).toEqual([microphoneTrack]);
  });

  it('keeps the stream when a picture joins the sound', async () => {
    const { element, call } = await mountScene('connected-avatars');
    const microphoneTrack = toneTrack();
    call.show({ participants: everyone(participantNamed('Bob', { microphoneTrack })) });
    await element.updateComplete;
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    const stream = streamOf(video);
    const cameraTrack = portraitTrack(1);
    call.show({
      participants: everyone(participantNamed('Bob', { microphoneTrack, cameraEnabled: true, cameraTrack })),
    });
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    expect(streamOf(video)).toBe(stream);
    expect(video.paused).toBe(false);
  });

  it('never plays the own sound', async () => {
    const { element, call } = await mountScene('connected');
    call.show({ localParticipant: selfNamed('Alice', { microphoneTrack: toneTrack() }) });
    await element.updateComplete;
    const video = find<HTMLVideoElement>(element, '.tile.local video');
    expect(video.muted).toBe(true);
    expect(video.srcObject).toBeNull();
  });

  it('lets go of every track when the element is removed', async () => {
    const { element } = await mountScene('connected');
    const videos = [...element.renderRoot.querySelectorAll('video')];
    element.remove();
    expect(videos.map(({ srcObject }) => srcObject)).toEqual(videos.map(() => null));
  });

  it('plays again after a move in the document', async () => {
    const { element } = await mountScene('connected');
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    const section = document.createElement('section');
    document.body.append(section);
    section.append(element);
    await vi.waitFor(() => expect(video.paused).toBe(false), 5000);
  });
});

describe('sound that the browser holds back', () => {
  it('is offered with a tap, which plays it', async () => {
    const { element } = await mountScene('tap-to-hear');
    await expectAccessible(element);
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    expect(video.muted).toBe(true);
    find(element, '[part~="button-hear"]').click();
    await element.updateComplete;
    expect(video.muted).toBe(false);
    expect(element.renderRoot.querySelector('.hear')).toBeNull();
  });

  it('is heard as soon as an own device is on, which browsers take for a gesture', async () => {
    const { element, call } = await mountScene('tap-to-hear');
    call.fire('p2p-microphone-toggle', { enabled: true });
    await element.updateComplete;
    expect(find<HTMLVideoElement>(element, '.tile:not(.local) video').muted).toBe(false);
    expect(element.renderRoot.querySelector('.hear')).toBeNull();
  });

  it('stays offered, and the picture goes on, where the browser still holds it back', async () => {
    const { element, call } = await mountScene('tap-to-hear');
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    const refused = vi.spyOn(video, 'play').mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    call.fire('p2p-camera-toggle', { enabled: true });
    await vi.waitFor(() => expect(find(element, '.hear')).toBeTruthy());
    expect(video.muted).toBe(true);
    expect(refused).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(video.paused).toBe(false));
  });

  it('is not offered for the own preview', async () => {
    const { element } = await mount();
    expect(element.renderRoot.querySelector('.hear')).toBeNull();
  });
});
