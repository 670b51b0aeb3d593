/**
 * The data channels of one connection. Their ids are fixed and both sides make them by themselves (`negotiated`), so that
 * none waits for the other's and a rebuilt connection has the same ones. Must not know what they carry.
 */
import { DEFAULT_MAX_FRAME_BYTES, MAX_FRAME_BYTES } from './limits.ts';

/** Where each channel lives and how it delivers. */
const SPECS = {
  /** Heartbeat and the like: alone, so that nothing large is ever before it. */
  ctl: { id: 0 },
  chat: { id: 1 },
  reliableOrdered: { id: 2 },
  reliableUnordered: { id: 3, ordered: false },
  unreliableOrdered: { id: 4, maxRetransmits: 0 },
  unreliableUnordered: { id: 5, ordered: false, maxRetransmits: 0 },
  /** After everything else, where the browser knows an order. @see https://www.w3.org/TR/webrtc-priority/ */
  files: { id: 6, priority: 'very-low' },
} as const satisfies Record<string, RTCDataChannelInit & { readonly priority?: RTCPriorityType }>;

export type ChannelName = keyof typeof SPECS;

/** The part of RTCDataChannel that is used. */
export type DataChannel = Pick<
  RTCDataChannel,
  'readyState' | 'bufferedAmount' | 'bufferedAmountLowThreshold' | 'addEventListener'
> & { send(data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void };

export type DataChannels = { readonly [Name in ChannelName]: DataChannel } & {
  /** Largest frame the other side takes, in bytes; known only when connected, and until then the least it can be. */
  maxFrameBytes(): number;
};

/** Most messages kept of a channel that nobody listens to yet, and most of their bytes (UTF-16 code units where they are text);
 *  what comes after is lost. */
const EARLY_COUNT = 256;
const EARLY_BYTES = 1024 * 1024;

/** What came before somebody listened: the other side may be connected, and send, a moment earlier than this one. */
const early = new WeakMap<DataChannel, unknown[]>();

/** Makes all channels of `connection`. They close with it. */
export function createDataChannels(
  connection: Pick<RTCPeerConnection, 'createDataChannel' | 'sctp'>,
): DataChannels & { readonly [Name in ChannelName]: RTCDataChannel } {
  const create = ([name, spec]: [string, RTCDataChannelInit]): [string, RTCDataChannel] => {
    const channel = connection.createDataChannel(name, { ...spec, negotiated: true });
    const kept: unknown[] = [];
    let keptBytes = 0;
    channel.binaryType = 'arraybuffer';
    early.set(channel, kept);
    channel.addEventListener('message', ({ data }) => {
      if (!early.has(channel) || kept.length >= EARLY_COUNT) return;
      keptBytes += data.byteLength ?? data.length;
      if (keptBytes <= EARLY_BYTES) kept.push(data);
    });
    return [name, channel];
  };
  return {
    ...(Object.fromEntries(Object.entries(SPECS).map(create)) as Record<ChannelName, RTCDataChannel>),
    maxFrameBytes: () => Math.min(connection.sctp?.maxMessageSize ?? DEFAULT_MAX_FRAME_BYTES, MAX_FRAME_BYTES),
  };
}

/** Hands every message of `channel` to `receive` until `signal` aborts, those that came too early first. */
export function listen(channel: DataChannel, receive: (data: unknown) => void, signal: AbortSignal): void {
  const kept = early.get(channel) ?? [];
  early.delete(channel);
  channel.addEventListener('message', ({ data }) => receive(data), { signal });
  kept.forEach(receive);
}

/** Calls `act` with every message until `signal` aborts, and at once where one came already; it stays for who listens. */
export function notice(channel: DataChannel, act: () => void, signal: AbortSignal): void {
  channel.addEventListener('message', act, { signal });
  if ((early.get(channel)?.length ?? 0) > 0) act();
}
