/**
 * Everything that is not media between this page and one other: chat, application data, control. It outlives connections:
 * what is reliable is delivered exactly once across any number of them. It must not know who the other one is, nor how a
 * connection is made.
 */
import { type Incarnation, utf8Length } from '#protocol';
import { CallError } from '../call/call-error.ts';
import { type Clock, systemClock } from '../link/clock.ts';
import { PairLink } from '../link/pair-link.ts';
import { type ChannelName, type DataChannels, listen } from './channels.ts';
import { type ChatBody, decodeChat } from './chat.ts';
import type { FileChannel } from './files/file-path.ts';
import {
  type DataBody,
  type DataMessage,
  bodyFrom,
  decodeFrame,
  encodeFrame,
  isDataBody,
  messageFrom,
  parseText,
} from './frames.ts';
import { Lane, type LaneHooks } from './lane.ts';
import {
  CHAT_BURST_COUNT,
  CHAT_PER_SECOND,
  LOW_WATERMARK_BYTES,
  MAX_CHAT_FRAME_LENGTH,
  MAX_CONTROL_LENGTH,
  MAX_FRAME_BYTES,
  MAX_HEADER_BYTES,
  ACK_EVERY_BYTES,
  MAX_UNACKED_BYTES,
} from './limits.ts';
import { createPace } from './pace.ts';
import { SendMemory } from './send-memory.ts';
import { UnorderedLink, WINDOW_COUNT } from './unordered-link.ts';

export interface PeerDataOptions {
  readonly localInc: Incarnation;
  readonly remoteInc: Incarnation;
  onchat(message: ChatBody): void;
  ondata(message: DataMessage): void;
  /** A control message: any JSON object, of a page that may be hostile. */
  onctl?(message: object): void;
  /** There is another channel for files; who takes it listens to it. */
  onfiles?(channel: FileChannel): void;
  /** The other side threw away what was on its way in both directions (ours never does). */
  onreset?(): void;
  readonly clock?: Clock;
}

export interface SendOptions {
  /** Tells kinds of data apart; at most 64 characters. Default: ''. */
  readonly topic?: string;
  /** Exactly once, also across a rebuilt connection; else sent once where there is an open channel with room. Default: true. */
  readonly reliable?: boolean;
  /** In the order of the calls with the same `reliable` and `ordered`. Default: true. */
  readonly ordered?: boolean;
}

const UNRELIABLE: ReadonlyMap<boolean, ChannelName> = new Map([
  [true, 'unreliableOrdered'],
  [false, 'unreliableUnordered'],
]);

export class PeerData {
  readonly #options: PeerDataOptions;
  readonly #chat: Lane<ChatBody>;
  readonly #ordered: Lane<DataBody>;
  readonly #unordered: Lane<DataBody>;
  readonly #memory = new SendMemory();
  #channels: DataChannels | null = null;
  #attachment = new AbortController();
  readonly #lifetime = new AbortController();

