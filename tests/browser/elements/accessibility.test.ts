import { afterEach, describe, it } from 'vitest';
import { page } from 'vitest/browser';
import { expectAccessible } from './support/accessibility.ts';
import { mountScene } from './support/mount.ts';
import { SCENES } from './support/scenes.ts';
import { expectTargets } from './support/targets.ts';

const LOOKS: Readonly<Record<string, { attributes: Readonly<Record<string, string>>; size: [number, number] }>> = {
  light: { attributes: { theme: 'light' }, size: [960, 640] },
  // As wide as a phone, and as a window of 1280 px at 400 % (WCAG 2.2, 1.4.10).
  dark: { attributes: { theme: 'dark' }, size: [320, 568] },
  'right to left': { attributes: { theme: 'light', lang: 'ar' }, size: [720, 480] },
};

afterEach(() => document.body.replaceChildren());

describe.for(Object.entries(LOOKS))('in %s', ([, { attributes, size }]) => {
  it.for(Object.keys(SCENES))('state %s has no accessibility violation', async (scene) => {
    await page.viewport(...size);
    const { element } = await mountScene(scene, attributes);
    element.style.setProperty('--p2p-call-height', `${size[1]}px`);
    expectTargets(element.renderRoot);
    await expectAccessible(element);
  });
});
