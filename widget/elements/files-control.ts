/**
 * The files of one element: which there are, what a person does with them, where they are dropped, and what is said of them. Added to the
 * element when it is loaded; the templates are in files.ts. Must not know how bytes travel.
 */
import { msg, str } from '@lit/localize';
import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Paperclip } from 'lucide';
import type { Banner } from './banner.ts';
import type { CallModel } from './call-model.ts';
import { type CallView, isInCall, isKnocking } from './call-view.ts';
import { FileDrop } from './file-drop.ts';
import { FilePictures, pictureIn } from './file-pictures.ts';
import { saveFile } from './file-save.ts';
import { FileSender } from './file-sender.ts';
import { FileShelf, type FileShare, type SharedFile } from './file-shelf.ts';
import { newsText, noticeText } from './file-texts.ts';
import { pictureViewer } from './file-viewer.ts';
import { type FileRequests, fileCard } from './files.ts';
import { icon } from './icons.ts';
import { sideHeader } from './side-header.ts';
import { nameOf } from './tile.ts';

/** What of `<p2p-call>` this part uses. */
export interface FilesHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** Larger ones go where the person chooses, if the browser can: they would be on the disk twice. In bytes. */
const PICKER_FROM_BYTES = 64 * 1024 ** 2;

/** A refusal is told by the transfer itself. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

export class FilesControl implements ReactiveController {
  readonly #host: FilesHost;
  readonly #sender: FileSender;
  readonly #shelf = new FileShelf();
  readonly #pictures: FilePictures;
  readonly #drop: FileDrop;
  readonly #requests: FileRequests;
  readonly #refused = new Set<string>();
  /** The person has them now, as far as one can know. */
  readonly #saved = new Set<string>();
  /** The person wants none of what was not saved. */
  #isLeftBehind = false;
  /** Came while the chat was closed. */
  readonly #unseen = new Set<string>();
  /** As they were drawn last, or are just being drawn. */
  #view: CallView | null = null;
  #files: readonly SharedFile[] = [];
  #said = '';
  #large: { readonly file: SharedFile; readonly canvas: HTMLCanvasElement | null } | null = null;
  #focused: string | null = null;
  #lifetime: AbortController | null = null;

  constructor(host: FilesHost) {
    this.#host = host;
    const update = (): void => host.requestUpdate();
    this.#sender = new FileSender(update);
    this.#pictures = new FilePictures(update);
    this.#drop = new FileDrop({
      canDrop: () => this.#canSend(),
      onchange: update,
      ondrop: (files, hasFolder) => void this.#handleDrop(files, hasFolder),
    });
    this.#requests = this.#createRequests();
    host.addController(this);
  }

  /** Why something could not be sent, as a sentence; '' when there is nothing to say. */
  get problem(): string {
    return this.#sender.problem;
  }

  hostConnected(): void {
    if (this.#lifetime !== null) return;
    this.#lifetime = new AbortController();
    this.#drop.listen(this.#host.renderRoot, this.#lifetime.signal);
  }

  hostDisconnected(): void {
    this.#lifetime?.abort();
    this.#lifetime = null;
  }

  hostUpdate(): void {
    const { renderRoot } = this.#host;
    const active = renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null;
    this.#focused = active?.closest<HTMLElement>('[data-file]')?.dataset['file'] ?? null;
  }

  hostUpdated(): void {
    this.#keepFocus();
    const viewer = this.#host.renderRoot.querySelector<HTMLDialogElement>('.picture-viewer');
    if (viewer !== null && !viewer.open) viewer.showModal();
  }

  /** Takes from the call what matters here. Called while the view is drawn, so that it asks for no other drawing. */
  follow(view: CallView): readonly SharedFile[] {
    if (view !== this.#view) this.#files = this.#followed(view);
    this.#view = view;
    return this.#files;
  }

  card(file: SharedFile): TemplateResult {
    const picture = this.#pictures.previewOf(file.fileId, file.shares[0].transfer);
    return fileCard({ file, picture, request: this.#requests });
  }

  /** Over the stage, while the chat is closed: what waits for an answer, and what has come. */
  banners(view: CallView): Banner[] {
    const { chatOpen, request } = view;
    const waiting = this.follow(view).filter(({ fileId, shares: [{ transfer }] }) => {
      const isWanted = transfer.direction === 'receive' && (transfer.state === 'offered' || transfer.state === 'done');
      return isWanted && this.#unseen.has(fileId);
    });
    const [oldest] = waiting;
    if (chatOpen || oldest === undefined) return [];
    const show = {
      name: 'show-files',
      text: msg('Show', { id: 'files-show' }),
      label: msg('Show in the chat', { id: 'files-show-label' }),
      kind: 'primary',
      onpress: () => request.toggleChat(true),
    } as const;
    // Stays under the pointer when more come.
    const id = `files ${oldest.fileId}`;
    return [{ id, kind: 'quiet', icon: 'chat', text: noticeText(waiting), dismissible: true, actions: [show] }];
  }

  /** After the call: what was received and not saved, which the next call would take away. */
  leftOver(files: readonly SharedFile[]): TemplateResult | typeof nothing {
    if (files.length === 0) return nothing;
    const close = (): void => {
      this.#isLeftBehind = true;
      this.#host.requestUpdate();
    };
    const title = msg('Files that are not saved', { id: 'files-unsaved' });
    return html`<section part="chat" class="side chat" aria-label=${title}>
      ${sideHeader({ title, close: msg('Close the files', { id: 'files-close' }), onclose: close })}
      <div class="messages" tabindex="0" role="group" aria-label=${title}>
        ${repeat(
          files,
          ({ fileId }) => fileId,
          (file) => this.card(file),
        )}
      </div>
    </section>`;
  }

  /** Beside the field for messages. */
  attachButton({ hasFiles }: CallView): TemplateResult | typeof nothing {
    if (!hasFiles) return nothing;
    const label = msg('Send files', { id: 'files-send' });
    return html`<button
        type="button"
        part="button button-attach"
        class="icon-button attach"
        aria-label=${label}
        title=${label}
        @click=${() => this.#host.renderRoot.querySelector<HTMLInputElement>('.file-input')?.click()}
      >
        ${icon(Paperclip)}
      </button>
      <input
        type="file"
        class="file-input"
        multiple
        hidden
        @change=${(event: Event) => void this.#handleChoice(event)}
        @cancel=${(event: Event) => event.stopPropagation()}
      />`;
  }

  /** Outside of the panel, which may be closed: what is said, where to drop, and the picture that is looked at. */
  surroundings(): TemplateResult {
    const large = this.#large;
    return html`<div class="sr-only" role="status">${this.#said}</div>
      ${this.#drop.isOver ? html`<div class="drop-zone"><p class="drop-text">${icon(Paperclip)}${this.#dropText()}</p></div>` : nothing}
      ${pictureViewer(
        large && {
          name: large.file.shares[0].transfer.name,
          canvas: large.canvas,
          onsave: () => this.#requests.save(large.file.shares[0]),
          onclose: () => this.#enlarge(null),
        },
      )}`;
  }

  /** Sends what was dropped before this was loaded. */
  drop(files: readonly File[]): void {
    if (this.#canSend()) void this.#handleDrop(files, false);
  }

  /** A picture from the clipboard is sent; text that comes with one is what was meant. */
  handlePaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (clipboardData === null || !this.#canSend() || clipboardData.types.includes('text/plain')) return;
    const files = [...clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void this.#sender.send(files, this.#view?.call);
  }

  forgetProblem(): void {
    this.#sender.problem = '';
  }

  #createRequests(): FileRequests {
    const call = (): CallModel | undefined => this.#view?.call;
    const ask = (what: (call: CallModel, id: string) => Promise<unknown>) => (share: FileShare) => {
      const model = call();
      if (model) quietly(what(model, share.transfer.id));
    };
    return {
      accept: (share) => {
        const picker = share.transfer.size > PICKER_FROM_BYTES;
        ask((model, id) => model.acceptFile(id, { picker }))(share);
      },
      decline: ask((model, id) => model.declineFile(id)),
      pause: ask((model, id) => model.pauseFile(id)),
      resume: ask((model, id) => model.resumeFile(id)),
      cancel: ask((model, id) => model.cancelFile(id)),
      retry: (share) => this.#sender.retryOf(share, this.#view?.call),
      save: ({ transfer: { id, file, name } }) => {
        if (file === undefined) return;
        saveFile(file, name);
        // After the call it stays where it is, should it not have worked.
        if (this.#view !== null && isInCall(this.#view.state)) this.#saved.add(id);
      },
      enlarge: (file) => this.#enlarge(file),
    };
  }

  #followed({ call, state, hasFiles, hasChat, chatOpen }: CallView): readonly SharedFile[] {
    if (!hasFiles) this.#refuse(call);
    if (!hasFiles || !hasChat) return this.#rest();
    const news = this.#shelf.follow(call, Date.now());
    const { files } = this.#shelf;
    this.#pictures.keep(new Set(files.map(({ fileId }) => fileId)));
    // Until the next call they are there; nobody need hear any more what became of the others.
    if (!isInCall(state)) return this.#rest(files.filter((file) => this.#isUnsaved(file)));
    this.#isLeftBehind = false;
    for (const it of news) {
      this.#say(newsText(it));
      if (it.what === 'offered' || it.what === 'received') this.#unseen.add(it.fileId);
    }
    if (chatOpen) this.#unseen.clear();
    return files;
  }

  #isUnsaved({ shares: [{ transfer }] }: SharedFile): boolean {
    const { direction, state, file, id } = transfer;
    return direction === 'receive' && state === 'done' && file !== undefined && !this.#saved.has(id);
  }

  #canSend(): boolean {
    const view = this.#view;
    return view !== null && view.hasFiles && view.hasChat && isInCall(view.state) && !isKnocking(view);
  }

  async #handleChoice({ target }: Event): Promise<void> {
    if (!(target instanceof HTMLInputElement)) return;
    const files = [...(target.files ?? [])];
    // So that the same file can be chosen again.
    target.value = '';
    await this.#sender.send(files, this.#view?.call);
  }

  /** What was dropped on the stage is seen in the chat. */
  async #handleDrop(files: readonly File[], hasFolder: boolean): Promise<void> {
    if (files.length === 0 && !hasFolder) return;
    const view = this.#view;
    if (view !== null && !view.chatOpen) view.request.toggleChat(true);
    await this.#sender.send(files, view?.call, hasFolder);
  }

  #dropText(): string {
    const [only, ...others] = [...(this.#view?.call.participants.values() ?? [])];
    if (only === undefined || others.length > 0) {
      return msg('Drop files here to send them to everyone', { id: 'files-drop' });
    }
    return msg(str`Drop files here to send them to ${nameOf(only)}`, { id: 'files-drop-one' });
  }

  #enlarge(file: SharedFile | null): void {
    const picture = file === null ? null : pictureIn(file.shares[0].transfer);
    this.#large = file !== null && picture !== null ? { file, canvas: null } : null;
    this.#host.requestUpdate();
    if (file === null || picture === null) return;
    const pixels = Math.max(innerWidth, innerHeight) * devicePixelRatio;
    void this.#pictures.draw(picture, pixels).then((canvas) => {
      if (this.#large?.file !== file) return;
      this.#large = { file, canvas };
      this.#host.requestUpdate();
    });
  }

  /** Nobody is asked: the page wants no files. */
  #refuse(call: CallModel): void {
    for (const { id, direction, state } of call.transfers.values()) {
      if (direction !== 'receive' || state !== 'offered' || this.#refused.has(id)) continue;
      this.#refused.add(id);
      quietly(call.declineFile(id));
    }
    for (const id of this.#refused) if (!call.transfers.has(id)) this.#refused.delete(id);
  }

  #rest(files: readonly SharedFile[] = []): readonly SharedFile[] {
    this.#unseen.clear();
    this.#said = '';
    this.forgetProblem();
    return this.#isLeftBehind ? [] : files;
  }

  /** The same sentence twice in a row is no change, and a screen reader would stay silent. */
  #say(text: string): void {
    this.#said = text === this.#said ? `${text}\u00A0` : text;
  }

  /** A button that was pressed goes away with its state: the focus stays with its file, and on no other button. */
  #keepFocus(): void {
    const { renderRoot } = this.#host;
    const active = renderRoot instanceof ShadowRoot ? renderRoot.activeElement : null;
    if (this.#focused === null || active?.closest('[data-file], dialog')) return;
    const cards = [...renderRoot.querySelectorAll<HTMLElement>('[data-file]')];
    const card = cards.find(({ dataset }) => dataset['file'] === this.#focused)?.querySelector<HTMLElement>('.file');
    (card ?? renderRoot.querySelector<HTMLElement>('.messages'))?.focus();
  }
}
