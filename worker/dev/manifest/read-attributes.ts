/** The attribute of a property, from its decorator and the helpers of widget/elements/attributes.ts. Knows those helpers by name. */
import type { Attribute } from 'custom-elements-manifest/schema.d.ts';
import type { Expression, PropertyDefinition } from 'oxc-parser';
import type { SourceFile } from './source-file.ts';

function stringOf(node: Expression | undefined): string {
  if (node?.type !== 'Literal' || typeof node.value !== 'string') throw new Error('an attribute without a name');
  return node.value;
}

/** The words of `['auto', 'light']`, or of the constant of that name. */
function wordsOf(node: Expression | undefined, file: SourceFile): readonly string[] {
  if (node?.type === 'TSAsExpression') return wordsOf(node.expression, file);
  if (node?.type === 'ArrayExpression') {
    return node.elements.map((it) => stringOf(it === null || it.type === 'SpreadElement' ? undefined : it));
  }
  const found = node?.type === 'Identifier' ? file.find(node.name) : null;
  if (found?.node.type !== 'VariableDeclarator' || found.node.init === null) throw new Error('words that are nowhere');
  return wordsOf(found.node.init ?? undefined, found.file);
}

/** `text('room')`, also where it is spread into an object. */
function helperCall(node: Expression | undefined): Extract<Expression, { type: 'CallExpression' }> | null {
  if (node?.type === 'CallExpression') return node;
  if (node?.type !== 'ObjectExpression') return null;
  const spread = node.properties.find((it) => it.type === 'SpreadElement');
  return spread === undefined ? null : helperCall(spread.argument);
}

/** @returns null for a property without an attribute, undefined for what Lit does not know as a property. */
export function attributeOf(
  member: PropertyDefinition,
  file: SourceFile,
): (Required<Pick<Attribute, 'name' | 'type'>> & Pick<Attribute, 'default'>) | null | undefined {
  const decorator = member.decorators.find(
    ({ expression }) =>
      expression.type === 'CallExpression' &&
      expression.callee.type === 'Identifier' &&
      expression.callee.name === 'property',
  );
  if (decorator?.expression.type !== 'CallExpression') return undefined;
  const [declaration] = decorator.expression.arguments;
  const call = helperCall(declaration?.type === 'SpreadElement' ? undefined : declaration);
  if (call === null) return null;
  const helper = call.callee.type === 'Identifier' ? call.callee.name : '';
  const [first, second] = call.arguments.map((it) => (it.type === 'SpreadElement' ? undefined : it));
  const name = stringOf(first);
  switch (helper) {
    case 'text':
      return { name, type: { text: 'string' } };
    case 'onOff': {
      const isOn = second?.type === 'Literal' && second.value === true;
      return { name, type: { text: 'boolean' }, default: isOn ? 'on' : 'off' };
    }
    case 'oneOf': {
      const words = wordsOf(second, file);
      return { name, type: { text: words.map((word) => `'${word}'`).join(' | ') }, default: words[0] ?? '' };
    }
    case 'countBetween':
      return { name, type: { text: 'number' } };
    default:
      throw new Error(`the attribute ${name} is made by ${helper}, which is not known here`);
  }
}
