/**
 * How much a whole room may relay: a second brake behind the limit of each socket, which a seat gets anew with every socket.
 * It stops the one who takes the most, never a quiet one: every seat has a fair share of the rate, and what a seat sent beyond it is
 * remembered, whatever socket it came by. Kept in memory only, like the limit of a socket.
 */
import { MAX_CAPACITY, type PeerId, ROOM_RELAYS_PER_SECOND, ROOM_RELAY_BURST_COUNT } from '#protocol';

/** What was sent, less what was allowed since. Changed in place: a new one for each frame would cost more than to count it. */
interface Level {
  count: number;
  atMs: number;
}

/** Because seats together wear off no faster than the room, somebody is always as far beyond the fair share as the room is full. */
const SHARE_PER_SECOND = ROOM_RELAYS_PER_SECOND / MAX_CAPACITY;

function countNow({ count, atMs }: Level, nowMs: number, perSecond: number): number {
  return Math.max(0, count - (Math.max(0, nowMs - atMs) / 1000) * perSecond);
}

function countOne(level: Level, nowMs: number, perSecond: number): void {
  level.count = countNow(level, nowMs, perSecond) + 1;
  level.atMs = nowMs;
}

export interface Greediest {
  readonly peer: PeerId;
  /** When it would be no greedier than the others, in ms. */
  readonly retryMs: number;
}

export class RelayBudget {
  readonly #room: Level = { count: 0, atMs: 0 };
  readonly #seats = new Map<PeerId, Level>();

  /** Whether one more frame stops nobody. */
  hasRoom(nowMs: number): boolean {
    return countNow(this.#room, nowMs, ROOM_RELAYS_PER_SECOND) + 1 <= ROOM_RELAY_BURST_COUNT;
  }

  /** Counts one frame. @returns who must be stopped; null while the room has room. */
  count(from: PeerId, nowMs: number): Greediest | null {
    countOne(this.#levelOf(from, nowMs), nowMs, SHARE_PER_SECOND);
    countOne(this.#room, nowMs, ROOM_RELAYS_PER_SECOND);
    if (this.#room.count <= ROOM_RELAY_BURST_COUNT) return null;
    const levels = [...this.#seats].map(([id, it]): [PeerId, number] => [id, countNow(it, nowMs, SHARE_PER_SECOND)]);
    const [[peer, count] = [from, 0]] = levels.toSorted(([, a], [, b]) => b - a);
    // What it took is the others' again, and it begins anew.
    this.#room.count -= count;
    this.#seats.delete(peer);
    return { peer, retryMs: Math.ceil((count / SHARE_PER_SECOND) * 1000) };
  }

  #levelOf(peer: PeerId, nowMs: number): Level {
    const known = this.#seats.get(peer);
    if (known !== undefined) return known;
    if (this.#seats.size >= MAX_CAPACITY) this.#forgetQuiet(nowMs);
    const level = { count: 0, atMs: nowMs };
    this.#seats.set(peer, level);
    return level;
  }

  /** Seats come and go; those of which nothing is to be remembered need no place. */
  #forgetQuiet(nowMs: number): void {
    for (const [peer, level] of this.#seats) {
      if (countNow(level, nowMs, SHARE_PER_SECOND) === 0) this.#seats.delete(peer);
    }
  }
}
