/**
 * Keeps one call where `mode` says: the window in its corner with a launcher, or the panel in a `<dialog>`. The panel itself stays the
 * same, so that a change of mode tears nothing, and a closed window goes on being heard. What is drawn in the panel is not known here.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { render } from 'lit';
import { msg } from '@lit/localize';
import { CallClock } from './call-clock.ts';
import { type CallView, isInCall } from './call-view.ts';
import { endQuestion, launcherButton, windowBar } from './launcher.ts';
import { ScreenKeyboard } from './screen-keyboard.ts';
import { WindowDrag } from './window-drag.ts';
import { cornerOf } from './window-place.ts';
import { isVisible } from './visible.ts';

/** What a call tells of its place. */
export interface PlacedCall extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly mode: 'inline' | 'floating' | 'modal';
  readonly position: string;
  readonly label: string;
  readonly hideLauncher: boolean;
  isOpen: boolean;
  leave(): Promise<void>;
}

/** Parts of the view that answer Escape themselves. */
const ANSWERS_ESCAPE = '.side, [role="menu"], [role="dialog"]:not(.panel), select';

function elementOf<Found extends HTMLElement>(tag: 'div' | 'dialog', className: string): Found {
  return Object.assign(document.createElement(tag), { className }) as HTMLElement as Found;
}

