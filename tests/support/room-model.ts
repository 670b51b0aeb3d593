/**
 * A model of a room that is simple enough to be believed: who is there, who is on, until when a seat is kept, how many events
 * there were. Every client also rebuilds the room from its welcome and its events alone. It must not know how the rules work.
 */
import { expect } from 'vitest';
import { type Proof, RoomHarness, type TestSocket } from './room-harness.ts';
import { type Op, isModeration } from './room-ops.ts';
import { knownQueueOf, roleOf, rosterOf } from './room-view.ts';

const GRACE_MS = 30_000;
const PAGE_GRACE_MS = 15_000;
const EMPTY_MS = 600_000;
/** A ghost is one after 90 s, and the next sweep is at most half an hour away. */
const SWEEP_LATEST_MS = 1_890_000;
const MAX_WAITING = 20;

/** One who came in at some time, as the model sees it. */
interface Person {
  /** The newest; one who was let in while it was lost has none with a welcome yet. */
  socket: TestSocket;
  id: string;
  /** What the seat is taken back with. */
  proof: Proof;
  /** Since when the seat is off, where that is not since its socket was closed. */
  offSinceMs: number | null;
  /** Never heard of again, though nobody was told. */
  hasVanished: boolean;
  /** Said bye, was removed, or the call was ended: no grace. */
  isOut: boolean;
  /** Was removed, so that this session never comes in again. */
  isBanned: boolean;
  /** Its page went away, and said so. */
  hasClosedPage: boolean;
}

const FRESH = { offSinceMs: null, hasVanished: false, isOut: false, isBanned: false, hasClosedPage: false } as const;

function seatedBy(socket: TestSocket): Person {
  const { welcome } = socket;
  return { socket, id: welcome.me, proof: welcome, ...FRESH };
}

/** One who waits, or did. */
interface Knocker {
  socket: TestSocket;
  readonly id: string;
  proof: Proof;
  isOut: boolean;
  hasClosedPage: boolean;
}

/** A room and the model beside it. */
export class RoomLife {
  readonly room = new RoomHarness();
  readonly people: Person[] = [];
  /** Everyone who was ever told to wait and was not let in. */
  #knockers: Knocker[] = [];
  #commandCount = 0;
  #capacity = 0;
  #isLocked = false;
  #hasLobby = false;

  /** The model: a seat is kept while its socket is open, and 30 s longer unless its owner said bye; 15 s when its page went. */
  #isKept({ socket, offSinceMs, isOut, hasClosedPage }: Person | (Knocker & { offSinceMs: null })): boolean {
    const graceMs = hasClosedPage ? PAGE_GRACE_MS : GRACE_MS;
    const sinceMs = offSinceMs ?? socket.closedAtMs;
    return sinceMs === null || (!isOut && this.room.nowMs < sinceMs + graceMs);
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
      case 'queue-return':
        return this.#returnToQueue(op.who);
      case 'queue-drop':
      case 'queue-close-page':
      case 'queue-bye':
        return this.#leaveQueue(op.op, op.who);
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

