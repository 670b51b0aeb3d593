import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PeerId } from '#protocol';
import type { Participant } from '../../../widget/call/participant.ts';
import { READ_EVERY_MS, SpeakerWatch } from '../../../widget/elements/speaker-watch.ts';

const BOB = 'bob' as PeerId;

const page = { hidden: false };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  page.hidden = false;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call with Bob, whose level is read from `level`. */
function callWith(change: Partial<Participant> = {}): {
  call: Parameters<SpeakerWatch['watch']>[0];
  read: ReturnType<typeof vi.fn<() => number>>;
} {
  const read = vi.fn<() => number>(() => 0.5);
  const bob = { id: BOB, microphoneEnabled: true, connectionState: 'connected', ...change } as Participant;
  const call = {
    participants: new Map([[BOB, bob]]),
    get audioLevels() {
      return new Map([[BOB, read()]]);
    },
  };
  return { call, read };
}

it('reads while it is wanted, and leaves no timer', () => {
  const onchange = vi.fn<() => void>();
  const watch = new SpeakerWatch(onchange);
  const { call, read } = callWith();
  expect(vi.getTimerCount()).toBe(0);
  watch.watch(call);
  watch.watch(call);
  vi.advanceTimersByTime(10 * READ_EVERY_MS);
  expect(read).toHaveBeenCalledTimes(10);
  expect([watch.speaker, watch.marked]).toEqual([BOB, BOB]);
  expect(onchange).toHaveBeenCalledTimes(1);
  watch.watch(null);
  expect([watch.speaker, watch.marked, vi.getTimerCount()]).toEqual([null, null, 0]);
});

it('reads nothing while nobody looks at the page', () => {
  const watch = new SpeakerWatch(() => undefined);
  const { call, read } = callWith();
  page.hidden = true;
  watch.watch(call);
  vi.advanceTimersByTime(5_000);
  expect(read).not.toHaveBeenCalled();
});

it.for([
  ['is muted', { microphoneEnabled: false }],
  ['has no connection now', { connectionState: 'reconnecting' }],
] as const)('takes the last level of one who %s for none', ([, change]) => {
  const watch = new SpeakerWatch(() => undefined);
  watch.watch(callWith(change).call);
  vi.advanceTimersByTime(2_000);
  expect(watch.speaker).toBeNull();
});
