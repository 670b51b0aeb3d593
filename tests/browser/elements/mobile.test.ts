/** On a phone, held either way: everything is in reach without scrolling, and the keyboard covers nothing that one types into. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { find, mountScene } from './support/mount.ts';

const SIZES = { upright: [390, 844], 'on its side': [844, 390] } as const;
const KEYBOARD_PX = 336;

/** Within the viewport, and nothing lies over its middle. */
function isInReach(target: HTMLElement): boolean {
  const { left, top, right, bottom } = target.getBoundingClientRect();
  const root = target.getRootNode() as ShadowRoot;
  const hit = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && target.contains(hit);
}

function expectInReach(element: P2pCall, selector: string): void {
  const targets = [...element.renderRoot.querySelectorAll<HTMLElement>(selector)].filter((it) => it.checkVisibility());
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((it) => !isInReach(it)).map((it) => it.className)).toEqual([]);
}

/** As the page of a room does, or the window of a site. */
const PLACES: Readonly<Record<string, (element: P2pCall) => void>> = {
  inline: (element) => element.style.setProperty('--p2p-call-height', '100dvh'),
  floating: () => {},
};

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  document.body.style.margin = '';
});

describe.for(Object.entries(SIZES))('%s', ([, [width, height]]) => {
  beforeEach(async () => {
    document.body.style.margin = '0';
    await page.viewport(width, height);
  });

  it.for(
    Object.keys(PLACES).flatMap((mode) => ['idle', 'prejoin', 'prejoin-denied'].map((scene) => [mode, scene] as const)),
  )('%s: in the state %s one can join without scrolling', async ([mode, scene]) => {
    const { element } = await mountScene(scene, { mode, open: '' });
    PLACES[mode]?.(element);
    await element.updateComplete;
    expectInReach(element, '[part~="button-join"], .preview-controls button, .prejoin input');
    const screen = find(element, '.prejoin-screen');
    expect(screen.scrollHeight).toBeLessThanOrEqual(screen.clientHeight);
  });

  it.for(
    Object.keys(PLACES).flatMap((mode) => ['connected', 'waiting', 'chat'].map((scene) => [mode, scene] as const)),
  )('%s: in the state %s all controls are in reach', async ([mode, scene]) => {
    const { element } = await mountScene(scene, { mode, open: '' });
    PLACES[mode]?.(element);
    await element.updateComplete;
    expectInReach(element, '.toolbar .button');
    if (scene === 'chat') expectInReach(element, '.chat-input, .chat button[type="submit"]');
  });

  it.for(['floating', 'modal'])('%s: it fills the screen', async (mode) => {
    const { element } = await mountScene('connected', { mode, open: '' });
    const { left, top, right, bottom } = find(element, '.panel').getBoundingClientRect();
    expect([left, top, right, bottom]).toEqual([0, 0, width, height]);
  });
});

describe('the keyboard of the screen', () => {
  /** A viewport whose lower part the test covers. */
  class CoveredViewport extends EventTarget {
    height = innerHeight;
    offsetTop = 0;
    scale = 1;

    cover(heightPx: number, offsetTop = 0): void {
      Object.assign(this, { height: innerHeight - heightPx, offsetTop });
      this.dispatchEvent(new Event('resize'));
    }
  }

  it.for(['floating', 'modal'])(
    '%s: leaves the field for a message to be seen, and gives the room back',
    async (mode) => {
      await page.viewport(390, 844);
      const viewport = new CoveredViewport();
      vi.stubGlobal('visualViewport', viewport);
      const { element } = await mountScene('chat', { mode, open: '' });
      const [field, panel] = [find(element, '.chat-input'), find(element, '.panel')];
      expect(field.getBoundingClientRect().bottom).toBeGreaterThan(innerHeight - KEYBOARD_PX);
      viewport.cover(KEYBOARD_PX, 60);
      const { top, bottom } = panel.getBoundingClientRect();
      expect([top, bottom]).toEqual([60, innerHeight - KEYBOARD_PX + 60]);
      expect(field.getBoundingClientRect().bottom).toBeLessThanOrEqual(bottom);
      viewport.cover(0);
      expect(panel.getBoundingClientRect().height).toBe(844);
    },
  );
});