  constructor(options: PeerDataOptions) {
    const { localInc, remoteInc, onreset, clock = systemClock } = options;
    const who = { localInc, remoteInc, clock };
    const reset = (): void => onreset?.();
    this.#options = options;
    const pace = () => createPace(CHAT_BURST_COUNT, CHAT_PER_SECOND, clock, this.#lifetime.signal);
    const paceShown = pace();
    this.#chat = new Lane<ChatBody>({
      createLink: (hooks) =>
        new PairLink({
          ...who,
          ...hooks,
          onreset: reset,
          decode: decodeChat,
          // A flood is slowed down, never dropped: the link holds what waits, within its limits, and its sender the rest.
          deliver: async (body) => {
            await paceShown();
            if (!this.#lifetime.signal.aborted) options.onchat(body);
          },
          measure: ({ text }) => utf8Length(text),
        }),
      encode: (envelope) => JSON.stringify(envelope),
      decode: (frame) => parseText(frame, MAX_CHAT_FRAME_LENGTH),
      // Half of what the link would take on the other side, so that a burst after an absence never has to be refused there.
      maxCount: 128,
      maxBytes: 128 * 1024,
      pace: pace(),
    });
    const data = {
      ...who,
      decode: (value: unknown) => (isDataBody(value) ? value : null),
      deliver: (body: DataBody) => this.#deliverData(body),
      measure: ({ bytes }: DataBody) => bytes.length,
    };
    const binary = { encode: encodeFrame, decode: decodeFrame, maxBytes: MAX_UNACKED_BYTES };
    this.#ordered = new Lane<DataBody>({
      ...binary,
      createLink: (hooks: LaneHooks) =>
        new PairLink({
          ...data,
          ...hooks,
          onacked: ({ bytes }) => this.#memory.giveBack(bytes),
          onreset: reset,
          maxBufferedBytes: MAX_UNACKED_BYTES,
          windowCount: 256,
          ackDelayMs: 50,
          ackEveryBytes: ACK_EVERY_BYTES,
        }),
      maxCount: 256,
    });
    this.#unordered = new Lane<DataBody>({
      ...binary,
      createLink: (hooks: LaneHooks) => new UnorderedLink({ ...data, ...hooks }),
      maxCount: WINDOW_COUNT,
    });
  }

  /** Uses the channels of a new connection from now on, instead of earlier ones. The same channels again change nothing. */
  attach(channels: DataChannels): void {
    if (this.#lifetime.signal.aborted || channels === this.#channels) return;
    this.detach();
    const { signal } = this.#attachment;
    this.#channels = channels;
    this.#chat.attach(channels.chat, channels.maxFrameBytes, signal);
    this.#ordered.attach(channels.reliableOrdered, channels.maxFrameBytes, signal);
    this.#unordered.attach(channels.reliableUnordered, channels.maxFrameBytes, signal);
    for (const name of UNRELIABLE.values()) listen(channels[name], (frame) => this.#receiveUnreliable(frame), signal);
    listen(channels.ctl, (frame) => this.#receiveControl(frame), signal);
    const { files: channel, maxFrameBytes } = channels;
    this.#options.onfiles?.({ channel, maxFrameBytes, signal });
  }

  /** Lets go of the channels; what is reliable waits for the next ones. */
  detach(): void {
    this.#attachment.abort();
    this.#attachment = new AbortController();
    this.#channels = null;
  }

  /** Sends a message, its text as `checkedChatText` returned it, exactly once and in order.
   *  @throws CallError `rate-limited` where too much waits for a peer that is away. */
  sendChat(message: ChatBody): void {
    // Rejects only when this is closed: the other one is gone, and so is the chat with it.
    this.#chat.send(message, utf8Length(message.text)).catch(() => {});
  }

  /** Sends a string, a JSON value, an ArrayBuffer or a view of one (which arrives as a Uint8Array). Resolves when the browser
   *  or the link has it, and waits while they have too much. Unreliable data is dropped instead of waiting.
   *  Rejects with CallError `message-too-large` above 255 KiB, `rate-limited` where 8 MiB wait already, `peer-unavailable` when
   *  closed; TypeError or RangeError for what cannot be sent. */
  async send(data: unknown, { topic = '', reliable = true, ordered = true }: SendOptions = {}): Promise<void> {
    const body = bodyFrom(data, topic, this.#memory);
    const { length } = body.bytes;
    if (length > MAX_FRAME_BYTES - MAX_HEADER_BYTES) throw new CallError('message-too-large');
    if (this.#lifetime.signal.aborted) throw new CallError('peer-unavailable');
    if (reliable) return (ordered ? this.#ordered : this.#unordered).send(body, length);
    this.#sendUnreliable(body, ordered);
  }

  /** Sends a control message where there is an open channel; lost otherwise. */
  sendCtl(message: object): void {
    this.#transmit('ctl', JSON.stringify(message));
  }

  /** The other page was loaded anew: what was meant for the old one is dropped. */
  setRemoteIncarnation(inc: Incarnation): void {
    for (const lane of [this.#chat, this.#ordered, this.#unordered]) lane.setRemoteIncarnation(inc);
  }

  /** Ends everything; nothing is reported any more. Safe to repeat. */
  close(): void {
    this.#lifetime.abort();
    this.detach();
    for (const lane of [this.#chat, this.#ordered, this.#unordered]) lane.close();
  }

  #deliverData(body: DataBody): void {
    const message = messageFrom(body);
    if (message !== null) this.#options.ondata(message);
  }

  #sendUnreliable(body: DataBody, ordered: boolean): void {
    const frame = encodeFrame({ b: body });
    if (frame.byteLength > (this.#channels?.maxFrameBytes() ?? 0)) return;
    this.#transmit(ordered ? 'unreliableOrdered' : 'unreliableUnordered', frame);
  }

  #transmit(name: ChannelName, frame: string | Uint8Array<ArrayBuffer>): void {
    const channel = this.#channels?.[name];
    // What is behind a full buffer would arrive too late to be of use.
    if (channel?.readyState !== 'open' || channel.bufferedAmount > LOW_WATERMARK_BYTES) return;
    try {
      channel.send(frame);
    } catch {
      // It is closing: as lost as on the way.
    }
  }

  #receiveUnreliable(frame: unknown): void {
    const body = decodeFrame(frame)?.['b'];
    if (isDataBody(body)) this.#deliverData(body);
  }

  #receiveControl(frame: unknown): void {
    const message = parseText(frame, MAX_CONTROL_LENGTH);
    if (typeof message === 'object' && message !== null) this.#options.onctl?.(message);
  }
}
