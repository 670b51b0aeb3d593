import { describe, expect, it } from 'vitest';
import { MESSAGES_PER_SECOND, MESSAGE_BURST_COUNT } from '#protocol';
import { createPacer } from '../../../widget/signaling/frame-pacer.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function pacer() {
  const clock = new VirtualClock();
  const written: Array<{ text: string; atMs: number }> = [];
  return { clock, written, pacer: createPacer((text) => written.push({ text, atMs: clock.now() }), clock) };
}

describe('the pacer', () => {
  it('writes an ordinary number of frames at once', () => {
    const {
      pacer: { push },
      written,
    } = pacer();
    for (let i = 0; i < 40; i++) push(String(i));
    expect(written).toHaveLength(40);
  });

  it('keeps the order and loses nothing when there are too many', async () => {
    const {
      pacer: { push },
      written,
      clock,
    } = pacer();
    const all = Array.from({ length: 300 }, (_, i) => String(i));
    all.forEach(push);
    expect(written.length).toBeLessThan(MESSAGE_BURST_COUNT);
    await clock.advance(60_000);
    expect(written.map(({ text }) => text)).toEqual(all);
    expect(clock.pendingCount).toBe(0);
  });

  it('never takes more than the bucket of the server holds', async () => {
    const {
      pacer: { push },
      written,
      clock,
    } = pacer();
    for (let i = 0; i < 500; i++) push(String(i));
    await clock.advance(120_000);
    let tokens = MESSAGE_BURST_COUNT;
    let lastMs = 0;
    for (const { atMs } of written) {
      tokens = Math.min(MESSAGE_BURST_COUNT, tokens + ((atMs - lastMs) / 1000) * MESSAGES_PER_SECOND) - 1;
      lastMs = atMs;
      expect(tokens).toBeGreaterThanOrEqual(0);
    }
  });

  it('forgets what waits, and its timer, when cleared', async () => {
    const {
      pacer: { push, clear },
      written,
      clock,
    } = pacer();
    for (let i = 0; i < 100; i++) push(String(i));
    const before = written.length;
    clear();
    await clock.advance(60_000);
    expect(written).toHaveLength(before);
    expect(clock.pendingCount).toBe(0);
  });
});
