import { afterEach, expect, it, vi } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible with one person large', async () => {
  const { element } = await mountScene('connected-eight', { layout: 'speaker' });
  await expectAccessible(element);
});

it.for([
  [960, 600],
  [600, 900],
  [320, 568],
  [280, 360],
] as const)('layout="speaker" shows eight people in %s x %s whole and without overlap', async ([width, height]) => {
  const { element } = await mountScene('connected-eight', { layout: 'speaker' });
  element.style.setProperty('width', `${width}px`);
  element.style.setProperty('height', `${height}px`);
  await vi.waitFor(() => expect(find(element, '.tiles').clientWidth).toBeGreaterThan(width - 20));
  const stage = find(element, '.stage').getBoundingClientRect();
  const boxes = [...element.renderRoot.querySelectorAll('.tile')].map((tile) => tile.getBoundingClientRect());
  expect(boxes).toHaveLength(8);
  const focused = find(element, '.tile.focused').getBoundingClientRect();
  for (const [index, box] of boxes.entries()) {
    expect(box.width * box.height).toBeGreaterThan(40 * 40);
    expect(box.width * box.height).toBeLessThanOrEqual(focused.width * focused.height);
    expect(box.left).toBeGreaterThanOrEqual(stage.left);
    expect(box.right).toBeLessThanOrEqual(stage.right + 0.5);
    expect(box.top).toBeGreaterThanOrEqual(stage.top);
    expect(box.bottom).toBeLessThanOrEqual(stage.bottom + 0.5);
    for (const other of boxes.slice(index + 1)) {
      const isApart =
        box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
      expect(isApart).toBe(true);
    }
  }
});

it('layout="grid" puts two people side by side, and a change of it moves no node', async () => {
  const { element } = await mountScene('connected');
  const tile = find(element, '.tile.local');
  const records: MutationRecord[] = [];
  const observer = new MutationObserver((more) => records.push(...more));
  observer.observe(find(element, '.tiles'), { childList: true });
  expect(tile.classList.contains('corner')).toBe(true);
  element.setAttribute('layout', 'grid');
  await element.updateComplete;
  expect(tile.classList.contains('corner')).toBe(false);
  await vi.waitFor(() => {
    const [first, second] = [...element.renderRoot.querySelectorAll('.tile')].map((it) => it.getBoundingClientRect());
    expect(Math.abs((first?.width ?? 0) - (second?.width ?? 1))).toBeLessThan(1);
  });
  element.layout = 'auto';
  await element.updateComplete;
  expect(tile.classList.contains('corner')).toBe(true);
  expect([...records, ...observer.takeRecords()]).toEqual([]);
});

it('layout="grid" makes a shared screen one of the tiles', async () => {
  const { element } = await mountScene('screen-shared', { layout: 'grid' });
  expect(element.renderRoot.querySelector('.tile.focused')).toBeNull();
  const { columns, rows } = find(element, '.tiles').dataset;
  expect(Number(columns) * Number(rows)).toBeGreaterThanOrEqual(3);
  await expectAccessible(element);
});

it.for(['', 'auto', 'nonsense', 'AUTO '])('layout="%s" is the default', async (value) => {
  const { element } = await mountScene('connected', { layout: value });
  expect(element.layout).toBe('auto');
});
