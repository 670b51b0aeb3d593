/** When a webhook that was not taken is tried again. Pure: the time and the randomness come in. */

/** After this time an event is worth nothing any more, taken or not. */
export const WEBHOOK_LIFETIME_MS = 24 * 3_600_000;

/** After the first failure, the second, ...; then the last one again and again. */
const RETRY_DELAYS_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000] as const;
const [FIRST_MS] = RETRY_DELAYS_MS;
const LONGEST_MS = 14_400_000;

/** So that the rooms of a site do not come back all at once. */
const JITTER = 0.2;

/** @param failures in a row, this one included. @param random from 0 to 1. */
export function retryDelayMs(failures: number, random: number): number {
  const delayMs = failures <= 0 ? FIRST_MS : (RETRY_DELAYS_MS[failures - 1] ?? LONGEST_MS);
  return Math.round(delayMs * (1 - JITTER + 2 * JITTER * random));
}
