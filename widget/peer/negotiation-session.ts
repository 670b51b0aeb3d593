/**
 * The connections of one pair of pages, one after the other: each generation is one connection with a negotiation of its
 * own, and both sides end up in the same generation whatever order they learn of it in. It must not know media, who closes
 * an old connection, when a rebuild is wise, or how a signal travels.
 */
import { type Clock, systemClock } from '../link/clock.ts';
import { Budget } from './budget.ts';
import { CandidateBatch } from './candidate-batch.ts';
import {
  type NegotiationConnection,
  type NegotiationStep,
  PerfectNegotiation,
  usernameFragmentsOf,
} from './perfect-negotiation.ts';
import type { Signal, SignalOf } from './signals.ts';

/** Generations that a refused step may cost in a row before it is reported and nothing is tried any more. */
const MAX_FAILURES = 3;

/** Connections: the recovery of both sides makes one in 4 s at most, and a reset and a network change in the same moment
 *  pass without waiting. A browser has few connections, and a hostile peer would have a hundred made in a second. */
const REBUILDS = { burstCount: 6, refillMs: 3_000 } as const;

/** Remote offers: a call needs one, and one for each ICE restart. Each costs an answer and a gathering of candidates, sent on
 *  the socket that carries a few messages a second for everybody. */
const OFFERS = { burstCount: 32, refillMs: 333 } as const;

/** Which step failed; `create`: there is no connection at all, because the browser would not make one. */
export type SessionStep = NegotiationStep | 'create';

/** What a connection's candidate is read from; RTCIceCandidate fits. */
export interface LocalCandidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

/** Handlers to put on a new connection; bound, and dead once the connection is replaced. */
export interface ConnectionHandlers {
  readonly onnegotiationneeded: () => void;
  readonly onicecandidate: (event: { readonly candidate: LocalCandidate | null }) => void;
}

/** Whatever the owner keeps with a connection. */
export interface ConnectionHolder {
  readonly connection: NegotiationConnection;
}

export interface NegotiationSessionOptions<Holder extends ConnectionHolder> {
  /** `myId < peerId`. The polite side gives way when offers cross, and never offers first in a generation. */
  readonly polite: boolean;
  /** Hands a signal to the link. */
  send(signal: Signal): void;
  /** Makes the connection of `generation` and puts the handlers on it. Only the impolite side adds transceivers and data
   *  channels here; the polite side does in {@link onremoteoffer}, so that media lines never double. */
  createConnection(generation: number, handlers: ConnectionHandlers): Holder;
  /** `old` takes part in no negotiation any more. It belongs to the owner, who may show it until the new one delivers. */
  onreplaced(old: Holder): void;
  /** The remote offer is set and is answered next; synchronous. */
  onremoteoffer?(current: Holder): void;
  /** An offer and its answer are in place. */
  onnegotiated?(current: Holder): void;
  /** The other side's word on whether packets of the current generation arrive there, and its farewell. */
  onsignal?(signal: SignalOf<'flow' | 'bye'>): void;
  /** Steps were refused by the browser in {@link MAX_FAILURES} generations in a row; a later {@link NegotiationSession.rebuild} tries again. */
  onfailure?(step: SessionStep, error: unknown): void;
  readonly clock?: Clock;
}

interface Current<Holder> {
  readonly holder: Holder;
  readonly negotiation: PerfectNegotiation;
  readonly batch: CandidateBatch;
}

export class NegotiationSession<Holder extends ConnectionHolder> {
  readonly #options: NegotiationSessionOptions<Holder>;
  readonly #clock: Clock;
  readonly #rebuilds: Budget;
  /** Apart from rebuilds: whatever the page before did, the next one is met at once. */
  readonly #restarts: Budget;
  readonly #offers: Budget;
  /** Grows with each page of the other side. */
  #page = 0;
  /** Generation of the own rebuild that waits for its turn; 0: none does. */
  #dueGeneration = 0;
  #generation = 0;
  #current: Current<Holder> | null = null;
  #failureCount = 0;
  #isClosed = false;

  constructor(options: NegotiationSessionOptions<Holder>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#rebuilds = new Budget(this.#clock, REBUILDS.burstCount, REBUILDS.refillMs);
    this.#restarts = new Budget(this.#clock, REBUILDS.burstCount, REBUILDS.refillMs);
    this.#offers = new Budget(this.#clock, OFFERS.burstCount, OFFERS.refillMs);
  }

  /** Number of the current connection: from 1, 0 before {@link start}. */
  get generation(): number {
    return this.#generation;
  }

  /** The current connection; `null` before {@link start} and after {@link close}. */
  get current(): Holder | null {
    return this.#current?.holder ?? null;
  }

