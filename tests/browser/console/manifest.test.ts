/** What the manifest says of the console, held against it: nothing more, nothing less. That each part is documented: support/documented.ts. */
import { LitElement } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { P2pCallDesk } from '../../../widget/console/p2p-call-desk.ts';
import { documentedOf } from '../elements/support/documented.ts';
import { CONSOLE_SCENES } from './support/console-scenes.ts';
import { mountDeskScene } from './support/mount-desk.ts';

const NOT_FOR_PAGES: ReadonlySet<string> = new Set(['constructor', 'connectedMoveCallback']);
/** Of states that no scene shows, or of a browser alone. */
const SELDOM: ReadonlySet<string> = new Set([
  'voice',
  ...['load', 'sound', 'notices', 'later', 'fetch'].map((name) => `button-${name}`),
]);

const desk = documentedOf('p2p-call-desk');
const names = (list: readonly { readonly name: string }[] = []): string[] => list.map(({ name }) => name).sort();

afterEach(() => document.body.replaceChildren());

describe('the manifest of p2p-call-desk', () => {
  it('has the attributes that the element observes, and the one that it writes', () => {
    expect(names(desk.attributes)).toEqual([...P2pCallDesk.observedAttributes, 'state'].sort());
  });

  it('has the properties and methods that the element has', () => {
    const platform = (name: string): boolean => name in LitElement.prototype && name !== 'lang';
    const own = Object.getOwnPropertyNames(P2pCallDesk.prototype).filter(
      (name) => !name.startsWith('_') && !platform(name) && !NOT_FOR_PAGES.has(name),
    );
    expect(names(desk.members)).toEqual(own.sort());
  });

  it('has no part and no slot that no scene shows', async () => {
    const seen = new Set<string>();
    for (const scene of Object.keys(CONSOLE_SCENES)) {
      const { element } = await mountDeskScene(scene);
      for (const it of element.renderRoot.querySelectorAll('[part], slot')) {
        for (const name of it.part) seen.add(name);
        if (it instanceof HTMLSlotElement) seen.add(it.name);
      }
      element.remove();
    }
    const documented = [...names(desk.cssParts), ...names(desk.slots)];
    expect(documented.filter((name) => !seen.has(name) && !SELDOM.has(name))).toEqual([]);
  });
});
