/** Events from the interface that lists their details by name. Knows no element. */
import type { Event } from 'custom-elements-manifest/schema.d.ts';
import type { TSPropertySignature, TSType } from 'oxc-parser';
import type { Found, SourceFile } from './source-file.ts';

function keyOf(member: TSPropertySignature): string {
  return member.key.type === 'Literal'
    ? String(member.key.value)
    : member.key.type === 'Identifier'
      ? member.key.name
      : '';
}

/** A name of ours for an object is written out, one level deep, so that a reader sees the fields. */
function detailText(type: TSType, file: SourceFile): string {
  if (type.type === 'TSIntersectionType') return merged(type.types.map((it) => detailText(it, file)));
  if (type.type === 'TSUnionType') return type.types.map((it) => detailText(it, file)).join(' | ');
  if (type.type === 'TSIndexedAccessType') {
    const { objectType, indexType } = type;
    const map =
      objectType.type === 'TSTypeReference' && objectType.typeName.type === 'Identifier'
        ? objectType.typeName.name
        : '';
    const name =
      indexType.type === 'TSLiteralType' && indexType.literal.type === 'Literal' ? String(indexType.literal.value) : '';
    return (
      eventsIn(file, map)
        .find((event) => event.name === name)
        ?.type.text.replace(/^CustomEvent<(.*)>$/, '$1') ?? file.textOf(type)
    );
  }
  const found =
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? file.find(type.typeName.name) : null;
  if (found?.node.type === 'TSInterfaceDeclaration') return found.file.textOf(found.node.body);
  if (found?.node.type === 'TSTypeAliasDeclaration') return detailText(found.node.typeAnnotation, found.file);
  return file.textOf(type);
}

function merged(texts: readonly string[]): string {
  return `{ ${texts.map((text) => text.replace(/^\{ (.*) \}$/, '$1')).join('; ')} }`;
}

/** The events of an interface of details, with those of the interfaces it extends. Its own come first, and stand for inherited ones. */
export function eventsIn(file: SourceFile, interfaceName: string): readonly Event[] {
  const found: Found | null = file.find(interfaceName);
  if (found?.node.type !== 'TSInterfaceDeclaration') return [];
  const { node, file: home } = found;
  const own = node.body.body.flatMap((member): Event[] => {
    if (member.type !== 'TSPropertySignature' || member.typeAnnotation === null) return [];
    const text = detailText(member.typeAnnotation.typeAnnotation, home);
    const description = home.docOf(member).text;
    return [
      { name: keyOf(member), ...(description === '' ? {} : { description }), type: { text: `CustomEvent<${text}>` } },
    ];
  });
  const inherited = node.extends.flatMap(({ expression, typeArguments }) => {
    if (expression.type !== 'Identifier') return [];
    // `Omit<Details, 'name'>`: what is left out is in the interface itself.
    const base = expression.name === 'Omit' ? typeArguments?.params[0] : undefined;
    const name =
      base?.type === 'TSTypeReference' && base.typeName.type === 'Identifier' ? base.typeName.name : expression.name;
    return eventsIn(home, name);
  });
  return [...own, ...inherited.filter(({ name }) => !own.some((event) => event.name === name))];
}
