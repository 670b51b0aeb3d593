/** Space, held, turns on a microphone that is off for as long. Only while the focus is inside the element, and nothing else wants the key. */

/** On the button of the microphone a press that is shorter is a press of the button, in ms. */
const TAP_MS = 350;

const WANTS_SPACE =
  'input, textarea, select, button, a, summary, video[controls], [role="button"], [role="switch"], [contenteditable]:not([contenteditable="false"])';
const MICROPHONE = '.button-microphone';

export interface Talker {
  /** Whether there is a microphone in the call, and it is off. */
  isMuted(): boolean;
  toggle(on: boolean): void;
}

export class PushToTalk {
  readonly #talker: Talker;
  /** Since when Space is held, in ms, and where; null while it is not. */
  #held: { readonly sinceMs: number; readonly isButton: boolean } | null = null;

  constructor(talker: Talker) {
    this.#talker = talker;
  }

  /** Listens until `signal` aborts. @param root what the focus is inside of. */
  listen(root: EventTarget, signal: AbortSignal): void {
    root.addEventListener('keydown', (event) => event instanceof KeyboardEvent && this.#press(event), { signal });
    root.addEventListener('keyup', (event) => event instanceof KeyboardEvent && this.#release(event), { signal });
    // Whoever looks elsewhere lets go of the key there.
    for (const type of ['blur', 'pagehide']) addEventListener(type, () => this.#stop(), { signal });
    root.addEventListener('focusin', ({ target }) => this.#held !== null && wantsSpace(target) && this.#stop(), {
      signal,
    });
    signal.addEventListener('abort', () => this.#stop());
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // Held down, a key comes again and again.
    if (this.#held !== null) return event.preventDefault();
    const isButton = isMicrophone(event.target);
    if (event.repeat || (!isButton && wantsSpace(event.target)) || !this.#talker.isMuted()) return;
    event.preventDefault();
    this.#held = { sinceMs: event.timeStamp, isButton };
    this.#talker.toggle(true);
  }

  #release(event: KeyboardEvent): void {
    if (event.key !== ' ' || this.#held === null) return;
    event.preventDefault();
    const { isButton, sinceMs } = this.#held;
    if (isButton && event.timeStamp - sinceMs < TAP_MS) this.#held = null;
    this.#stop();
  }

  #stop(): void {
    if (this.#held === null) return;
    this.#held = null;
    this.#talker.toggle(false);
  }
}

function isMicrophone(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(MICROPHONE);
}

function wantsSpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(WANTS_SPACE);
}
