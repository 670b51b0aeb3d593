/** Where everything stands in a recorded picture. Pure; knows no participants and no canvas. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The recorded picture, in pixels. */
export const PICTURE = { width: 1280, height: 720 } as const;

/** Between two boxes, in pixels. */
export const GAP = 8;

/** Of the people beside a shared screen, in pixels. */
const SIDE_WIDTH = 240;

/** How much larger than whole a picture may be drawn, so that a box is filled: at most a quarter of it is cut off then. */
const MAX_ZOOM = 4 / 3;

/** @returns a box for each screen, then one for each person. */
export function recordingLayout(screenCount: number, peopleCount: number): Box[] {
  const { width, height } = PICTURE;
  if (screenCount === 0) return grid({ x: 0, y: 0, width, height }, peopleCount, Math.ceil(Math.sqrt(peopleCount)));
  const left = peopleCount === 0 ? width : width - SIDE_WIDTH - GAP;
  return [
    ...grid({ x: 0, y: 0, width: left, height }, screenCount, screenCount > 2 ? 2 : 1),
    ...grid({ x: left + GAP, y: 0, width: SIDE_WIDTH, height }, peopleCount, 1),
  ];
}

/** Row after row; a last one that is not full stands in the middle. */
function grid(area: Box, count: number, columns: number): Box[] {
  const rows = Math.ceil(count / columns);
  const width = (area.width - GAP * (columns - 1)) / columns;
  const height = (area.height - GAP * (rows - 1)) / rows;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const missing = row === rows - 1 ? rows * columns - count : 0;
    return {
      x: area.x + ((index % columns) + missing / 2) * (width + GAP),
      y: area.y + row * (height + GAP),
      width,
      height,
    };
  });
}

/** What of a picture of this size is drawn where, so that it is as large as the box allows. @param isWhole nothing may be cut off.
 *  @returns the part of the picture, and the place of that part. */
export function fitted(
  picture: Pick<Box, 'width' | 'height'>,
  box: Box,
  isWhole: boolean,
): { readonly from: Box; readonly to: Box } {
  const whole = Math.min(box.width / picture.width, box.height / picture.height);
  const full = Math.max(box.width / picture.width, box.height / picture.height);
  const scale = isWhole ? whole : Math.min(full, whole * MAX_ZOOM);
  const from = {
    width: Math.min(picture.width, box.width / scale),
    height: Math.min(picture.height, box.height / scale),
  };
  const to = { width: from.width * scale, height: from.height * scale };
  return {
    from: { ...from, x: (picture.width - from.width) / 2, y: (picture.height - from.height) / 2 },
    to: { ...to, x: box.x + (box.width - to.width) / 2, y: box.y + (box.height - to.height) / 2 },
  };
}
