/**
 * Back-pressure of one data channel: who wants to send waits while too much is buffered. It must not know what is sent.
 * @see https://www.w3.org/TR/webrtc/#dom-rtcdatachannel-bufferedamountlowthreshold
 */
import type { DataChannel } from './channels.ts';
import { HIGH_WATERMARK_BYTES, LOW_WATERMARK_BYTES } from './limits.ts';

export interface SendGate {
  /** Whether as much is buffered as may be. */
  isFull(): boolean;
  /** Resolves when there is room again; at once where there is. Also resolves when the channel closes or `signal` aborts,
   *  because what waits must then look for another path. */
  room(): Promise<void>;
}

/** @param signal aborts when the channel is replaced. @param highBytes,lowBytes full above the first, until below the second. */
export function createSendGate(
  channel: DataChannel,
  signal: AbortSignal,
  highBytes = HIGH_WATERMARK_BYTES,
  lowBytes = LOW_WATERMARK_BYTES,
): SendGate {
  channel.bufferedAmountLowThreshold = lowBytes;
  let waiters: Array<() => void> = [];
  const release = (): void => {
    const released = waiters;
    waiters = [];
    for (const resolve of released) resolve();
  };
  const isFull = (): boolean => !signal.aborted && channel.readyState === 'open' && channel.bufferedAmount > highBytes;
  channel.addEventListener('bufferedamountlow', release, { signal });
  channel.addEventListener('close', release, { signal });
  signal.addEventListener('abort', release, { once: true });

  return {
    isFull,
    room: () => (isFull() ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
  };
}
