import { describe, expect, it } from 'vitest';
import {
  type Box,
  cornerOf,
  keptInside,
  movedByKey,
  nextCorner,
  spaceAboveKeyboard,
} from '../../../widget/elements/window-place.ts';

const VIEWPORT = { width: 1000, height: 800 };
/** 20 px from the right and from below. */
const HOME: Box = { left: 600, top: 180, width: 380, height: 600 };
const NONE = { x: 0, y: 0 };

describe('position', () => {
  it.for([
    ['', 'bottom end'],
    ['bottom-end', 'bottom end'],
    ['bottom-start', 'bottom start'],
    ['top-end', 'top end'],
    ['bottom-right', 'bottom right'],
    [' Top-Left ', 'top left'],
    ['start', 'bottom start'],
    ['top', 'top end'],
    ['middle of nowhere', 'bottom end'],
  ] as const)('"%s" is %s', ([position, expected]) => {
    const { x, y } = cornerOf(position);
    expect(`${y} ${x}`).toBe(expected);
  });
});

describe('the window', () => {
  it('stays where it was put inside of the viewport', () => {
    expect(keptInside({ x: -100, y: -50 }, HOME, VIEWPORT)).toEqual({ x: -100, y: -50 });
  });

  it.for([
    [
      { x: 5_000, y: 0 },
      { x: 12, y: 0 },
    ],
    [
      { x: -5_000, y: 0 },
      { x: -592, y: 0 },
    ],
    [
      { x: 0, y: 5_000 },
      { x: 0, y: 12 },
    ],
    [
      { x: 0, y: -5_000 },
      { x: 0, y: -172 },
    ],
  ] as const)('at %o comes no nearer to the edge than 8 px: %o', ([offset, expected]) => {
    expect(keptInside(offset, HOME, VIEWPORT)).toEqual(expected);
  });

  it('larger than the viewport shows its start, where the buttons are', () => {
    const small = { width: 300, height: 400 };
    const { x, y } = keptInside(NONE, HOME, small);
    expect([HOME.left + x, HOME.top + y]).toEqual([8, 8]);
  });

  it('goes through all four corners and comes back', () => {
    const passed: string[] = [];
    let offset: { readonly x: number; readonly y: number } = NONE;
    for (let press = 0; press < 4; press += 1) {
      offset = nextCorner(offset, HOME, VIEWPORT);
      passed.push(`${HOME.left + offset.x} ${HOME.top + offset.y}`);
    }
    expect(passed).toEqual(['8 192', '8 8', '612 8', '612 192']);
  });
});

describe('a key', () => {
  it.for([
    [
      { key: 'ArrowLeft', shiftKey: false },
      { x: -6, y: 5 },
    ],
    [
      { key: 'ArrowDown', shiftKey: true },
      { x: 10, y: 69 },
    ],
    [{ key: 'Home', shiftKey: false }, NONE],
    [{ key: 'Enter', shiftKey: false }, null],
    [{ key: 'toString', shiftKey: false }, null],
  ] as const)('%o moves to %o', ([event, expected]) => {
    expect(movedByKey({ x: 10, y: 5 }, event)).toEqual(expected);
  });
});

describe('the space above the keyboard of a phone', () => {
  it.for([
    ['no keyboard', { height: 844, offsetTop: 0, scale: 1 }, null],
    ['a bar of the browser', { height: 760, offsetTop: 0, scale: 1 }, null],
    ['a keyboard', { height: 508, offsetTop: 0, scale: 1 }, { top: 0, height: 508 }],
    [
      'a keyboard, and a page that was pushed up',
      { height: 508, offsetTop: 210.5, scale: 1 },
      { top: 210.5, height: 508 },
    ],
    ['a page that bounces', { height: 508, offsetTop: -4, scale: 1 }, { top: 0, height: 508 }],
    ['a page that is zoomed in', { height: 422, offsetTop: 100, scale: 2 }, null],
  ] as const)('with %s', ([, visual, space]) => {
    expect(spaceAboveKeyboard(visual, 844)).toEqual(space);
  });
});
