import { describe, expect, it } from 'vitest';
import { CandidateBatch } from '../../../widget/peer/candidate-batch.ts';
import type { SignalCandidate } from '../../../widget/peer/signals.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const candidate = (text: string): SignalCandidate => ({
  candidate: text,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
});

function setup() {
  const clock = new VirtualClock();
  const flushed: { atMs: number; texts: string[] }[] = [];
  const batch = new CandidateBatch(clock, (candidates) => {
    flushed.push({ atMs: clock.now(), texts: candidates.map((it) => it.candidate) });
  });
  return { clock, flushed, batch };
}

describe('a candidate batch', () => {
  it('sends the first candidates after 5 ms and later ones after 60 ms', async () => {
    const { clock, flushed, batch } = setup();
    batch.add(candidate('1'));
    batch.add(candidate('2'));
    await clock.advance(100);
    batch.add(candidate('3'));
    await clock.advance(30);
    batch.add(candidate('4'));
    await clock.advance(100);
    expect(flushed).toEqual([
      { atMs: 5, texts: ['1', '2'] },
      { atMs: 160, texts: ['3', '4'] },
    ]);
  });

  it('hurries again after the next description', async () => {
    const { clock, flushed, batch } = setup();
    batch.add(candidate('1'));
    await clock.advance(100);
    batch.expectFirst();
    batch.add(candidate('2'));
    await clock.advance(100);
    expect(flushed.map(({ atMs }) => atMs)).toEqual([5, 105]);
  });

  it('hands over what it has when something must not overtake it', async () => {
    const { clock, flushed, batch } = setup();
    batch.add(candidate('1'));
    batch.flush();
    batch.flush();
    await clock.advance(100);
    expect(flushed).toEqual([{ atMs: 0, texts: ['1'] }]);
  });

  it('adds the end of candidates where the browser gives none', async () => {
    const { clock, flushed, batch } = setup();
    batch.add(candidate('1'));
    batch.end();
    batch.end();
    await clock.advance(100);
    expect(flushed).toEqual([{ atMs: 5, texts: ['1', ''] }]);
  });

  it('ends nothing that has not begun', async () => {
    const { clock, flushed, batch } = setup();
    batch.end();
    await clock.advance(100);
    expect(flushed).toEqual([]);
  });

  it('never makes a message with more candidates than a receiver takes', async () => {
    const { clock, flushed, batch } = setup();
    for (let i = 0; i < 100; i++) batch.add(candidate(String(i)));
    await clock.advance(100);
    expect(flushed.map(({ texts }) => texts.length)).toEqual([32, 32, 32, 4]);
  });

  it('forgets everything with its connection', async () => {
    const { clock, flushed, batch } = setup();
    batch.add(candidate('1'));
    batch.clear();
    await clock.advance(100);
    expect(flushed).toEqual([]);
    expect(clock.pendingCount).toBe(0);
  });
});
