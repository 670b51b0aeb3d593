import { afterEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible while one waits to be let in', async () => {
  const { element } = await mountScene('knocking');
  await expectAccessible(element);
});

describe('waiting to be let in', () => {
  it('is said, with the own picture behind it', async () => {
    const { element } = await mountScene('knocking');
    expect(find(element, '.note').textContent).toContain('Waiting to be let in');
    expect(find(element, '.note').textContent).not.toContain('You are the only one here');
    expect(find(element, '.tile.local').getClientRects()).toHaveLength(1);
  });

  it.for([
    [null, false],
    [1, false],
    [2, true],
    [3, true],
  ] as const)('at place %s says the place: %s', async ([queuePosition, isSaid]) => {
    const { element, call } = await mountScene('knocking');
    call.show({ queuePosition });
    await element.updateComplete;
    expect(find(element, '.note').textContent.includes(`You are number ${queuePosition} in line.`)).toBe(isSaid);
  });

  it('is announced, and so is each new place', async () => {
    const { element, call } = await mountScene('knocking');
    const status = find(element, '[role="status"]');
    call.fire('p2p-queue-position', { position: 2 });
    await element.updateComplete;
    expect(status.textContent).toBe('Waiting to be let in. You are number 2 in line.');
    call.fire('p2p-queue-position', { position: 1 });
    await element.updateComplete;
    expect(status.textContent).toBe('Waiting to be let in.');
  });

  it('leaves only the devices and the way out', async () => {
    const { element, call } = await mountScene('knocking');
    const names = [...element.renderRoot.querySelectorAll('.toolbar button')].map((button) => button.ariaLabel);
    expect(names).toEqual(['Microphone', 'Camera', 'Leave the call']);
    find(element, '[part~="button-leave"]').click();
    expect(call.requested).toEqual(['leave']);
  });

  it('is over with the seat', async () => {
    const { element, call } = await mountScene('knocking');
    call.show({ role: 'guest', queuePosition: null });
    await element.updateComplete;
    expect(find(element, '.note').textContent).toContain('You are the only one here');
    expect(find(element, '[part~="button-people"]').getClientRects()).toHaveLength(1);
  });

  it('can be worded by the page', async () => {
    const { element } = await mountScene('knocking');
    const own = Object.assign(document.createElement('p'), {
      slot: 'waiting',
      textContent: 'An agent will be with you',
    });
    element.append(own);
    expect(own.getClientRects()).toHaveLength(1);
    expect(find(element, '.note-card').getClientRects()).toHaveLength(0);
  });
});
