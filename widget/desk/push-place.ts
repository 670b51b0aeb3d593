/**
 * What a service worker must know of a desk before somebody calls, kept by the page in the one store that both read without a schema: the
 * browser's cache. The address of an entry holds the scope of the service worker, so that no two meet.
 * @see https://www.w3.org/TR/service-workers/#cache-objects
 */

/** What notifications say, in the language of the page that asked for them. */
export interface PushTexts {
  /** Title while somebody waits: `Somebody is calling`. */
  readonly waiting: string;
  /** When a colleague has answered: `A colleague has answered`. */
  readonly accepted: string;
  /** When whoever called is gone: `You have missed a call`. */
  readonly missed: string;
}

export interface PushPlace {
  readonly texts: PushTexts;
  /** What a click opens. */
  readonly page: string;
}

const CACHE = 'p2p-call-desk';

const placeUrl = (scope: string, desk: string): string => new URL(encodeURIComponent(desk), scope).href;

export async function keepPlace(caches: CacheStorage, scope: string, desk: string, place: PushPlace): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(placeUrl(scope, desk), Response.json(place));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** @returns null where there is none, or none that this version reads. */
export async function readPlace(caches: CacheStorage, scope: string, desk: string): Promise<PushPlace | null> {
  const cache = await caches.open(CACHE);
  const value: unknown = await (await cache.match(placeUrl(scope, desk)))?.json();
  if (typeof value !== 'object' || value === null || !('texts' in value) || !('page' in value)) return null;
  const { texts, page } = value;
  if (typeof texts !== 'object' || texts === null || !isText(page)) return null;
  const { waiting, accepted, missed } = texts as Record<string, unknown>;
  return isText(waiting) && isText(accepted) && isText(missed) ? { texts: { waiting, accepted, missed }, page } : null;
}

export async function forgetPlace(caches: CacheStorage, scope: string, desk: string): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.delete(placeUrl(scope, desk));
}

/** The desks for which there is an entry. */
export async function placesOf(caches: CacheStorage, scope: string): Promise<string[]> {
  const cache = await caches.open(CACHE);
  const entries = await cache.keys();
  return entries.flatMap(({ url }) => (url.startsWith(scope) ? [decodeURIComponent(url.slice(scope.length))] : []));
}
