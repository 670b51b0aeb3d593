/** Who stands where on the stage. Pure; knows neither tiles nor DOM. */
import type { Participant } from '../call/participant.ts';

/** `auto`: a grid, or a shared screen with the people beside it. `grid`: all alike, always. `speaker`: whoever speaks is large. */
export const LAYOUTS = ['auto', 'grid', 'speaker'] as const;

export type Layout = (typeof LAYOUTS)[number];

/** Which tile: `local`, the id of another one, or {@link screenKeyOf} it. */
export type TileKey = string;

export const LOCAL_KEY = 'local';

export function keyOf({ local, id }: Participant): TileKey {
  return local ? LOCAL_KEY : id;
}

export function screenKeyOf(participant: Participant): TileKey {
  return `${keyOf(participant)} screen`;
}

/** Whether this one shows a screen to us; the own one is said in a banner, where it is no mirror in a mirror. */
export function hasScreen({ local, screenshareEnabled, screenTrack }: Participant): boolean {
  return !local && screenshareEnabled && screenTrack !== null;
}

export interface Arrangement {
  /** The tile that has the stage, with all others beside it; null: they share a grid. */
  readonly focus: TileKey | null;
  /** Whether the own tile is a small one in the corner. */
  readonly hasCorner: boolean;
  /** How many tiles share the grid. */
  readonly count: number;
}

/**
 * @param pinned what a person chose; it goes before everything else while it is there.
 * @param speaker id of who speaks; null: nobody did yet.
 */
export function arrange(
  layout: Layout,
  others: readonly Participant[],
  pinned: TileKey | null = null,
  speaker: TileKey | null = null,
): Arrangement {
  const screens = others.filter(hasScreen).map(screenKeyOf);
  const ids = others.map(keyOf);
  const count = 1 + ids.length + screens.length;
  const all = [...screens, ...ids, LOCAL_KEY];
  const chosen = all.find((key) => key === pinned) ?? null;
  // With one other person the own picture is a small tile in the corner; alone, with more, or beside a screen, it has a place like all.
  const hasCorner = count === 2 && layout !== 'grid' && chosen !== LOCAL_KEY;
  if (hasCorner || count === 1) return { focus: null, hasCorner, count: 1 };
  const first = layout === 'speaker' ? (ids.find((id) => id === speaker) ?? ids[0]) : null;
  const byItself = layout === 'grid' ? null : (screens[0] ?? first ?? null);
  return { focus: chosen ?? byItself, hasCorner, count };
}
