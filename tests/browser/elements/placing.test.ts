/** Calls in a floating window and in a dialog: seen, reached by keyboard, kept in place, and never ended by closing. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, mount, mountScene } from './support/mount.ts';
import { knockOf } from './support/scripted-call.ts';

const LOOKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'right to left': { theme: 'light', lang: 'ar' },
};

/** One of the states, as soon as it stands where it should. */
async function placed(scene: string, attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
  const mounted = await mountScene(scene, { mode: 'floating', ...attributes });
  await vi.waitFor(() => find(mounted.element, '.panel[data-mode]'));
  await mounted.element.updateComplete;
  return mounted;
}

const panelOf = (element: P2pCall): HTMLElement => find(element, '.panel');
const launcherOf = (element: P2pCall): HTMLElement => find(element, '.launcher');
/** Its words for those who do not see it. */
const newsOf = (element: P2pCall): string => find(element, '.launcher .sr-only').textContent ?? '';
const isSeen = (element: HTMLElement): boolean => element.checkVisibility({ visibilityProperty: true });
const activeIn = (element: P2pCall): Element | null => element.shadowRoot?.activeElement ?? null;

beforeEach(() => page.viewport(1000, 800));

afterEach(() => document.body.replaceChildren());

describe.for(Object.entries(LOOKS))('in %s', ([, look]) => {
  it.for([
    ['idle', {}],
    ['idle', { label: 'Talk to us' }],
    ['connected', {}],
    ['connected', { open: '' }],
    ['connected', { mode: 'modal', open: '' }],
    ['prejoin', { mode: 'modal', open: '' }],
  ] as const)('%s with %o has no accessibility violation', async ([scene, attributes]) => {
    const { element } = await placed(scene, { ...look, ...attributes });
    await expectAccessible(element);
  });

  it('the question before a dialog closes has no accessibility violation', async () => {
    const { element } = await placed('connected', { ...look, mode: 'modal', open: '' });
    find(element, '[part~="button-close"]').click();
    expect(isSeen(find(element, '.end-question'))).toBe(true);
    await expectAccessible(element);
  });
});

