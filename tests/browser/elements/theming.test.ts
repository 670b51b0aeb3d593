/** What a page may change of the looks: each property is seen, each slot shows what stands in it, and the system is followed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { documentedOf } from './support/documented.ts';
import { find, mountScene } from './support/mount.ts';

/** By property: a value, the scene in which it is seen, where, and as what. */
type Look = readonly [value: string, scene: string, selector: string, style: keyof CSSStyleDeclaration, seen: string];

const RED = 'rgb(200, 16, 46)';
const NEARLY_BLACK = 'rgb(1, 2, 3)';

const LOOKS: Readonly<Record<string, Look>> = {
  accent: [RED, 'idle', '[part~="button-join"]', 'backgroundColor', RED],
  'accent-text': [NEARLY_BLACK, 'idle', '[part~="button-join"]', 'color', NEARLY_BLACK],
  background: [NEARLY_BLACK, 'idle', '.panel', 'backgroundColor', NEARLY_BLACK],
  text: [RED, 'ended', '.title', 'color', RED],
  'text-muted': [RED, 'ended-network', '.detail', 'color', RED],
  border: [RED, 'idle', '.panel', 'borderTopColor', RED],
  danger: [NEARLY_BLACK, 'connected', '[part~="button-leave"]', 'backgroundColor', NEARLY_BLACK],
  'stage-background': [RED, 'connected', '.stage', 'backgroundColor', RED],
  radius: ['3px', 'idle', '.panel', 'borderTopLeftRadius', '3px'],
  font: ['monospace', 'idle', '[part~="button-join"]', 'fontFamily', 'monospace'],
  width: ['333px', 'idle', '.panel', 'width', '333px'],
  height: ['444px', 'idle', '.panel', 'height', '444px'],
  'tile-gap': ['17px', 'connected', '.tiles', 'paddingTop', '17px'],
  'button-size': ['60px', 'connected', '[part~="button-camera"]', 'width', '60px'],
  'z-index': ['7', 'launcher', ':host', 'zIndex', '7'],
  'offset-x': ['31px', 'launcher', '.launcher-box', 'right', '31px'],
  'offset-y': ['32px', 'launcher', '.launcher-box', 'bottom', '32px'],
};

const SLOTS: Readonly<Record<string, readonly string[]>> = {
  '': ['launcher', 'launcher-label'],
  prejoin: ['idle', 'prejoin'],
  header: ['idle', 'connected', 'ended'],
  logo: ['idle', 'connected', 'ended'],
  toolbar: ['connected', 'waiting'],
  'toolbar-start': ['connected', 'waiting'],
  'toolbar-end': ['connected', 'waiting'],
  side: ['idle', 'connected', 'chat'],
  empty: ['idle-no-prejoin'],
  waiting: ['waiting', 'knocking'],
  ended: ['ended', 'ended-kicked'],
  offline: ['error-unreachable'],
  'desk-fields': ['desk-form', 'desk-window'],
};

/** What a slot replaces is not there while it has content. */
const REPLACED: Readonly<Record<string, string>> = {
  prejoin: '.prejoin',
  toolbar: '[part~="button-leave"]',
  empty: '[part~="button-join"]',
  waiting: '.note-card',
  ended: 'slot[name="ended"] > .card',
  offline: '[data-code]',
};

/** What the system of the person prefers; none: back to its own. */
async function emulate(name?: string, value?: string): Promise<void> {
  const session = cdp() as { send(method: string, parameters: object): Promise<unknown> };
  await session.send('Emulation.setEmulatedMedia', { features: name === undefined ? [] : [{ name, value }] });
}

beforeEach(() => page.viewport(1000, 800));

afterEach(async () => {
  await emulate();
  document.body.replaceChildren();
});

describe('a custom property', () => {
  it('is in the table for every one that is documented', () => {
    const { cssProperties = [] } = documentedOf('p2p-call');
    expect(
      Object.keys(LOOKS)
        .map((name) => `--p2p-call-${name}`)
        .sort(),
    ).toEqual(cssProperties.map(({ name }) => name).sort());
  });

  it.for(Object.entries(LOOKS))('%s is seen, and its default is another', async ([name, look]) => {
    const [value, scene, selector, style, seen] = look;
    const { element } = await mountScene(scene, { theme: 'light' });
    const read = (): unknown => getComputedStyle(selector === ':host' ? element : find(element, selector))[style];
    expect(read()).not.toBe(seen);
    element.style.setProperty(`--p2p-call-${name}`, value);
    await expect.poll(read).toBe(seen);
  });
});

