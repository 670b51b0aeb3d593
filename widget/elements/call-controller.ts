/**
 * Ties one call to the life of one element: made when first needed, heard while the element is on the page, and let go of a
 * moment after it has left the page, so that a move in the document keeps the call and a removal turns the camera off.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CallOptions } from '../call/call-options.ts';
import { errorText } from '../locales/error-text.ts';
import { sentences } from '../locales/sentences.ts';
import { callFactory } from './call-factory.ts';
import type { CallModel } from './call-model.ts';
import { CALL_EVENT_NAMES, ELEMENT_TOPIC, composedEvent } from './element-events.ts';

/** Frameworks move an element by taking it out and putting it in again, within one task. */
export const REMOVAL_GRACE_MS = 10;

type Host = ReactiveControllerHost & HTMLElement;

/** The view answers an error with words; the model only knows its code. */
function withHint(type: string, detail: unknown): unknown {
  if (type !== 'p2p-error' || typeof detail !== 'object' || detail === null) return detail;
  const { code, hint, subject } = detail as Parameters<typeof describe>[0];
  return hint ? detail : { ...detail, hint: describe({ code, hint, subject }) };
}

/** One line that says what happened and what to do, for `p2p-error`. */
export function describe({
  code,
  subject,
}: {
  readonly code: Parameters<typeof errorText>[0];
  readonly hint: string;
  readonly subject: string | undefined;
}): string {
  const { title, whatToDo } = errorText(code, subject);
  return sentences(title, whatToDo);
}

export class CallController implements ReactiveController {
  readonly #host: Host;
  readonly #options: () => Partial<CallOptions>;
  readonly #onevent: (type: string, event: Event) => void;
  #call: CallModel | null = null;
  #lifetime = new AbortController();

  /** @param onevent sees each event of the call before the page does. */
  constructor(host: Host, options: () => Partial<CallOptions>, onevent: (type: string, event: Event) => void) {
    this.#host = host;
    this.#options = options;
    this.#onevent = onevent;
    host.addController(this);
  }

  get call(): CallModel {
    if (this.#call) return this.#call;
    const call = callFactory.create(this.#options());
    this.#call = call;
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    for (const type of CALL_EVENT_NAMES) {
      call.addEventListener(type, (event) => this.#forward(type, event), { signal });
    }
    signal.addEventListener(
      'abort',
      call.subscribe(() => this.#host.requestUpdate()),
    );
    return call;
  }

  configure(): void {
    this.#call?.configure(this.#options());
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.#host.isConnected) this.release();
    }, REMOVAL_GRACE_MS);
  }

  /** Leaves and forgets the call; the next use makes a new one. */
  release(): void {
    const call = this.#call;
    if (call === null) return;
    const lifetime = this.#lifetime;
    this.#call = null;
    void call
      .leave()
      .catch(() => undefined)
      .finally(() => {
        call.dispose();
        lifetime.abort();
        this.#host.requestUpdate();
      });
  }

  #forward(type: string, event: Event): void {
    this.#onevent(type, event);
    const detail = event instanceof CustomEvent ? event.detail : null;
    if (detail?.topic === ELEMENT_TOPIC) return;
    const isWanted = this.#host.dispatchEvent(composedEvent(type, withHint(type, detail), event.cancelable));
    if (!isWanted) event.preventDefault();
  }
}
