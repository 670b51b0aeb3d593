/** Whether the window was open when the visitor left the page, so that it is on the next one. Knows no desk. */
export class WindowMemory {
  readonly #name: string;
  #kept: string | null;

  constructor(desk: string) {
    this.#name = `p2p-call-desk-window ${desk}`;
    this.#kept = attempt(() => sessionStorage.getItem(this.#name));
  }

  /** What the page before said; null: there was no call. */
  get wasOpen(): boolean | null {
    return this.#kept === null ? null : this.#kept === 'open';
  }

  /** @param isOpen null: there is no call whose window that would be. */
  keep(isOpen: boolean | null): void {
    const wanted = isOpen === null ? null : isOpen ? 'open' : 'closed';
    if (wanted === this.#kept) return;
    this.#kept = wanted;
    attempt(() =>
      wanted === null ? sessionStorage.removeItem(this.#name) : sessionStorage.setItem(this.#name, wanted),
    );
  }
}

/** Storage can be missing, forbidden or full: then the window is closed on the next page. */
function attempt<Value>(action: () => Value): Value | null {
  try {
    return action();
  } catch {
    return null;
  }
}