  /** Makes the first connection. Once; a signal that came earlier may have done so already. */
  start(): void {
    if (!this.#isClosed && this.#generation === 0) this.#advance(1);
  }

  /** Goes to a new connection and makes the other side do so too: now, or in a few seconds where there were many already. */
  rebuild(): void {
    if (this.#isClosed) return;
    const generation = this.#generation + 1;
    const go = (): void => {
      this.#advance(generation);
      this.#send({ type: 'rebuild', g: generation });
    };
    if (this.#rebuilds.tryTake()) return go();
    if (this.#dueGeneration === generation) return;
    this.#dueGeneration = generation;
    void this.#whenTurn(this.#rebuilds, generation).then((isTurn) => isTurn && go());
  }

  /** The link was reset, and what was on its way is gone: whatever was being negotiated starts over. */
  reset(): void {
    this.rebuild();
  }

  /** The other page was loaded anew: it knows nothing, so counting starts over without a word. */
  restart(): void {
    if (this.#isClosed) return;
    this.#page += 1;
    this.#failureCount = 0;
    this.#dueGeneration = 0;
    this.#release();
    this.#generation = 0;
    this.#wakeAll();
    if (this.#restarts.tryTake()) return this.start();
    void this.#whenTurn(this.#restarts, 1).then((isTurn) => isTurn && this.start());
  }

  /** New ICE credentials for the current connection, by way of `negotiationneeded`. */
  restartIce(): void {
    this.#current?.holder.connection.restartIce();
  }

  /** Tells the other side whether packets arrive here. */
  sendFlow(flowing: boolean): void {
    if (this.#current !== null) this.#send({ type: 'flow', g: this.#generation, flowing });
  }

  /** Says farewell. */
  sendBye(): void {
    this.#send({ type: 'bye' });
  }

  /** Acts on a signal of the other side; the next one must wait for the promise, which never rejects. */
  async handle(signal: Signal): Promise<void> {
    if (this.#isClosed) return;
    if (signal.type === 'bye') return this.#options.onsignal?.(signal);
    const page = this.#page;
    if (signal.g > this.#generation && (await this.#whenTurn(this.#rebuilds, signal.g))) this.#advance(signal.g);
    if (signal.type === 'description' && signal.description.type === 'offer')
      await this.#offers.take(() => !this.#isClosed && page === this.#page && signal.g === this.#generation);
    // While it waited, this side may have moved on or ended, and the page that said so may be gone.
    if (this.#isClosed || page !== this.#page) return;
    if (signal.g !== this.#generation || this.#current === null) return;
    const { negotiation } = this.#current;
    switch (signal.type) {
      case 'description':
        return negotiation.handleDescription(signal.description);
      case 'candidates':
        return negotiation.handleCandidates(signal.candidates);
      case 'flow':
        return this.#options.onsignal?.(signal);
      case 'rebuild':
        return;
      default:
        signal satisfies never;
    }
  }

  /** Ends it and hands the connection over to {@link NegotiationSessionOptions.onreplaced}. Safe to repeat. */
  close(): void {
    this.#isClosed = true;
    this.#wakeAll();
    this.#release();
  }

  /** Waits for a turn to go to `generation`. @returns false where the session ended, the other page was loaded anew, or this
   *  side is there already. */
  #whenTurn(budget: Budget, generation: number): Promise<boolean> {
    const page = this.#page;
    return budget.take(() => !this.#isClosed && page === this.#page && this.#generation < generation);
  }

  #wakeAll(): void {
    for (const budget of [this.#rebuilds, this.#restarts, this.#offers]) budget.wake();
  }

  #advance(generation: number): void {
    this.#release();
    this.#generation = generation;
    try {
      this.#current = this.#create(generation);
    } catch (error) {
      this.#options.onfailure?.('create', error);
    }
  }

  #create(generation: number): Current<Holder> {
    const { polite } = this.#options;
    const batch = new CandidateBatch(this.#clock, (candidates) => {
      this.#options.send({ type: 'candidates', g: generation, candidates });
    });
    const holder = this.#options.createConnection(generation, {
      onnegotiationneeded: () => {
        // The polite side's turn comes with the first offer; an event left out fires again when that is answered.
        if (polite && !negotiation.hasRemoteDescription) return;
        void negotiation.handleNegotiationNeeded();
      },
      onicecandidate: ({ candidate }) => this.#handleLocalCandidate(current, candidate),
    });
    const negotiation = new PerfectNegotiation({
      polite,
      connection: holder.connection,
      send: (description) => {
        this.#send({ type: 'description', g: generation, description });
        batch.expectFirst();
      },
      onremoteoffer: () => this.#options.onremoteoffer?.(holder),
      onnegotiated: () => {
        this.#failureCount = 0;
        this.#options.onnegotiated?.(holder);
      },
      onfailure: (step, error) => {
        negotiation.close();
        this.#handleFailure(step, error);
      },
    });
    const current = { holder, negotiation, batch };
    return current;
  }

  #release(): void {
    const old = this.#current;
    if (old === null) return;
    this.#current = null;
    old.negotiation.close();
    old.batch.clear();
    this.#options.onreplaced(old.holder);
  }

  /** Candidates collected so far go first: whoever applies a description has those that were known before it. */
  #send(signal: Signal): void {
    if (this.#isClosed) return;
    this.#current?.batch.flush();
    this.#options.send(signal);
  }

  #handleLocalCandidate(from: Current<Holder>, candidate: LocalCandidate | null): void {
    if (from !== this.#current) return;
    if (candidate === null) return from.batch.end();
    const fragment = candidate.usernameFragment ?? this.#localFragment(from);
    from.batch.add({
      candidate: candidate.candidate,
      sdpMid: candidate.sdpMid,
      sdpMLineIndex: candidate.sdpMLineIndex,
      usernameFragment: fragment,
    });
  }

  #localFragment({ holder }: Current<Holder>): string | null {
    const [fragment = null] = usernameFragmentsOf(holder.connection.localDescription?.sdp ?? '');
    return fragment;
  }

  /** A refused step leaves the two sides with different descriptions, and only a new connection is sure to mend that; until
   *  there is one, nothing more is negotiated on this one. */
  #handleFailure(step: NegotiationStep, error: unknown): void {
    this.#failureCount += 1;
    if (this.#failureCount < MAX_FAILURES) this.rebuild();
    else this.#options.onfailure?.(step, error);
  }
}
