/** Files that are dragged over an element and dropped there. Knows neither who gets them nor how that looks. */

export interface FileDropOptions {
  /** Whether a drop would be taken now; where it is not, files are kept from being opened in place of the page all the same. */
  canDrop(): boolean;
  /** Something hangs over it, or does no more. */
  onchange(): void;
  /** @param hasFolder a folder was among what was dropped, and is left out. */
  ondrop(files: readonly File[], hasFolder: boolean): void;
}

function isFiles(event: Event): event is DragEvent & { readonly dataTransfer: DataTransfer } {
  return event instanceof DragEvent && event.dataTransfer?.types.includes('Files') === true && !isSlotted(event);
}

/** What the page has put into a slot may take files itself. */
function isSlotted(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Node && target.getRootNode() !== event.currentTarget;
}

/** A folder looks like a file that cannot be read. */
function filesIn({ items, files }: DataTransfer): { readonly files: readonly File[]; readonly hasFolder: boolean } {
  const entries = [...items].filter(({ kind }) => kind === 'file');
  if (entries.length === 0) return { files: [...files], hasFolder: false };
  const isFolder = (item: DataTransferItem): boolean => item.webkitGetAsEntry()?.isDirectory === true;
  const found = entries.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
  return { files: found.filter((file) => file !== null), hasFolder: entries.some(isFolder) };
}

export class FileDrop {
  isOver = false;
  readonly #options: FileDropOptions;

  constructor(options: FileDropOptions) {
    this.#options = options;
  }

  /** Listens until `signal` aborts. */
  listen(target: EventTarget, signal: AbortSignal): void {
    for (const type of ['dragenter', 'dragover']) {
      target.addEventListener(type, (event) => this.#handleOver(event), { signal });
    }
    target.addEventListener('dragleave', (event) => this.#handleLeave(event), { signal });
    target.addEventListener('drop', (event) => this.#handleDrop(event), { signal });
    signal.addEventListener('abort', () => this.#set(false), { once: true });
  }

  #handleOver(event: Event): void {
    if (!isFiles(event)) return;
    event.preventDefault();
    const canDrop = this.#options.canDrop();
    event.dataTransfer.dropEffect = canDrop ? 'copy' : 'none';
    this.#set(canDrop);
  }

  #handleLeave(event: Event): void {
    if (!(event instanceof DragEvent)) return;
    const { currentTarget, relatedTarget } = event;
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
    if (!isInside) this.#set(false);
  }

  #handleDrop(event: Event): void {
    if (!isFiles(event)) return;
    event.preventDefault();
    this.#set(false);
    if (!this.#options.canDrop()) return;
    const { files, hasFolder } = filesIn(event.dataTransfer);
    this.#options.ondrop(files, hasFolder);
  }

  #set(isOver: boolean): void {
    if (this.isOver === isOver) return;
    this.isOver = isOver;
    this.#options.onchange();
  }
}
