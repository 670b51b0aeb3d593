/**
 * What Cloudflare asks for what it bills, from its published prices. Knows no call.
 * @see https://developers.cloudflare.com/durable-objects/platform/pricing/
 * @see https://developers.cloudflare.com/workers/platform/pricing/
 */

export const PRICES_AS_OF = '2026-11';

/** One kind of thing that is billed: what a million costs beyond what the paid plan includes, and how many a day are free. */
interface Price {
  readonly name: string;
  readonly dollarsPerMillion: number;
  readonly freeADay: number;
}

export const PRICES = {
  workerRequest: { name: 'requests to the Worker', dollarsPerMillion: 0.3, freeADay: 100_000 },
  objectRequest: { name: 'requests to the object', dollarsPerMillion: 0.15, freeADay: 100_000 },
  gigabyteSecond: { name: 'GB-seconds of the object', dollarsPerMillion: 12.5, freeADay: 13_000 },
  rowWritten: { name: 'rows written', dollarsPerMillion: 1, freeADay: 100_000 },
} as const satisfies Record<string, Price>;

export type Usage = Readonly<Record<keyof typeof PRICES, number>>;

const KINDS = Object.keys(PRICES) as (keyof typeof PRICES)[];

/** What a million of these cost beyond what the plan includes, in dollars. */
export function dollarsPerMillion(usage: Usage): number {
  return KINDS.reduce((sum, kind) => sum + usage[kind] * PRICES[kind].dollarsPerMillion, 0);
}

/** How many of these a day the free plan carries, and what runs out first. */
export function freeADay(usage: Usage): { readonly count: number; readonly limit: string } {
  const limits = KINDS.map((kind) => ({ count: PRICES[kind].freeADay / usage[kind], limit: PRICES[kind].name }));
  return limits.reduce((least, it) => (it.count < least.count ? it : least));
}

/** An object is billed as if it had this much memory. */
const OBJECT_GIGABYTES = 0.128;

export const gigabyteSeconds = (activeMs: number): number => (activeMs / 1000) * OBJECT_GIGABYTES;
