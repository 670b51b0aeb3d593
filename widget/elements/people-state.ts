/**
 * What the panel of the people remembers beside what the call says: open or not, which question is asked, which commands are
 * under way, why the last one was refused, and who turned off the own microphone.
 */
import { msg, str } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PeerId } from '#protocol';
import type { Participant } from '../call/participant.ts';
import { errorSentences } from '../locales/error-text.ts';
import type { CallModel, ModerationOp } from './call-model.ts';
import { nameOf } from './tile.ts';

/** Stands for one wish: what, and to whom; `''` is the room. */
export type WishKey = `${ModerationOp} ${string}`;

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

function perform(call: CallModel, op: ModerationOp, id: PeerId): Promise<void> {
  switch (op) {
    case 'lock':
      return call.lock();
    case 'lobby':
      return call.setLobby();
    case 'end':
      return call.endCall();
    default:
      return call[op](id);
  }
}

export class PeopleState implements ReactiveController {
  isOpen = false;
  /** The wish that is asked about before it is carried out. */
  question: WishKey | null = null;
  /** Why the last wish was refused, and whom it was about: an id, `''` the room. */
  problem: { readonly about: string; readonly text: string } | null = null;
  /** Who turned off the own microphone, in words; '' while it is on, or was turned off here. */
  mutedText = '';
  readonly #host: Host;
  readonly #pending = new Set<WishKey>();
  #request: Event | null = null;
  #requestName = '';
  #asker: HTMLElement | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  isPending(key: WishKey): boolean {
    return this.#pending.has(key);
  }

  toggle(on = !this.isOpen): boolean {
    this.isOpen = on;
    this.question = null;
    this.problem = null;
    this.#host.requestUpdate();
    return on;
  }

  /** Shows the question with the focus in it; null takes it away, and the focus goes back to where it was asked. */
  async ask(key: WishKey | null): Promise<void> {
    const { renderRoot } = this.#host;
    const active = renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null;
    const wasInQuestion = active !== null && active.closest('.question') !== null;
    if (!wasInQuestion && active instanceof HTMLElement) this.#asker = active;
    this.question = key;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (key !== null) renderRoot.querySelector<HTMLElement>('.question button')?.focus();
    else if (wasInQuestion) this.#asker?.focus();
  }

  /** @returns why it was refused, as sentences; '' where it was done, or is under way already. */
  async carryOut(call: CallModel, op: ModerationOp, id: PeerId): Promise<string> {
    const key: WishKey = `${op} ${id}`;
    if (this.isPending(key)) return '';
    this.#pending.add(key);
    this.problem = null;
    this.#host.requestUpdate();
    try {
      await perform(call, op, id);
      return '';
    } catch (error) {
      const text = errorSentences(error);
      this.problem = { about: id, text };
      return text;
    } finally {
      this.#pending.delete(key);
      if (this.question === key) void this.ask(null);
      this.#host.requestUpdate();
    }
  }

  reset(): void {
    this.toggle(false);
    this.forgetMute();
  }

  forgetMute(): void {
    this.mutedText = '';
    this.#request = null;
    this.#host.requestUpdate();
  }

  /** Somebody asked for quiet; it counts only if the page lets the microphone go off. */
  handleMuteRequest(request: Event, participant: Participant | undefined): void {
    this.#request = request;
    this.#requestName = nameOf(participant ?? { name: '' });
  }

  /** @returns what there is to say about it. */
  handleMicrophone(enabled: boolean): string {
    const isAnswer = !enabled && this.#request !== null && !this.#request.defaultPrevented;
    this.forgetMute();
    if (isAnswer) this.mutedText = msg(str`${this.#requestName} turned off your microphone.`, { id: 'muted-by' });
    return this.mutedText;
  }
}
