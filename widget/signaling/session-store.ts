/**
 * What a tab keeps of its seat, so that the page it loads next has it again: sessionStorage, one entry for each element that is in
 * the same room. Entries are outside data: whoever can run a script on the site can write them. Knows no socket and no wire.
 *
 * Within a page an entry belongs to one channel; after a reload they are claimed in the order of joining. A tab that was duplicated
 * has a copy, which is meant to take the seat over. Frames of one tab share their entries without knowing of each other, so a page
 * in a frame takes only what was left behind by a page that is gone: rather a new seat than one that is in use.
 */
import { GHOST_TIMEOUT_MS, PAGE_GRACE_MS, flag, integer, isOpaqueToken, shape } from '#protocol';
import type { Platform } from './platform.ts';

/** What was on when the page went away. */
export interface KeptDevices {
  readonly microphone: boolean;
  readonly camera: boolean;
}

export interface KeptSession extends KeptDevices {
  readonly session: string;
  readonly key: string;
  /** When the page was last known to have the seat, in ms since the epoch by its own clock. */
  readonly at: number;
  /** Whether the page said that it goes away. */
  readonly left: boolean;
}

const isKeptSession = shape({
  session: isOpaqueToken,
  key: isOpaqueToken,
  microphone: flag,
  camera: flag,
  at: integer(0, Number.MAX_SAFE_INTEGER),
  left: flag,
});

/** Entries of one room: more elements than this resume nothing. */
const MAX_ENTRIES = 8;

/** One entry of the storage, and nobody else's in this page until it is released. */
export interface SessionEntry {
  /** What the page before left here; null: nothing, or too old. */
  readonly kept: KeptSession | null;
  keep(session: KeptSession): void;
  /** Lets go of the entry: what it keeps is for the next page, or removed for good. */
  release(isOver: boolean): void;
}

const CLAIMS = Symbol.for('p2p-call.claims');

/** The names of the entries in use. Of the page, not of this module: a page may load it twice. */
function claimsOf(page: EventTarget & { [CLAIMS]?: Set<string> }): Set<string> {
  return (page[CLAIMS] ??= new Set());
}

/** Storage can be missing, forbidden or full; then nothing is resumed, and that is all. */
function attempt<Value>(action: () => Value): Value | null {
  try {
    return action();
  } catch {
    return null;
  }
}

function read({ storage }: Platform, name: string): KeptSession | null {
  const value: unknown = attempt(() => JSON.parse(storage().getItem(name) ?? 'null'));
  return isKeptSession(value) ? value : null;
}

/** A page that did not say that it goes away (a crash, a copy) wrote with every heartbeat, at worst once a minute. */
function isYoung({ wallTimeMs }: Platform, { at, left }: KeptSession): boolean {
  return Math.abs(wallTimeMs() - at) < (left ? PAGE_GRACE_MS : GHOST_TIMEOUT_MS);
}

interface Found {
  readonly name: string;
  readonly kept: KeptSession | null;
}

function find(platform: Platform, server: string, room: string): Found | null {
  const { isFramed, page } = platform;
  const free: Found[] = [];
  for (let i = 0; i < MAX_ENTRIES; i += 1) {
    const name = `p2p-call${isFramed() ? '-frame' : ''} ${server} ${room} ${i}`;
    const kept = read(platform, name);
    if (claimsOf(page).has(name) || (isFramed() && kept?.left === false)) continue;
    free.push({ name, kept: kept !== null && isYoung(platform, kept) ? kept : null });
  }
  return free.find(({ kept }) => kept !== null) ?? free[0] ?? null;
}

/** What a channel that opens this room now would resume; null: nothing. Changes nothing. */
export function peekSession(platform: Platform, server: string, room: string): KeptDevices | null {
  return find(platform, server, room)?.kept ?? null;
}

export function claimSession(platform: Platform, server: string, room: string): SessionEntry {
  const found = find(platform, server, room);
  if (found === null) return { kept: null, keep() {}, release() {} };
  const { name, kept } = found;
  const keep = (session: KeptSession): void => {
    attempt(() => platform.storage().setItem(name, JSON.stringify(session)));
  };
  const claims = claimsOf(platform.page);
  claims.add(name);
  // In use again, for other frames to see.
  if (kept !== null) keep({ ...kept, left: false });
  return {
    kept,
    keep,
    release(isOver) {
      if (claims.delete(name) && isOver) attempt(() => platform.storage().removeItem(name));
    },
  };
}
