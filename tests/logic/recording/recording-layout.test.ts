import { describe, expect, it } from 'vitest';
import { type Box, GAP, PICTURE, fitted, recordingLayout } from '../../../widget/recording/recording-layout.ts';

const area = ({ width, height }: Pick<Box, 'width' | 'height'>): number => width * height;
const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  inner.x + inner.width <= outer.x + outer.width + 0.01 &&
  inner.y + inner.height <= outer.y + outer.height + 0.01;
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width - 0.01 &&
  b.x < a.x + a.width - 0.01 &&
  a.y < b.y + b.height - 0.01 &&
  b.y < a.y + a.height - 0.01;

const everyCount = Array.from({ length: 9 }, (_, screens) =>
  Array.from({ length: 10 }, (_, people) => [screens, people]),
)
  .flat()
  .map(([screens = 0, people = 0]) => [screens, people] as const);

describe('the layout', () => {
  it.each(everyCount)('has a place inside the picture for each of %s screens and %s people', (screens, people) => {
    const boxes = recordingLayout(screens, people);
    expect(boxes).toHaveLength(screens + people);
    for (const [index, box] of boxes.entries()) {
      expect(isInside(box, { x: 0, y: 0, ...PICTURE })).toBe(true);
      expect(Math.min(box.width, box.height)).toBeGreaterThan(60);
      expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
    }
  });

  it('gives one the whole picture, and two a half each', () => {
    expect(recordingLayout(0, 1)).toEqual([{ x: 0, y: 0, ...PICTURE }]);
    expect(recordingLayout(0, 2).map(({ width }) => width)).toEqual(Array(2).fill((PICTURE.width - GAP) / 2));
  });

  it('has a last row that is not full in the middle', () => {
    const [, , last] = recordingLayout(0, 3);
    expect(last && last.x + last.width / 2).toBe(PICTURE.width / 2);
  });

  it('has a screen larger than all people together', () => {
    const [screen, ...people] = recordingLayout(1, 8);
    expect(screen && area(screen)).toBeGreaterThan(people.reduce((sum, box) => sum + area(box), 0) * 3);
  });
});

describe('a picture in its box', () => {
  const box = { x: 100, y: 50, width: 320, height: 180 };

  it.each([
    [640, 360],
    [360, 640],
    [1, 1000],
    [5000, 3],
  ])('of %s x %s stays in it, undistorted, from within the picture', (width, height) => {
    for (const isWhole of [true, false]) {
      const { from, to } = fitted({ width, height }, box, isWhole);
      expect(isInside(to, box)).toBe(true);
      expect(isInside(from, { x: 0, y: 0, width, height })).toBe(true);
      expect(to.width / from.width).toBeCloseTo(to.height / from.height);
      if (isWhole) expect([from.width, from.height]).toEqual([width, height]);
      else expect(area(from)).toBeGreaterThanOrEqual(area({ width, height }) * 0.7499);
    }
  });

  it('fills it where little is cut off, unless it must be whole', () => {
    expect(fitted({ width: 400, height: 300 }, box, false).to).toEqual(box);
    expect(fitted({ width: 400, height: 300 }, box, true).to).toEqual({ x: 140, y: 50, width: 240, height: 180 });
  });
});
