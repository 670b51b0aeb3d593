/**
 * A model of a room that is simple enough to be believed: who is there, who is on, until when a seat is kept, how many events
 * there were. Every client also rebuilds the room from its welcome and its events alone. It must not know how the rules work.
 */
import { expect } from 'vitest';
import type { PeerInfo, RoomEvent } from '#protocol';
import { RoomHarness, type TestSocket } from './room-harness.ts';

const GRACE_MS = 30_000;
const PAGE_GRACE_MS = 15_000;
const EMPTY_MS = 600_000;
/** A ghost is one after 90 s, and the next sweep is at most 5 min away. */
const SWEEP_LATEST_MS = 390_000;
const MAX_WAITING = 20;

/** One thing that happens in a life of a room; `who` counts those who came in, in a circle. */
export type Op =
  | { readonly op: 'join'; readonly capacity: number }
  | { readonly op: 'resume' | 'reload'; readonly who: number }
  | { readonly op: 'drop' | 'vanish' | 'bye' | 'close-page' | 'again'; readonly who: number }
  | { readonly op: 'state' | 'rename'; readonly who: number; readonly value: number }
  | { readonly op: 'relay'; readonly who: number; readonly to: number }
  | { readonly op: 'lock' | 'lobby'; readonly who: number; readonly on: boolean }
  | { readonly op: 'admit' | 'reject' | 'kick' | 'mute'; readonly who: number; readonly to: number }
  | { readonly op: 'end'; readonly who: number }
  | { readonly op: 'wait'; readonly ms: number; readonly lateMs: number }
  | { readonly op: 'hibernate' | 'crash' | 'alarm' };

/** One who came in at some time, as the model sees it. */
interface Person {
  socket: TestSocket;
  /** Never heard of again, though nobody was told. */
  hasVanished: boolean;
  /** Said bye, was removed, or the call was ended: no grace. */
  isOut: boolean;
  /** Was removed, so that this session never comes in again. */
  isBanned: boolean;
  /** Its page went away, and said so. */
  hasClosedPage: boolean;
}

const FRESH = { hasVanished: false, isOut: false, isBanned: false, hasClosedPage: false } as const;

/** What an event says about the one it is about. */
function changeOf(event: Exclude<RoomEvent, { event: 'join' | 'on' | 'leave' | 'lock' | 'lobby' }>): Partial<PeerInfo> {
  if (event.event === 'off') return { on: false };
  if (event.event === 'state') return { state: event.state };
  return event.event === 'name' ? { name: event.name } : { role: event.role };
}

/** What a client knows of the others: its welcome, and every event since, none left out. */
function rosterOf(socket: TestSocket): Map<string, PeerInfo> {
  const { welcome } = socket;
  const roster = new Map<string, PeerInfo>(welcome.peers.map((peer) => [peer.id, peer]));
  let { rv } = welcome;
  for (const event of socket.events) {
    expect(event.rv, 'rv grows by one').toBe((rv += 1));
    if (event.event === 'join') expect(roster.has(event.peer.id), 'joins once').toBe(false);
    if (event.event === 'join' || event.event === 'on') roster.set(event.peer.id, event.peer);
    else if (event.event === 'leave') expect(roster.delete(event.id), 'leaves once').toBe(true);
    else if ('id' in event && event.id !== welcome.me) {
      const peer = roster.get(event.id);
      if (peer === undefined) throw new Error(`${event.event} of a stranger`);
      if (event.event === 'off') expect(peer.on, 'goes off once').toBe(true);
      roster.set(peer.id, { ...peer, ...changeOf(event) });
    }
  }
  return roster;
}

function isModeration({ op }: Op): boolean {
  return /^(lock|lobby|admit|reject|kick|mute|end)$/.test(op);
}

/** What a page knows of its own role. */
function roleOf({ welcome, events }: TestSocket): string | undefined {
  const change = events.findLast((event) => event.event === 'role' && event.id === welcome.me);
  return change?.event === 'role' ? change.role : welcome.role;
}

