/**
 * Site keys: what a page shows in its HTML to be let into the rooms of one prefix, or to one desk. Each counts only together with an
 * origin that is listed for it. No secret: whoever reads the page has it, and who is no browser can claim any origin, so
 * that it is a scope and a brake, and gives nobody power over others. Knows the setting, no request.
 */
import * as v from 'valibot';
import { isRoomName } from '#protocol';
import { exactOrigin } from './origin.ts';
import { WrongSetting, isSet } from './settings.ts';

/** What somebody wants to enter. */
export interface Target {
  readonly kind: 'room' | 'desk';
  readonly name: string;
}

/** Never `host` or `agent`: a key that everyone can read must not put one visitor above another. */
export type SiteRole = 'visitor' | 'guest';

export interface SiteKey {
  readonly origins: ReadonlySet<string>;
  /** Of a room the beginning of its name, of a desk the name. */
  readonly target: Target;
  readonly role: SiteRole;
}

/** By key. */
export type SiteKeys = ReadonlyMap<string, SiteKey>;

/** Keys and names are of characters that a subprotocol may have. */
const KEY = /^pk_[A-Za-z0-9_-]{16,64}$/;

const origin = v.pipe(v.string(), v.transform(exactOrigin), v.string());
const name = v.pipe(v.string(), v.check(isRoomName));

/** Strict: a misspelt field must not silently be the default. */
const entry = v.strictObject({
  origins: v.pipe(v.array(origin), v.minLength(1)),
  rooms: v.optional(name),
  desk: v.optional(name),
  role: v.optional(v.picklist(['visitor', 'guest']), 'visitor'),
});
const setting = v.pipe(v.string(), v.parseJson(), v.record(v.pipe(v.string(), v.regex(KEY)), v.unknown()));

const FORM =
  'SITE_KEYS must be a JSON object of keys, "pk_" and 16 to 64 of A-Z a-z 0-9 _ - each: ' +
  '{"pk_...":{"origins":["https://shop.example"],"rooms":"shop-"}}.';

const WRONG: ReadonlyMap<unknown, string> = new Map([
  ['origins', 'origins must be a list of exact origins such as "https://shop.example", without "*" and "null".'],
  ['rooms', 'rooms must be how room names begin, 3 to 64 of A-Z a-z 0-9 _ . -'],
  ['desk', 'desk must be the name of a desk, 3 to 64 of A-Z a-z 0-9 _ . -'],
  ['role', 'role must be "visitor" or "guest".'],
]);

function siteKey(value: unknown, count: number): SiteKey {
  const parsed = v.safeParse(entry, value);
  if (!parsed.success) {
    const [{ path }] = parsed.issues;
    const what = WRONG.get(path?.[0]?.key) ?? 'may have origins, rooms or desk, and role alone.';
    throw new WrongSetting(`SITE_KEYS: of key ${count}, ${what}`);
  }
  const { origins, rooms, desk, role } = parsed.output;
  if ((rooms === undefined) === (desk === undefined)) {
    throw new WrongSetting(`SITE_KEYS: key ${count} must have either rooms or desk.`);
  }
  const target: Target = desk === undefined ? { kind: 'room', name: rooms ?? '' } : { kind: 'desk', name: desk };
  return { origins: new Set(origins), target, role };
}

/** Reads the setting `SITE_KEYS`. A key that is taken out of it is revoked: it opens nothing any more.
 *  @throws WrongSetting */
export function parseSiteKeys(text: string | undefined): SiteKeys {
  if (!isSet(text)) return new Map();
  const parsed = v.safeParse(setting, text);
  const entries = parsed.success ? Object.entries(parsed.output) : [];
  if (entries.length === 0) throw new WrongSetting(FORM);
  return new Map(entries.map(([key, value], i) => [key, siteKey(value, i + 1)]));
}

function covers({ target }: SiteKey, { kind, name: wanted }: Target): boolean {
  return target.kind === kind && (kind === 'room' ? wanted.startsWith(target.name) : wanted === target.name);
}

/** What a key lets somebody be there, or null, whatever is wrong.
 *  @param origin of the page, as its browser says; null where there is none, and then no key helps. */
export function siteRole(keys: SiteKeys, key: string, origin: string | null, target: Target): SiteRole | null {
  const found = keys.get(key);
  if (found === undefined || origin === null || !found.origins.has(origin) || !covers(found, target)) return null;
  return found.role;
}

const OUTSIDE = 'SITE_KEYS: a key lists an origin that ALLOWED_ORIGINS does not allow, so that its pages are refused.';
const NO_HOST =
  'There are site keys and no key for tokens: nobody is host of their rooms, so that nobody can lock them or let people in.';

/** What whoever deploys should know of keys that are not wrong.
 *  @param isAllowed whether pages of an origin may use this Worker at all. */
export function siteKeyHints(keys: SiteKeys, hasHosts: boolean, isAllowed: (origin: string) => boolean): string[] {
  const all = [...keys.values()];
  return [
    ...(all.every(({ origins }) => [...origins].every(isAllowed)) ? [] : [OUTSIDE]),
    ...(all.length === 0 || hasHosts ? [] : [NO_HOST]),
  ];
}
