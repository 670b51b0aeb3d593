/** Two pages with data channels between them that open, carry, buffer, lose and close as a test (or a seed) wants. */
import { incarnation } from '#protocol';
import { parse } from 'valibot';
import type { ChannelName, DataChannel, DataChannels } from '../../../widget/data/channels.ts';
import type { ChatBody } from '../../../widget/data/chat.ts';
import type { DataMessage } from '../../../widget/data/frames.ts';
import { PeerData, type PeerDataOptions } from '../../../widget/data/peer-data.ts';
import type { Random } from '../../support/random.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';

export const NAMES = [
  'ctl',
  'chat',
  'reliableOrdered',
  'reliableUnordered',
  'unreliableOrdered',
  'unreliableUnordered',
  'files',
] as const satisfies readonly ChannelName[];

export const incFrom = (digit: string) => parse(incarnation, digit.repeat(16));

export interface Path {
  readonly clock: VirtualClock;
  readonly latencyMs: number;
  /** Shuffles what is unordered and loses of what is unreliable. */
  readonly random?: Random;
}

export class FakeChannel extends EventTarget implements DataChannel {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  other: FakeChannel | null = null;
  readonly sent: Array<string | ArrayBuffer> = [];
  /** Nothing leaves the buffer. */
  isStalled = false;
  readonly #name: ChannelName;
  readonly #path: Path;
  #waiting: Array<string | ArrayBuffer> = [];

  constructor(name: ChannelName, path: Path) {
    super();
    this.#name = name;
    this.#path = path;
  }

  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.#waiting = [];
    this.dispatchEvent(new Event('close'));
  }

  send(data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError');
    // As a channel does: whoever sends may write over it, and whoever receives as well.
    const copy = typeof data === 'string' ? data : data instanceof ArrayBuffer ? data.slice() : data.slice().buffer;
    this.sent.push(copy);
    this.bufferedAmount += sizeOf(copy);
    this.#waiting.push(copy);
    if (!this.isStalled) this.flush();
  }

  /** Lets what is buffered go. */
  flush(): void {
    const { clock, latencyMs, random } = this.#path;
    for (const data of this.#waiting.splice(0)) {
      const isLost = this.#name.startsWith('unreliable') && random?.chance(0.2) === true;
      const extraMs = this.#name.endsWith('Unordered') ? (random?.int(0, 200) ?? 0) : 0;
      clock.setTimeout(() => {
        this.#drain(sizeOf(data));
        if (!isLost && this.readyState === 'open') this.other?.receive(typeof data === 'string' ? data : data.slice());
      }, latencyMs + extraMs);
    }
  }

  receive(data: unknown): void {
    if (this.readyState === 'open') this.dispatchEvent(new MessageEvent('message', { data }));
  }

  #drain(bytes: number): void {
    const before = this.bufferedAmount;
    this.bufferedAmount -= bytes;
    if (before > this.bufferedAmountLowThreshold && this.bufferedAmount <= this.bufferedAmountLowThreshold) {
      this.dispatchEvent(new Event('bufferedamountlow'));
    }
  }
}

function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}

export type FakeChannels = DataChannels & { readonly [Name in ChannelName]: FakeChannel };

export function channelsFrom(path: Path, maxFrameBytes = 256 * 1024): FakeChannels {
  const create = (name: ChannelName) => new FakeChannel(name, path);
  return {
    ctl: create('ctl'),
    chat: create('chat'),
    reliableOrdered: create('reliableOrdered'),
    reliableUnordered: create('reliableUnordered'),
    unreliableOrdered: create('unreliableOrdered'),
    unreliableUnordered: create('unreliableUnordered'),
    files: create('files'),
    maxFrameBytes: () => maxFrameBytes,
  };
}

export interface Page {
  readonly data: PeerData;
  readonly chats: ChatBody[];
  readonly messages: DataMessage[];
  readonly controls: object[];
  readonly resets: number[];
}

export function pageFrom(
  clock: VirtualClock,
  local: string,
  remote: string,
  options: Partial<PeerDataOptions> = {},
): Page {
  const chats: ChatBody[] = [];
  const messages: DataMessage[] = [];
  const controls: object[] = [];
  const resets: number[] = [];
  const data = new PeerData({
    localInc: incFrom(local),
    remoteInc: incFrom(remote),
    clock,
    onchat: (message) => chats.push(message),
    ondata: (message) => messages.push(message),
    onctl: (message) => controls.push(message),
    onreset: () => resets.push(clock.now()),
    ...options,
  });
  return { data, chats, messages, controls, resets };
}

export interface Connection {
  readonly a: FakeChannels;
  readonly b: FakeChannels;
  open(): void;
  close(): void;
}

/** Connects two pages; what was between them before is replaced. */
export function connect(a: PeerData, b: PeerData, path: Path, maxFrameBytes?: number): Connection {
  const ends = { a: channelsFrom(path, maxFrameBytes), b: channelsFrom(path, maxFrameBytes) };
  for (const name of NAMES) {
    ends.a[name].other = ends.b[name];
    ends.b[name].other = ends.a[name];
  }
  a.attach(ends.a);
  b.attach(ends.b);
  const each = (action: (channel: FakeChannel) => void) => {
    for (const name of NAMES) {
      action(ends.a[name]);
      action(ends.b[name]);
    }
  };
  return { ...ends, open: () => each((channel) => channel.open()), close: () => each((channel) => channel.close()) };
}

export const chatFrom = (id: string | number, text = `text ${id}`): ChatBody => ({ id: String(id), text, at: 1 });
