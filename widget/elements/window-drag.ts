/**
 * Moves the floating window by its bar: by pointer, by arrow keys, and by a press that takes it to the next corner (WCAG 2.2, 2.5.7:
 * nothing needs a drag). Writes the offset into a style sheet of its own, so that no element has a style attribute.
 * Knows the window as a box; must not know what is in it.
 */
import { type Box, type Offset, keptInside, movedByKey, nextCorner } from './window-place.ts';

/** A hand that shakes less than this has pressed, not dragged. In CSS pixels. */
const DRAG_START_PX = 4;

export class WindowDrag {
  readonly #window: HTMLElement;
  readonly #rule: CSSStyleRule;
  #offset: Offset = { x: 0, y: 0 };
  /** From the pointer to the offset while it is held down. */
  #grip: Offset | null = null;
  #hasMoved = false;

  /** @param root whose style sheet moves the box. @param box matches `.panel`. */
  constructor(root: ShadowRoot, box: HTMLElement) {
    this.#window = box;
    const sheet = new CSSStyleSheet();
    sheet.insertRule('.panel {}');
    this.#rule = sheet.cssRules[0] as CSSStyleRule;
    root.adoptedStyleSheets.push(sheet);
  }

  /** Takes the window back into the viewport, after either has changed its size. */
  settle(): void {
    if (this.#isMovable()) this.#moveTo(this.#offset);
  }

  /** Back to the corner that the page gave it. */
  reset(): void {
    this.#write({ x: 0, y: 0 });
  }

  /** Of the bar. */
  readonly handlePointerDown = (event: PointerEvent): void => {
    const bar = event.currentTarget;
    if (event.button !== 0 || !event.isPrimary || !(bar instanceof HTMLElement) || !this.#isMovable()) return;
    this.#hasMoved = false;
    this.#grip = { x: this.#offset.x - event.clientX, y: this.#offset.y - event.clientY };
  };

  readonly handlePointerMove = (event: PointerEvent): void => {
    const bar = event.currentTarget;
    if (this.#grip === null || !(bar instanceof HTMLElement)) return;
    // Let go where nobody saw it.
    if (event.buttons === 0) return this.handlePointerEnd();
    const wanted = { x: this.#grip.x + event.clientX, y: this.#grip.y + event.clientY };
    const distance = Math.hypot(wanted.x - this.#offset.x, wanted.y - this.#offset.y);
    if (!this.#hasMoved && distance < DRAG_START_PX) return;
    // Only now: a captured pointer would take the clicks of the buttons in the bar.
    if (!this.#hasMoved) bar.setPointerCapture(event.pointerId);
    this.#hasMoved = true;
    this.#moveTo(wanted);
  };

  readonly handlePointerEnd = (): void => {
    this.#grip = null;
  };

  /** Of the button in the bar: the end of a drag is no press. */
  readonly handleClick = (event: Event): void => {
    const isDrag = this.#hasMoved && event instanceof PointerEvent && event.pointerType !== '';
    this.#hasMoved = false;
    if (isDrag || !this.#isMovable()) return;
    this.#write(nextCorner(this.#offset, this.#home(), this.#viewport()));
  };

  readonly handleKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#isMovable()) return;
    const moved = movedByKey(this.#offset, event);
    if (moved === null) return;
    event.preventDefault();
    this.#moveTo(moved);
  };

  /** Where it fills the screen there is nothing to move. */
  #isMovable(): boolean {
    return getComputedStyle(this.#window).translate !== 'none';
  }

  #home(): Box {
    const { left, top, width, height } = this.#window.getBoundingClientRect();
    return { left: left - this.#offset.x, top: top - this.#offset.y, width, height };
  }

  #viewport(): Pick<Box, 'width' | 'height'> {
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    return { width, height };
  }

  #moveTo(offset: Offset): void {
    this.#write(keptInside(offset, this.#home(), this.#viewport()));
  }

  #write(offset: Offset): void {
    this.#offset = offset;
    this.#rule.style.setProperty('--_x', `${offset.x}px`);
    this.#rule.style.setProperty('--_y', `${offset.y}px`);
  }
}
