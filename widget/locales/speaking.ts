/** Whose texts are being made. A page has one language, but each element may have words of its own. Knows no text. */
import type { StringId } from './string-ids.ts';

/** Texts by id, instead of those that there are. `{0}` stands for the first value of the text, `{1}` for the second. */
export type Strings = { readonly [Id in StringId]?: string };

/** The element that draws itself, or hears from its call, says here which words are its own. */
export const speaking: { strings: Strings | null } = { strings: null };
