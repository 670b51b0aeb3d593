/** Whether everything that a view offers to a page's style sheets is in the manifest. */
import type { CustomElementDeclaration } from 'custom-elements-manifest/schema.d.ts';
import { expect } from 'vitest';
import { manifest } from '../../../../widget/demo/manifest.ts';

/** @throws where the manifest has no such element. */
export function documentedOf(tagName: string): CustomElementDeclaration {
  const all = manifest.modules.flatMap(({ declarations = [] }) => declarations);
  const found = all.find((it) => 'tagName' in it && it.tagName === tagName);
  if (!found) throw new Error(`no <${tagName}> in the manifest`);
  return found as CustomElementDeclaration;
}

/** Parts and slots of the element as it is now; those of other elements are not looked at. */
export function expectDocumented({ localName, shadowRoot }: Element): void {
  if (!['p2p-call', 'p2p-call-desk'].includes(localName) || shadowRoot === null) return;
  const { slots = [], cssParts = [] } = documentedOf(localName);
  const seen = [...shadowRoot.querySelectorAll('[part], slot')].flatMap((it) => [
    ...[...it.part].map((name) => `part ${name}`),
    ...(it instanceof HTMLSlotElement ? [`slot ${it.name}`] : []),
  ]);
  const known = new Set([...cssParts.map(({ name }) => `part ${name}`), ...slots.map(({ name }) => `slot ${name}`)]);
  expect(seen.filter((name) => !known.has(name))).toEqual([]);
}
