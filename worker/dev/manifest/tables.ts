/** The tables of README.md, made of the manifest, between their markers. Knows nothing of what they are about. */
import type { ClassMethod, CssPart, CustomElementDeclaration } from 'custom-elements-manifest/schema.d.ts';

/** Tables by the name in their markers: `<!-- manifest: events -->` and `<!-- /manifest: events -->`. */
export type Tables = Readonly<Record<string, string>>;

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((line) => `| ${line.map(cell).join(' | ')} |`).join('\n');
}

/** Without the default, where that has a column of its own. */
function withoutDefault(text: string): string {
  return text.replace(/ ?(?:By default|Default:) (?:on|off)\.$/, '');
}

function call({ name, parameters = [] }: ClassMethod): string {
  return `${name}(${parameters.map((it) => (it.optional === true ? `${it.name}?` : it.name)).join(', ')})`;
}

/** What a promise brings, and what the parameters are, in one text. */
function methodText({ description = '', parameters = [], return: result }: ClassMethod): string {
  const explained = parameters.filter((it) => it.description !== undefined);
  const texts = [
    description,
    ...explained.map((it) => `${code(it.name)}: ${it.description}`),
    ...(result?.description === undefined ? [] : [`Resolves with ${result.description}`]),
  ];
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Those with the same words share a row. */
function grouped(parts: readonly CssPart[]): readonly (readonly string[])[] {
  const rows = new Map<string, string[]>();
  for (const { name, description = '' } of parts) rows.set(description, [...(rows.get(description) ?? []), code(name)]);
  return [...rows].map(([description, names]) => [names.join(' '), description]);
}

/** `CustomEvent<{ peerId: PeerId; state: State }>`: what a listener finds in `detail`. */
function detailText(type: string): string {
  return type.replace(/^CustomEvent<(.*)>$/, '$1').replace(/^null$/, '');
}

/** @returns the tables that describe one element. */
export function tablesOf(element: CustomElementDeclaration): Tables {
  const { attributes = [], members = [], events = [], slots = [], cssParts = [], cssProperties = [] } = element;
  const withAttribute = new Set(attributes.map(({ fieldName }) => fieldName));
  const fields = members.filter((it) => it.kind === 'field');
  const methods = members.filter((it) => it.kind === 'method');
  return {
    attributes: table(
      ['attribute', 'meaning', 'default'],
      attributes.map((it) => [code(it.name), withoutDefault(it.description ?? ''), code(it.default ?? '')]),
    ),
    properties: table(
      ['property', 'type', 'meaning'],
      fields
        .filter(({ name }) => !withAttribute.has(name))
        .map((it) => [code(it.name), code(it.type?.text ?? ''), it.description ?? '']),
    ),
    methods: table(
      ['method', 'what it does'],
      methods.map((it) => [code(call(it)), methodText(it)]),
    ),
    events: table(
      ['event', '`detail`', 'when'],
      events.map((it) => [code(it.name), code(detailText(it.type.text)), it.description ?? '']),
    ),
    slots: table(
      ['slot', 'where'],
      slots.map((it) => [it.name === '' ? 'without a name' : code(it.name), it.description ?? '']),
    ),
    parts: table(['part', 'what'], grouped(cssParts)),
    'custom-properties': table(
      ['custom property', 'meaning', 'default'],
      cssProperties.map((it) => [code(it.name), it.description ?? '', code(it.default ?? '')]),
    ),
  };
}

/** @returns the text with each table between its markers as it is now. @throws where a table has no place, or a place no table. */
export function withTables(text: string, tables: Tables): string {
  const open = new Set(Object.keys(tables));
  const filled = text.replaceAll(
    /(<!-- manifest: ([\w-]+) -->\n)[^]*?(<!-- \/manifest: \2 -->)/g,
    (_all, start: string, name: string, end: string) => {
      const content = tables[name];
      if (content === undefined) throw new Error(`there is no table "${name}"`);
      open.delete(name);
      return `${start}\n${content}\n\n${end}`;
    },
  );
  if (open.size > 0) throw new Error(`there is no place for the tables: ${[...open].join(', ')}`);
  return filled;
}
