/** Where the floating window and its launcher stand. Pure: boxes and words in, offsets out, in CSS pixels. */

/** What is kept free between the window and the edge of the viewport. */
export const WINDOW_MARGIN_PX = 8;
/** One press of an arrow key; with Shift four times as far. */
export const WINDOW_STEP_PX = 16;

export interface Offset {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Corner {
  readonly y: 'top' | 'bottom';
  /** `start` and `end` follow the direction of writing. */
  readonly x: 'start' | 'end' | 'left' | 'right';
}

const STEPS: ReadonlyMap<string, Offset> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
]);

/** The attribute `position`: `top` or `bottom`, and `start`, `end`, `left` or `right`. Default, also of each half: `bottom-end`. */
export function cornerOf(position: string): Corner {
  const words = position.toLowerCase().split(/[\s-]+/);
  const x = (['start', 'left', 'right'] as const).find((word) => words.includes(word));
  return { y: words.includes('top') ? 'top' : 'bottom', x: x ?? 'end' };
}

/** Less than this is a bar of the browser that comes and goes, and no keyboard. In CSS pixels. */
const MIN_KEYBOARD_PX = 120;

/** Where one still sees the page, from its top, in CSS pixels. */
export interface VisibleSpace {
  readonly top: number;
  readonly height: number;
}

/** @param visual the visual viewport. @param pageHeight of the layout viewport. @returns the space above the keyboard of a screen;
 *  null where there is none: then, or while one has zoomed in, everything stays where it is. */
export function spaceAboveKeyboard(
  { height, offsetTop, scale }: Pick<VisualViewport, 'height' | 'offsetTop' | 'scale'>,
  pageHeight: number,
): VisibleSpace | null {
  if (Math.abs(scale - 1) > 0.01 || pageHeight - height < MIN_KEYBOARD_PX) return null;
  return { top: Math.max(0, offsetTop), height };
}

function between(value: number, min: number, max: number): number {
  // Where there is no room, the start of the window, with its buttons, is what stays.
  return Math.max(min, Math.min(value, max));
}

/** @param home the box of the window without an offset. @returns the nearest offset with which it is inside of the viewport. */
export function keptInside(offset: Offset, home: Box, viewport: Pick<Box, 'width' | 'height'>): Offset {
  const { left, top, width, height } = home;
  const margin = WINDOW_MARGIN_PX;
  return {
    x: between(offset.x, margin - left, viewport.width - margin - width - left),
    y: between(offset.y, margin - top, viewport.height - margin - height - top),
  };
}

/** @returns the offset after a key; null where the key moves nothing. `Home` takes the window back. */
export function movedByKey(offset: Offset, { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Offset | null {
  if (key === 'Home') return { x: 0, y: 0 };
  const step = STEPS.get(key);
  if (step === undefined) return null;
  const distance = shiftKey ? 4 * WINDOW_STEP_PX : WINDOW_STEP_PX;
  return { x: offset.x + step.x * distance, y: offset.y + step.y * distance };
}

/** @returns the offset that takes the window to the next corner, clockwise: dragging without dragging. */
export function nextCorner(offset: Offset, home: Box, viewport: Pick<Box, 'width' | 'height'>): Offset {
  const isRight = home.left + offset.x + home.width / 2 > viewport.width / 2;
  const isLow = home.top + offset.y + home.height / 2 > viewport.height / 2;
  return keptInside({ x: isLow ? -Infinity : Infinity, y: isRight ? Infinity : -Infinity }, home, viewport);
}
