/** What a `<p2p-call-button>` does once it is loaded: a real button, and the call behind it. Knows a call by its public surface alone. */
import { type LitElement, html, render } from 'lit';
import { callButton } from './styles/call-button.ts';

/** What the button needs of a `<p2p-call>`. */
interface Openable extends HTMLElement {
  isOpen: boolean;
  mode: string;
}

/** Those of the button itself. */
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set(['for', 'id', 'class', 'style', 'slot', 'part', 'hidden', 'open']);

class CallButton {
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  readonly #watch = new MutationObserver(() => this.#update());
  /** Of a call of its own. */
  #own: Openable | null = null;
  #target: Openable | null = null;

  constructor(host: HTMLElement, root: ShadowRoot) {
    this.#host = host;
    this.#root = root;
    if (callButton.styleSheet) root.adoptedStyleSheets.push(callButton.styleSheet);
  }

  connect(): void {
    this.#update();
    this.#observe();
  }

  /** The call that it opens; null while `for` names none. */
  #find(): Openable | null {
    const id = this.#host.getAttribute('for');
    if (id === null) return this.#own;
    const tree = this.#host.getRootNode();
    const found = tree instanceof Document || tree instanceof ShadowRoot ? tree.getElementById(id) : null;
    return found?.localName === 'p2p-call' ? (found as Openable) : null;
  }

  #observe(): void {
    this.#watch.disconnect();
    this.#watch.observe(this.#host, { attributes: true });
    if (this.#target) this.#watch.observe(this.#target, { attributeFilter: ['open'] });
  }

  #update(): void {
    const target = this.#find();
    if (target !== this.#target) {
      this.#target = target;
      this.#observe();
    }
    if (this.#own) this.#passOn(this.#own);
    const isOpen = target?.hasAttribute('open') ?? false;
    render(
      html`<button
          type="button"
          part="button"
          aria-haspopup="dialog"
          aria-expanded=${isOpen ? 'true' : 'false'}
          @click=${() => this.#press()}
        >
          <slot></slot>
        </button>
        ${this.#own}`,
      this.#root,
    );
  }

  #press(): void {
    if (!this.#host.hasAttribute('for')) this.#own ??= this.#make();
    this.#update();
    const target = this.#target;
    if (target === null) return console.warn('p2p-call-button: no <p2p-call> has the id in its attribute "for"');
    if (target.mode === 'inline') target.scrollIntoView({ block: 'nearest' });
    else target.isOpen = !target.isOpen;
  }

  #make(): Openable {
    const call = document.createElement('p2p-call') as HTMLElement as Openable;
    call.setAttribute('mode', 'modal');
    // The button is its launcher.
    call.setAttribute('hide-launcher', '');
    this.#passOn(call);
    return call;
  }

  /** Attributes, as they are now. What the call writes itself stays. */
  #passOn(call: HTMLElement): void {
    for (const { name, value } of this.#host.attributes) {
      if (!OWN_ATTRIBUTES.has(name) && call.getAttribute(name) !== value) call.setAttribute(name, value);
    }
    // From its shadow tree a call does not see the language of the page.
    const lang = this.#host.closest('[lang]')?.getAttribute('lang') ?? '';
    if (call.lang !== lang) call.lang = lang;
  }
}

const buttons = new WeakMap<HTMLElement, CallButton>();

/** Makes `host` a button. Safe to be called whenever it comes into a document. */
export async function connectButton(host: LitElement): Promise<void> {
  await host.updateComplete;
  const { shadowRoot } = host;
  if (shadowRoot === null) return;
  const button = buttons.get(host) ?? new CallButton(host, shadowRoot);
  buttons.set(host, button);
  button.connect();
}
