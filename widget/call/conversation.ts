/**
 * What is said in a call: chat and application data, to everyone or to one. Knows no state of the call and no device; must not
 * know how a message travels.
 */
import type { PeerId } from '#protocol';
import { type ChatBody, checkedChatText } from '../data/chat.ts';
import type { SendOptions } from '../data/peer-data.ts';
import type { Peer } from '../peer/peer.ts';
import { CallError } from './call-error.ts';
import { ChatLog } from './chat-log.ts';
import type { ChatMessage } from './events.ts';
import type { Participant } from './participant.ts';

export interface ConversationOptions {
  /** The peer with this id, or all of them; null: there is none with this id, or no seat yet. */
  peersFor(to: PeerId | undefined): readonly Peer[] | null;
  speaker(): Pick<Participant, 'id' | 'name'>;
  /** A message, own or received, is to be shown. */
  onmessage(message: ChatMessage): void;
}

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #log = new ChatLog();

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get messages(): readonly ChatMessage[] {
    return this.#log.messages;
  }

  sendMessage(text: string, to: PeerId | undefined): ChatMessage {
    const targets = this.#targets(to);
    const { id: from, name } = this.#options.speaker();
    const body = { id: crypto.randomUUID(), text: checkedChatText(text), at: Date.now(), name };
    for (const peer of targets) peer.data.sendChat(body);
    return this.#show({ id: body.id, from, name, text: body.text, sentAt: body.at, local: true });
  }

  async send(data: unknown, to: PeerId | undefined, options: SendOptions): Promise<void> {
    await Promise.all(this.#targets(to).map((peer) => peer.data.send(data, options)));
  }

  receive({ id: from, name }: Participant, { id, text, at }: ChatBody): void {
    this.#show({ id, from, name, text, sentAt: at, local: false });
  }

  clear(): void {
    this.#log.clear();
  }

  #show(message: ChatMessage): ChatMessage {
    if (this.#log.add(message)) this.#options.onmessage(message);
    return message;
  }

  #targets(to: PeerId | undefined): readonly Peer[] {
    const targets = this.#options.peersFor(to);
    if (targets === null) throw new CallError('peer-unavailable', to === undefined ? {} : { subject: to });
    return targets;
  }
}
