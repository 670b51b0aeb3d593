/**
 * The messages of this call: first those of before this page came, by their time, then those it got itself, in the order they were
 * shown here. In memory only.
 */
import type { ChatMessage } from './events.ts';

/** Enough for a long call; the oldest go first, so that a talkative peer cannot fill the memory. */
const MAX_MESSAGES = 1_000;

export class ChatLog {
  #messages: readonly ChatMessage[] = [];

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** Adds a message, unless this sender's `id` is already there; what somebody else said of it then does not count.
   *  @returns whether it was added. */
  add(message: ChatMessage): boolean {
    const known = this.#messages.find(({ id, from }) => id === message.id && from === message.from);
    if (known !== undefined && known.passedOnBy === undefined) return false;
    const others = this.#messages.filter((it) => it !== known);
    this.#messages = [...others.slice(1 - MAX_MESSAGES), message];
    return true;
  }

  /** Puts `messages` instead of all. */
  replace(messages: readonly ChatMessage[]): void {
    this.#messages = messages.slice(-MAX_MESSAGES);
  }

  clear(): void {
    this.#messages = [];
  }
}