describe('floating', () => {
  it('shows the launcher alone, and the window after a press', async () => {
    const { element } = await placed('idle');
    expect(isSeen(panelOf(element))).toBe(false);
    await userEvent.click(launcherOf(element));
    await element.updateComplete;
    expect(isSeen(panelOf(element))).toBe(true);
    expect(isSeen(launcherOf(element))).toBe(false);
    expect(element.hasAttribute('open')).toBe(true);
    expect(panelOf(element).contains(activeIn(element))).toBe(true);
  });

  it('takes no room in the page', async () => {
    const { element } = await placed('idle', { open: '' });
    const next = document.body.appendChild(document.createElement('p'));
    const { top } = next.getBoundingClientRect();
    element.remove();
    expect(next.getBoundingClientRect().top).toBe(top);
  });

  it('is the same where the page says how the element is displayed', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('p2p-call { display: block; width: 100%; height: 500px }');
    document.adoptedStyleSheets.push(sheet);
    const { element } = await placed('idle');
    const next = document.body.appendChild(document.createElement('p'));
    const [{ top }, { right }] = [next.getBoundingClientRect(), launcherOf(element).getBoundingClientRect()];
    await element.hide();
    await vi.waitFor(() => expect(isSeen(launcherOf(element))).toBe(false));
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    expect(top).toBeLessThan(100);
    expect(right).toBe(980);
  });

  it('is closed by Escape, with the focus back on the launcher', async () => {
    const { element } = await placed('idle');
    launcherOf(element).focus();
    await userEvent.keyboard('{Enter}');
    await element.updateComplete;
    await userEvent.keyboard('{Escape}');
    await element.updateComplete;
    expect(element.hasAttribute('open')).toBe(false);
    expect(activeIn(element)).toBe(launcherOf(element));
  });

  it('leaves Escape to a panel that is open in it', async () => {
    const { element } = await placed('chat', { open: '' });
    find(element, '.chat-input').focus();
    await userEvent.keyboard('{Escape}');
    await element.updateComplete;
    expect(element.hasAttribute('open')).toBe(true);
  });

  it('minimized keeps the call, and shows its time, the microphone and what was missed', async () => {
    const { element, call } = await placed('connected', { open: '' });
    find(element, '[part~="button-close"]').click();
    await element.updateComplete;
    expect(call.requested).toEqual([]);
    const launcher = launcherOf(element);
    expect(find(element, '.launcher-time').textContent).toMatch(/^\d+:\d\d$/);
    expect(launcher.querySelector('.badge')?.textContent).toBe('3');
    expect(newsOf(element)).toBe('Back to the call, New messages');
    call.show({ devices: { ...call.devices, microphone: { ...call.devices.microphone, enabled: false } } });
    call.show({ knocks: [knockOf('Dora')] });
    await element.updateComplete;
    expect(newsOf(element)).toBe('Back to the call, Microphone off, New messages, Somebody waits to be let in');
    expect(launcher.querySelector('.badge')?.textContent).toBe('4');
  });

  it('goes on being heard and announced while it is minimized', async () => {
    const { element, call } = await placed('connected');
    expect(isSeen(find(element, '[role="status"]'))).toBe(true);
    const video = find<HTMLVideoElement>(element, '.tile:not(.local) video');
    await vi.waitFor(() => expect(video.paused).toBe(false));
    await element.open();
    await element.close();
    await element.updateComplete;
    expect(video.paused).toBe(false);
    expect(call.isDisposed).toBe(false);
  });

  it('without a launcher shows none until there is a call', async () => {
    const { element, call } = await placed('idle', { 'hide-launcher': '' });
    expect(isSeen(launcherOf(element))).toBe(false);
    call.show({ state: 'waiting' });
    await element.updateComplete;
    expect(isSeen(launcherOf(element))).toBe(true);
  });

  it('hides with everything and comes back', async () => {
    const { element } = await placed('connected');
    await element.hide();
    expect(isSeen(launcherOf(element))).toBe(false);
    await element.show();
    expect(isSeen(launcherOf(element))).toBe(true);
  });

  it.for([
    ['', 'ltr', 'right', 'bottom'],
    ['', 'rtl', 'left', 'bottom'],
    ['top-start', 'ltr', 'left', 'top'],
    ['bottom-right', 'rtl', 'right', 'bottom'],
  ] as const)('position "%s" in %s is %s %s', async ([position, dir, side, height]) => {
    document.documentElement.dir = dir;
    const { element } = await placed('idle', { position, open: '' });
    const { left, right, top, bottom } = panelOf(element).getBoundingClientRect();
    document.documentElement.dir = '';
    expect(side === 'left' ? left : 1000 - right).toBe(20);
    expect(height === 'top' ? top : 800 - bottom).toBe(20);
  });

  it('keeps the distance that the page sets', async () => {
    document.body.style.setProperty('--p2p-call-offset-x', '40px');
    document.body.style.setProperty('--p2p-call-z-index', '7');
    const { element } = await placed('idle');
    const { right } = launcherOf(element).getBoundingClientRect();
    const { zIndex } = getComputedStyle(element);
    document.body.removeAttribute('style');
    expect(1000 - right).toBe(40);
    expect(zIndex).toBe('7');
  });

  it('fills a phone', async () => {
    await page.viewport(320, 568);
    const { element } = await placed('connected', { open: '' });
    const { left, top, width, height } = panelOf(element).getBoundingClientRect();
    expect([left, top, width, height]).toEqual([0, 0, 320, 568]);
  });

  it('is above a page that would cut it off', async () => {
    document.body.innerHTML =
      '<div style="transform: translateX(40px); width: 200px; height: 100px; overflow: hidden"></div>';
    const { element } = await mountScene('idle', { mode: 'floating', open: '' });
    document.body.firstElementChild?.append(element);
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.panel:popover-open')).not.toBeNull());
    const { right } = panelOf(element).getBoundingClientRect();
    expect(1000 - right).toBe(20);
  });

  it('has the words of the page in its launcher, and its own where the page has none', async () => {
    const { element } = await placed('idle');
    expect(newsOf(element)).toBe('Call');
    element.append('\n', 'Talk to ', Object.assign(document.createElement('b'), { textContent: 'sales' }));
    await vi.waitFor(() => expect(newsOf(element)).toBe(''));
    expect(element.querySelector('b')?.getClientRects()).toHaveLength(1);
    await expectAccessible(element);
    element.replaceChildren('\n  ', Object.assign(document.createElement('p'), { slot: 'waiting' }));
    await vi.waitFor(() => expect(newsOf(element)).toBe('Call'));
    expect(isSeen(find(element, '.launcher > .icon'))).toBe(true);
  });

  it('takes no focus when the page opens it', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    vi.spyOn(navigator, 'userActivation', 'get').mockReturnValue({ isActive: false, hasBeenActive: false });
    const { element } = await placed('idle');
    field.focus();
    await element.open();
    await element.updateComplete;
    vi.restoreAllMocks();
    expect(document.activeElement).toBe(field);
  });
});