describe('a slot', () => {
  it('is in the table for every one that is documented', () => {
    const { slots = [] } = documentedOf('p2p-call');
    expect(Object.keys(SLOTS).sort()).toEqual(slots.map(({ name }) => name).sort());
  });

  it.for(Object.entries(SLOTS).flatMap(([slot, scenes]) => scenes.map((scene) => [slot, scene] as const)))(
    '"%s" shows its content in the state %s, and takes it away again',
    async ([slot, scene]) => {
      const { element } = await mountScene(scene);
      const content = Object.assign(document.createElement('p'), { slot, textContent: 'Of the page' });
      const replaced = REPLACED[slot] === undefined ? null : find(element, REPLACED[slot]);
      expect(replaced?.checkVisibility() ?? true).toBe(true);
      element.append(content);
      await expect.poll(() => content.checkVisibility({ visibilityProperty: true })).toBe(true);
      expect(content.getBoundingClientRect().height).toBeGreaterThan(0);
      expect(replaced?.checkVisibility() ?? false).toBe(false);
      content.remove();
      await expect.poll(() => replaced?.checkVisibility() ?? true).toBe(true);
    },
  );

  it('of an error says nothing of other errors', async () => {
    const { element } = await mountScene('error-full');
    const content = Object.assign(document.createElement('p'), { slot: 'offline', textContent: 'We are away' });
    element.append(content);
    expect(content.checkVisibility()).toBe(false);
    expect(find(element, '[data-code="room-full"]').checkVisibility()).toBe(true);
  });

  it('"side" stands beside the stage, and below it in a narrow box', async () => {
    const { element } = await mountScene('connected');
    element.append(Object.assign(document.createElement('p'), { slot: 'side', textContent: 'Of the page' }));
    const boxOf = (selector: string): DOMRect => find(element, selector).getBoundingClientRect();
    await expect.poll(() => boxOf('.own-side').left - boxOf('.stage').right).toBe(0);
    element.style.inlineSize = '320px';
    await expect.poll(() => boxOf('.own-side').top - boxOf('.stage').bottom).toBe(0);
    expect(boxOf('.stage').height).toBeGreaterThan(200);
  });
});

describe('the theme', () => {
  const prefers = (value: 'light' | 'dark'): Promise<void> => emulate('prefers-color-scheme', value);
  const DARK = 'rgb(21, 23, 28)';
  const LIGHT = 'rgb(255, 255, 255)';

  it.for([
    ['auto', 'light', LIGHT],
    ['auto', 'dark', DARK],
    ['light', 'dark', LIGHT],
    ['dark', 'light', DARK],
  ] as const)('%s on a system that is %s', async ([theme, system, background]) => {
    const { element } = await mountScene('connected', { theme });
    await prefers(system);
    await expect.poll(() => getComputedStyle(find(element, '.panel')).backgroundColor).toBe(background);
  });

  it('follows the system while the call goes on', async () => {
    await prefers('light');
    const { element } = await mountScene('connected');
    const read = (): string => getComputedStyle(find(element, '.panel')).backgroundColor;
    await expect.poll(read).toBe(LIGHT);
    await prefers('dark');
    await expect.poll(read).toBe(DARK);
    element.theme = 'light';
    await expect.poll(read).toBe(LIGHT);
  });
});

describe('forced colours', () => {
  it.for(['connected', 'people-host', 'more', 'prejoin', 'launcher', 'floating', 'ended'])(
    'leave every button of the state %s with an outline',
    async (scene) => {
      await emulate('forced-colors', 'active');
      const { element } = await mountScene(scene);
      expect(matchMedia('(forced-colors: active)').matches).toBe(true);
      const hasLine = (it: Element): boolean => {
        const { borderTopWidth, borderTopColor } = getComputedStyle(it);
        return borderTopWidth !== '0px' && borderTopColor !== 'rgba(0, 0, 0, 0)';
      };
      const seen = [...element.renderRoot.querySelectorAll('button')].filter((button) =>
        button.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      );
      // A switch has the line around what moves.
      const bare = seen.filter((button) => ![button, ...button.children].some(hasLine));
      expect(bare.map((button) => button.className)).toEqual([]);
    },
  );
});

it('moves nothing quickly where the system wants less motion', async () => {
  const { element } = await mountScene('connecting');
  const spinner = find(element, '.spinner');
  expect(getComputedStyle(spinner).animationDuration).toBe('0.9s');
  await emulate('prefers-reduced-motion', 'reduce');
  await expect.poll(() => getComputedStyle(spinner).animationDuration).toBe('4s');
  expect(getComputedStyle(find(element, '[part~="button-camera"]')).transitionDuration).toBe('0s');
});
