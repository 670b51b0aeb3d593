/** Two negotiations over model connections, joined by queues that deliver in order and that a test can hold. */
import { CandidateBatch } from '../../../widget/peer/candidate-batch.ts';
import { type NegotiationStep, PerfectNegotiation } from '../../../widget/peer/perfect-negotiation.ts';
import type { SignalCandidate, SignalDescription } from '../../../widget/peer/signals.ts';
import { ModelConnection } from '../../support/model-connection.ts';
import { type Random, randomFrom } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

type Sent = { readonly description: SignalDescription } | { readonly candidates: SignalCandidate[] };

export interface TestSide {
  readonly connection: ModelConnection;
  readonly negotiation: PerfectNegotiation;
  readonly sent: Sent[];
  readonly failures: NegotiationStep[];
  /** What the browser was asked although it must refuse it. */
  readonly refusals: string[];
  negotiatedCount: number;
  remoteOfferCount: number;
  /** Refuses that many of the next remote descriptions. */
  refusing: number;
}

export class NegotiationPair {
  readonly clock = new VirtualClock();
  readonly random: Random = randomFrom(1);
  readonly polite: TestSide;
  readonly impolite: TestSide;
  /** While true, what is sent waits. */
  isHeld = false;
  mismatchCount = 0;
  readonly #queues = new Map<TestSide, { readonly pending: Sent[]; isRunning: boolean }>();

  constructor() {
    this.polite = this.#sideOf(true, () => this.impolite);
    this.impolite = this.#sideOf(false, () => this.polite);
  }

  /** Lets everything that was held, and all that follows, take its course. */
  async finish(): Promise<void> {
    this.isHeld = false;
    for (const side of this.#queues.keys()) void this.#run(side);
    await this.clock.advanceUntilIdle(60_000);
  }

  #sideOf(polite: boolean, other: () => TestSide): TestSide {
    const { clock, random } = this;
    const send = (sent: Sent): void => {
      side.sent.push(sent);
      clock.setTimeout(() => {
        this.#queues.get(other())?.pending.push(sent);
        void this.#run(other());
      }, 10);
    };
    const batch = new CandidateBatch(clock, (candidates) => send({ candidates }));
    const connection = new ModelConnection({
      clock,
      random,
      onnegotiationneeded: () => void negotiation.handleNegotiationNeeded(),
      onicecandidate: ({ candidate }) => {
        if (candidate !== null) batch.add({ ...candidate });
      },
      onmismatch: () => (this.mismatchCount += 1),
      onrefusal: (name) => side.refusals.push(name),
      refuses: () => side.refusing > 0 && side.refusing-- > 0,
    });
    const negotiation = new PerfectNegotiation({
      polite,
      connection,
      send: (description) => {
        batch.flush();
        send({ description });
      },
      onremoteoffer: () => (side.remoteOfferCount += 1),
      onnegotiated: () => (side.negotiatedCount += 1),
      onfailure: (step) => side.failures.push(step),
    });
    const counts = { negotiatedCount: 0, remoteOfferCount: 0, refusing: 0 };
    const side: TestSide = { connection, negotiation, sent: [], failures: [], refusals: [], ...counts };
    this.#queues.set(side, { pending: [], isRunning: false });
    return side;
  }

  async #run(side: TestSide): Promise<void> {
    const queue = this.#queues.get(side);
    if (queue === undefined || queue.isRunning || this.isHeld) return;
    queue.isRunning = true;
    for (let next = queue.pending.shift(); next !== undefined; next = queue.pending.shift()) {
      if ('description' in next) await side.negotiation.handleDescription(next.description);
      else await side.negotiation.handleCandidates(next.candidates);
    }
    queue.isRunning = false;
  }
}

/** The types of the descriptions that a side sent. */
export function typesOf({ sent }: TestSide): string[] {
  return sent.flatMap((it) => ('description' in it ? [it.description.type] : []));
}
