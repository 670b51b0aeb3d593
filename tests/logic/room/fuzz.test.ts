/**
 * A million frames that nobody would send, through the decoder and the rules: no throw, no change of the room by what was refused, no
 * memory kept. `SEED=... npm test -- logic room/fuzz` runs a failure again; `FUZZ_FRAMES` says how many.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Incarnation, type PeerId, decodeClientMessage, utf8Length } from '#protocol';
import type { Effect } from '../../../worker/room/effects.ts';
import { OPEN_GRANT } from '../../../worker/room/grant.ts';
import type { Caller, Input } from '../../../worker/room/inputs.ts';
import { type RoomState, type SocketId, newRoomState } from '../../../worker/room/room-state.ts';
import { Room } from '../../../worker/room/room.ts';
import { mutatedFrame } from '../../support/mutated-frames.ts';
import { type Random, randomFrom, seedFromEnvironment } from '../../support/random.ts';

const FRAMES = Number(process.env['FUZZ_FRAMES'] ?? 1_000_000);
const WARM_UP_FRAMES = 50_000;
const MAX_GROWTH_BYTES = 10_000_000;

const EXTREMES = [
  '',
  '['.repeat(60_000),
  `{"type":"relay","to":"p","payload":${'['.repeat(17)}${']'.repeat(17)}}`,
  `{"type":"state","state":{"${'k'.repeat(60_000)}":1}}`,
  `{"type":"command","id":"1","op":"${'x'.repeat(60_000)}"}`,
  `{"type":"relay","to":"p","payload":"${'界'.repeat(30_000)}"}`,
  `{"type":"relay","to":"p","payload":[${'{},'.repeat(3_000)}0]}`,
  `relay ann\n${'['.repeat(40_000)}`,
  `relay bob\n${'界'.repeat(16_385)}`,
  `{"type":"relay","to":"p","payload":${'1'.repeat(1_000)}}`,
  String.raw`{"type":"hello","v":1,"inc":"0123456789abcdef","name":"\ud800"}`,
  '{"type":"hello","v":1,"inc":"0123456789abcdef","__proto__":{"capacity":8}}',
  '{"type":"bye","type":"hello"}',
];

function frameFrom(random: Random): string {
  return random.chance(0.002) ? random.pick(EXTREMES) : mutatedFrame(random);
}

/** A room under fire: Ann and Bob talk behind a locked door, Eve has a seat, too. A shell that keeps nothing but who is on. */
class Siege {
  readonly room: Room;
  readonly state: RoomState = newRoomState('siege', 0, 4);
  nowMs = 1_000_000;
  eve: Caller;
  readonly #ann: Caller;
  /** What came of the newest input. */
  effects: readonly Effect[] = [];
  #count = 0;
  #eveKey = '';

  constructor() {
    // The rules change the state that they were given, so that it can be looked at from here.
    this.room = new Room(this.state, 'boot');
    this.#ann = this.#join('ann');
    this.#join('bob');
    this.eve = this.#join('eve');
    this.#lock(true);
  }

  /** Eve has left for good: she comes in once more, as somebody new. */
  readmitEve(): void {
    this.nowMs += 2_000;
    this.#lock(false);
    this.eve = this.#join('eve');
    this.#lock(true);
  }

  #lock(on: boolean): void {
    this.#count += 1;
    this.#run(this.#frameOf(this.#ann, JSON.stringify({ type: 'command', id: `c${this.#count}`, op: 'lock', on })));
    if (this.state.locked !== on) throw new Error('Ann is not the host');
  }

  /** What no frame that is refused may change: everything but that Eve lost her socket. */
  get world(): string {
    const { rv: _, seats, ...rest } = this.state;
    return JSON.stringify([rest, seats.map((seat) => (seat.id === 'eve' ? { ...seat, link: 0 } : seat))]);
  }

  get rv(): number {
    return this.state.rv;
  }

  stranger(): Caller {
    this.#count += 1;
    return { id: `s${this.#count}` as SocketId, peer: null };
  }

  /** @returns whether the frame was understood. */
  say(from: Caller, text: string): boolean {
    const input = this.#frameOf(from, text);
    this.#run(input);
    return input.type === 'hello' || input.decoded.ok;
  }

  isOn({ id, peer }: Caller): boolean {
    return this.state.seats.some((seat) => seat.id === peer && seat.link.on && seat.link.socket === id);
  }

  /** Eve comes back to her seat, in a time in which she may. */
  eveReturns(): void {
    this.nowMs += 2_000;
    const socket = this.stranger();
    const [session, key] = ['session-eve', this.#eveKey];
    this.say(socket, JSON.stringify({ type: 'hello', v: 1, inc: 'e'.repeat(16), session, key }));
    this.eve = { ...socket, peer: 'eve' as PeerId };
    this.#eveKey = `key-${this.#count}`;
    if (!this.isOn(this.eve)) throw new Error('Eve could not come back');
  }

  close({ id }: Caller): void {
    this.#run({ type: 'closed', nowMs: this.nowMs, socket: id, code: 1006 });
  }

  #join(name: string): Caller {
    const socket = this.stranger();
    const input = this.#frameOf(socket, `{"type":"hello","v":1,"inc":"${'0'.repeat(16)}"}`);
    if (input.type !== 'hello') throw new Error('no hello');
    const fresh = { peer: name as PeerId, session: `session-${name}`, key: '', keyHash: `hash-first-${name}` };
    this.#run({ ...input, fresh });
    this.#eveKey = 'first-eve';
    return { ...socket, peer: name as PeerId };
  }

  #frameOf(socket: Caller, text: string): Extract<Input, { type: 'hello' | 'frame' }> {
    const { nowMs } = this;
    const common = { nowMs, socket, bytes: utf8Length(text), iceServers: [] };
    const decoded = decodeClientMessage(text);
    if (!decoded.ok) return { ...common, type: 'frame', decoded };
    const { message } = decoded;
    if (message.type !== 'hello') return { ...common, type: 'frame', decoded: { ok: true, message } };
    const key = `key-${this.#count}`;
    const fresh = { peer: `p${this.#count}` as PeerId, session: `session-${key}`, key, keyHash: `hash-${key}` };
    const presentedKeyHash = message.key === undefined ? null : `hash-${message.key}`;
    const live = this.state.seats.flatMap(({ id, link }) =>
      link.on ? [{ id: link.socket, peer: id, openedAtMs: nowMs, lastBeatAtMs: nowMs }] : [],
    );
    const sockets = [...live, { ...socket, openedAtMs: nowMs, lastBeatAtMs: null }];
    return {
      ...common,
      type: 'hello',
      hello: { ...message, inc: message.inc as Incarnation },
      grant: OPEN_GRANT,
      presentedKeyHash,
      fresh,
      room: 'siege',
      sockets,
    };
  }

  #run(input: Input): void {
    this.effects = this.room.handle(input);
  }
}

