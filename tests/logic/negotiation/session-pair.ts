/** Two negotiation sessions over model connections, in virtual time. */
import { expect } from 'vitest';
import {
  type ConnectionHandlers,
  NegotiationSession,
  type SessionStep,
} from '../../../widget/peer/negotiation-session.ts';
import { decodeSignal, type Signal } from '../../../widget/peer/signals.ts';
import { ModelConnection } from '../../support/model-connection.ts';
import { randomFrom } from '../../support/random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

interface Holder {
  readonly connection: ModelConnection;
  readonly generation: number;
  readonly handlers: ConnectionHandlers;
}

export class Side {
  readonly sent: Signal[] = [];
  readonly made: Holder[] = [];
  readonly replaced: Holder[] = [];
  readonly heard: Signal[] = [];
  readonly failures: SessionStep[] = [];
  readonly session: NegotiationSession<Holder>;
  /** Refuses that many of the next remote descriptions. */
  refusing = 0;
  canCreate = true;
  #inbox: Promise<void> = Promise.resolve();
  #remotePage = 0;

  constructor(clock: VirtualClock, polite: boolean, other: () => Side) {
    const random = randomFrom(1);
    this.session = new NegotiationSession<Holder>({
      polite,
      clock,
      send: (signal) => {
        this.sent.push(signal);
        clock.setTimeout(() => other().receive(signal), 10);
      },
      createConnection: (generation, handlers) => {
        if (!this.canCreate) throw new Error('no more connections');
        const connection = new ModelConnection({
          ...handlers,
          clock,
          random,
          refuses: () => this.refusing > 0 && this.refusing-- > 0,
        });
        if (!polite) connection.addLine();
        const holder = { connection, generation, handlers };
        this.made.push(holder);
        return holder;
      },
      onreplaced: (old) => {
        this.replaced.push(old);
        old.connection.close();
      },
      onsignal: (signal) => this.heard.push(signal),
      onfailure: (step) => this.failures.push(step),
    });
  }

  receive(signal: Signal): void {
    const decoded = decodeSignal(JSON.parse(JSON.stringify(signal)));
    const page = this.#remotePage;
    if (decoded !== null)
      this.#inbox = this.#inbox.then(() => (page === this.#remotePage ? this.session.handle(decoded) : undefined));
  }

  /** The other page was loaded anew: as the link does, drops what the page before it said. */
  restart(): void {
    this.#remotePage += 1;
    this.session.restart();
  }

  get generations(): number[] {
    return this.made.map(({ generation }) => generation);
  }

  get typesSent(): string[] {
    return this.sent.map((signal) => (signal.type === 'description' ? signal.description.type : signal.type));
  }
}

/** Two sessions over model connections, 10 ms apart. */
export function setup() {
  const clock = new VirtualClock();
  const polite: Side = new Side(clock, true, () => impolite);
  const impolite: Side = new Side(clock, false, () => polite);
  const start = async (): Promise<void> => {
    polite.session.start();
    impolite.session.start();
    await clock.advanceUntilIdle(60_000);
  };
  return { clock, polite, impolite, start };
}

export function expectConnected({ polite, impolite }: { polite: Side; impolite: Side }, generation: number): void {
  expect([polite.session.generation, impolite.session.generation]).toEqual([generation, generation]);
  const [here, there] = [polite.session.current?.connection, impolite.session.current?.connection];
  expect(here?.isAtRest).toBe(true);
  expect(there?.isAtRest).toBe(true);
  expect(here?.localDescription).toBeTruthy();
  expect(here?.localDescription?.sdp).toBe(there?.remoteDescription?.sdp);
  expect(there?.localDescription?.sdp).toBe(here?.remoteDescription?.sdp);
}
