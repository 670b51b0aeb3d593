/** The call in a window of its own, and over the whole screen. The browser's windows are stood in for by frames: real documents. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIVE_ATTRIBUTE } from '../../../widget/elements/play-tracks.ts';
import { find, mountScene, openMore } from './support/mount.ts';
import { portraitTrack } from './support/pictures.ts';
import { everyone, participantNamed } from './support/scripted-call.ts';

const BUTTON = '[part~="button-picture-in-picture"]';

/** What the browser makes when it is asked for a window: a frame, which knows `close` as a window does. */
function frameWindow(): Window {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'inline-size: 320px; block-size: 240px';
  document.body.append(frame);
  const made = frame.contentWindow;
  if (!made) throw new Error('no window');
  made.close = () => {
    made.dispatchEvent(new Event('pagehide'));
    frame.remove();
  };
  return made;
}

let opened: Window[] = [];

beforeEach(() => {
  opened = [];
  vi.stubGlobal('parent', window);
  vi.stubGlobal('documentPictureInPicture', {
    requestWindow: () => {
      const made = frameWindow();
      opened.push(made);
      return Promise.resolve(made);
    },
  });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function openPicture(attributes: Readonly<Record<string, string>> = {}) {
  const mounted = await mountScene('more', attributes);
  const { element } = mounted;
  find(element, BUTTON).click();
  await vi.waitFor(() => expect(find(element, BUTTON).ariaPressed).toBe('true'));
  const [picture] = opened;
  if (!picture) throw new Error('no window was opened');
  return { ...mounted, page: picture.document, picture };
}

describe('a document in a window of its own', () => {
  it('is accessible, and shows the moving picture of the other without sound', async () => {
    const { page, picture } = await openPicture();
    const video = page.querySelector('video');
    await vi.waitFor(() => expect(video?.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    expect([video?.muted, page.querySelector('.seat-name')?.textContent]).toEqual([true, 'Bob']);
    expect(page.querySelectorAll('[style], style, script')).toHaveLength(0);
    const { height } = page.querySelector('.bar button')?.getBoundingClientRect() ?? new DOMRect();
    expect(height).toBe(44);
    // A checker looks at its own document alone.
    const within = picture as Window & { eval(source: string): void; readonly axe: typeof axe };
    within.eval(axe.source);
    const { violations } = await within.axe.run(page, {
      resultTypes: ['violations'],
      // It is a part of the call, with no headings.
      rules: { 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
  });

  it('speaks the language of the call, in its direction', async () => {
    const { element, page } = await openPicture({ lang: 'he' });
    expect([page.documentElement.lang, page.documentElement.dir]).toEqual(['he', 'rtl']);
    element.lang = 'en';
    await vi.waitFor(() => expect(page.documentElement.lang).toBe('en'));
    expect(page.documentElement.dir).toBe('ltr');
  });

  it('follows the call, and its buttons act', async () => {
    const { element, call, page } = await openPicture();
    const dave = participantNamed('Dave', { cameraEnabled: true, cameraTrack: portraitTrack(2) });
    call.show({ participants: everyone(participantNamed('Carol'), dave) });
    await element.updateComplete;
    expect([...page.querySelectorAll('.seat-name')].map((it) => it.textContent)).toEqual(['Carol', 'Dave']);
    page.querySelector<HTMLElement>('[part~="button-microphone"]')?.click();
    page.querySelector<HTMLElement>('[part~="button-leave"]')?.click();
    expect(call.requested).toEqual(['toggleMicrophone', 'leave']);
  });

  it('closes with its switch, with the call, and with the element; what it played is let go of', async () => {
    for (const close of ['switch', 'call', 'element'] as const) {
      opened = [];
      const { element, call, page } = await openPicture();
      const video = page.querySelector('video');
      expect(video?.srcObject).not.toBeNull();
      if (close === 'switch') find(element, BUTTON).click();
      if (close === 'call') call.show({ state: 'ended', endReason: 'user_left' });
      if (close === 'element') element.remove();
      await vi.waitFor(() => expect(document.querySelector('iframe')).toBeNull());
      expect(video?.srcObject).toBeNull();
      element.remove();
    }
  });

  it('that the person closes can be opened again', async () => {
    const { element, picture } = await openPicture();
    picture.close();
    await vi.waitFor(() => expect(find(element, BUTTON).ariaPressed).toBe('false'));
    find(element, BUTTON).click();
    await vi.waitFor(() => expect(find(element, BUTTON).ariaPressed).toBe('true'));
    expect(opened).toHaveLength(2);
  });

  it('that the browser refuses is no error', async () => {
    vi.stubGlobal('documentPictureInPicture', {
      requestWindow: () => Promise.reject(new DOMException('', 'NotAllowedError')),
    });
    const { element } = await mountScene('more');
    find(element, BUTTON).click();
    await Promise.resolve();
    await element.updateComplete;
    expect(find(element, BUTTON).ariaPressed).toBe('false');
  });
});

describe('without such windows', () => {
  beforeEach(() => {
    vi.stubGlobal('documentPictureInPicture', undefined);
  });

  it('the video of the other goes into one', async () => {
    vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(true);
    const request = vi
      .spyOn(HTMLVideoElement.prototype, 'requestPictureInPicture')
      .mockRejectedValue(new DOMException('', 'NotAllowedError'));
    const { element } = await mountScene('more');
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.hasAttribute(LIVE_ATTRIBUTE)).toBe(true), 5000);
    element.requestUpdate();
    await element.updateComplete;
    find(element, BUTTON).click();
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(1));
    expect(request.mock.contexts).toEqual([video]);
  });

  it('the switch follows the video, which goes back with the call', async () => {
    vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(true);
    const leave = vi.spyOn(document, 'exitPictureInPicture').mockResolvedValue();
    const { element, call } = await mountScene('more');
    const video = find(element, '.tile:not(.local) video');
    Object.defineProperty(element.renderRoot, 'pictureInPictureElement', { value: video });
    element.requestUpdate();
    await element.updateComplete;
    expect(find(element, BUTTON).ariaPressed).toBe('true');
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    expect(leave).toHaveBeenCalled();
  });

  it('nor any API for it: the call begins and ends all the same', async () => {
    vi.spyOn(ShadowRoot.prototype, 'pictureInPictureElement', 'get').mockReturnValue(undefined as unknown as Element);
    vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(undefined as unknown as boolean);
    const { element, call } = await mountScene('more');
    expect(element.renderRoot.querySelector(BUTTON)).toBeNull();
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    expect(element.getAttribute('state')).toBe('ended');
  });

  it('nor of a video: it is not offered', async () => {
    vi.spyOn(document, 'pictureInPictureEnabled', 'get').mockReturnValue(false);
    const { element } = await mountScene('more');
    expect(element.renderRoot.querySelector(BUTTON)).toBeNull();
  });
});

describe('full screen', () => {
  const selector = '[part~="button-fullscreen"]';

  it('is asked of the panel, and not offered where the browser cannot', async () => {
    const request = vi.spyOn(Element.prototype, 'requestFullscreen').mockResolvedValue();
    const isEnabled = vi.spyOn(document, 'fullscreenEnabled', 'get').mockReturnValue(true);
    const { element } = await mountScene('more');
    find(element, selector).click();
    expect(request.mock.contexts).toEqual([find(element, '.panel')]);
    expect(find(element, selector).ariaPressed).toBe('false');
    isEnabled.mockReturnValue(false);
    element.requestUpdate();
    await element.updateComplete;
    expect(element.renderRoot.querySelector(selector)).toBeNull();
  });

  it('is not offered to a window that stands over the page, and the menu opens all the same', async () => {
    vi.spyOn(document, 'fullscreenEnabled', 'get').mockReturnValue(true);
    const { element } = await mountScene('connected');
    const panel = find(element, '.panel');
    panel.popover = 'manual';
    panel.showPopover();
    await openMore(element);
    expect(element.renderRoot.querySelector(selector)).toBeNull();
    expect(find(element, '.more-menu').getBoundingClientRect().height).toBeGreaterThan(100);
  });
});
