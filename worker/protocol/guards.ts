/**
 * Predicates for what comes from outside, and how they are put together. The page decodes with these alone: a schema library
 * would be a tenth of its size. What only the server reads goes through the library (client-messages.ts).
 */

/** Whether a value is what its name says. Never throws. */
export type Guard<Value> = (value: unknown) => value is Value;

/** What a guard lets through. */
export type Guarded<It> = It extends Guard<infer Value> ? Value : never;

type Fields = Readonly<Record<string, Guard<unknown>>>;
type OptionalKeys<It extends Fields> = {
  [Key in keyof It]: undefined extends Guarded<It[Key]> ? Key : never;
}[keyof It];
type Shape<It extends Fields> = { [Key in Exclude<keyof It, OptionalKeys<It>>]: Guarded<It[Key]> } & {
  [Key in OptionalKeys<It>]?: Guarded<It[Key]>;
};

/** Any text. */
export function anyText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Text of at most `max` UTF-16 code units. */
export function text(max: number): Guard<string> {
  return (value): value is string => anyText(value) && value.length <= max;
}

/** Text that `pattern` describes, under a name of its own. */
export function textLike<Text extends string>(pattern: RegExp): Guard<Text> {
  return (value): value is Text => anyText(value) && pattern.test(value);
}

/** One of a few words. */
export function oneOf<const Word extends string | number | boolean>(...words: readonly Word[]): Guard<Word> {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value): value is Word => known.has(value);
}

export const flag = oneOf(true, false);

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Guard<number> {
  return (value): value is number => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}

/** JSON can write numbers that no double holds: `1e999` parses to Infinity. */
export function finiteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** Whatever it is, but present: for what is passed on unread. */
export function anything(value: unknown): value is unknown {
  return value !== undefined;
}

/** A list of at most `max` of what `item` describes. */
export function listOf<Item>(item: Guard<Item>, max: number): Guard<Item[]> {
  return (value): value is Item[] => Array.isArray(value) && value.length <= max && value.every(item);
}

export function orNull<Value>(guard: Guard<Value>): Guard<Value | null> {
  return (value): value is Value | null => value === null || guard(value);
}

/** A field that may be missing. */
export function orAbsent<Value>(guard: Guard<Value>): Guard<Value | undefined> {
  return (value): value is Value | undefined => value === undefined || guard(value);
}

/** An object with at least these fields. */
export function shape<It extends Fields>(fields: It): Guard<Shape<It>> {
  const entries = Object.entries(fields);
  return (value): value is Shape<It> =>
    typeof value === 'object' && value !== null && entries.every(([key, guard]) => guard(Reflect.get(value, key)));
}