/** A room and the model beside it. */
export class RoomLife {
  readonly room = new RoomHarness();
  readonly people: Person[] = [];
  /** Everyone who was ever told to wait. */
  readonly #knockers: TestSocket[] = [];
  #commandCount = 0;
  #capacity = 0;
  #isLocked = false;
  #hasLobby = false;

  /** The model: a seat is kept while its socket is open, and 30 s longer unless its owner said bye; 15 s when its page went. */
  #isKept({ socket, isOut, hasClosedPage }: Person): boolean {
    const graceMs = hasClosedPage ? PAGE_GRACE_MS : GRACE_MS;
    return socket.closedAtMs === null || (!isOut && this.room.nowMs < socket.closedAtMs + graceMs);
  }

  get #kept(): Person[] {
    return this.people.filter((person) => this.#isKept(person));
  }

  run(op: Op): void {
    switch (op.op) {
      case 'join':
        return this.#join(op.capacity);
      case 'resume':
        return this.#resume(op.who, false);
      case 'reload':
        return this.#resume(op.who, true);
      case 'wait':
        return this.room.advance(op.ms, op.lateMs);
      case 'alarm':
        return this.room.alarm();
      case 'hibernate':
        return this.room.restart('hibernated');
      case 'crash':
        this.room.restart('lost');
        return this.room.alarm();
      default:
        return this.#personal(op);
    }
  }

  get #waiting(): TestSocket[] {
    return this.#knockers.filter((socket) => socket.closedWith === null && !socket.hasWelcome);
  }

  #person(index: number): Person | undefined {
    return this.people[index % Math.max(1, this.people.length)];
  }

  #join(capacity: number): void {
    const before = this.#beforeNewcomer(capacity);
    const socket = this.room.join({ capacity, name: `n${this.people.length}` });
    this.#expectNewcomer(socket, before);
    if (socket.hasWelcome) this.people.push({ socket, ...FRESH });
  }

  /** A room in which nobody is left has an open door, and takes its size from whoever comes. */
  #beforeNewcomer(capacity: number): { readonly taken: number; readonly queued: number } {
    const { length: taken } = this.#kept;
    if (taken === 0) this.#openDoors();
    if (taken === 0) this.#capacity = capacity;
    return { taken, queued: this.#waiting.length };
  }

  #openDoors(): void {
    this.#isLocked = false;
    this.#hasLobby = false;
  }

  #expectNewcomer(socket: TestSocket, { taken, queued }: { readonly taken: number; readonly queued: number }): void {
    if (this.#isLocked) {
      expect([socket.closedWith, socket.errors]).toEqual([4423, ['room-locked!']]);
      return;
    }
    if (this.#hasLobby && queued < MAX_WAITING) {
      expect(socket.places, 'waits').toEqual([queued + 1]);
      expect([socket.closedWith, socket.hasWelcome]).toEqual([null, false]);
      this.#knockers.push(socket);
      return;
    }
    if (this.#hasLobby) {
      expect([socket.closedWith, socket.errors]).toEqual([4453, ['room-full!']]);
      return;
    }
    if (taken < this.#capacity) {
      expect(socket.welcome).toMatchObject({ resumed: false, room: { capacity: this.#capacity } });
      return;
    }
    expect(socket.closedWith).toBe(4453);
    expect(socket.errors).toEqual(['room-full!']);
  }

  #resume(index: number, isReload: boolean): void {
    const person = this.#person(index);
    if (person === undefined) return;
    const { welcome, inc } = person.socket;
    const isKept = this.#isKept(person);
    const before = this.#beforeNewcomer(4);
    const socket = this.room.resume(welcome, isReload ? {} : { inc });
    if (isKept) expect(socket.welcome, 'a kept seat is never lost').toMatchObject({ resumed: true, me: welcome.me });
    else if (person.isBanned) expect([socket.closedWith, socket.errors]).toEqual([4410, ['kicked!']]);
    else this.#expectNewcomer(socket, before);
    if (socket.hasWelcome) Object.assign(person, { socket, ...FRESH });
  }

  /** Who gives a command: a high number is the host, where one is on, because others are only refused. */
  #commander(index: number): Person | undefined {
    const host = this.people.find(({ socket }) => socket.closedWith === null && roleOf(socket) === 'host');
    return index < 3 ? this.#person(index) : (host ?? this.#person(index));
  }

  #personal(op: Exclude<Extract<Op, { who: number }>, { op: 'resume' | 'reload' }>): void {
    const person = isModeration(op) ? this.#commander(op.who) : this.#person(op.who);
    if (person === undefined) return;
    const { socket } = person;
    switch (op.op) {
      case 'drop':
        return this.room.drop(socket);
      case 'vanish':
        person.hasVanished = true;
        socket.isBeating = false;
        return;
      case 'bye':
        if (socket.closedWith === null) person.isOut = true;
        return this.room.say(socket, { type: 'bye' });
      case 'close-page':
        if (socket.closedWith === null) person.hasClosedPage = true;
        return this.room.say(socket, { type: 'bye', grace: true });
      case 'again':
        return this.room.hello(socket);
      case 'state':
        return this.room.say(socket, { type: 'state', state: { value: op.value } });
      case 'rename':
        this.#commandCount += 1;
        return this.room.say(socket, {
          type: 'command',
          id: `${this.#commandCount}`,
          op: 'rename',
          name: `n${op.value}`,
        });
      case 'relay': {
        const to = this.#person(op.to)?.socket;
        if (to === undefined) return;
        const before = to.relayed.length;
        const isHeard = to !== socket && to.closedWith === null && socket.closedWith === null;
        this.room.say(socket, { type: 'relay', to: to.welcome.me, payload: op.who });
        if (socket.closedWith === null) expect(to.relayed.length - before).toBe(isHeard ? 1 : 0);
        return;
      }
      case 'lock':
      case 'lobby':
        if (this.#command(person, op.op, { on: op.on }, null) !== 'ok') return;
        if (op.op === 'lock') this.#isLocked = op.on;
        else this.#hasLobby = op.on;
        return;
      case 'admit':
      case 'reject':
        return this.#atTheDoor(person, op.op, op.to);
      case 'kick':
      case 'mute':
        return this.#moderate(person, op.op, op.to);
      case 'end':
        if (this.#command(person, 'end', {}, null) !== 'ok') return;
        for (const one of this.people) if (this.#isKept(one) || one === person) one.isOut = true;
        expect([socket.closedWith, socket.errors.at(-1)]).toEqual([4410, 'call-ended!']);
        return;
      default:
        op satisfies never;
    }
  }

  /** Sends a command, now and then twice. @param objection why a host would be refused. @returns the result. */
  #command({ socket }: Person, op: string, fields: Record<string, unknown>, objection: string | null): string | null {
    if (socket.closedWith !== null) return null;
    const result = this.room.command(socket, op, fields);
    // Asked afterwards: a command looks whether a host's grace is over, and so may find its sender to be the host now.
    const expected = roleOf(socket) === 'host' ? (objection ?? 'ok') : 'not-allowed';
    expect(result, op).toBe(expected);
    if ((this.#commandCount += 1) % 3 === 0 && socket.closedWith === null) {
      const { rv, waiting, seats } = this.room.state ?? {};
      expect(this.room.repeatCommand(socket, op, fields), 'a repeat has the same result').toBe(result);
      const after = this.room.state;
      expect([after?.rv, after?.waiting, after?.seats], 'and no effect').toEqual([rv, waiting, seats]);
    }
    return result;
  }

  #atTheDoor(person: Person, op: 'admit' | 'reject', index: number): void {
    const waiting = this.#waiting;
    const knocker = waiting[index % Math.max(1, waiting.length)];
    const peer = this.room.state?.waiting.find(({ socket }) => socket === knocker?.id)?.id ?? 'nobody';
    const full = op === 'admit' && this.#kept.length >= this.#capacity ? 'room-full' : null;
    const result = this.#command(person, op, { peer }, knocker === undefined ? 'peer-unavailable' : full);
    if (result !== 'ok' || knocker === undefined) return;
    if (op === 'admit') {
      expect(knocker.welcome).toMatchObject({ me: peer, resumed: false });
      this.people.push({ socket: knocker, ...FRESH });
    } else expect([knocker.closedWith, knocker.errors]).toEqual([4423, ['not-admitted!']]);
  }

  #moderate(person: Person, op: 'kick' | 'mute', index: number): void {
    const target = this.#person(index);
    if (target === undefined) return;
    const isThere = this.#isKept(target) && (op === 'kick' || target.socket.closedWith === null);
    const objection = target === person ? 'not-allowed' : isThere ? null : 'peer-unavailable';
    const { length: before } = target.socket.notices;
    const wasOn = target.socket.closedWith === null;
    const { me: peer } = target.socket.welcome;
    if (this.#command(person, op, { peer }, objection) !== 'ok') return;
    if (op === 'mute') {
      expect(target.socket.notices.slice(before)).toEqual([`mute:${person.socket.welcome.me}`]);
      return;
    }
    Object.assign(target, { isOut: true, isBanned: true });
    if (wasOn) expect([target.socket.closedWith, target.socket.errors.at(-1)]).toEqual([4410, 'kicked!']);
  }

  check(): void {
    const { state, nowMs } = this.room;
    const live = this.people.filter(({ socket }) => socket.closedWith === null);
    if (state === null) {
      expect(this.#kept).toEqual([]);
      for (const person of this.people) person.isBanned = false;
      return;
    }
    const ids = state.seats.map(({ id }) => id);
    const keptIds = this.#kept.map(({ socket }) => socket.welcome.me);
    for (const id of keptIds) expect(ids).toContain(id);
    // A seat may outlive its time only as long as the alarm is late.
    const isLate = this.room.alarmAtMs !== null && this.room.alarmAtMs <= nowMs;
    if (!isLate) expect(ids).toHaveLength(keptIds.length);
    expect(state.seats.length).toBeLessThanOrEqual(state.capacity);
    if (state.seats.length === 0) this.#openDoors();
    expect([state.locked, state.lobby]).toEqual([this.#isLocked, this.#hasLobby]);
    expect(state.waiting.map(({ socket }) => socket)).toEqual(this.#waiting.map(({ id }) => id));
    expect(state.seats.filter(({ role }) => role === 'host')).toHaveLength(Math.min(1, state.seats.length));
    expect(state.emptySinceMs === null).toBe(state.seats.length > 0);
    expect(new Set(state.seats.map(({ id }) => id)).size).toBe(state.seats.length);
    // Whoever is not told otherwise has a seat.
    for (const { socket } of live) {
      const seat = state.seats.find(({ id }) => id === socket.welcome.me);
      expect(seat?.link).toEqual({ on: true, socket: socket.id });
      expect(seat?.role).toBe(roleOf(socket));
      const others = state.seats.filter((other) => other !== seat);
      const roster = rosterOf(socket);
      expect([...roster.keys()].toSorted()).toEqual(others.map(({ id }) => id).toSorted());
      for (const other of others) {
        const { inc, name, caps, link, role } = other;
        const known = {
          role,
          id: other.id,
          inc,
          name,
          caps,
          state: other.state,
          on: link.on,
          joinedAt: other.joinedAtMs,
        };
        expect(roster.get(other.id)).toEqual(known);
      }
    }
    // Whatever can end has an alarm that ends it.
    expect(this.room.alarmAtMs).not.toBe(null);
  }

  /** Left alone for long enough, everyone who is gone is gone, and an empty room is forgotten. */
  end(): void {
    const alive = this.people.filter(({ socket, hasVanished }) => socket.closedWith === null && !hasVanished);
    this.room.advance(SWEEP_LATEST_MS + GRACE_MS);
    this.check();
    expect(this.room.state?.seats.map(({ id }) => id).toSorted() ?? []).toEqual(
      alive.map(({ socket }) => socket.welcome.me).toSorted(),
    );
    for (const { socket } of alive) expect(socket.closedWith).toBe(null);
    for (const { socket } of alive) this.room.say(socket, { type: 'bye' });
    this.room.advance(EMPTY_MS + SWEEP_LATEST_MS);
    expect([this.room.saved, this.room.alarmAtMs]).toEqual([null, null]);
  }
}
