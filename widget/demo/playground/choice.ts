/** What was chosen on the playground, as the part of its address after `#`. What comes from there is as foreign as any link. */
import type { Option } from './options.ts';

/** By name of the option; an option that is not there has its default. */
export type Choice = ReadonlyMap<string, string>;

/** Longer texts are no room, no name and no colour. */
const MAX_LENGTH = 200;
/** No declaration can end, and no address can be loaded. */
const STYLE_VALUE = /^[\w\s#%.,'"()+*/-]*$/;

/** @returns the value if the option can have it, else null. */
export function checked({ kind, words }: Option, value: string): string | null {
  if (value.length > MAX_LENGTH) return null;
  switch (kind) {
    case 'switch':
      return value === 'on' || value === 'off' ? value : null;
    case 'choice':
      return words.includes(value) ? value : null;
    case 'words':
      return value
        .split(' ')
        .filter((word) => words.includes(word))
        .join(' ');
    case 'number':
      return /^\d{1,4}$/.test(value) ? value : null;
    case 'colour':
    case 'size':
      return STYLE_VALUE.test(value) && !/url|image/i.test(value) ? value : null;
    case 'text':
      return value;
    default:
      return kind satisfies never;
  }
}

/** With one option set; its default takes it out. */
export function withOption(choice: Choice, option: Option, value: string): Choice {
  const next = new Map(choice);
  const good = checked(option, value);
  if (good === null || good === option.byDefault || good === '') next.delete(option.name);
  else next.set(option.name, good);
  return next;
}

export function toFragment(choice: Choice): string {
  return new URLSearchParams([...choice]).toString();
}

/** What no option knows, or could not be chosen, is left out. */
export function fromFragment(fragment: string, options: readonly Option[]): Choice {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  let choice: Choice = new Map();
  for (const option of options) {
    const value = given.get(option.name);
    if (value !== null) choice = withOption(choice, option, value);
  }
  return choice;
}
