/** What a class offers to a page: its public fields and methods, with those of the classes above it. Knows no element. */
import type { ClassField, ClassMember, ClassMethod, Parameter } from 'custom-elements-manifest/schema.d.ts';
import type { Class, ClassElement, Expression, MethodDefinition, ParamPattern, PropertyDefinition } from 'oxc-parser';
import type { DocComment } from './doc-comment.ts';
import type { Found, SourceFile } from './source-file.ts';

export interface ReadClass {
  readonly name: string;
  readonly file: SourceFile;
  readonly node: Class;
  readonly doc: DocComment;
}

/** The class and those it extends, as far as they are ours, the class itself first. */
export function classesOf(file: SourceFile, name: string): readonly ReadClass[] {
  const found: Found | null = file.find(name);
  if (found?.node.type !== 'ClassDeclaration') return [];
  const { node, doc } = found;
  const above = node.superClass?.type === 'Identifier' ? classesOf(found.file, node.superClass.name) : [];
  return [{ name, file: found.file, node, doc }, ...above];
}

type Named = MethodDefinition | PropertyDefinition;

function isMethod(member: Named): member is MethodDefinition {
  return 'kind' in member;
}

/** Members under a name of their own that are neither private nor the business of the base class. */
export function publicMembers({ node, file }: ReadClass): readonly (readonly [name: string, member: Named])[] {
  return node.body.body.flatMap((member: ClassElement) => {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return [];
    const { key, accessibility, override, decorators } = member;
    if (key.type !== 'Identifier' || member.static || key.name === 'constructor') return [];
    if (accessibility === 'private' || accessibility === 'protected') return [];
    if (override === true && decorators.length === 0) return [];
    return file.docOf(member).tags.some(({ tag }) => tag === 'internal') ? [] : [[key.name, member] as const];
  });
}

function described(text: string): { description?: string } {
  return text === '' ? {} : { description: text };
}

function guessed(value: Expression | null | undefined): string {
  if (value?.type === 'UnaryExpression' && value.operator === '!') return 'boolean';
  return value?.type === 'Literal' && value.value !== null ? typeof value.value : '';
}

function readParameter(pattern: ParamPattern, file: SourceFile, doc: DocComment): Parameter {
  if (pattern.type === 'TSParameterProperty' || pattern.type === 'RestElement') throw new Error('an unknown parameter');
  const [target, fallback] = pattern.type === 'AssignmentPattern' ? [pattern.left, pattern.right] : [pattern, null];
  const name = target.type === 'Identifier' ? target.name : 'options';
  const annotation = 'typeAnnotation' in target ? target.typeAnnotation : null;
  const type = annotation ? file.textOf(annotation.typeAnnotation) : guessed(fallback);
  const isOptional =
    fallback !== null || (target.type === 'Identifier' && (target as { optional?: boolean }).optional === true);
  const text = doc.tags.find((it) => it.tag === 'param' && it.name === name)?.text ?? '';
  return {
    name,
    ...(type === '' ? {} : { type: { text: type } }),
    ...(isOptional ? { optional: true } : {}),
    ...described(text),
  };
}

/** With what may go wrong, which the schema has no place for. */
function textOf(doc: DocComment): string {
  const throws = doc.tags.filter(({ tag }) => tag === 'throws').map(({ text }) => `Rejects with ${text}`);
  const sees = doc.tags.filter(({ tag }) => tag === 'see').map(({ text }) => `See ${text}`);
  return [doc.text, ...throws, ...sees].filter((text) => text !== '').join(' ');
}

function readMethod(name: string, { value }: MethodDefinition, file: SourceFile, doc: DocComment): ClassMethod {
  const result = value.returnType ? { text: file.textOf(value.returnType.typeAnnotation) } : null;
  const returns = doc.tags.find(({ tag }) => tag === 'returns')?.text ?? '';
  const type = result ?? (value.async ? { text: 'Promise<void>' } : { text: 'void' });
  return {
    kind: 'method',
    name,
    ...described(textOf(doc)),
    ...(value.params.length > 0 ? { parameters: value.params.map((it) => readParameter(it, file, doc)) } : {}),
    return: { type, ...described(returns) },
  };
}

function readField(name: string, member: PropertyDefinition, file: SourceFile, doc: DocComment): ClassField {
  const type = member.typeAnnotation ? file.textOf(member.typeAnnotation.typeAnnotation) : guessed(member.value);
  const value = member.value?.type === 'Literal' ? file.textOf(member.value) : '';
  return {
    kind: 'field',
    name,
    ...described(textOf(doc)),
    ...(type === '' ? {} : { type: { text: type } }),
    ...(value === '' ? {} : { default: value }),
    ...(member.readonly === true ? { readonly: true } : {}),
  };
}

/** A getter; `readonly` unless there is a setter, too. */
function readGetter(
  name: string,
  { value }: MethodDefinition,
  file: SourceFile,
  doc: DocComment,
  isReadonly: boolean,
): ClassField {
  return {
    kind: 'field',
    name,
    ...described(textOf(doc)),
    ...(value.returnType ? { type: { text: file.textOf(value.returnType.typeAnnotation) } } : {}),
    ...(isReadonly ? { readonly: true } : {}),
  };
}

/** Fields and methods in the order of the source, those of the class itself first. */
export function membersOf(classes: readonly ReadClass[]): readonly ClassMember[] {
  const members = new Map<string, ClassMember>();
  for (const one of classes) {
    const own = publicMembers(one);
    for (const [name, member] of own) {
      const doc = one.file.docOf(member);
      const isSetter = isMethod(member) && member.kind === 'set';
      if (members.has(name) || isSetter) continue;
      if (!isMethod(member)) members.set(name, readField(name, member, one.file, doc));
      else if (member.kind === 'get') {
        const hasSetter = own.some(([other, it]) => other === name && isMethod(it) && it.kind === 'set');
        members.set(name, readGetter(name, member, one.file, doc, !hasSetter));
      } else members.set(name, readMethod(name, member, one.file, doc));
    }
  }
  return [...members.values()];
}
