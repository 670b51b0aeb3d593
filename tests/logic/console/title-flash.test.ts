import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TitleFlash } from '../../../widget/console/title-flash.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the title of the page', () => {
  it('takes turns with the text while it rings, and is back afterwards', () => {
    const page = { title: 'Shop' };
    const flash = new TitleFlash(page);
    flash.start('(1) Incoming call');
    const seen = [page.title];
    for (let turn = 0; turn < 3; turn += 1) {
      vi.advanceTimersByTime(1_000);
      seen.push(page.title);
    }
    expect(seen).toEqual(['(1) Incoming call', 'Shop', '(1) Incoming call', 'Shop']);
    flash.stop();
    expect(page.title).toBe('Shop');
    vi.advanceTimersByTime(10_000);
    expect(page.title).toBe('Shop');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is back also from the text itself', () => {
    const page = { title: 'Shop' };
    const flash = new TitleFlash(page);
    flash.start('(1) Incoming call');
    flash.stop();
    expect(page.title).toBe('Shop');
  });

  it('counts on while it rings', () => {
    const page = { title: 'Shop' };
    const flash = new TitleFlash(page);
    flash.start('(1) Incoming call');
    flash.start('(2) Incoming call');
    vi.advanceTimersByTime(2_000);
    expect(page.title).toBe('(2) Incoming call');
    flash.stop();
    expect(page.title).toBe('Shop');
  });

  it('that the page has changed meanwhile is the one to come back to', () => {
    const page = { title: 'Shop' };
    const flash = new TitleFlash(page);
    flash.start('(1) Incoming call');
    page.title = 'Basket';
    vi.advanceTimersByTime(1_000);
    expect(page.title).toBe('(1) Incoming call');
    flash.stop();
    expect(page.title).toBe('Basket');
    flash.start('(1) Incoming call');
    page.title = 'Checkout';
    flash.stop();
    expect(page.title).toBe('Checkout');
  });
});
