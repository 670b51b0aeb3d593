/** The defaults of the custom properties, from the style sheets: `var(--p2p-call-radius, 16px)`. Knows no element. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const styles = join(import.meta.dirname, '../../../widget/elements/styles');

/** The text up to the bracket that closes what was open before it. */
function untilClosed(text: string): string {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth < 0) return text.slice(0, index);
  }
  return text;
}

/** By name. Where several style sheets use one with defaults of their own, that of the element in the page counts (tokens.ts). */
export function cssDefaults(): ReadonlyMap<string, { readonly default: string }> {
  const names = readdirSync(styles).filter((name) => name.endsWith('.ts'));
  names.sort((first, second) => Number(second === 'tokens.ts') - Number(first === 'tokens.ts'));
  const defaults = new Map<string, { default: string }>();
  for (const text of names.map((name) => readFileSync(join(styles, name), 'utf8'))) {
    for (const { 1: name = '', index, 0: match } of text.matchAll(/var\(\s*(--p2p-call-[\w-]+),\s*/g)) {
      if (!defaults.has(name)) defaults.set(name, { default: untilClosed(text.slice(index + match.length)).trim() });
    }
  }
  return defaults;
}
