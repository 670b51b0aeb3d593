/** What people see of the quality: the marks on tiles, the panel behind them, and the line about the own connection. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene, openConnection, openMore } from './support/mount.ts';
import { everyone, participantNamed } from './support/scripted-call.ts';
import { ADDRESS, statisticsOf } from './support/statistics.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const focused = (element: P2pCall): Element | null => element.shadowRoot?.activeElement ?? null;
const text = (node: Element): string => node.textContent.replaceAll(/\s+/g, ' ').trim();
const rows = (element: P2pCall): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...element.renderRoot.querySelectorAll('.quality-table tr')].map((row) => [
      text(row.querySelector('th') ?? row),
      text(row.querySelector('td') ?? row),
    ]),
  );
const markOf = (element: P2pCall, name: string): HTMLElement =>
  find(element, `[data-quality-of="${participantNamed(name).id}"]`);

describe.for([
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['right to left', { theme: 'light', lang: 'ar' }],
] as const)('in %s', ([, attributes]) => {
  it.for(['quality-marks', 'quality-panel', 'quality-own'])('%s is accessible', async (scene) => {
    const { element } = await mountScene(scene, attributes);
    await expectAccessible(element);
  });
});

describe('the mark', () => {
  it('stands on the tiles of those whose way is not good, with a name', async () => {
    const { element } = await mountScene('quality-marks');
    const marks = [...element.renderRoot.querySelectorAll('[part="quality"]')];
    expect(marks.map((mark) => mark.ariaLabel)).toEqual(['Weak connection to Bob', 'Very weak connection to Carol']);
  });

  it('goes when the way is good again, or is being repaired', async () => {
    const { element, call } = await mountScene('quality-marks');
    call.show({
      participants: everyone(
        participantNamed('Bob', { networkQuality: 'good' }),
        participantNamed('Carol', { networkQuality: 'very-low', connectionState: 'reconnecting' }),
      ),
    });
    await element.updateComplete;
    expect(element.renderRoot.querySelectorAll('[part="quality"]')).toHaveLength(0);
  });

  it('comes with a word where a camera is paused, and not where it is off', async () => {
    const { element, call } = await mountScene('quality-marks');
    const tile = find(element, `[data-participant="${participantNamed('Carol').id}"]`);
    expect(text(tile.querySelector('.tile-paused') ?? tile)).toBe('Camera paused: the connection is weak');
    call.show({ participants: everyone(participantNamed('Carol', { cameraEnabled: false, cameraPaused: true })) });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.tile-paused, [part="quality"]')).toBeNull();
  });
});

describe('the panel', () => {
  it('shows the way, its figures and the streams, and no address', async () => {
    const { element } = await mountScene('quality-panel');
    await expect.poll(() => rows(element)['Sound received']).toBe('opus, 40 kbit/s');
    expect(rows(element)).toMatchObject({
      Connection: 'Weak',
      Path: 'Through a relay, TLS',
      'Round trip': '342 ms',
      'Loss to you': '3.8 %',
      Received: '760 kbit/s',
      Sent: '1.3 Mbit/s',
      'Sound received': 'opus, 40 kbit/s',
      'Picture received': 'VP8, 960×540, 24/s, 720 kbit/s',
      'Sound sent': 'opus, 32 kbit/s',
      'Picture sent': 'VP8, 960×540, 24/s, 1.3 Mbit/s',
      Candidates: 'relay – srflx',
    });
    expect(rows(element)['Connected for']).toMatch(/^0:\d\d$/);
    expect(find(element, '.quality-panel').textContent).not.toContain(ADDRESS);
  });

  it('looks once a second while it is open, and not at all otherwise', async () => {
    const { element, call } = await mountScene('quality-marks');
    const looks = (): number => call.requested.filter((request) => request === 'getStats').length;
    expect(looks()).toBe(0);
    await openConnection(element, 'Bob');
    await expect.poll(looks, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element.renderRoot.querySelector('.quality-panel')).toBeNull();
    const closedAt = performance.now();
    const count = looks();
    await vi.waitFor(() => expect(performance.now() - closedAt).toBeGreaterThan(1_500), { timeout: 5_000 });
    expect(looks()).toBe(count);
  });

  it('takes the focus, and gives it back to the mark that opened it', async () => {
    const { element } = await mountScene('quality-marks');
    const mark = markOf(element, 'Bob');
    mark.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => focused(element)?.ariaLabel).toBe('Close the details');
    expect(mark.ariaExpanded).toBe('true');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => focused(element)).toBe(mark);
    expect(mark.ariaExpanded).toBe('false');
  });

  it('opens from the menu, too, whatever the quality, and gives the focus back to that', async () => {
    const { element } = await mountScene('connected');
    await openMore(element);
    find(element, '.menu-quality').click();
    await expect.poll(() => focused(element)?.ariaLabel).toBe('Close the details');
    expect(element.renderRoot.querySelector('.more-menu')).toBeNull();
    find(element, '.quality-panel .icon-button').click();
    await expect.poll(() => focused(element)).toBe(find(element, '.button-more'));
  });

  it('goes to another one by choice, or by their mark', async () => {
    const { element } = await mountScene('quality-panel');
    const select = find<HTMLSelectElement>(element, '.quality-panel select');
    await userEvent.selectOptions(select, 'Dave');
    await expect.poll(() => rows(element)['Connection']).toBe('Good');
    markOf(element, 'Carol').click();
    await expect.poll(() => rows(element)['Connection']).toBe('Very weak');
    expect(select.selectedOptions[0]?.textContent).toBe('Carol');
  });

  it('says that cameras are paused', async () => {
    const { element } = await mountScene('quality-own');
    await expect.poll(() => rows(element)['Picture sent']).toBe('Paused: the connection is too weak');
  });

  it('goes on with somebody else when the one it shows leaves, and says so when nobody is left', async () => {
    const { element, call } = await mountScene('quality-panel');
    call.show({ participants: everyone(participantNamed('Dave', { networkQuality: 'good' })) });
    await expect.poll(() => rows(element)['Connection']).toBe('Good');
    call.show({ participants: new Map() });
    await expect.poll(() => text(find(element, '.quality-body'))).toBe('Nobody else is in the call.');
  });

  it('is gone with the call', async () => {
    const { element, call } = await mountScene('quality-panel');
    call.show({ state: 'ended', endReason: 'user_left' });
    call.fire('p2p-leave', { reason: 'user_left' });
    await expect.poll(() => element.renderRoot.querySelector('.quality-panel')).toBeNull();
  });

  it('copies its table as text without any address', async () => {
    const { element } = await mountScene('quality-panel');
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const button = find(element, '[part~="button-copy-quality"]');
    button.click();
    await expect.poll(() => text(button)).toBe('Copied');
    const [copied = ''] = written.mock.calls[0] ?? [];
    expect(copied).toContain('Path: Through a relay, TLS\nRound trip: 342 ms');
    expect(copied).not.toContain(ADDRESS);
  });

  it('is a table that is selected where it may not be copied', async () => {
    const { element } = await mountScene('quality-panel');
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    const selected = vi.spyOn(Selection.prototype, 'selectAllChildren');
    find(element, '[part~="button-copy-quality"]').click();
    await expect.poll(() => selected.mock.calls.length).toBe(1);
    expect(text(find(element, '[part~="button-copy-quality"]'))).toBe('Copy as text');
  });
});

it.for([
  [960, 600],
  [320, 568],
  [280, 360],
] as const)('in %s x %s nothing is beside the box, and targets have 44 px', async ([width, height]) => {
  const { element } = await mountScene('quality-panel');
  element.style.setProperty('width', `${width}px`);
  element.style.setProperty('height', `${height}px`);
  const panel = find(element, '.quality-panel').getBoundingClientRect();
  const box = find(element, '.panel').getBoundingClientRect();
  expect(panel.top).toBeGreaterThanOrEqual(box.top);
  expect([panel.left >= box.left, panel.right <= box.right]).toEqual([true, true]);
  const body = find(element, '.quality-body');
  expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
  for (const control of element.renderRoot.querySelectorAll('.quality-panel button, .quality-panel select')) {
    const { width: w, height: h } = control.getBoundingClientRect();
    expect(Math.min(w, h)).toBeGreaterThanOrEqual(44);
  }
});

describe('the own connection', () => {
  it('is said to be weak when everybody is hard to reach, until it is dismissed', async () => {
    const { element, call } = await mountScene('quality-marks');
    const banner = (): string | null =>
      element.renderRoot.querySelector('[data-banner="weak"] .banner-text')?.textContent ?? null;
    expect(banner()).toBeNull();
    const weak = everyone(
      participantNamed('Bob', { networkQuality: 'low' }),
      participantNamed('Carol', { networkQuality: 'very-low' }),
    );
    call.show({ participants: weak, statistics: statisticsOf });
    await expect.poll(banner).toBe('Your connection is weak.');
    const said = [...element.renderRoot.querySelectorAll('[role="status"]')].map(text);
    expect(said).toContain('Your connection is weak.');
    find(element, '[data-banner="weak"] button').click();
    await expect.poll(banner).toBeNull();
    call.show({ participants: everyone(participantNamed('Bob', { networkQuality: 'good' })) });
    await element.updateComplete;
    call.show({ participants: weak });
    await element.updateComplete;
    expect(banner()).toBeNull();
  });
});