/** @returns what has the focus, also in another shadow tree. */
function focused(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

/** @returns whether `position: fixed` is another place here than the viewport: a transform or a filter around makes it so. */
function isTrapped(root: ShadowRoot): boolean {
  const probe = elementOf('div', 'probe');
  root.append(probe);
  const { left, top, width, height } = probe.getBoundingClientRect();
  probe.remove();
  const { clientWidth, clientHeight } = document.scrollingElement ?? document.documentElement;
  // The bars of a phone's browser come and go.
  const isHigh = Math.abs(height - clientHeight) > 120;
  return isHigh || [left, top, width - clientWidth].some((difference) => Math.abs(difference) > 1);
}

export class Placing implements ReactiveController {
  readonly #host: PlacedCall;
  readonly #root: ShadowRoot;
  readonly #panel: HTMLElement;
  readonly #head: HTMLElement = elementOf('div', 'window-head');
  readonly #launcherBox: HTMLElement = elementOf('div', 'launcher-box');
  readonly #dialog: HTMLDialogElement = elementOf('dialog', 'frame');
  readonly #drag: WindowDrag;
  readonly #keyboard: ScreenKeyboard;
  readonly #clock: CallClock;
  readonly #hiddenWatch: MutationObserver;
  #lifetime = new AbortController();
  #view: CallView;
  #wasShown = false;
  #isAsking = false;
  /** What the place was looked at for: it is measured again only when that changes. */
  #measured = '';
  #isTrapped = false;
  #opener: HTMLElement | null = null;

  constructor(host: PlacedCall, root: ShadowRoot, panel: HTMLElement, view: CallView) {
    this.#host = host;
    this.#root = root;
    this.#panel = panel;
    this.#view = view;
    this.#drag = new WindowDrag(root, panel);
    this.#keyboard = new ScreenKeyboard(root);
    this.#clock = new CallClock(() => this.#draw());
    this.#hiddenWatch = new MutationObserver(() => this.update(this.#view));
    root.append(this.#launcherBox, this.#dialog);
    panel.prepend(this.#head);
    panel.addEventListener('keydown', (event) => this.#handleKey(event));
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#requestClose();
    });
    // Where a browser closes it without asking (a second Escape in Chromium).
    this.#dialog.addEventListener('close', () => (this.#isShown() ? this.update(this.#view) : undefined));
    this.#dialog.addEventListener('click', ({ target }) =>
      target === this.#dialog ? this.#requestClose() : undefined,
    );
    host.addController(this);
  }

  hostConnected(): void {
    this.#lifetime.abort();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#measured = '';
    addEventListener('resize', () => this.#settle(), { signal });
    this.#keyboard.follow(signal);
    this.#hiddenWatch.observe(this.#host, { attributeFilter: ['hidden'] });
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
    this.#hiddenWatch.disconnect();
    this.#clock.stop();
  }

  /** After each time the element was drawn. */
  update(view: CallView): void {
    this.#view = view;
    const { mode, isOpen, position, lang } = this.#host;
    const { y, x } = cornerOf(position);
    const isShown = this.#isShown();
    if (!isInCall(view.state)) this.#isAsking = false;
    if (isShown && !this.#wasShown) this.#opener = focused();
    const hadFocus = this.#root.activeElement !== null && this.#panel.contains(this.#root.activeElement);
    for (const box of [this.#panel, this.#launcherBox]) {
      if (mode === 'inline') for (const name of ['mode', 'y', 'x', 'open']) delete box.dataset[name];
      else Object.assign(box.dataset, { mode, y, x });
    }
    this.#launcherBox.dir = this.#panel.dir;
    this.#launcherBox.lang = lang;
    this.#panel.toggleAttribute('data-open', isShown);
    this.#name(isShown);
    this.#place(isShown && mode === 'modal');
    this.#draw();
    if (isShown !== this.#wasShown) this.#moveFocus(isShown, hadFocus);
    this.#wasShown = isShown;
    if (mode === 'inline' || (mode === 'modal' && isOpen)) this.#drag.reset();
    else this.#settle();
  }

  #isShown(): boolean {
    const { mode, isOpen, hidden, isConnected } = this.#host;
    return mode !== 'inline' && isOpen && !hidden && isConnected;
  }

  #title(): string {
    return this.#host.label || msg('Call', { id: 'launcher-call' });
  }

  /** A window of its own has a name. */
  #name(isShown: boolean): void {
    const isWindow = isShown && this.#host.mode === 'floating';
    if (isWindow) this.#panel.role = 'dialog';
    else this.#panel.removeAttribute('role');
    if (isWindow) this.#panel.ariaLabel = this.#title();
    else this.#panel.removeAttribute('aria-label');
    this.#dialog.ariaLabel = this.#title();
  }

  /** In the dialog, or beside it; above everything else where the page would move or cut it. */
  #place(isModal: boolean): void {
    const parent = isModal ? this.#dialog : this.#root;
    if (this.#panel.parentNode !== parent) {
      if (isModal) this.#dialog.append(this.#panel);
      else this.#root.prepend(this.#panel);
    }
    // A dialog that was moved in the document is open and no dialog any more.
    if (this.#dialog.open && !(isModal && this.#dialog.matches(':modal'))) this.#dialog.close();
    if (isModal && !this.#dialog.open) this.#dialog.showModal();
    const isLifted = !isModal && this.#mustBeLifted();
    for (const box of [this.#panel, this.#launcherBox]) {
      if (!isLifted) box.removeAttribute('popover');
      else if (!box.matches(':popover-open')) {
        box.popover = 'manual';
        box.showPopover();
      }
    }
  }

  #mustBeLifted(): boolean {
    const { mode, isConnected } = this.#host;
    if (mode === 'inline' || !isConnected) return false;
    const wanted = `${mode} ${this.#isShown()}`;
    if (wanted !== this.#measured) this.#isTrapped = isTrapped(this.#root);
    this.#measured = wanted;
    return this.#isTrapped;
  }

  #draw(): void {
    const { mode, label, hideLauncher, hidden, isConnected } = this.#host;
    const isRunning = isInCall(this.#view.state);
    const isShown = this.#isShown();
    // A running call is never out of reach, and has a way back in every mode.
    const isWanted = isRunning || (mode === 'floating' && !hideLauncher);
    const hasLauncher = mode !== 'inline' && !isShown && !hidden && isWanted;
    this.#clock.set(isRunning, hasLauncher && isConnected, this.#view.call.localParticipant.joinedAt);
    render(
      mode === 'inline'
        ? null
        : launcherButton({
            view: this.#view,
            label,
            hasOwnContent: this.#hasOwnContent(),
            time: this.#clock.text,
            isHidden: !hasLauncher,
            onopen: () => this.#open(true),
            onslotchange: () => this.#draw(),
          }),
      this.#launcherBox,
    );
    const bar = {
      title: this.#title(),
      drag: mode === 'floating' ? this.#drag : null,
      isKept: isRunning && mode === 'floating',
      onclose: () => this.#requestClose(),
    };
    const question = this.#isAsking
      ? endQuestion(
          () => void this.#leave(),
          () => this.#ask(false),
        )
      : null;
    render(mode === 'inline' ? null : [windowBar(bar), question], this.#head);
  }

  /** The page has something for the launcher; the ends of its lines are nothing. */
  #hasOwnContent(): boolean {
    return [...this.#host.childNodes].some((node) =>
      node instanceof Element ? node.slot === '' : node instanceof Text && node.data.trim() !== '',
    );
  }

  #open(on: boolean): void {
    this.#host.isOpen = on;
  }

  /** By a person. A window is minimized, and its call goes on; a dialog with a call in it asks first. */
  #requestClose(): void {
    if (this.#host.mode === 'modal' && isInCall(this.#view.state)) this.#ask(true);
    else this.#open(false);
  }

  #ask(on: boolean): void {
    this.#isAsking = on;
    this.#draw();
    this.#focus(on ? '.end-question button' : '.window-bar button');
  }

  async #leave(): Promise<void> {
    this.#isAsking = false;
    await this.#host.leave();
    this.#open(false);
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#host.mode === 'inline') return;
    const [target] = event.composedPath();
    const isAnswered = event.defaultPrevented || (target instanceof Element && target.closest(ANSWERS_ESCAPE) !== null);
    // Else a dialog hears of it, too.
    event.preventDefault();
    if (isAnswered) return;
    if (this.#isAsking) this.#ask(false);
    else this.#requestClose();
  }

  /** Into what a person has just opened; out of what is closed, to where it was. What a page opens by itself takes no focus. */
  #moveFocus(isShown: boolean, hadFocus: boolean): void {
    if (!isShown) {
      const opener = this.#opener;
      this.#opener = null;
      if (!hadFocus) return;
      if (opener?.isConnected && isVisible(opener)) opener.focus();
      else this.#root.querySelector<HTMLElement>('.launcher')?.focus();
    } else if (this.#root.contains(this.#opener) || navigator.userActivation?.isActive) {
      this.#focus('.body [data-first], .window-bar button');
    }
  }

  #focus(selector: string): void {
    const targets = [...this.#panel.querySelectorAll<HTMLElement>(selector)].filter(isVisible);
    const first = targets.find((element) => element.matches('[data-first]')) ?? targets[0];
    first?.focus({ preventScroll: true });
  }

  #settle(): void {
    if (this.#host.mode === 'floating' && this.#isShown()) this.#drag.settle();
  }
}

const placings = new WeakMap<PlacedCall, Placing>();

/** Puts a call where its attributes say; to be called after each time it was drawn. */
export function place(host: PlacedCall, view: CallView): void {
  const known = placings.get(host);
  if (known) return known.update(view);
  const { renderRoot } = host;
  const panel = renderRoot.querySelector<HTMLElement>('.panel');
  if (!(renderRoot instanceof ShadowRoot) || panel === null || host.mode === 'inline') return;
  const placing = new Placing(host, renderRoot, panel, view);
  placings.set(host, placing);
  placing.update(view);
}
