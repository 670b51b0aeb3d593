/**
 * The line of the chat that says who is writing. To those who hear the page it is said once for each message: every pause of a writer
 * would interrupt them otherwise.
 */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import type { PeerId } from '#protocol';
import type { CallModel } from './call-model.ts';
import type { CallView } from './call-view.ts';
import { ELEMENT_TOPIC } from './element-events.ts';
import { nameOf } from './tile.ts';
import { TYPING, Typing, isTyping } from './typing.ts';

export function typingText(names: readonly string[]): string {
  const [one, two, more] = names;
  if (one === undefined) return '';
  if (two === undefined) return msg(str`${one} is typing`, { id: 'typing-one' });
  if (more === undefined) return msg(str`${one} and ${two} are typing`, { id: 'typing-two' });
  return msg('Several people are typing', { id: 'typing-several' });
}

/** Who is writing in one call, and what of it was said. */
class TypingWatch {
  readonly typing: Typing;
  /** Of these it was said, and no message has come since. */
  readonly #said = new Set<PeerId>();
  #saying: PeerId | null = null;

  constructor(call: CallModel, update: () => void) {
    this.typing = new Typing(update);
    this.#on(call, 'p2p-data', ({ from, topic, data }) => {
      if (topic === ELEMENT_TOPIC && isTyping(data) && call.participants.has(from)) this.#hear(from);
    });
    this.#on(call, 'p2p-message', ({ message }) => {
      this.#said.delete(message.from);
      this.typing.handleMessage(message.from);
    });
    this.#on(call, 'p2p-participant-leave', ({ participant }) => this.typing.end(participant.id));
    this.#on(call, 'p2p-leave', () => {
      this.#said.clear();
      this.typing.clear();
    });
  }

  /** Whose writing is to be said now; null: nobody's. */
  get saying(): PeerId | null {
    return this.#saying !== null && this.typing.ids.includes(this.#saying) ? this.#saying : null;
  }

  #hear(from: PeerId): void {
    if (!this.typing.hear(from)) return;
    if (!this.#said.has(from)) this.#saying = from;
    // It was said before this pause.
    else if (this.#saying === from) this.#saying = null;
    this.#said.add(from);
  }

  #on(call: CallModel, type: string, act: (detail: Detail) => void): void {
    call.addEventListener(type, (event) => event instanceof CustomEvent && act(event.detail));
  }
}

interface Detail {
  readonly from: PeerId;
  readonly topic: string;
  readonly data: unknown;
  readonly message: { readonly from: PeerId };
  readonly participant: { readonly id: PeerId };
}

const WATCHES = new WeakMap<CallModel, TypingWatch>();

/** Listens as long as there is the call. */
function watchOf({ call, request }: CallView): TypingWatch {
  const watch = WATCHES.get(call) ?? new TypingWatch(call, () => request.update());
  WATCHES.set(call, watch);
  return watch;
}

/** The person here writes. Whoever cannot be reached misses it. */
export function tellTyping(view: CallView): void {
  const { call } = view;
  if (call.participants.size === 0 || !watchOf(view).typing.tell()) return;
  call.send(TYPING, { topic: ELEMENT_TOPIC, reliable: false, ordered: false }).catch(() => undefined);
}

export function typingLine(view: CallView): TemplateResult {
  const { participants } = view.call;
  const { typing, saying } = watchOf(view);
  const namesOf = (ids: readonly PeerId[]): string[] =>
    ids.flatMap((id) => {
      const participant = participants.get(id);
      return participant === undefined ? [] : [nameOf(participant)];
    });
  return html`<p class="typing" dir="auto" aria-hidden="true">${typingText(namesOf(typing.ids))}</p>
    <div class="sr-only" role="status">${typingText(namesOf(saying === null ? [] : [saying]))}</div>`;
}
