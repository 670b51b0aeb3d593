/**
 * The others in a window of their own that stays over everything: a document where the browser can, else the video of one of them.
 * @see https://wicg.github.io/document-picture-in-picture/
 */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing, render } from 'lit';
import type { Participant } from '../call/participant.ts';
import { directionOf, spokenLanguage } from '../locales/localization.ts';
import type { CallView } from './call-view.ts';
import { toolButton } from './controls.ts';
import { deviceButtons } from './device-buttons.ts';
import { hasScreen } from './layout.ts';
import { playTracks } from './play-tracks.ts';
import { picture } from './styles/picture.ts';
import { avatar, nameOf } from './tile.ts';

declare global {
  interface Window {
    readonly documentPictureInPicture?: {
      requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
    };
  }
}

const SIZE = { width: 320, height: 240 };

/** How many people there is room for. */
const MAX_SEATS = 4;

function seat(participant: Participant): TemplateResult {
  const { cameraEnabled, cameraTrack, screenTrack } = participant;
  const isScreen = hasScreen(participant);
  const video = isScreen ? screenTrack : cameraEnabled ? cameraTrack : null;
  // The sound goes on in the page.
  return html`<div class="seat ${isScreen ? 'whole' : ''}">
    ${avatar(participant)}
    <video
      playsinline
      .muted=${true}
      aria-label=${nameOf(participant)}
      ${playTracks({ audio: null, video, onblocked: () => undefined })}
    ></video>
    <span class="seat-name" dir="auto">${nameOf(participant)}</span>
  </div>`;
}

function content(view: CallView): TemplateResult {
  const others = [...view.call.participants.values()];
  const screen = others.find(hasScreen);
  return html`<main>${(screen ? [screen] : others.slice(0, MAX_SEATS)).map((one) => seat(one))}</main>
    <div class="bar">
      ${deviceButtons({ ...view, devices: null })}
      ${toolButton({
        name: 'leave',
        icon: 'leave',
        label: msg('Leave the call', { id: 'leave' }),
        danger: true,
        onpress: () => view.request.leave(),
      })}
    </div>`;
}

export class PictureWindow {
  readonly #host: { readonly renderRoot: ParentNode };
  readonly #onchange: () => void;
  #window: Window | null = null;

  constructor(host: { readonly renderRoot: ParentNode }, onchange: () => void) {
    this.#host = host;
    this.#onchange = onchange;
  }

  /** Whether there is something to show, in a way that this browser has. */
  get isPossible(): boolean {
    return this.#hasDocument || (document.pictureInPictureEnabled === true && this.#video !== null);
  }

  get isOpen(): boolean {
    return this.#window !== null || this.#isVideoOpen;
  }

  /** Needs a gesture. What the browser refuses does not come to pass, and the view shows it. */
  async toggle(view: CallView): Promise<void> {
    if (this.isOpen) return this.close();
    await (this.#hasDocument ? this.#open(view) : this.#openVideo()).catch(() => undefined);
    this.#onchange();
  }

  /** Draws it anew. */
  update(view: CallView): void {
    if (this.#window === null) return;
    const { body, documentElement } = this.#window.document;
    const lang = spokenLanguage();
    Object.assign(documentElement, { lang, dir: directionOf(lang) ?? '' });
    render(content(view), body);
  }

  close(): void {
    this.#window?.close();
    this.#forget();
    if (this.#isVideoOpen) void document.exitPictureInPicture().catch(() => undefined);
  }

  /** Only the page itself may, no frame in it. */
  get #hasDocument(): boolean {
    return window.documentPictureInPicture !== undefined && window.parent === window;
  }

  get #video(): HTMLVideoElement | null {
    const { renderRoot } = this.#host;
    const shown = (tile: string) => renderRoot.querySelector<HTMLVideoElement>(`${tile} video[data-live]`);
    return shown('.tile.focused') ?? shown('.tile:not(.local)');
  }

  /** Not by the selector, which throws where there is no such thing. */
  get #isVideoOpen(): boolean {
    const { renderRoot } = this.#host;
    return renderRoot instanceof ShadowRoot && Boolean(renderRoot.pictureInPictureElement);
  }

  async #open(view: CallView): Promise<void> {
    const opened = await window.documentPictureInPicture?.requestWindow(SIZE);
    if (opened === undefined) return;
    const { document: page } = opened;
    page.title = document.title;
    // A style sheet belongs to one document.
    const sheet = new (opened as Window & typeof globalThis).CSSStyleSheet();
    sheet.replaceSync(picture.cssText);
    page.adoptedStyleSheets.push(sheet);
    opened.addEventListener('pagehide', () => this.#forget(), { once: true });
    this.#window = opened;
    this.update(view);
  }

  async #openVideo(): Promise<void> {
    const video = this.#video;
    await video?.requestPictureInPicture();
    video?.addEventListener('leavepictureinpicture', () => this.#onchange(), { once: true });
  }

  #forget(): void {
    if (this.#window === null) return;
    const { body } = this.#window.document;
    this.#window = null;
    render(nothing, body);
    this.#onchange();
  }
}
