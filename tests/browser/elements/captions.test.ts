/** Text of what is said, handed in by the page, over the stage. */
import { afterEach, describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';
import { participantNamed } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

const BOB = participantNamed('Bob').id;
const linesOf = (element: { readonly renderRoot: HTMLElement | DocumentFragment }): string[] =>
  [...element.renderRoot.querySelectorAll('.caption')].map(({ textContent }) =>
    textContent.replaceAll(/\s+/g, ' ').trim(),
  );

it('is accessible, and read out by nobody', async () => {
  const { element } = await mountScene('captions');
  await expectAccessible(element);
  expect(find(element, '[part="captions"]').ariaLive).toBe('off');
  expect(linesOf(element)).toEqual([
    'Bob: The second column is new, and it takes more than one line on a phone.',
    'Alice: I see it.',
  ]);
});

it('replaces a sentence that is not final, and is text, never HTML', async () => {
  const { element } = await mountScene('connected');
  await element.showCaption({ participantId: BOB, text: 'shall', isFinal: false });
  await element.showCaption({ participantId: BOB, text: '<b>Shall</b> we?', isFinal: true });
  await element.updateComplete;
  expect(linesOf(element)).toEqual(['Bob: <b>Shall</b> we?']);
  await element.showCaption({ participantId: 'nobody' as PeerId, text: 'Hello' });
  await element.updateComplete;
  expect(linesOf(element)[1]).toBe('Hello');
});

describe('a box', () => {
  it.for([
    [960, 600],
    [320, 568],
    [280, 360],
  ] as const)(
    'of %s x %s shows two lines with the newest words, and can be used through them',
    async ([width, height]) => {
      const { element } = await mountScene('captions');
      element.style.setProperty('width', `${width}px`);
      element.style.setProperty('height', `${height}px`);
      const text = `${'many words that go on and on '.repeat(9)}to the end`;
      await element.showCaption({ participantId: BOB, text });
      await element.updateComplete;
      const box = find(element, '.captions').getBoundingClientRect();
      const stage = find(element, '.stage').getBoundingClientRect();
      const lineHeight = Number.parseFloat(getComputedStyle(find(element, '.captions')).lineHeight);
      expect(box.height).toBeLessThanOrEqual(2 * lineHeight + 11);
      expect(box.left).toBeGreaterThanOrEqual(stage.left);
      expect(box.right).toBeLessThanOrEqual(stage.right);
      const self = find(element, '.tile.corner').getBoundingClientRect();
      expect(box.right <= self.left || box.left >= self.right).toBe(true);
      expect(box.width).toBeGreaterThan(120);
      const last = [...element.renderRoot.querySelectorAll('.caption')].at(-1);
      expect(last?.getBoundingClientRect().bottom).toBeLessThanOrEqual(box.bottom);
      expect(getComputedStyle(find(element, '.caption')).pointerEvents).toBe('none');
    },
  );
});

it('are gone after the call, and not taken before one', async () => {
  const { element, call } = await mountScene('captions');
  call.show({ state: 'ended', endReason: 'user_left' });
  await element.updateComplete;
  expect(linesOf(element)).toEqual([]);
  await element.showCaption({ participantId: BOB, text: 'late' });
  await element.updateComplete;
  expect(linesOf(element)).toEqual([]);
});
