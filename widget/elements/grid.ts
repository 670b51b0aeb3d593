/** How many columns and rows show a number of tiles best in a box. Pure; knows neither tiles nor DOM. */

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** Cameras are wide: a square crop still shows the person, an upright one loses most of the picture, and what is wider than
 *  16:9 has no picture to show. */
const NARROWEST = 1;
const WIDEST = 16 / 9;

/** The part of a tile that a face can use. */
function usefulArea(width: number, height: number): number {
  const usefulWidth = Math.min(width, height * WIDEST);
  const usefulHeight = Math.min(height, width / NARROWEST);
  return usefulWidth * usefulHeight;
}

/**
 * The grid whose tiles have the largest useful area; with equal areas, the one with fewer empty places.
 * @param count number of tiles, at least 1.
 * @param width of the box, in any unit; 0 when unknown.
 */
export function gridFor(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(count, 1) };
  let bestArea = -1;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const area = usefulArea(width / columns, height / rows);
    const isFuller = area === bestArea && columns * rows < best.columns * best.rows;
    if (area <= bestArea && !isFuller) continue;
    best = { columns, rows };
    bestArea = area;
  }
  return best;
}
