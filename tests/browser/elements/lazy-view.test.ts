import { css } from 'lit';
import { afterEach, expect, it } from 'vitest';
import { LazyView } from '../../../widget/elements/lazy-view.ts';
import { mountScene } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

const part = { styles: css`` };

it('is there once, with its style sheet, however often it is asked for', async () => {
  const { element } = await mountScene('connected');
  const { adoptedStyleSheets: before } = element.shadowRoot ?? document;
  const count = before.length;
  const view = new LazyView(element, () => Promise.resolve(part));
  await view.preload();
  expect(await Promise.all([view.load(), view.load()])).toEqual([true, true]);
  expect(view.part).toBe(part);
  expect(element.shadowRoot?.adoptedStyleSheets).toHaveLength(count + 1);
});

it('that cannot be loaded says so only when it is wanted, and may be wanted again', async () => {
  const { element } = await mountScene('connected');
  let isThere = false;
  const view = new LazyView(element, () => (isThere ? Promise.resolve(part) : Promise.reject(new TypeError('gone'))));
  await view.preload();
  await element.updateComplete;
  expect(view.hasFailed).toBe(false);
  expect(await view.load()).toBe(false);
  expect([view.hasFailed, view.part]).toEqual([true, null]);
  isThere = true;
  expect(await view.load()).toBe(true);
  expect([view.hasFailed, view.part]).toEqual([false, part]);
});
