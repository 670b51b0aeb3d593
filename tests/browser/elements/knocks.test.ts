import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';
import { knockOf } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible while somebody knocks', async () => {
  const { element } = await mountScene('knock');
  await expectAccessible(element);
});

const banner = (element: P2pCall): HTMLElement | null => element.renderRoot.querySelector('[data-banner^="knock"]');

describe('one who knocks', () => {
  it.for([
    ['Admit', 'admit k-Ada'],
    ['Decline', 'reject k-Ada'],
  ] as const)('is named, with a button: %s', async ([text, request]) => {
    const { element, call } = await mountScene('knock');
    expect(banner(element)?.textContent).toContain('Ada wants to come in.');
    const button = find(element, `.banner [aria-label="${text} Ada"]`);
    expect(button.textContent.trim()).toBe(text);
    button.click();
    expect(call.requested).toEqual([request]);
  });

  it('stays until the call says otherwise, and takes one answer at a time', async () => {
    const { element, call } = await mountScene('knock');
    const answer = call.hold();
    const button = find(element, '.banner [part~="button-admit"]');
    button.click();
    await element.updateComplete;
    expect(button.ariaBusy).toBe('true');
    button.click();
    expect(call.requested).toEqual(['admit k-Ada']);
    answer();
    await expect.poll(() => button.ariaBusy).toBe(null);
    expect(banner(element)).not.toBeNull();
    call.show({ knocks: [] });
    await element.updateComplete;
    expect(banner(element)).toBeNull();
  });

  it('is kept with the reason where there is no seat, which is said aloud', async () => {
    const { element, call } = await mountScene('knock');
    call.failure = new CallError('room-full', { subject: 'k-Ada' });
    find(element, '.banner [part~="button-admit"]').click();
    await expect
      .poll(() => banner(element)?.textContent)
      .toContain('The call is full. Try again when someone has left.');
    expect(find(element, '[role="status"]').textContent).toContain('The call is full.');
  });

  it('is announced', async () => {
    const { element, call } = await mountScene('connected');
    call.fire('p2p-knock', knockOf('Ada'));
    await element.updateComplete;
    expect(find(element, '[role="status"]').textContent).toBe('Ada wants to come in.');
  });

  it('is reached and answered with the keyboard, and no key held down answers the next', async () => {
    const { element, call } = await mountScene('knock');
    find(element, '.stage').focus();
    await userEvent.tab();
    expect(element.shadowRoot?.activeElement?.ariaLabel).toBe('Decline Ada');
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(call.requested).toEqual(['admit k-Ada']);
    call.show({ knocks: [knockOf('Grace')] });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).toBe(find(element, '.stage'));
    await userEvent.tab();
    expect(element.shadowRoot?.activeElement?.ariaLabel).toBe('Decline Grace');
  });

  it('without a name is a guest', async () => {
    const { element, call } = await mountScene('knock');
    call.show({ knocks: [knockOf('')] });
    await element.updateComplete;
    expect(banner(element)?.textContent).toContain('Guest wants to come in.');
  });
});

describe('several who knock', () => {
  it('are counted and listed, on the button too, and shown in the panel', async () => {
    const { element } = await mountScene('knock-three');
    expect(banner(element)?.textContent).toContain(
      '3 people want to come in: \u2068Ada\u2069, \u2068Grace Hopper\u2069, \u2068Guest\u2069',
    );
    expect(find(element, '[part~="button-people"]').ariaLabel).toBe('People, 3 waiting');
    expect(find(element, '[part~="button-people"] .badge').textContent).toBe('3');
    find(element, '[part~="button-show-knocks"]').click();
    await expect.poll(() => element.renderRoot.querySelector('.waiting-list')).not.toBeNull();
    expect(find(element, '.waiting-list').querySelectorAll('li')).toHaveLength(3);
    expect(banner(element)).toBeNull();
  });
});

it('without a button the line is one row, also in 320 px', async () => {
  const { element } = await mountScene('connecting');
  element.style.setProperty('width', '320px');
  const [spinner, text] = find(element, '.banner').children;
  expect(spinner?.getBoundingClientRect().bottom).toBeLessThan(text?.getBoundingClientRect().bottom ?? 0);
  expect(spinner?.getBoundingClientRect().right).toBeLessThan(text?.getBoundingClientRect().left ?? 0);
});

it.for([
  ['knock', 320, 568],
  ['knock', 280, 360],
  ['knock-three', 320, 568],
  ['muted-by', 320, 568],
  ['muted-by', 280, 360],
] as const)('the line of %s in %s x %s is on the stage, with targets of 44 px', async ([scene, width, height]) => {
  const { element } = await mountScene(scene);
  element.style.setProperty('width', `${width}px`);
  element.style.setProperty('height', `${height}px`);
  const stage = find(element, '.stage').getBoundingClientRect();
  const line = find(element, '.banner').getBoundingClientRect();
  for (const box of [line, ...[...find(element, '.banner').children].map((child) => child.getBoundingClientRect())]) {
    expect(box.left).toBeGreaterThanOrEqual(stage.left);
    expect(box.right).toBeLessThanOrEqual(stage.right);
    expect(box.bottom).toBeLessThanOrEqual(stage.bottom);
  }
  for (const button of element.renderRoot.querySelectorAll('.banner button')) {
    const box = button.getBoundingClientRect();
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(44);
    expect(box.right).toBeLessThanOrEqual(line.right);
  }
});
