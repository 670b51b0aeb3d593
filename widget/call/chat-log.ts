/** The messages of this call, in the order they were shown here. In memory only. */
import type { ChatMessage } from './events.ts';

/** Enough for a long call; the oldest go first, so that a talkative peer cannot fill the memory. */
const MAX_MESSAGES = 1_000;

export class ChatLog {
  #messages: readonly ChatMessage[] = [];

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** Adds a message, unless this sender's `id` is already there. @returns whether it was added. */
  add(message: ChatMessage): boolean {
    if (this.#messages.some((known) => known.id === message.id && known.from === message.from)) return false;
    this.#messages = [...this.#messages.slice(1 - MAX_MESSAGES), message];
    return true;
  }

  clear(): void {
    this.#messages = [];
  }
}
