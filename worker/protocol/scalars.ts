/**
 * The smallest decoders: one predicate each. Both halves of the product use them for what comes from outside; as predicates
 * they cost the widget a third of what chains of schema actions would.
 */
import * as v from 'valibot';

/** Text of at most `max` UTF-16 code units. */
export function text(max: number): v.CustomSchema<string, undefined> {
  return v.custom<string>((value) => typeof value === 'string' && value.length <= max);
}

/** Text that `pattern` describes, under a name of its own. */
export function textLike<Text extends string>(pattern: RegExp): v.CustomSchema<Text, undefined> {
  return v.custom<Text>((value) => typeof value === 'string' && pattern.test(value));
}

/** Any text. */
export const anyText = v.custom<string>((value) => typeof value === 'string');

/** One of a few words. */
export function oneOf<const Word extends string | number | boolean>(
  words: readonly Word[],
): v.CustomSchema<Word, undefined> {
  const known: ReadonlySet<unknown> = new Set(words);
  return v.custom<Word>((value) => known.has(value));
}

/** The word that tells kinds of messages apart. */
export function tag<const Word extends string | boolean>(word: Word): v.CustomSchema<Word, undefined> {
  return oneOf([word]);
}

export const flag = oneOf([true, false]);

/** Whatever it is: for what is passed on unread. Present, but maybe null. */
export const anything = v.custom<unknown>((value) => value !== undefined);

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): v.CustomSchema<number, undefined> {
  return v.custom<number>((value) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max);
}

/** JSON can write numbers that no double holds: `1e999` parses to Infinity. */
export const finiteNumber = v.custom<number>((value) => Number.isFinite(value));

/** A list of at most `max` of what `item` describes. */
export function listOf<Item>(
  item: v.GenericSchema<unknown, Item>,
  max: number,
): v.CustomSchema<Item[], undefined> {
  return v.custom<Item[]>(
    (value) => Array.isArray(value) && value.length <= max && value.every((element) => v.is(item, element)),
  );
}
