import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AFTER_CONNECTED_MS, LONGEST_HOLD_MS, SelfViewHold } from '../../../widget/elements/self-view-hold.ts';

function holdOf(): { hold: SelfViewHold; host: { requestUpdate: ReturnType<typeof vi.fn<() => void>> } } {
  const host = {
    requestUpdate: vi.fn<() => void>(),
    addController: () => {},
    removeController: () => {},
    updateComplete: Promise.resolve(true),
  };
  return { hold: new SelfViewHold(host), host };
}

describe('the own picture', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits for the other, and is drawn soon after the connection', () => {
    const { hold, host } = holdOf();
    hold.handleState('connecting', 'idle');
    expect(hold.isHeld).toBe(true);
    hold.handleState('connected', 'connecting');
    vi.advanceTimersByTime(AFTER_CONNECTED_MS);
    expect(hold.isHeld).toBe(false);
    expect(host.requestUpdate).toHaveBeenCalledOnce();
  });

  it('is shown to somebody who stays alone', () => {
    const { hold } = holdOf();
    hold.handleState('connecting', 'idle');
    hold.handleState('waiting', 'connecting');
    expect(hold.isHeld).toBe(true);
    vi.advanceTimersByTime(LONGEST_HOLD_MS);
    expect(hold.isHeld).toBe(false);
  });

  it('goes on after a preview', () => {
    const { hold } = holdOf();
    hold.handleState('connecting', 'prejoin');
    expect(hold.isHeld).toBe(false);
  });

  it('stays when somebody comes later', () => {
    const { hold } = holdOf();
    hold.handleState('connecting', 'waiting');
    expect(hold.isHeld).toBe(false);
  });

  it('does not hold a timer of an element that is gone', () => {
    const { hold, host } = holdOf();
    hold.handleState('connecting', 'idle');
    hold.hostDisconnected();
    vi.advanceTimersByTime(LONGEST_HOLD_MS);
    expect(host.requestUpdate).not.toHaveBeenCalled();
  });
});
