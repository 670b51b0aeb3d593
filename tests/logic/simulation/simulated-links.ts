/**
 * The two ways by which simulated pages talk: the real pair link under the eyes of the ledger, and a naive relay that
 * sends everything once, to prove that the simulation can fail.
 */
import * as v from 'valibot';
import type { Incarnation } from '#protocol';
import type { Clock } from '../../../widget/link/clock.ts';
import { PairLink } from '../../../widget/link/pair-link.ts';
import { decodeSignal, measureSignal, type Signal } from '../../../widget/peer/signals.ts';
import type { Ledger, Place } from './ledger.ts';

export interface SimulatedLink {
  send(signal: Signal): void;
  receive(value: unknown): void;
  resend(): void;
  setRemoteIncarnation(inc: Incarnation): void;
  close(): void;
  readonly pendingCount: number;
  readonly undeliveredCount: number;
  readonly malformedCount: number;
  readonly epoch: number;
}

export interface SimulatedLinkOptions {
  readonly localInc: Incarnation;
  readonly remoteInc: Incarnation;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly maxBufferedCount: number;
  transmit(payload: unknown): void;
  deliver(signal: Signal): Promise<void>;
  onreset(): void;
}

interface Placed {
  readonly signal: Signal;
  readonly place: Place;
}

const placed = v.looseObject({ place: v.object({ e: v.number(), n: v.number() }) });

function decodePlaced(value: unknown): Placed | null {
  const { place, ...body } = v.parse(placed, value);
  const signal = decodeSignal(body);
  return signal === null ? null : { signal, place };
}

/** The real link. Each body travels with its place, so that what comes out can be held against what went in. */
export function linkOf(options: SimulatedLinkOptions): SimulatedLink {
  const { localInc, clock, ledger, maxBufferedCount } = options;
  let { remoteInc } = options;
  const link = new PairLink<Placed>({
    localInc,
    remoteInc,
    clock,
    maxBufferedCount,
    windowCount: 16,
    decode: decodePlaced,
    measure: ({ signal }) => measureSignal(signal),
    transmit: (envelope) => {
      const signal = (envelope.b as Placed | undefined)?.signal;
      const { e, n } = envelope;
      ledger.sent(signal === undefined ? envelope : { ...envelope, b: signal });
      options.transmit(signal === undefined ? envelope : { ...envelope, b: { ...signal, place: { e, n } } });
    },
    deliver: (placed) => {
      ledger.delivered(remoteInc, localInc, placed.place, placed.signal);
      return options.deliver(placed.signal);
    },
    onreset: () => {
      ledger.reset(localInc, remoteInc);
      options.onreset();
    },
  });
  return {
    send: (signal) => link.send({ signal, place: { e: 0, n: 0 } }),
    receive: (value) => link.receive(value),
    resend: () => link.resend(),
    setRemoteIncarnation: (inc) => {
      remoteInc = inc;
      link.setRemoteIncarnation(inc);
    },
    close: () => link.close(),
    get pendingCount() {
      return link.pendingCount;
    },
    get undeliveredCount() {
      return link.undeliveredCount;
    },
    get malformedCount() {
      return link.malformedCount;
    },
    get epoch() {
      return link.epoch;
    },
  };
}

/** What most signaling does: every message once, and what is lost is lost. Incarnations are checked, order is kept. */
export function naiveRelayOf(options: SimulatedLinkOptions): SimulatedLink {
  let { remoteInc } = options;
  let queue = Promise.resolve();
  let isClosed = false;
  return {
    send: (b) => options.transmit({ s: options.localInc, r: remoteInc, b }),
    receive: (value) => {
      const { s, r, b } = value as { s: Incarnation; r: Incarnation; b: unknown };
      const signal = decodeSignal(b);
      if (s !== remoteInc || r !== options.localInc || signal === null) return;
      queue = queue.then(() => (isClosed ? undefined : options.deliver(signal)));
    },
    resend: () => {},
    setRemoteIncarnation: (inc) => {
      remoteInc = inc;
    },
    close: () => {
      isClosed = true;
    },
    pendingCount: 0,
    undeliveredCount: 0,
    malformedCount: 0,
    epoch: 0,
  };
}
