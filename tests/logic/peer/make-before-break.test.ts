/** When a new connection takes over from the one that is shown. */
import { describe, expect, it } from 'vitest';
import { type Newcomer, takesOver } from '../../../widget/peer/make-before-break.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

function newcomer() {
  const clock = new VirtualClock();
  const it = { tx: 3, received: false, packetsReceived: 0, framesDecoded: 0, over: false };
  const entry = () => ({ id: 'a', type: 'inbound-rtp', kind: 'audio', ...it });
  const is: Newcomer = {
    remoteTx: () => it.tx,
    hasReceived: () => it.received,
    readStats: () => Promise.resolve(new Map([['a', entry()]])),
    isOver: () => it.over,
  };
  const result = { at: -1, takes: false };
  void takesOver(is, clock).then((takes) => Object.assign(result, { at: clock.now(), takes }));
  return { clock, it, result };
}

describe('takesOver', () => {
  it('waits for a decoded picture where the other side sends pictures', async () => {
    const { clock, it: is, result } = newcomer();
    is.received = true;
    is.packetsReceived = 50;
    await clock.advance(600);
    expect(result.at).toBe(-1);
    is.framesDecoded = 1;
    await clock.advance(100);
    expect(result).toEqual({ at: 700, takes: true });
  });

  it('waits for a packet where it sends sound alone', async () => {
    const { clock, it: is, result } = newcomer();
    Object.assign(is, { tx: 1, received: true });
    await clock.advance(200);
    expect(result.at).toBe(-1);
    is.packetsReceived = 1;
    await clock.advance(100);
    expect(result).toEqual({ at: 300, takes: true });
  });

  it('waits for a beat where it sends nothing', async () => {
    const { clock, it: is, result } = newcomer();
    is.tx = 0;
    await clock.advance(100);
    expect(result.at).toBe(-1);
    is.received = true;
    await clock.advance(100);
    expect(result).toEqual({ at: 200, takes: true });
  });

  it('does not wait for ever for what the other side promised', async () => {
    const { clock, result } = newcomer();
    await clock.advance(5_000);
    expect(result).toEqual({ at: 1_500, takes: true });
  });

  it('does not take over once another connection is newer', async () => {
    const { clock, it: is, result } = newcomer();
    await clock.advance(500);
    is.over = true;
    is.framesDecoded = 1;
    await clock.advance(5_000);
    expect(result).toEqual({ at: 600, takes: false });
    expect(clock.pendingCount).toBe(0);
  });
});
