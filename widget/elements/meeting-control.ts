/**
 * Where two people stand who meet by texts that they carry themselves: which text is shown, which one is waited for, what was wrong
 * with the last one. Added to the element when it is loaded; knows no template.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ExchangeFault } from '../call/call-options.ts';
import { LinkCopier } from './link-copier.ts';

/** What of `<p2p-call>` this part uses. */
export interface MeetingHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  createInvitation(): Promise<string>;
  acceptInvitation(invitation: string): Promise<string>;
  acceptReply(reply: string): Promise<void>;
}

/** `invite`: shows an invitation, waits for the reply. `join`: waits for an invitation. `reply`: shows the reply to it. */
export type MeetingStep = 'choose' | 'invite' | 'join' | 'reply';

/** What is wrong with what was pasted, or with this browser. */
export type MeetingFault = ExchangeFault | 'unknown';

function faultOf(error: unknown): MeetingFault {
  const { cause } = error as { cause?: { fault?: ExchangeFault } };
  return cause?.fault ?? 'unknown';
}

export class MeetingControl implements ReactiveController {
  step: MeetingStep = 'choose';
  /** The own text; '' while it is being made. */
  text = '';
  fault: MeetingFault | null = null;
  /** What was pasted is being looked at. */
  isPending = false;
  readonly #host: MeetingHost;
  readonly #copier: LinkCopier;
  #lifetime: AbortController | null = null;
  /** Grows with each step: what comes of an earlier one is not shown. */
  #turn = 0;

  constructor(host: MeetingHost) {
    this.#host = host;
    this.#copier = new LinkCopier(host);
    host.addController(this);
  }

  get isCopied(): boolean {
    return this.#copier.isCopied;
  }

  hostConnected(): void {
    this.#lifetime ??= new AbortController();
    const { signal } = this.#lifetime;
    const over = (event: Event): void => {
      if (event.target === this.#host) this.#go('choose');
    };
    for (const name of ['p2p-participant-join', 'p2p-leave']) this.#host.addEventListener(name, over, { signal });
  }

  hostDisconnected(): void {
    this.#lifetime?.abort();
    this.#lifetime = null;
  }

  invite(): void {
    this.#go('invite');
    void this.#attempt(async () => {
      const text = await this.#host.createInvitation();
      return () => {
        this.text = text;
      };
    }, '.meeting-own');
  }

  join(): void {
    this.#go('join');
    void this.#focus('.meeting-theirs');
  }

  back(): void {
    this.#go('choose');
    void this.#focus('.meeting button');
  }

  /** Takes what was pasted or typed; a reply in `invite`, an invitation in `join`. */
  take(pasted: string): void {
    if (pasted.trim() === '' || this.isPending) return;
    if (this.step === 'invite') {
      // The call begins by itself.
      void this.#attempt(async () => {
        await this.#host.acceptReply(pasted);
        return () => {};
      }, null);
    } else {
      void this.#attempt(async () => {
        const text = await this.#host.acceptInvitation(pasted);
        return () => {
          this.step = 'reply';
          this.text = text;
        };
      }, '.meeting-own');
    }
  }

  copy(): void {
    void this.#copier.copy(this.text, this.#host.renderRoot.querySelector<HTMLTextAreaElement>('.meeting-own'));
  }

  #go(step: MeetingStep): void {
    this.#turn += 1;
    this.step = step;
    this.text = '';
    this.fault = null;
    this.isPending = false;
    this.#host.requestUpdate();
  }

  /** @param focused what gets the focus when it has worked. */
  async #attempt(work: () => Promise<() => void>, focused: string | null): Promise<void> {
    const turn = this.#turn;
    this.isPending = true;
    this.fault = null;
    this.#host.requestUpdate();
    const outcome = await work().catch(faultOf);
    if (turn !== this.#turn) return;
    this.isPending = false;
    if (typeof outcome === 'function') outcome();
    else this.fault = outcome;
    this.#host.requestUpdate();
    if (this.fault === null && focused !== null) await this.#focus(focused);
  }

  async #focus(selector: string): Promise<void> {
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
