/** What the page has given an element to say (`strings`), over the texts of a language. A mistake in one leaves the text as it was. */
import { type LocaleModule, str } from '@lit/localize';
import { type Strings, speaking } from './speaking.ts';
import { STRING_IDS } from './string-ids.ts';

type Texts = LocaleModule['templates'];
type Text = Texts[string];

const valueCounts: ReadonlyMap<string, number> = new Map(Object.entries(STRING_IDS));
const ownTexts = new WeakMap<Strings, ReadonlyMap<string, Text>>();
const warnings = new Set<string>();

function warn(problem: string): null {
  if (!warnings.has(problem)) console.warn(`p2p-call: strings: ${problem}`);
  warnings.add(problem);
  return null;
}

/** As `@lit/localize` takes it, with the numbers of the values between the texts; null where it cannot be shown. */
function templateOf(id: string, text: unknown): Text | null {
  const valueCount = valueCounts.get(id);
  if (valueCount === undefined) return warn(`there is no text "${id}"`);
  // A screen reader needs every one of them.
  if (typeof text !== 'string' || text.trim() === '') return warn(`"${id}" has to be a text`);
  const pieces = text.split(/\{(\d+)\}/);
  const texts = pieces.filter((_, i) => i % 2 === 0);
  const values = pieces.filter((_, i) => i % 2 === 1).map(Number);
  const unknown = values.find((value) => value >= valueCount);
  if (unknown !== undefined) return warn(`"${id}" has no value {${unknown}}`);
  return str(Object.assign(texts, { raw: texts }), ...values);
}

function templatesOf(strings: Strings): ReadonlyMap<string, Text> {
  const templates = new Map<string, Text>();
  for (const [id, text] of Object.entries(strings)) {
    const template = templateOf(id, text);
    if (template !== null) templates.set(id, template);
  }
  return templates;
}

function ownText(id: string): Text | undefined {
  const { strings } = speaking;
  if (strings === null || typeof strings !== 'object') return undefined;
  const templates = ownTexts.get(strings) ?? templatesOf(strings);
  ownTexts.set(strings, templates);
  return templates.get(id);
}

/** The words of the element that speaks, else these. */
export function withOwnTexts(texts: Texts): Texts {
  return new Proxy(texts, { get: (_, id) => (typeof id === 'string' ? (ownText(id) ?? texts[id]) : undefined) });
}
