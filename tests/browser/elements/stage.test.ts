/** The tools of the stage: pins, who speaks, hands, reactions, the time, the menu that holds them. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene, openMore } from './support/mount.ts';
import { everyone, participantNamed, selfNamed } from './support/scripted-call.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const BOB = participantNamed('Bob').id;
const focused = (element: P2pCall): Element | null => element.shadowRoot?.activeElement ?? null;
const tileOf = (element: P2pCall, name: string): HTMLElement =>
  find(element, `[data-participant="${participantNamed(name).id}"]`);
const large = (element: P2pCall): string | undefined =>
  element.renderRoot.querySelector<HTMLElement>('.tile.focused')?.dataset['participant'];

it.for(['more', 'hands'])('is accessible in scene %s', async (scene) => {
  const { element } = await mountScene(scene);
  await expectAccessible(element);
});

describe('the menu', () => {
  it('opens with the focus in it, and Escape gives it back', async () => {
    const { element } = await mountScene('connected');
    const button = find(element, '[part~="button-more"]');
    expect(button.ariaExpanded).toBe('false');
    await openMore(element);
    await expect.poll(() => focused(element)?.ariaLabel).toBe('Thumbs up');
    expect(button.ariaExpanded).toBe('true');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => focused(element)).toBe(button);
    expect(element.renderRoot.querySelector('.more-menu')).toBeNull();
  });

  it('closes when something beside it is pressed', async () => {
    const { element } = await mountScene('more');
    await userEvent.click(find(element, '.stage'), { position: { x: 4, y: 4 } });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.more-menu')).toBeNull();
  });

  it.for([
    [960, 600],
    [320, 568],
    [280, 360],
  ] as const)('stays in a box of %s x %s, with targets of 44 px', async ([width, height]) => {
    const { element } = await mountScene('more');
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const outer = element.getBoundingClientRect();
    const menu = find(element, '.more-menu').getBoundingClientRect();
    expect(menu.left).toBeGreaterThanOrEqual(outer.left);
    expect(menu.right).toBeLessThanOrEqual(outer.right);
    expect(menu.top).toBeGreaterThanOrEqual(outer.top);
    for (const button of element.renderRoot.querySelectorAll('.more-menu button')) {
      const box = button.getBoundingClientRect();
      if (box.width === 0) continue;
      expect(box.height).toBeGreaterThanOrEqual(44);
      expect(box.width).toBeGreaterThanOrEqual(width < 320 ? 38 : 44);
    }
  });

  it('leaves the toolbar one row of targets of 44 px in a box of 320 px', async () => {
    const { element } = await mountScene('more');
    element.style.setProperty('width', '320px');
    await expect.poll(() => find(element, '.toolbar').clientWidth).toBeLessThan(321);
    const boxes = [...find(element, '.toolbar').querySelectorAll(':scope > slot > button')]
      .map((button) => button.getBoundingClientRect())
      .filter(({ width }) => width > 0);
    expect(new Set(boxes.map(({ top, height }) => top + height / 2)).size).toBe(1);
    expect(Math.min(...boxes.map(({ width, height }) => Math.min(width, height)))).toBeGreaterThanOrEqual(44);
    expect(find(element, '.menu-screenshare-menu').getBoundingClientRect().width).toBeGreaterThan(0);
  });
});

describe('controls', () => {
  it('shows only what the page names, in the toolbar and in the menu', async () => {
    const { element } = await mountScene('more', { controls: 'microphone more  hand leave' });
    const parts = [...element.renderRoot.querySelectorAll('.toolbar button')].map((it) => it.getAttribute('part'));
    expect(parts).toEqual([
      'button button-microphone',
      'button button-more',
      'button button-hand',
      'button button-leave',
    ]);
    expect(element.renderRoot.querySelector('.call-time')).toBeNull();
    element.removeAttribute('controls');
    await element.updateComplete;
    expect(element.renderRoot.querySelectorAll('.toolbar > slot > button').length).toBeGreaterThan(5);
  });
});

describe('a pin', () => {
  it('makes a tile large, by its button, and lets it go again', async () => {
    const { element } = await mountScene('hands', { layout: 'auto' });
    expect(large(element)).toBeUndefined();
    const button = find(element, '[aria-label="Make large: Dave"]');
    button.focus();
    await userEvent.keyboard('{Enter}');
    await element.updateComplete;
    expect([large(element), button.ariaPressed]).toEqual([participantNamed('Dave').id, 'true']);
    expect(focused(element)).toBe(button);
    await expectAccessible(element);
    button.click();
    await element.updateComplete;
    expect([large(element), button.ariaPressed]).toEqual([undefined, 'false']);
  });

  it('and who speaks need no button "More"', async () => {
    const { element, call } = await mountScene('hands');
    element.setAttribute('controls', 'leave');
    await userEvent.dblClick(tileOf(element, 'Frank'));
    await element.updateComplete;
    expect(large(element)).toBe(participantNamed('Frank').id);
    await userEvent.dblClick(tileOf(element, 'Frank'));
    call.audioLevels = new Map([[participantNamed('Erin').id, 0.4]]);
    await expect.poll(() => large(element)).toBe(participantNamed('Erin').id);
  });

  it('is set and taken by two clicks on a tile', async () => {
    const { element } = await mountScene('hands', { layout: 'auto' });
    await userEvent.dblClick(tileOf(element, 'Frank'));
    await element.updateComplete;
    expect(large(element)).toBe(participantNamed('Frank').id);
    await userEvent.dblClick(tileOf(element, 'Frank'));
    await element.updateComplete;
    expect(large(element)).toBeUndefined();
  });

  it('goes before a shared screen, and the screen comes back when the pinned one leaves', async () => {
    const { element, call } = await mountScene('screen-shared');
    await openMore(element);
    find(element, '[data-participant="p-Bob"] [part~="button-pin"]').click();
    await element.updateComplete;
    expect(large(element)).toBe(BOB);
    find(element, '[data-screen="p-Bob"] [part~="button-pin"]').click();
    await element.updateComplete;
    expect(find(element, '.tile.focused').dataset['screen']).toBe(BOB);
    call.show({ participants: everyone(participantNamed('Carol')) });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.tile.focused')).toBeNull();
  });

  it('is not offered where there is nothing to choose from', async () => {
    const { element } = await mountScene('more');
    expect(element.renderRoot.querySelector('[part~="button-pin"]')).toBeNull();
  });
});

describe('who speaks', () => {
  it('is marked, and large with layout="speaker"', async () => {
    const { element, call } = await mountScene('hands');
    expect(large(element)).toBe(BOB);
    call.audioLevels = new Map([[participantNamed('Dave').id, 0.4]]);
    await expect.poll(() => large(element)).toBe(participantNamed('Dave').id);
    expect(tileOf(element, 'Dave').classList.contains('speaking')).toBe(true);
    // Muted, whatever the last packet said.
    call.show({
      participants: everyone(participantNamed('Bob'), participantNamed('Dave', { microphoneEnabled: false })),
    });
    await expect.poll(() => tileOf(element, 'Dave').classList.contains('speaking')).toBe(false);
  });
});

describe('the own voice', () => {
  it('is marked on the own tile, until the microphone is off', async () => {
    const { element, call } = await mountScene('devices');
    await openMore(element);
    const isMarked = (): boolean => find(element, '.tile.local').classList.contains('speaking');
    await expect.poll(isMarked).toBe(true);
    call.show({ localParticipant: { ...call.localParticipant, microphoneEnabled: false } });
    await element.updateComplete;
    expect(isMarked()).toBe(false);
  });
});

describe('a raised hand', () => {
  it('is raised and lowered by oneself, and shows only when it is so', async () => {
    const { element, call } = await mountScene('connected');
    await openMore(element);
    const button = find(element, '[part~="button-hand"]');
    button.click();
    await element.updateComplete;
    expect([call.requested, button.ariaPressed]).toEqual([['toggleHand'], 'false']);
    call.show({ localParticipant: selfNamed('Alice', { handRaised: true }) });
    await element.updateComplete;
    expect(button.ariaPressed).toBe('true');
    expect(find(element, '.tile.local .hand-mark').ariaLabel).toBe('Hand raised');
  });

  it('of another one is on the tile, in the list of people, and said once', async () => {
    const { element, call } = await mountScene('people-guest');
    await openMore(element);
    call.show({ participants: everyone(participantNamed('Bob', { handRaised: true }), participantNamed('Carol')) });
    await element.updateComplete;
    expect(find(element, '[data-participant="p-Bob"] .hand-mark').ariaLabel).toBe('Hand raised');
    expect(find(element, '[data-person="p-Bob"] .hand-mark').ariaLabel).toBe('Hand raised');
    const status = find(element, '.toolbar [role="status"]');
    expect(status.textContent).toBe('Bob raised a hand.');
    call.show({ participants: everyone(participantNamed('Bob'), participantNamed('Carol')) });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.hand-mark')).toBeNull();
    expect(status.textContent).toBe('Bob raised a hand.');
  });
});

describe('a reaction', () => {
  it('goes to all on the topic of elements, shows on the own tile, and only so often', async () => {
    const { element, call } = await mountScene('connected');
    await openMore(element);
    const send = vi.spyOn(call, 'send');
    const button = find(element, '[aria-label="Applause"]');
    button.click();
    button.click();
    await element.updateComplete;
    expect(send.mock.calls).toEqual([[{ reaction: '👏' }, { topic: 'p2p-call' }]]);
    expect(find(element, '.tile.local .reaction').textContent).toBe('👏');
  });

  it('of another one is shown and said, and the page hears nothing of it', async () => {
    const { element, call } = await mountScene('connected');
    await openMore(element);
    const heard: unknown[] = [];
    element.addEventListener('p2p-data', ({ detail }) => heard.push(detail.topic));
    call.fire('p2p-data', { from: BOB, topic: 'p2p-call', data: { reaction: '❤️' } });
    call.fire('p2p-data', { from: BOB, topic: 'game', data: { reaction: '👍' } });
    await element.updateComplete;
    expect(find(element, '[data-participant="p-Bob"] .reaction').textContent).toBe('❤️');
    expect(find(element, '.toolbar [role="status"]').textContent).toBe('Bob: Heart');
    expect(heard).toEqual(['game']);
  });

  it.for([
    ['markup', BOB, { reaction: '<img src=x onerror=alert(1)>' }],
    ['nothing', BOB, null],
    ['somebody who is not there', 'p-Nobody' as PeerId, { reaction: '👍' }],
  ] as const)('of %s is none', async ([, from, data]) => {
    const { element, call } = await mountScene('connected');
    await openMore(element);
    call.fire('p2p-data', { from, topic: 'p2p-call', data });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.reaction')).toBeNull();
    expect(find(element, '.toolbar [role="status"]').textContent).toBe('');
  });
});

it('the time in the call is shown where there is room, and only in a call', async () => {
  const { element, call } = await mountScene('more');
  element.style.setProperty('width', '960px');
  expect(find(element, '.call-time').textContent).toMatch(/^12:3\d$/);
  call.show({ state: 'ended', endReason: 'user_left', localParticipant: selfNamed('Alice', { id: '' as PeerId }) });
  await element.updateComplete;
  expect(element.renderRoot.querySelector('.call-time, .more-menu')).toBeNull();
});
