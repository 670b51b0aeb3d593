/**
 * The thread of the innocent: people in rooms who relay to each other at a steady pace and time each arrival. A thread of its own, so
 * that the work of the attacker, which is in this process too, does not delay them. Knows nothing of any attack.
 */
import { parentPort } from 'node:worker_threads';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '#protocol';
import { Member } from './member.ts';
import type { RoomPlan, Seen, WitnessAnswer, WitnessRequest } from './witness.ts';

/** How many join at a time: more only wait for each other. */
const JOINS_AT_ONCE = 8;

/** How long relays may be under way when the pace is stopped, before they count as lost. */
const LAST_ARRIVALS_MS = 3_000;
const LOOK_MS = 20;

const HEARTBEAT_MS = 15_000;

interface Innocent {
  readonly member: Member;
  readonly next: string;
}

class WitnessRoom {
  readonly name: string;
  readonly innocents: Innocent[] = [];
  readonly #perSecond: number;
  #timers: NodeJS.Timeout[] = [];
  #arrivedMs: number[] = [];
  #sent = 0;
  #closed = 0;
  #gaps = 0;
  #rv = 0;
  #seats = new Set<string>();

  constructor(name: string, perSecond: number) {
    this.name = name;
    this.#perSecond = perSecond;
  }

  static async open(workerUrl: string, { name, members, perSecond, isLocked }: RoomPlan): Promise<WitnessRoom> {
    const room = new WitnessRoom(name, perSecond);
    const seated: Member[] = [];
    for (let i = 0; i < members; i += 1) seated.push(await Member.join(workerUrl, name, { capacity: 8 }));
    if (isLocked && !(await seated[0]?.command('lock', { on: true }))) throw new Error('The room was not locked.');
    for (const [i, member] of seated.entries()) {
      room.innocents.push({ member, next: seated[(i + 1) % seated.length]?.id ?? '' });
      room.#seats.add(member.id);
      member.onmessage = (message) => room.#hear(message, i === 0);
      void member.raw.closed.then(() => (room.#closed += 1));
      // A process that ends is not held up by it.
      setInterval(() => member.raw.sendText('ping'), HEARTBEAT_MS).unref();
    }
    // Of the first member: with the joins of the others, and the lock.
    room.#rv = (seated.at(-1)?.welcome.rv ?? 0) + (isLocked ? 1 : 0);
    return room;
  }

  begin(offset: number): void {
    this.#arrivedMs = [];
    this.#sent = 0;
    const everyMs = 1_000 / this.#perSecond;
    for (const [i, { member, next }] of this.innocents.entries()) {
      const send = (): void => {
        this.#sent += 1;
        member.relay(next, { at: performance.now() });
      };
      // Spread over the period, so that they do not queue behind each other.
      const phase = (i / this.innocents.length + offset) % 1;
      this.#timers.push(setTimeout(() => this.#timers.push(setInterval(send, everyMs)), phase * everyMs));
    }
  }

  async end(): Promise<Seen> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    const deadlineMs = performance.now() + LAST_ARRIVALS_MS;
    while (this.#arrivedMs.length < this.#sent && performance.now() < deadlineMs) await delay(LOOK_MS);
    const own = this.innocents.map(({ member }) => member.id);
    return {
      name: this.name,
      arrivedMs: this.#arrivedMs,
      lost: this.#sent - this.#arrivedMs.length,
      closed: this.#closed,
      gaps: this.#gaps,
      rv: this.#rv,
      ids: own,
      strangers: [...this.#seats].filter((id) => !own.includes(id)).length,
      hasAll: own.every((id) => this.#seats.has(id)),
    };
  }

  #hear(message: ServerMessage, isFirst: boolean): void {
    if (message.type === 'relay') {
      const { at } = message.payload as { at?: number };
      if (at !== undefined) this.#arrivedMs.push(performance.now() - at);
    }
    // A join or the lock of `open` may be told to the first after the last has got its welcome.
    if (message.type !== 'event' || !isFirst || message.rv <= this.#rv) return;
    if (message.rv !== this.#rv + 1) this.#gaps += 1;
    this.#rv = message.rv;
    if (message.event === 'join') this.#seats.add(message.peer.id);
    if (message.event === 'leave') this.#seats.delete(message.id);
  }
}

let rooms: WitnessRoom[] = [];

async function open(workerUrl: string, plans: readonly RoomPlan[]): Promise<void> {
  rooms = [];
  for (let i = 0; i < plans.length; i += JOINS_AT_ONCE) {
    rooms.push(
      ...(await Promise.all(plans.slice(i, i + JOINS_AT_ONCE).map((plan) => WitnessRoom.open(workerUrl, plan)))),
    );
  }
}

async function answer(request: WitnessRequest): Promise<readonly Seen[]> {
  switch (request.op) {
    case 'open':
      await open(request.workerUrl, request.rooms);
      return [];
    case 'begin':
      for (const [i, room] of rooms.entries()) room.begin(i / rooms.length);
      return [];
    case 'end':
      return Promise.all(rooms.map((room) => room.end()));
    default:
      return request satisfies never;
  }
}

parentPort?.on('message', (request: WitnessRequest) => {
  const tell = (it: WitnessAnswer): void => parentPort?.postMessage(it);
  answer(request).then(
    (seen) => tell({ ok: true, seen }),
    (error: unknown) => tell({ ok: false, reason: String(error) }),
  );
});
