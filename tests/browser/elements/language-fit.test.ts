/** Every language fits a phone: nothing is cut off, nothing has to be pushed aside to be read. */
import { afterEach, expect, it, vi } from 'vitest';
import { LANGUAGES } from '../../../widget/parts/locales.ts';
import { spokenLanguage, useLocale } from '../../../widget/locales/localization.ts';
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
];

/** What people have written may be longer than its place, and ends in dots. */
const WRITTEN_BY_PEOPLE = '.name-text, .person-name, .message-name, .file-stem, .bubble, option';

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.closest('.sr-only') === null;
}

/** How far, in px, the text stands out of what cuts it off or has to hold it. */
function excess(text: DOMRect, holder: Element): number {
  const { overflowX, overflowY } = getComputedStyle(holder);
  const box = holder.getBoundingClientRect();
  const isPanel = holder.classList.contains('panel');
  const holdsWidth = isPanel || holder.localName === 'button' || overflowX !== 'visible';
  // What scrolls up and down may be longer; what is not shown now is no loss.
  const holdsHeight = holder.localName === 'button' || ['hidden', 'clip'].includes(overflowY);
  return Math.max(
    holdsWidth ? Math.max(box.left - text.left, text.right - box.right) : 0,
    holdsHeight && !isPanel ? Math.max(box.top - text.top, text.bottom - box.bottom) : 0,
  );
}

function cutOff(panel: HTMLElement): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent?.trim() === '' || !isShown(parent)) continue;
    if (parent.closest(WRITTEN_BY_PEOPLE)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    for (
      let holder: Element | null = parent;
      holder !== null && panel.contains(holder);
      holder = holder.parentElement
    ) {
      const by = excess(text, holder);
      if (by > 1)
        found.push(`"${node.textContent?.trim()}" by ${Math.round(by)} px in ${holder.localName}.${holder.className}`);
    }
  }
  return found;
}

function pushedAside(panel: HTMLElement): string[] {
  const wide = [...panel.querySelectorAll('*')].filter(
    (element) =>
      isShown(element) &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
      element.scrollWidth > element.clientWidth + 1,
  );
  return wide.map((element) => `${element.localName}.${element.className} scrolls sideways`);
}

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
    problems.push(...[...cutOff(panel), ...pushedAside(panel)].map((problem) => `${lang}: ${problem}`));
  }
  expect(problems).toEqual([]);
});
