/**
 * The custom elements manifest: what editors, documentation and type generators read of the elements and of `Call`, made from the source.
 * Everything that is written about them stands in the doc comments; nothing is written here.
 * @see https://github.com/webcomponents/custom-elements-manifest
 */
import type {
  Attribute,
  ClassDeclaration,
  ClassMember,
  CustomElementDeclaration,
  JavaScriptModule,
  Package,
} from 'custom-elements-manifest/schema.d.ts';
import { attributeOf } from './read-attributes.ts';
import { type ReadClass, classesOf, membersOf, publicMembers } from './read-class.ts';
import { cssDefaults } from './read-css.ts';
import { eventsIn } from './read-events.ts';
import { SourceFile } from './source-file.ts';

/** @see https://github.com/webcomponents/custom-elements-manifest/blob/main/schema.d.ts */
const SCHEMA_VERSION = '2.1.0';

interface ElementSource {
  readonly tagName: string;
  readonly className: string;
  readonly path: string;
  /** The interface with the details of its events, in the same file or imported there. */
  readonly details?: readonly [path: string, name: string];
}

const ELEMENTS: readonly ElementSource[] = [
  {
    tagName: 'p2p-call',
    className: 'P2pCall',
    path: 'widget/elements/p2p-call.ts',
    details: ['widget/elements/element-events.ts', 'P2pCallEventDetails'],
  },
  { tagName: 'p2p-call-button', className: 'P2pCallButton', path: 'widget/elements/p2p-call-button.ts' },
];

/** In a module of its own. */
const DESK: ElementSource = {
  tagName: 'p2p-call-desk',
  className: 'P2pCallDesk',
  path: 'widget/console/p2p-call-desk.ts',
  details: ['widget/console/desk-element-events.ts', 'P2pCallDeskEventDetails'],
};

function described(description: string): { description?: string } {
  return description === '' ? {} : { description };
}

/** What the doc comment of a class lists under one tag. */
function listed(tag: string, { doc }: ReadClass): readonly { name: string; description?: string }[] {
  return doc.tags
    .filter((it) => it.tag === tag)
    .flatMap(({ name, text }) => name.split(' ').map((one) => ({ name: one, ...described(text) })));
}

function attributesOf(classes: readonly ReadClass[]): readonly Attribute[] {
  const fromProperties = classes.flatMap((one) =>
    publicMembers(one).flatMap(([fieldName, member]): Attribute[] => {
      const attribute = member.type === 'PropertyDefinition' ? attributeOf(member, one.file) : null;
      return attribute ? [{ ...attribute, ...described(one.file.docOf(member).text), fieldName }] : [];
    }),
  );
  // Those that no property declares are described with the class.
  const others = classes.flatMap((one) => listed('attr', one));
  return [...fromProperties, ...others.map((it) => ({ ...it, type: { text: 'string' } }))];
}

/** An alias says less than the words that it stands for. */
function withWords(members: readonly ClassMember[], attributes: readonly Attribute[]): ClassMember[] {
  return members.map((member) => {
    const type = attributes.find(({ fieldName }) => fieldName === member.name)?.type;
    return member.kind === 'field' && type?.text.startsWith("'") ? { ...member, type } : member;
  });
}

function elementOf({ tagName, className, path, details }: ElementSource): CustomElementDeclaration {
  const classes = classesOf(SourceFile.read(path), className);
  const [own] = classes;
  if (own === undefined) throw new Error(`${path} has no class ${className}`);
  const attributes = [...attributesOf(classes)];
  const defaults = cssDefaults();
  return {
    kind: 'class',
    customElement: true,
    name: className,
    tagName,
    ...described(own.doc.text),
    superclass: { name: 'LitElement', package: 'lit' },
    attributes,
    members: withWords(membersOf(classes), attributes),
    events: details ? [...eventsIn(SourceFile.read(details[0]), details[1])] : [],
    slots: [...listed('slot', own)],
    cssParts: [...listed('csspart', own)],
    cssProperties: listed('cssprop', own).map((it) => ({ ...it, ...defaults.get(it.name) })),
  };
}

function classOf(path: string, name: string): ClassDeclaration {
  const classes = classesOf(SourceFile.read(path), name);
  const [own] = classes;
  if (own === undefined) throw new Error(`${path} has no class ${name}`);
  return { kind: 'class', name, ...described(own.doc.text), members: [...membersOf(classes)] };
}

function moduleOf(
  path: string,
  declarations: readonly (ClassDeclaration | CustomElementDeclaration)[],
): JavaScriptModule {
  return {
    kind: 'javascript-module',
    path,
    declarations: [...declarations],
    exports: declarations.flatMap((it) => {
      const declaration = { name: it.name, module: path };
      const definition =
        'tagName' in it && it.tagName !== undefined
          ? [{ kind: 'custom-element-definition' as const, name: it.tagName, declaration }]
          : [];
      return [{ kind: 'js' as const, name: it.name, declaration }, ...definition];
    }),
  };
}

/** @returns the manifest of the source as it is now. */
export function readManifest(): Package {
  return {
    schemaVersion: SCHEMA_VERSION,
    modules: [
      moduleOf('dist/p2p-call.js', ELEMENTS.map(elementOf)),
      moduleOf('dist/p2p-call-desk.js', [elementOf(DESK)]),
      moduleOf('dist/core.js', [
        { ...classOf('widget/call/call.ts', 'Call') },
        { ...classOf('widget/call/call-error.ts', 'CallError') },
      ]),
    ],
  };
}