describe('the window', () => {
  const bar = (element: P2pCall): HTMLElement => find(element, '.window-bar');
  const grip = (element: P2pCall): HTMLElement => find(element, '.window-grip');

  function drag(element: P2pCall, x: number, y: number): void {
    const { left, top } = bar(element).getBoundingClientRect();
    const at = (clientX: number, clientY: number) => ({
      clientX,
      clientY,
      button: 0,
      buttons: 1,
      isPrimary: true,
      bubbles: true,
      composed: true,
    });
    bar(element).setPointerCapture = () => undefined;
    bar(element).dispatchEvent(new PointerEvent('pointerdown', at(left + 50, top + 10)));
    bar(element).dispatchEvent(new PointerEvent('pointermove', at(left + 50 + x, top + 10 + y)));
    bar(element).dispatchEvent(new PointerEvent('pointerup', at(left + 50 + x, top + 10 + y)));
  }

  it('follows the pointer, and stays in the viewport', async () => {
    const { element } = await placed('connected', { open: '' });
    const before = panelOf(element).getBoundingClientRect();
    drag(element, -200, -40);
    expect(panelOf(element).getBoundingClientRect().left).toBe(before.left - 200);
    expect(panelOf(element).getBoundingClientRect().top).toBe(before.top - 40);
    drag(element, -5_000, 5_000);
    const { left, bottom } = panelOf(element).getBoundingClientRect();
    expect([left, bottom]).toEqual([8, 792]);
  });

  it('comes along when the viewport becomes smaller, and is the same after a scroll', async () => {
    const { element } = await placed('connected', { open: '', position: 'top-left' });
    drag(element, 5_000, 0);
    await page.viewport(700, 700);
    await vi.waitFor(() => expect(panelOf(element).getBoundingClientRect().right).toBeLessThanOrEqual(692));
    const tall = document.body.appendChild(document.createElement('div'));
    tall.style.height = '5000px';
    const { top } = panelOf(element).getBoundingClientRect();
    scrollTo(0, 1_000);
    expect(panelOf(element).getBoundingClientRect().top).toBe(top);
    scrollTo(0, 0);
  });

  it('is moved by the arrow keys, and home by Home', async () => {
    const { element } = await placed('connected', { open: '' });
    const { left, top } = panelOf(element).getBoundingClientRect();
    grip(element).focus();
    await userEvent.keyboard('{ArrowLeft}{Shift>}{ArrowUp}{/Shift}');
    expect(panelOf(element).getBoundingClientRect()).toMatchObject({ left: left - 16, top: top - 64 });
    await userEvent.keyboard('{Home}');
    expect(panelOf(element).getBoundingClientRect()).toMatchObject({ left, top });
  });

  it('goes to the next corner at a press, for those who cannot drag', async () => {
    const { element } = await placed('connected', { open: '' });
    await userEvent.click(grip(element));
    expect(panelOf(element).getBoundingClientRect().left).toBe(8);
  });

  it.for(['floating', 'modal'])('%s leaves Escape to the menu that is open in it', async (mode) => {
    const { element } = await placed('connected', { open: '', mode });
    await userEvent.click(find(element, '[part~="button-more"]'));
    await vi.waitFor(
      () => find(element, '.more-menu').contains(activeIn(element)) || Promise.reject(new Error('closed')),
    );
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(element.shadowRoot?.querySelector('.more-menu')).toBeNull());
    expect(element.isOpen).toBe(true);
    expect(element.shadowRoot?.querySelector('.end-question')).toBeNull();
  });

  it('fills the screen where it was dragged before', async () => {
    const { element } = await placed('connected', { open: '' });
    drag(element, -200, -40);
    await userEvent.click(grip(element));
    await panelOf(element).requestFullscreen();
    const { left, top } = panelOf(element).getBoundingClientRect();
    await document.exitFullscreen();
    expect([left, top]).toEqual([0, 0]);
  });

  it('needs no style attribute', async () => {
    const { element } = await placed('connected', { open: '' });
    drag(element, -200, -40);
    expect(element.shadowRoot?.querySelector('[style]')).toBeNull();
  });
});

