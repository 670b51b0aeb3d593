/** What in the working tree is made of the manifest: the tables of README.md, and types for templates. Knows where it goes. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CustomElementDeclaration, Package } from 'custom-elements-manifest/schema.d.ts';
import { frameworkTypes } from './framework-types.ts';
import { readManifest } from './manifest.ts';
import { type Tables, tablesOf, withTables } from './tables.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The declaration behind a tag. @throws where there is none. */
export function elementIn(manifest: Package, tagName: string): CustomElementDeclaration {
  for (const { declarations = [] } of manifest.modules) {
    for (const it of declarations) if ('tagName' in it && it.tagName === tagName) return it as CustomElementDeclaration;
  }
  throw new Error(`the manifest has no <${tagName}>`);
}

/** What the console has beside the custom properties, which are those of the call. */
function deskTables(desk: CustomElementDeclaration): Tables {
  const { 'custom-properties': _, ...tables } = tablesOf(desk);
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [`desk-${name}`, table]));
}

/** Every such file with the content that it should have. */
export function generatedFiles(): readonly { readonly path: string; readonly content: string }[] {
  const manifest = readManifest();
  const call = elementIn(manifest, 'p2p-call');
  const readme = resolve(root, 'README.md');
  const desk = elementIn(manifest, 'p2p-call-desk');
  const types = Object.entries(frameworkTypes(call, elementIn(manifest, 'p2p-call-button'), desk));
  const tables = { ...tablesOf(call), ...deskTables(desk) };
  return [
    { path: readme, content: withTables(readFileSync(readme, 'utf8'), tables) },
    ...types.map(([name, content]) => ({ path: resolve(root, 'widget/types', name), content })),
  ];
}
