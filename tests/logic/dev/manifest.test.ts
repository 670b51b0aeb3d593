/** The manifest says what the source says, all of it, and README.md says what the manifest does. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassMember, CustomElementDeclaration } from 'custom-elements-manifest/schema.d.ts';
import { describe, expect, it } from 'vitest';
import { readDocComment } from '../../../worker/dev/manifest/doc-comment.ts';
import { elementIn, generatedFiles } from '../../../worker/dev/manifest/generated-files.ts';
import { readManifest } from '../../../worker/dev/manifest/manifest.ts';
import { tablesOf, withTables } from '../../../worker/dev/manifest/tables.ts';

const root = join(import.meta.dirname, '../../..');
const manifest = readManifest();
const call = elementIn(manifest, 'p2p-call');

function member(name: string, { members = [] }: CustomElementDeclaration = call): ClassMember {
  const found = members.find((it) => it.name === name);
  if (!found) throw new Error(`the manifest has no ${name}`);
  return found;
}

it.each(generatedFiles().map(({ path, content }) => [path.slice(root.length + 1), path, content] as const))(
  '%s is as `npm run manifest` writes it',
  (_, path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  },
);

describe('the manifest', () => {
  it('says something about everything that it names', () => {
    const silent = manifest.modules.flatMap(({ declarations = [] }) =>
      declarations.flatMap((it) => {
        const lists = 'tagName' in it ? [it.attributes, it.events, it.slots, it.cssParts, it.cssProperties] : [];
        const members = 'members' in it ? it.members : [];
        return [...lists, members].flatMap((list = []) =>
          list.filter(({ description = '' }) => description === '').map(({ name }) => `${it.name} ${name}`),
        );
      }),
    );
    expect(silent).toEqual([]);
  });

  it('knows type, default and property of each kind of attribute', () => {
    const attribute = (name: string): unknown => call.attributes?.find((it) => it.name === name);
    expect(attribute('display-name')).toMatchObject({ type: { text: 'string' }, fieldName: 'displayName' });
    expect(attribute('chat')).toMatchObject({ type: { text: 'boolean' }, default: 'on', fieldName: 'chat' });
    expect(attribute('auto-join')).toMatchObject({ type: { text: 'boolean' }, default: 'off', fieldName: 'autoJoin' });
    expect(attribute('open')).toMatchObject({ type: { text: 'boolean' }, default: 'off', fieldName: 'isOpen' });
    expect(attribute('max-participants')).toMatchObject({ type: { text: 'number' }, fieldName: 'maxParticipants' });
    // Words in place, and words of a constant in another file.
    expect(attribute('theme')).toMatchObject({ type: { text: "'auto' | 'light' | 'dark'" }, default: 'auto' });
    expect(attribute('layout')).toMatchObject({ type: { text: "'auto' | 'grid' | 'speaker'" }, default: 'auto' });
  });

  it('knows what a method takes and brings', () => {
    expect(member('toggleCamera')).toEqual({
      kind: 'method',
      name: 'toggleCamera',
      description: 'Turns the own camera on or off.',
      parameters: [
        {
          name: 'on',
          type: { text: 'boolean' },
          optional: true,
          description: 'wanted position; default: the other one.',
        },
      ],
      return: { type: { text: 'Promise<boolean>' }, description: 'whether it is on afterwards.' },
    });
  });

  it('tells what a page may only read', () => {
    expect(member('participants')).toMatchObject({ kind: 'field', readonly: true });
    expect(member('iceServers')).not.toHaveProperty('readonly');
    expect(member('displayName')).not.toHaveProperty('readonly');
  });

  it('has nothing of the base class, and nothing private', () => {
    const names = (call.members ?? []).map(({ name }) => name);
    expect(names).toContain('join');
    expect(names).toContain('lang');
    for (const name of ['render', 'updated', 'connectedCallback', 'model', 'options', 'styles', 'constructor']) {
      expect(names).not.toContain(name);
    }
  });

  it('writes out the details of events, also where they are a type of another file', () => {
    const type = (name: string): string | undefined => call.events?.find((it) => it.name === name)?.type.text;
    expect(type('p2p-join')).toBe('CustomEvent<{ participant: Participant }>');
    expect(type('p2p-knock')).toBe('CustomEvent<{ id: PeerId; name: string }>');
    expect(type('p2p-connection-path')).toBe(
      "CustomEvent<{ peerId: PeerId; path: 'direct' | 'relay'; protocol: 'udp' | 'tcp' | 'tls' }>",
    );
    // Of two interfaces: the element adds one, and changes one.
    expect(type('p2p-ready')).toBe('CustomEvent<null>');
    expect(type('p2p-device-change')).toContain("device: 'speaker'");
    const names = call.events?.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });

  it('has the custom properties of the style sheets with their defaults, and no other', () => {
    const directory = join(root, 'widget/elements/styles');
    const sheets = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
    const used = new Set(sheets.flatMap((sheet) => sheet.match(/--p2p-call-[\w-]+/g) ?? []));
    const documented = call.cssProperties ?? [];
    expect(documented.map(({ name }) => name).sort()).toEqual([...used].sort());
    expect(documented.filter((it) => it.default === undefined)).toEqual([]);
    expect(documented.find(({ name }) => name === '--p2p-call-accent')?.default).toBe('light-dark(#0b6b64, #4fd1c0)');
    // The window has another default; that of the page counts.
    expect(documented.find(({ name }) => name === '--p2p-call-height')?.default).toBe('480px');
  });

  it('has no part and no slot that the views do not make', () => {
    const directory = join(root, 'widget/elements');
    const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const views = names
      .map((name) => readFileSync(join(directory, name), 'utf8').replace(/^\/\*\*[^]*?\*\//gm, ''))
      .join('\n')
      .replaceAll(/<slot\s+/g, '<slot ');
    const isMade = (name: string): boolean => {
      const [, button = '', prefix = ''] = /^button-((\w+).*)$/.exec(name) ?? [];
      // `part="tile"`, `toolButton({ name: 'chat' })`, and the arrow beside a switch: `${slot}-menu`.
      const wanted = [
        String.raw`part="[^"]*(?<![\w-])${name}(?![\w-])`,
        button && `'${button}'`,
        name === `button-${prefix}-menu` && `'${prefix}'`,
      ];
      return wanted.some((pattern) => pattern !== '' && pattern !== false && new RegExp(pattern).test(views));
    };
    expect(call.cssParts?.filter(({ name }) => !isMade(name)).map(({ name }) => name)).toEqual([]);
    expect(call.slots?.filter(({ name }) => !views.includes(name === '' ? '<slot' : `slot name="${name}"`))).toEqual(
      [],
    );
  });

  it('names the elements, and the call without one, under the files that are loaded', () => {
    const names = manifest.modules.map(({ path, exports = [] }) => [path, exports.map(({ name }) => name)]);
    expect(names).toEqual([
      ['dist/p2p-call.js', ['P2pCall', 'p2p-call', 'P2pCallButton', 'p2p-call-button']],
      ['dist/p2p-call-desk.js', ['P2pCallDesk', 'p2p-call-desk']],
      ['dist/core.js', ['Call', 'CallError']],
    ]);
  });
});

describe('a doc comment', () => {
  it('is text and tags, on lines of their own or not', () => {
    const comment = `*\n * Sends {@link text}\n * to all. @param text at most\n *   8 KiB. @returns when it is sent.\n * @throws CallError \`a\`.\n `;
    expect(readDocComment(comment)).toEqual({
      text: 'Sends `text` to all.',
      tags: [
        { tag: 'param', name: 'text', text: 'at most 8 KiB.' },
        { tag: 'returns', name: '', text: 'when it is sent.' },
        { tag: 'throws', name: '', text: 'CallError `a`.' },
      ],
    });
  });

  it('names slots and parts before a dash, one, several or none', () => {
    const comment = '*\n * @slot - The label - or an icon.\n * @csspart button-a button-b - Buttons.\n ';
    expect(readDocComment(comment).tags).toEqual([
      { tag: 'slot', name: '', text: 'The label - or an icon.' },
      { tag: 'csspart', name: 'button-a button-b', text: 'Buttons.' },
    ]);
  });
});

describe('the tables', () => {
  it('keep a row whole where a type has a bar, and say a default once', () => {
    const { attributes, properties } = tablesOf({
      kind: 'class',
      customElement: true,
      name: 'A',
      attributes: [
        { name: 'chat', description: 'Whether there is one. Default: on.', default: 'on', fieldName: 'chat' },
      ],
      members: [{ kind: 'field', name: 'path', type: { text: "'a' | null" }, description: 'The way.' }],
    });
    expect(attributes?.split('\n').at(-1)).toBe('| `chat` | Whether there is one. | `on` |');
    expect(properties?.split('\n').at(-1)).toBe("| `path` | `'a' \\| null` | The way. |");
  });

  it('are nowhere but between their markers, and each has a place', () => {
    const text = 'a\n<!-- manifest: slots -->\nold\n<!-- /manifest: slots -->\nb';
    expect(withTables(text, { slots: '| new |' })).toBe(
      'a\n<!-- manifest: slots -->\n\n| new |\n\n<!-- /manifest: slots -->\nb',
    );
    expect(() => withTables(text, {})).toThrow('no table "slots"');
    expect(() => withTables(text, { slots: '', parts: '' })).toThrow('no place for the tables: parts');
  });
});
