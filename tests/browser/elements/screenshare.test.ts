import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { LIVE_ATTRIBUTE } from '../../../widget/elements/play-tracks.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';
import { slideTrack } from './support/pictures.ts';
import { everyone, participantNamed, selfNamed } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible with a screen on the stage', async () => {
  const { element } = await mountScene('screen-shared');
  await expectAccessible(element);
});

describe('the button', () => {
  const selector = '[part~="button-screenshare"]';

  it('asks for it, and shows what is', async () => {
    const { element, call } = await mountScene('connected');
    const button = find(element, selector);
    expect([button.ariaPressed, button.title]).toEqual(['false', 'Share your screen']);
    button.click();
    await element.updateComplete;
    expect(call.requested).toEqual(['toggleScreenshare']);
    expect(button.ariaPressed).toBe('false');
    call.show({ screenshare: { isSupported: true, enabled: true, pending: false } });
    await element.updateComplete;
    expect([button.ariaPressed, button.title]).toEqual(['true', 'Stop sharing your screen']);
  });

  it('is not there where the browser cannot, or the page does not want it', async () => {
    const { element, call } = await mountScene('connected');
    call.show({ screenshare: { isSupported: false, enabled: false, pending: false } });
    await element.updateComplete;
    expect(element.renderRoot.querySelector(selector)).toBeNull();
    const without = await mountScene('connected', { screenshare: 'off' });
    expect(without.element.renderRoot.querySelector(selector)).toBeNull();
  });

  it('says in words why the system refused', async () => {
    const { element } = await mountScene('screen-refused');
    expect(find(element, '[part~="banner"]').textContent).toContain('does not let the browser record the screen');
  });
});

describe('sharing', () => {
  it('is told for as long as it lasts, with a way to stop, and shows no own screen', async () => {
    const { element, call } = await mountScene('sharing-screen');
    call.show({ localParticipant: selfNamed('Alice', { screenshareEnabled: true, screenTrack: slideTrack() }) });
    await element.updateComplete;
    expect(find(element, '[part~="banner"]').textContent).toContain('You are sharing your screen.');
    expect(element.renderRoot.querySelector('.tile-screen')).toBeNull();
    find(element, '[part~="button-stop-sharing"]').click();
    expect(call.requested).toEqual(['toggleScreenshare']);
  });

  it('is said when it begins and when it ends', async () => {
    const { element, call } = await mountScene('connected');
    const status = find(element, '[role="status"]');
    call.fire('p2p-screenshare-toggle', { enabled: true });
    await element.updateComplete;
    expect(status.textContent).toBe('You are sharing your screen.');
    call.fire('p2p-screenshare-toggle', { enabled: false });
    await element.updateComplete;
    expect(status.textContent).toBe('You share your screen no more.');
  });

  it('is passed on as a method with its result and its error', async () => {
    const { element, call } = await mountScene('connected');
    expect(await element.toggleScreenshare(true)).toBe(true);
    call.failure = new CallError('unsupported-browser', { subject: 'screen' });
    await expect(element.toggleScreenshare(true)).rejects.toMatchObject({ code: 'unsupported-browser' });
  });
});

describe('the screen of another one', () => {
  it('stands whole beside the camera, which stays', async () => {
    const { element } = await mountScene('screen-shared');
    const video = find<HTMLVideoElement>(element, '.tile-screen video');
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    expect(getComputedStyle(video).objectFit).toBe('contain');
    expect(find(element, '.tile-screen .name').textContent).toContain('Screen of Bob');
    const camera = find<HTMLVideoElement>(element, '[data-participant="p-Bob"] video');
    await vi.waitFor(() => expect(camera.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
  });

  it('goes when it ends, and no tile of a person was moved', async () => {
    const { element, call } = await mountScene('screen-shared');
    const camera = find(element, '[data-participant="p-Bob"] video');
    const records: MutationRecord[] = [];
    const observer = new MutationObserver((more) => records.push(...more));
    observer.observe(find(element, '.tiles'), { childList: true });
    call.show({ participants: everyone(participantNamed('Bob')) });
    await element.updateComplete;
    records.push(...observer.takeRecords());
    expect(element.renderRoot.querySelector('.tile-screen')).toBeNull();
    expect(find(element, '[data-participant="p-Bob"] video')).toBe(camera);
    const moved = records.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
    expect(moved).toEqual([]);
    expect(find(element, '.tile.local').classList.contains('corner')).toBe(true);
  });

  it('is not shown before there is something to show', async () => {
    const { element, call } = await mountScene('connected');
    call.show({ participants: everyone(participantNamed('Bob', { screenTrack: slideTrack() })) });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.tile-screen')).toBeNull();
  });

  it.for([
    ['screen-shared', 960, 600],
    ['screen-shared', 320, 568],
    ['screen-shared', 280, 360],
    ['screen-shared-eight', 960, 600],
    ['screen-shared-eight', 600, 900],
    ['screen-shared-eight', 320, 568],
  ] as const)('of %s in %s x %s is the largest tile, and all are whole and apart', async ([scene, width, height]) => {
    const { element } = await mountScene(scene);
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    await vi.waitFor(() => expect(find(element, '.tiles').clientWidth).toBeGreaterThan(width - 20));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const stage = find(element, '.stage').getBoundingClientRect();
    const boxes = [...element.renderRoot.querySelectorAll('.tile')].map((tile) => tile.getBoundingClientRect());
    for (const [index, box] of boxes.entries()) {
      expect(box.width * box.height).toBeGreaterThan(24 * 40);
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
    const area = ({ width: w, height: h }: DOMRect): number => w * h;
    const focused = area(find(element, '.tile.focused').getBoundingClientRect());
    expect(focused).toBe(Math.max(...boxes.map(area)));
    expect(focused).toBeGreaterThan(area(stage) * 0.5);
  });
});