function expectSenderAlone({ effects }: Siege, { id }: Caller, text: string): void {
  for (const effect of effects) {
    const isOwn =
      effect.type === 'log' ||
      effect.type === 'alarm' ||
      effect.type === 'idle' ||
      (effect.type === 'send' && effect.to.length === 1 && effect.to[0] === id) ||
      (effect.type === 'close' && effect.socket === id);
    if (!isOwn) throw new Error(`${effect.type} for ${text.slice(0, 200)}`);
  }
}

/** One who has no seat says something and is gone: whatever it was, nobody but the sender hears of it. */
function strangerSpeaks(siege: Siege, random: Random): void {
  siege.nowMs += 1;
  const socket = siege.stranger();
  const text = frameFrom(random);
  siege.say(socket, text);
  expectSenderAlone(siege, socket, text);
  if (!siege.effects.some(({ type }) => type === 'close')) throw new Error(`let in for ${text.slice(0, 200)}`);
  siege.close(socket);
  if (siege.effects.length > 0) throw new Error(`missed after ${text.slice(0, 200)}`);
}

/** One who has a seat: what is refused costs the socket, and else changes nothing. @returns whether it was refused. */
function memberSpeaks(siege: Siege, random: Random): boolean {
  siege.nowMs += 200;
  const { world, rv, eve } = siege;
  const text = frameFrom(random);
  const isUnderstood = siege.say(eve, text);
  if (!isUnderstood) {
    if (siege.world !== world) throw new Error(`the room changed for ${text.slice(0, 200)}`);
    const lostCount = siege.isOn(eve) ? 0 : 1;
    if (siege.rv - rv !== lostCount) throw new Error(`${siege.rv - rv} events for ${text.slice(0, 200)}`);
  }
  if (siege.isOn(eve)) return !isUnderstood;
  siege.close(eve);
  if (siege.state.seats.length === 3) siege.eveReturns();
  else siege.readmitEve();
  return !isUnderstood;
}

describe('a room under fire', () => {
  const seed = seedFromEnvironment();

  it(`stands ${FRAMES} mutated frames, SEED=${seed}`, { timeout: 240_000 }, () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const random = randomFrom(seed);
    const siege = new Siege();
    const before = siege.world;
    let refusedCount = 0;
    let baseBytes = 0;
    const startedAt = process.cpuUsage();
    // The stack of every SyntaxError of JSON.parse would be most of the work.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    for (let run = 0; run < FRAMES; run++) {
      if (run === WARM_UP_FRAMES) {
        gc();
        baseBytes = process.memoryUsage().heapUsed;
      }
      if (run % 20 !== 0) strangerSpeaks(siege, random);
      else if (memberSpeaks(siege, random)) refusedCount += 1;
    }
    Error.stackTraceLimit = stackTraceLimit;
    const seconds = process.cpuUsage(startedAt).user / 1e6;
    gc();
    const grownBytes = process.memoryUsage().heapUsed - baseBytes;
    console.log(
      `room fuzz: SEED=${seed}, ${FRAMES} frames in ${seconds.toFixed(1)} s of one processor, heap ${(grownBytes / 1e6).toFixed(2)} MB more`,
    );
    expect(refusedCount).toBeGreaterThan(FRAMES / 40);
    if (FRAMES > WARM_UP_FRAMES) expect(grownBytes).toBeLessThan(MAX_GROWTH_BYTES);
    const names = (world: string): unknown =>
      JSON.parse(world)[1]
        .map((seat: { name: string }) => seat.name)
        .slice(0, 2);
    expect([siege.state.locked, names(siege.world)]).toEqual([true, names(before)]);
  });
});
