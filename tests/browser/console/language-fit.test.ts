/** The console of an agent fits a phone in every language. */
import { afterEach, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { LANGUAGES } from '../../../widget/parts/locales.ts';
import { spokenLanguage, useLocale } from '../../../widget/locales/localization.ts';
import { misfits } from '../elements/support/fit.ts';
import { inDesk, mountDeskScene } from './support/mount-desk.ts';

const WIDTH_PX = 320;
const HEIGHT_PX = 640;

const SCENES = [
  'console-away',
  'console-queue',
  'console-ring',
  'console-held',
  'console-transfer',
  'console-taken',
  'console-missed',
  'console-messages',
  'console-handled',
  'console-team',
  'console-settings',
  'console-reconnecting',
  'console-replaced',
];

/** What visitors and colleagues have written. */
const WRITTEN_BY_PEOPLE = '.who, .choice-name, .person-name, .name-text, .page, .topic, .facts, .message-text, option';

afterEach(async () => {
  document.body.replaceChildren();
  await useLocale('en');
});

it.for(SCENES)('%s fits 320 px in every language', async (scene) => {
  await page.viewport(WIDTH_PX, HEIGHT_PX);
  const { element } = await mountDeskScene(scene);
  element.style.setProperty('--p2p-call-height', `${HEIGHT_PX}px`);
  const problems: string[] = [];
  for (const lang of ['en', ...LANGUAGES]) {
    element.lang = lang;
    await vi.waitFor(() => expect(spokenLanguage()).toBe(lang));
    await element.updateComplete;
    const panel = inDesk(element, '.panel');
    problems.push(...misfits(panel, WRITTEN_BY_PEOPLE).map((problem) => `${lang}: ${problem}`));
  }
  expect(problems).toEqual([]);
});
