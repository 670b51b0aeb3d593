/** What the chat panel remembers beside the messages: open or not, how many are unread, why the last one was not sent. */
import { msg } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isLargerThan } from '#protocol';
import type { ChatMessage } from '../call/events.ts';
import { MAX_CHAT_BYTES } from '../data/limits.ts';
import { errorSentences } from '../locales/error-text.ts';
import type { CallModel } from './call-model.ts';

export class ChatState implements ReactiveController {
  isOpen = false;
  unreadCount = 0;
  problem = '';
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  toggle(on = !this.isOpen): boolean {
    this.isOpen = on;
    if (on) this.unreadCount = 0;
    this.#host.requestUpdate();
    return on;
  }

  /** @param message none: a file is offered. */
  receive(message?: ChatMessage): void {
    if (!message?.local && !this.isOpen) this.unreadCount += 1;
    this.#host.requestUpdate();
  }

  reset(): void {
    this.isOpen = false;
    this.unreadCount = 0;
    this.problem = '';
  }

  /** @returns whether it is on its way; otherwise {@link problem} says why not. */
  async send(call: CallModel, text: string): Promise<boolean> {
    this.problem = await this.#problemOfSending(call, text);
    this.#host.requestUpdate();
    return this.problem === '';
  }

  async #problemOfSending(call: CallModel, text: string): Promise<string> {
    if (isLargerThan(text, MAX_CHAT_BYTES)) {
      return msg('This message is too long. Send it in smaller parts.', { id: 'chat-too-long' });
    }
    try {
      await call.sendMessage(text);
      return '';
    } catch (error) {
      return errorSentences(error);
    }
  }
}
