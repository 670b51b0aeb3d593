/**
 * What can be set on the playground, made of the manifest: each attribute and each custom property as one option. A new attribute is here
 * by itself. Knows no page.
 */
import type {
  Attribute,
  CssCustomProperty,
  CustomElementDeclaration,
  Package,
} from 'custom-elements-manifest/schema.d.ts';

export type OptionKind = 'switch' | 'choice' | 'words' | 'text' | 'number' | 'colour' | 'size';

export interface Option {
  /** Name of the attribute, or of the custom property with its dashes. */
  readonly name: string;
  readonly kind: OptionKind;
  readonly group: string;
  readonly description: string;
  /** As an attribute has it: `on`, `auto`, `16px`; '' where there is none. */
  readonly byDefault: string;
  /** Of a choice and of words; for a text only what is suggested. */
  readonly words: readonly string[];
}

/** Where an option stands; what is not here stands under the last one. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Where it stands': ['mode', 'position', 'label', 'hide-launcher', 'open'],
  'How it looks': ['theme', 'layout', 'lang', 'controls'],
  'The call': [
    'room',
    'display-name',
    'prejoin',
    'auto-join',
    'audio',
    'video',
    'audio-only',
    'data-only',
    'max-participants',
  ],
  'Colours and sizes': [],
  'Everything else': [],
};
const [STYLES = '', REST = ''] = Object.keys(GROUPS).slice(-2);

function groupOf(name: string): string {
  return Object.entries(GROUPS).find(([, names]) => names.includes(name))?.[0] ?? REST;
}

/** What a description gives as code. */
function codeIn(description: string): readonly string[] {
  return [...description.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function kindOf({ name, type }: Attribute): OptionKind {
  const text = type?.text ?? 'string';
  if (text === 'boolean' || text === 'number') return text === 'boolean' ? 'switch' : 'number';
  if (text.startsWith("'")) return 'choice';
  return name === 'controls' ? 'words' : 'text';
}

function attributeOption(attribute: Attribute): Option {
  const { name, description = '', default: byDefault = '' } = attribute;
  const kind = kindOf(attribute);
  const words = {
    choice: () => [...(attribute.type?.text ?? '').matchAll(/'([^']*)'/g)].map(([, word = '']) => word),
    words: () => codeIn(description).flatMap((code) => code.split(' ')),
    text: () => codeIn(description).filter((code) => /^[\w-]+$/.test(code)),
  }[kind as string];
  return { name, kind, group: groupOf(name), description: plain(description), byDefault, words: words?.() ?? [] };
}

function propertyOption({ name, description = '', default: byDefault = '' }: CssCustomProperty): Option {
  const kind = /^(?:light-dark|#)/.test(byDefault) ? 'colour' : 'size';
  return { name, kind, group: STYLES, description: plain(description), byDefault, words: [] };
}

/** Links of README.md lead nowhere here, and code is not set apart. */
function plain(description: string): string {
  return description.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '');
}

export function elementIn({ modules }: Package): CustomElementDeclaration {
  for (const { declarations = [] } of modules) {
    for (const it of declarations)
      if ('tagName' in it && it.tagName === 'p2p-call') return it as CustomElementDeclaration;
  }
  throw new Error('the manifest has no <p2p-call>');
}

/** All options, by group in the order in which the groups are shown. */
export function optionsOf({ attributes = [], cssProperties = [] }: CustomElementDeclaration): readonly Option[] {
  const all = [
    ...attributes.filter(({ description = '' }) => !description.startsWith('Read-only')).map(attributeOption),
    ...cssProperties.map(propertyOption),
  ];
  return Object.keys(GROUPS).flatMap((group) => all.filter((option) => option.group === group));
}

/** Properties that a page may set and that no attribute stands for; with the type, as a hint. */
export function scriptedOf({ attributes = [], members = [] }: CustomElementDeclaration): readonly Option[] {
  const known = new Set(attributes.map(({ fieldName }) => fieldName));
  return members
    .filter((it) => it.kind === 'field' && it.readonly !== true && !known.has(it.name))
    .map(({ name, description = '' }) => ({
      ...{ name, kind: 'switch' as const, group: 'By script', description: plain(description) },
      ...{ byDefault: 'off', words: [] },
    }));
}
