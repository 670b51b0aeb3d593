/** Every language fits a phone: nothing is cut off, nothing has to be pushed aside to be read. */
import { afterEach, expect, it, vi } from 'vitest';
import { LANGUAGES } from '../../../widget/parts/locales.ts';
import { spokenLanguage, useLocale } from '../../../widget/locales/localization.ts';
import { misfits } from './support/fit.ts';
import { find, mountScene } from './support/mount.ts';

const WIDTH_PX = 320;
const HEIGHT_PX = 568;

const SCENES = [
  'idle',
  'prejoin-denied',
  'prejoin-devices',
  'devices',
  'meeting-choose',
  'meeting-fault',
  'waiting',
  'knocking',
  'knock-three',
  'people-host',
  'people-remove',
  'chat-earlier',
  'files',
  'file-offered',
  'file-dragged',
  'more',
  'recording',
  'quality-panel',
  'muted-by',
  'tap-to-hear',
  'sharing-screen',
  'system-muted',
  'no-path',
  'error-origin',
  'desk-form',
  'desk-closed',
  'desk-waiting',
  'desk-held',
  'desk-transfer',
  'desk-ended',
  'desk-unknown',
];

/** What people have written may be longer than its place, and ends in dots. */
const WRITTEN_BY_PEOPLE = '.name-text, .person-name, .message-name, .file-stem, .bubble, option';

afterEach(async () => {
  document.body.replaceChildren();
  await useLocale('en');
});

it.for(SCENES)('%s fits 320 px in every language', async (scene) => {
  const { element } = await mountScene(scene);
  element.style.cssText = `inline-size: ${WIDTH_PX}px; --p2p-call-height: ${HEIGHT_PX}px`;
  const problems: string[] = [];
  for (const lang of ['en', ...LANGUAGES]) {
    element.lang = lang;
    await vi.waitFor(() => expect(spokenLanguage()).toBe(lang));
    await element.updateComplete;
    const panel = find(element, '.panel');
    problems.push(...misfits(panel, WRITTEN_BY_PEOPLE).map((problem) => `${lang}: ${problem}`));
  }
  expect(problems).toEqual([]);
});