  /** In the order in which they came: a place is kept as a seat is. */
  get #queue(): Knocker[] {
    return this.#knockers.filter((one) => !one.isOut && this.#isKept({ ...one, offSinceMs: null }));
  }

  #person(index: number): Person | undefined {
    return this.people[index % Math.max(1, this.people.length)];
  }

  #join(capacity: number): void {
    const before = this.#beforeNewcomer(capacity);
    const socket = this.room.join({ capacity, name: `n${this.people.length}` });
    this.#expectNewcomer(socket, before);
    if (socket.hasWelcome) this.people.push(seatedBy(socket));
  }

  /** A room in which nobody is left has an open door, and takes its size from whoever comes. */
  #beforeNewcomer(capacity: number): { readonly taken: number; readonly queued: number } {
    const { length: taken } = this.#kept;
    if (taken === 0) this.#openDoors();
    if (taken === 0) this.#capacity = capacity;
    return { taken, queued: this.#queue.length };
  }

  #openDoors(): void {
    this.#isLocked = false;
    this.#hasLobby = false;
    this.#emptyQueue();
  }

  #emptyQueue(): void {
    for (const one of this.#knockers) one.isOut = true;
  }

  #leaveQueue(op: 'queue-drop' | 'queue-close-page' | 'queue-bye', index: number): void {
    const knocker = this.#knockers[index % Math.max(1, this.#knockers.length)];
    if (knocker === undefined || knocker.socket.closedWith !== null) return;
    if (op === 'queue-drop') return this.room.drop(knocker.socket);
    if (op === 'queue-bye') knocker.isOut = true;
    else knocker.hasClosedPage = true;
    this.room.say(knocker.socket, { type: 'bye', grace: op === 'queue-close-page' });
    expect(knocker.socket.closedWith).toBe(1000);
  }

  #returnToQueue(index: number): void {
    const knocker = this.#knockers[index % Math.max(1, this.#knockers.length)];
    if (knocker === undefined) return;
    const before = this.#beforeNewcomer(4);
    const place = this.#queue.indexOf(knocker);
    const old = knocker.socket;
    const wasOn = old.closedWith === null;
    const socket = this.room.resume(knocker.proof);
    if (place >= 0) {
      expect([socket.places, socket.closedWith], 'a kept place is never lost').toEqual([[place + 1], null]);
      if (wasOn) expect([old.closedWith, old.errors]).toEqual([4409, ['duplicate-session!']]);
      Object.assign(knocker, { socket, proof: socket.place, hasClosedPage: false });
      return;
    }
    this.#expectNewcomer(socket, before);
    if (socket.hasWelcome) this.people.push(seatedBy(socket));
  }

  #expectNewcomer(socket: TestSocket, { taken, queued }: { readonly taken: number; readonly queued: number }): void {
    if (this.#isLocked) {
      expect([socket.closedWith, socket.errors]).toEqual([4423, ['room-locked!']]);
      return;
    }
    if (this.#hasLobby && queued < MAX_WAITING) {
      expect(socket.places, 'waits').toEqual([queued + 1]);
      expect([socket.closedWith, socket.hasWelcome]).toEqual([null, false]);
      const id = this.room.waitingIdOf(socket);
      this.#knockers.push({ socket, id, proof: socket.place, isOut: false, hasClosedPage: false });
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
    const { id, proof } = person;
    const { inc } = person.socket;
    const isKept = this.#isKept(person);
    const before = this.#beforeNewcomer(4);
    const socket = this.room.resume(proof, isReload ? {} : { inc });
    if (isKept) expect(socket.welcome, 'a kept seat is never lost').toMatchObject({ resumed: true, me: id });
    else if (person.isBanned) expect([socket.closedWith, socket.errors]).toEqual([4410, ['kicked!']]);
    else this.#expectNewcomer(socket, before);
    if (socket.hasWelcome) Object.assign(person, seatedBy(socket));
  }

  /** Who gives a command: a high number is the host, where one is on, because others are only refused. */
  #commander(index: number): Person | undefined {
    const host = this.people.find(({ socket }) => socket.closedWith === null && roleOf(socket) === 'host');
    return index < 3 ? this.#person(index) : (host ?? this.#person(index));
  }

  #personal(op: Exclude<Extract<Op, { who: number }>, { op: 'resume' | 'reload' | `queue-${string}` }>): void {
    const person = isModeration(op) ? this.#commander(op.who) : this.#person(op.who);
    if (person === undefined) return;
    const { socket } = person;
    // What is expected depends on who is a ghost by now.
    if (op.op !== 'drop' && op.op !== 'vanish') this.room.lookBefore(socket);
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
        const target = this.#person(op.to);
        if (target === undefined) return;
        const { socket: to } = target;
        const before = to.relayed.length;
        const isHeard = to !== socket && to.closedWith === null && socket.closedWith === null;
        this.room.say(socket, { type: 'relay', to: target.id, payload: op.who });
        if (socket.closedWith === null) expect(to.relayed.length - before).toBe(isHeard ? 1 : 0);
        return;
      }
      case 'lock':
      case 'lobby':
        if (this.#command(person, op.op, { on: op.on }, null) !== 'ok') return;
        if (op.op === 'lock') this.#isLocked = op.on;
        else this.#hasLobby = op.on;
        if (!this.#hasLobby && !this.#isLocked) this.#emptyQueue();
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
        this.#emptyQueue();
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
    const queue = this.#queue;
    const knocker = queue[index % Math.max(1, queue.length)];
    const peer = knocker?.id ?? 'nobody';
    const full = op === 'admit' && this.#kept.length >= this.#capacity ? 'room-full' : null;
    const result = this.#command(person, op, { peer }, knocker === undefined ? 'peer-unavailable' : full);
    if (result !== 'ok' || knocker === undefined) return;
    const { socket, id, proof } = knocker;
    if (op === 'reject') {
      knocker.isOut = true;
      if (socket.closedWith === 4423) expect(socket.errors).toEqual(['not-admitted!']);
      else expect(socket.closedWith, 'was lost before').not.toBe(null);
      return;
    }
    this.#knockers = this.#knockers.filter((one) => one !== knocker);
    if (socket.closedWith !== null) {
      this.people.push({ socket, id, proof, ...FRESH, offSinceMs: this.room.nowMs });
      return;
    }
    expect(socket.welcome).toMatchObject({ me: peer, resumed: false });
    this.people.push(seatedBy(socket));
  }

  #moderate(person: Person, op: 'kick' | 'mute', index: number): void {
    const target = this.#person(index);
    if (target === undefined) return;
    const isThere = this.#isKept(target) && (op === 'kick' || target.socket.closedWith === null);
    const objection = target === person ? 'not-allowed' : isThere ? null : 'peer-unavailable';
    const { length: before } = target.socket.notices;
    const wasOn = target.socket.closedWith === null;
    const { id: peer } = target;
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
    const keptIds = this.#kept.map(({ id }) => id);
    for (const id of keptIds) expect(ids).toContain(id);
    // A seat may outlive its time only as long as the alarm is late.
    const isLate = this.room.alarmAtMs !== null && this.room.alarmAtMs <= nowMs;
    if (!isLate) expect(ids).toHaveLength(keptIds.length);
    expect(state.seats.length).toBeLessThanOrEqual(state.capacity);
    if (state.seats.length === 0) this.#openDoors();
    expect([state.locked, state.lobby]).toEqual([this.#isLocked, this.#hasLobby]);
    const waitingIds = state.waiting.map(({ id }) => id);
    const queuedIds = this.#queue.map(({ id }) => id);
    expect(isLate ? waitingIds.filter((id) => queuedIds.includes(id)) : waitingIds).toEqual(queuedIds);
    expect(state.seats.filter(({ role }) => role === 'host')).toHaveLength(Math.min(1, state.seats.length));
    expect(state.emptySinceMs === null).toBe(state.seats.length > 0);
    expect(new Set(state.seats.map(({ id }) => id)).size).toBe(state.seats.length);
    // Whoever is not told otherwise has a seat.
    for (const { socket } of live) {
      const seat = state.seats.find(({ id }) => id === socket.welcome.me);
      expect(seat?.link).toEqual({ on: true, socket: socket.id });
      expect(seat?.role).toBe(roleOf(socket));
      if (seat?.role === 'host') expect(knownQueueOf(socket)).toEqual(waitingIds.toSorted());
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
