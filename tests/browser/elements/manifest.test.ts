/** What the manifest says of the elements, held against them: nothing more, nothing less. Parts and slots: see support/documented.ts. */
import { LitElement } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { P2pCallButton } from '../../../widget/elements/p2p-call-button.ts';
import { documentedOf } from './support/documented.ts';
import { mount } from './support/mount.ts';

/** Protected in the source, which the browser does not know, or of the platform. */
const NOT_FOR_PAGES: ReadonlySet<string> = new Set(['constructor', 'options', 'connectedMoveCallback']);

const call = documentedOf('p2p-call');
const names = (list: readonly { readonly name: string }[] = []): string[] => list.map(({ name }) => name).sort();

/** Public names of the classes between the element and Lit's. */
function ownNames(): string[] {
  const found = new Set<string>();
  for (let it: object = P2pCall.prototype; it !== LitElement.prototype; it = Object.getPrototypeOf(it) as object) {
    for (const name of Object.getOwnPropertyNames(it)) found.add(name);
  }
  const platform = (name: string): boolean => name in LitElement.prototype && name !== 'lang';
  return [...found].filter((name) => !name.startsWith('_') && !platform(name) && !NOT_FOR_PAGES.has(name));
}

afterEach(() => document.body.replaceChildren());

describe('the manifest of p2p-call', () => {
  it('has the attributes that the element observes, and the one that it writes', () => {
    expect(names(call.attributes)).toEqual([...P2pCall.observedAttributes, 'state'].sort());
  });

  it('has the defaults that the element has', async () => {
    const { element } = await mount();
    const told = (call.attributes ?? []).filter(({ default: byDefault }) => byDefault !== undefined);
    const words = told.map(({ name, fieldName = '' }) => {
      const value: unknown = Reflect.get(element, fieldName);
      return [name, value === true ? 'on' : value === false ? 'off' : value];
    });
    expect(words).toEqual(told.map(({ name, default: byDefault }) => [name, byDefault]));
    expect(told.length).toBeGreaterThan(10);
  });

  it('has the properties and methods that the element has', async () => {
    const { element } = await mount();
    expect(names(call.members)).toEqual(ownNames().sort());
    for (const { name, kind } of call.members ?? []) {
      expect(typeof Reflect.get(element, name) === 'function', name).toBe(kind === 'method');
    }
  });
});

it('the manifest of p2p-call-button has its label and its part', async () => {
  const button = new P2pCallButton();
  document.body.append(button);
  await expect.poll(() => button.shadowRoot?.querySelector('button')?.part.value).toBe('button');
  const { slots, cssParts, attributes } = documentedOf('p2p-call-button');
  expect([names(slots), names(cssParts), names(attributes)]).toEqual([[''], ['button'], ['for']]);
});
