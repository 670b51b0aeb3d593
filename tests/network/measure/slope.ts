/** How fast a value grows over time: the straight line that fits best, and how far it can be trusted. Pure. */

export interface Point {
  readonly at: number;
  readonly value: number;
}

/** In units of the values per hour. */
export interface Slope {
  readonly perHour: number;
  /** Twice the standard error: the true slope is with 95 % certainty this close, if the deviations are independent. */
  readonly uncertainty: number;
}

const HOUR_MS = 3_600_000;

/** Least squares; `at` in ms. NaN for fewer than three moments. */
export function slopeOf(points: readonly Point[]): Slope {
  const mean = (pick: (point: Point) => number): number =>
    points.reduce((total, point) => total + pick(point), 0) / points.length;
  const [meanAt, meanValue] = [mean(({ at }) => at), mean(({ value }) => value)];
  const above = points.reduce((total, { at, value }) => total + (at - meanAt) * (value - meanValue), 0);
  const below = points.reduce((total, { at }) => total + (at - meanAt) ** 2, 0);
  const slope = above / below;
  const deviation = points.reduce(
    (total, { at, value }) => total + (value - meanValue - slope * (at - meanAt)) ** 2,
    0,
  );
  const standardError = Math.sqrt(deviation / (points.length - 2) / below);
  return points.length < 3
    ? { perHour: Number.NaN, uncertainty: Number.NaN }
    : { perHour: slope * HOUR_MS, uncertainty: 2 * standardError * HOUR_MS };
}

/**
 * What a slope says about a limit. It can say `flat` only where the noise is smaller than the limit: half an hour of a browser whose
 * memory goes up and down by some MiB may well be too short for 1 MiB an hour.
 */
export function slopeVerdict({ perHour, uncertainty }: Slope, limit: number): 'flat' | 'grows' | 'too noisy to tell' {
  if (perHour - uncertainty > limit) return 'grows';
  return perHour + uncertainty <= limit ? 'flat' : 'too noisy to tell';
}
