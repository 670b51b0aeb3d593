/** How fast a value grows over time: the slope of the straight line that fits best. Pure. */

export interface Point {
  readonly at: number;
  readonly value: number;
}

/** Least squares; units of `value` per hour for `at` in ms. NaN for fewer than two moments. */
export function slopePerHour(points: readonly Point[]): number {
  const mean = (pick: (point: Point) => number): number =>
    points.reduce((total, point) => total + pick(point), 0) / points.length;
  const [meanAt, meanValue] = [mean(({ at }) => at), mean(({ value }) => value)];
  const above = points.reduce((total, { at, value }) => total + (at - meanAt) * (value - meanValue), 0);
  const below = points.reduce((total, { at }) => total + (at - meanAt) ** 2, 0);
  return (above / below) * 3_600_000;
}
