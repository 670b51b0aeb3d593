import { afterEach, describe, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { mountScene } from './support/mount.ts';
import { SCENES } from './support/scenes.ts';

const LOOKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'right to left': { theme: 'light', lang: 'ar' },
};

afterEach(() => document.body.replaceChildren());

describe.for(Object.entries(LOOKS))('in %s', ([, attributes]) => {
  it.for(Object.keys(SCENES))('state %s has no accessibility violation', async (scene) => {
    const { element } = await mountScene(scene, attributes);
    await expectAccessible(element);
  });
});