describe('modal', () => {
  it('is a dialog with the focus in it, and the page behind it out of reach', async () => {
    const outside = document.body.appendChild(Object.assign(document.createElement('button'), { textContent: 'Shop' }));
    const { element } = await placed('idle', { mode: 'modal', open: '' });
    expect(find(element, 'dialog').matches(':modal')).toBe(true);
    outside.focus();
    expect(document.activeElement).not.toBe(outside);
    await element.close();
    await element.updateComplete;
    expect(find(element, 'dialog').matches(':modal')).toBe(false);
    expect(isSeen(panelOf(element))).toBe(false);
    outside.focus();
    expect(document.activeElement).toBe(outside);
  });

  it('without a call is closed by Escape', async () => {
    const { element } = await placed('idle', { mode: 'modal', open: '' });
    await userEvent.keyboard('{Escape}');
    await element.updateComplete;
    expect(element.hasAttribute('open')).toBe(false);
  });

  it('with a call asks at Escape; Escape stays, "Leave" leaves and closes', async () => {
    const { element, call } = await placed('connected', { mode: 'modal', open: '' });
    await userEvent.keyboard('{Escape}');
    expect(isSeen(find(element, '.end-question'))).toBe(true);
    expect(activeIn(element)?.part.contains('button-stay')).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(element.shadowRoot?.querySelector('.end-question')).toBeNull();
    expect([element.isOpen, call.requested]).toEqual([true, []]);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(find(element, '[part~="button-end"]'));
    await vi.waitFor(() => expect(element.isOpen).toBe(false));
    expect(call.requested).toEqual(['leave']);
  });

  it('closed by the page keeps the call, with the way back in the launcher', async () => {
    const { element, call } = await placed('connected', { mode: 'modal', open: '' });
    await element.close();
    await element.updateComplete;
    expect(call.requested).toEqual([]);
    await userEvent.click(launcherOf(element));
    await element.updateComplete;
    expect(find(element, 'dialog').matches(':modal')).toBe(true);
  });

  it('hidden does not keep the page out of reach', async () => {
    const { element } = await placed('connected', { mode: 'modal', open: '' });
    element.hidden = true;
    await vi.waitFor(() => expect(find(element, 'dialog').matches(':modal')).toBe(false));
    element.hidden = false;
    await vi.waitFor(() => expect(find(element, 'dialog').matches(':modal')).toBe(true));
  });

  it('is still a dialog after a move in the document', async () => {
    const { element } = await placed('connected', { mode: 'modal', open: '' });
    document.body.appendChild(document.createElement('section')).append(element);
    await vi.waitFor(() => expect(find(element, 'dialog').matches(':modal')).toBe(true));
  });
});

describe('a change of mode', () => {
  it('keeps the call, its pictures and the place in the page', async () => {
    const { element, call } = await placed('connected', { open: '' });
    const video = find(element, '.tile:not(.local) video');
    for (const mode of ['modal', 'inline', 'floating', 'inline'] as const) {
      element.mode = mode;
      await element.updateComplete;
      expect(find(element, '.tile:not(.local) video')).toBe(video);
      expect(video.checkVisibility()).toBe(true);
    }
    expect(panelOf(element).getAttributeNames().sort()).toEqual(['class', 'lang', 'part']);
    expect(element.shadowRoot?.querySelector('.launcher, .window-bar')).toBeNull();
    expect(call.requested).toEqual([]);
  });
});

it('stands in the page when what places it cannot be loaded', async () => {
  const { element } = await mount();
  const { LazyView } = await import('../../../widget/elements/lazy-view.ts');
  const loading = vi.spyOn(LazyView.prototype, 'load').mockResolvedValue(false);
  element.mode = 'floating';
  await vi.waitFor(() => expect(element.mode).toBe('inline'));
  loading.mockRestore();
  expect(isSeen(panelOf(element))).toBe(true);
});
