import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { expectAccessible } from '../elements/support/accessibility.ts';
import { expectTargets } from '../elements/support/targets.ts';
import { CONSOLE_SCENES } from './support/console-scenes.ts';
import { mountDeskScene } from './support/mount-desk.ts';

const LOOKS: Readonly<Record<string, { attributes: Readonly<Record<string, string>>; size: [number, number] }>> = {
  light: { attributes: { theme: 'light' }, size: [1280, 720] },
  // As wide as a phone, and as a window of 1280 px at 400 % (WCAG 2.2, 1.4.10).
  dark: { attributes: { theme: 'dark' }, size: [320, 640] },
  'right to left': { attributes: { theme: 'light', lang: 'ar' }, size: [900, 600] },
};

afterEach(() => document.body.replaceChildren());

describe.for(Object.entries(LOOKS))('in %s', ([, { attributes, size }]) => {
  it.for(Object.keys(CONSOLE_SCENES))('%s has no accessibility violation', async (scene) => {
    await page.viewport(...size);
    const { element } = await mountDeskScene(scene, attributes);
    element.style.setProperty('--p2p-call-height', `${size[1]}px`);
    expectTargets(element.renderRoot);
    await expectAccessible(element);
    for (const box of element.renderRoot.querySelectorAll(
      '.panel, .bar, .ring, .queue, .lists, .call-card, .columns',
    )) {
      expect([box.className, box.scrollWidth - box.clientWidth]).toEqual([box.className, 0]);
    }
  });
});
