/** Loads the script of `<p2p-call>` from beside this one when the first call needs it, unless the page has it. Knows no call. */
import { PINNED } from '../loader/pinned.ts';
import { importChecked } from '../parts/checked-load.ts';

/** Replaced in tests; no public API. */
export const callModule = {
  /** Rejects where it is not there, or not the same. */
  async load(): Promise<void> {
    if (customElements.get('p2p-call')) return;
    const url = new URL(PINNED?.fileName ?? 'p2p-call.js', import.meta.url);
    await importChecked(url, PINNED?.integrity ?? null);
  },
};
