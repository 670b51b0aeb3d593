/**
 * Keeps what fills the screen of a phone above its keyboard: browsers lay that over the page and make only the visual viewport
 * smaller. Writes into a style sheet of its own, so that no element has a style attribute. Knows the viewport alone.
 * @see https://drafts.csswg.org/cssom-view/#visualviewport
 */
import { type VisibleSpace, spaceAboveKeyboard } from './window-place.ts';

export class ScreenKeyboard {
  readonly #rule: CSSStyleRule;

  /** @param root whose host gets the properties `--_space-top` and `--_space-high` while there is a keyboard. */
  constructor(root: ShadowRoot) {
    const sheet = new CSSStyleSheet();
    sheet.insertRule(':host {}');
    this.#rule = sheet.cssRules[0] as CSSStyleRule;
    root.adoptedStyleSheets.push(sheet);
  }

  /** Until `signal` aborts. */
  follow(signal: AbortSignal): void {
    const { visualViewport } = globalThis;
    if (!visualViewport) return;
    const fit = (): void => this.#write(spaceAboveKeyboard(visualViewport, innerHeight));
    for (const type of ['resize', 'scroll']) visualViewport.addEventListener(type, fit, { signal });
    fit();
  }

  #write(space: VisibleSpace | null): void {
    const { style } = this.#rule;
    if (space === null) {
      for (const name of ['--_space-top', '--_space-high']) style.removeProperty(name);
      return;
    }
    style.setProperty('--_space-top', `${space.top}px`);
    style.setProperty('--_space-high', `${space.height}px`);
  }
}
