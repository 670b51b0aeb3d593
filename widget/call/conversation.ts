/**
 * What is said in a call: chat and application data, to everyone or to one. Knows no state of the call and no device; must not
 * know how a message travels. What was said before is the affair of a module of its own, loaded when somebody asks.
 */
import type { PeerId } from '#protocol';
import { type ChatBody, checkedChatText } from '../data/chat.ts';
import { type DataMessage, OWN_TOPIC } from '../data/frames.ts';
import type { SendOptions } from '../data/peer-data.ts';
import { loadHistory } from '../parts/history.ts';
import type { Peer } from '../peer/peer.ts';
import { CallError } from './call-error.ts';
import { ChatLog } from './chat-log.ts';
import type { CallEventDetails, ChatMessage } from './events.ts';
import type { HistoryExchange, Witness } from './history-exchange.ts';
import type { Participant } from './participant.ts';

export interface ConversationOptions {
  /** The peer with this id, or all of them; null: there is none with this id, or no seat yet. */
  peersFor(to: PeerId | undefined): readonly Peer[] | null;
  speaker(): Pick<Participant, 'id' | 'name'>;
  /** A message, own or received, is to be shown; or some that were said before. */
  tell<Name extends 'p2p-message' | 'p2p-history'>(name: Name, detail: CallEventDetails[Name]): void;
}

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #log = new ChatLog();
  #history: Promise<HistoryExchange | null> | null = null;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  get messages(): readonly ChatMessage[] {
    return this.#log.messages;
  }

  get me(): PeerId {
    return this.#options.speaker().id;
  }

  sendMessage(text: string, to: PeerId | undefined): ChatMessage {
    const targets = this.#targets(to);
    const { id: from, name } = this.#options.speaker();
    const body = { id: crypto.randomUUID(), text: checkedChatText(text), at: Date.now(), name };
    for (const peer of targets) peer.data.sendChat(to ? { ...body, private: true } : body);
    return this.#show({ id: body.id, from, name, text: body.text, sentAt: body.at, local: true, ...(to && { to }) });
  }

  async send(data: unknown, to: PeerId | undefined, options: SendOptions): Promise<void> {
    await Promise.all(this.#targets(to).map((peer) => peer.data.send(data, options)));
  }

  receive({ id: from, name }: Pick<Participant, 'id' | 'name'>, { id, text, at, private: isPrivate }: ChatBody): void {
    this.#show({ id, from, name, text, sentAt: at, local: false, ...(isPrivate && { to: this.me }) });
  }

  /** Asks those who were there before what was said. @param others who was there longest first; none: there is nobody to ask. */
  catchUp(others: ReadonlyMap<PeerId, Witness> | undefined): void {
    if (others?.size) this.#exchange((it) => it.ask([...others.values()]));
  }

  /** Application data. @returns whether it is about the history, and nothing for the application. */
  hear(from: PeerId, { topic, data }: DataMessage): boolean {
    if (topic !== OWN_TOPIC || !isHistoryFrame(data)) return false;
    this.#exchange((it) => it.receive(from, data));
    return true;
  }

  /** @param messages all that is shown from now on. @param earlier those of them that were said before, and were not there. */
  showEarlier(messages: readonly ChatMessage[], earlier: readonly ChatMessage[]): void {
    this.#log.replace(messages);
    this.#options.tell('p2p-history', { messages: earlier });
  }

  clear(): void {
    this.#log.clear();
    this.#history = null;
  }

  /** Where the module cannot be loaded, as during a deploy, the call goes on without; it is tried again with the next frame. */
  #exchange(act: (exchange: HistoryExchange) => void): void {
    this.#history ??= loadHistory().then(
      ({ HistoryExchange: Exchange }) => new Exchange(this),
      () => (this.#history = null),
    );
    this.#history.then((it) => it && act(it)).catch(() => {});
  }

  #show(message: ChatMessage): ChatMessage {
    if (this.#log.add(message)) this.#options.tell('p2p-message', { message });
    return message;
  }

  #targets(to: PeerId | undefined): readonly Peer[] {
    const targets = this.#options.peersFor(to);
    if (targets === null) throw new CallError('peer-unavailable', to === undefined ? {} : { subject: to });
    return targets;
  }
}

/** Whether this is about the history at all, and not who types, or a reaction; what is in it is read by the module. */
function isHistoryFrame(data: unknown): data is { readonly history: unknown } {
  return typeof data === 'object' && data !== null && 'history' in data;
}
