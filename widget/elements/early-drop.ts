/** Files that are dropped before what takes them is loaded: they are not lost, and the browser does not open them in place of the page. */
import type { LitElement } from 'lit';

export interface EarlyDropOptions {
  /** Whether they are wanted, and what takes them is not there yet. */
  isWanted(): boolean;
  /** Loads what takes them. */
  load(): Promise<unknown>;
  /** It is loaded, and drawn. */
  ondrop(files: readonly File[]): void;
}

export function takeEarlyDrops(host: LitElement, { isWanted, load, ondrop }: EarlyDropOptions): void {
  const handle = (event: DragEvent): void => {
    const { dataTransfer } = event;
    // What the page has put into a slot may take files itself.
    if (event.target !== host || !dataTransfer?.types.includes('Files') || !isWanted()) return;
    event.preventDefault();
    const files = event.type === 'drop' ? [...dataTransfer.files] : [];
    void load()
      .then(() => host.updateComplete)
      .then(() => files.length > 0 && ondrop(files));
  };
  for (const type of ['dragenter', 'dragover', 'drop'] as const) host.addEventListener(type, handle);
}
