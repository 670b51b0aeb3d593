import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WakeLock } from '../../../widget/elements/wake-lock.ts';

class Page extends EventTarget {
  hidden = false;
  show(on: boolean): void {
    this.hidden = !on;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;
let locks: { released: boolean; release(): Promise<void> }[];
let answer: () => Promise<void>;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const heldCount = (): number => locks.filter(({ released }) => !released).length;

beforeEach(() => {
  page = new Page();
  locks = [];
  answer = () => Promise.resolve();
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', {
    wakeLock: {
      request: async () => {
        await answer();
        const lock = {
          released: false,
          release: () => {
            lock.released = true;
            return Promise.resolve();
          },
        };
        locks.push(lock);
        return lock;
      },
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

it('is held once while it is wanted, and let go of at the end', async () => {
  const lock = new WakeLock();
  lock.set(true);
  lock.set(true);
  await settle();
  page.show(true);
  await settle();
  expect([locks.length, heldCount()]).toEqual([1, 1]);
  lock.set(false);
  expect(heldCount()).toBe(0);
  page.show(true);
  await settle();
  expect(locks).toHaveLength(1);
});

it('is taken again when the page is seen again', async () => {
  const lock = new WakeLock();
  lock.set(true);
  await settle();
  // What the browser does with every page that is hidden.
  page.show(false);
  for (const it of locks) it.released = true;
  await settle();
  expect(heldCount()).toBe(0);
  page.show(true);
  await settle();
  expect(heldCount()).toBe(1);
});

it('that comes after the end is let go of at once', async () => {
  let grant = (): void => undefined;
  answer = () => new Promise((resolve) => (grant = resolve));
  const lock = new WakeLock();
  lock.set(true);
  lock.set(false);
  grant();
  await settle();
  expect([locks.length, heldCount()]).toEqual([1, 0]);
});

it('that is refused, or that no browser knows, is no error, and is asked for again', async () => {
  answer = () => Promise.reject(new DOMException('low battery', 'NotAllowedError'));
  const lock = new WakeLock();
  lock.set(true);
  await settle();
  expect(locks).toHaveLength(0);
  answer = () => Promise.resolve();
  page.show(true);
  await settle();
  expect(heldCount()).toBe(1);
  vi.stubGlobal('navigator', {});
  const other = new WakeLock();
  other.set(true);
  await settle();
  other.set(false);
});
