/** The innocent in their thread (witness-thread.ts), as the parts of the bench use them. Must not know what they are witnesses of. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface RoomPlan {
  readonly name: string;
  readonly members: number;
  /** Relays of each member in a second; the Worker allows 10 for long. */
  readonly perSecond: number;
  readonly isLocked?: boolean;
}

/** What happened in one room between `begin` and `end`. */
export interface Seen {
  readonly name: string;
  /** How long each relay took, in ms. */
  readonly arrivedMs: readonly number[];
  readonly lost: number;
  /** Sockets of the innocent that were closed, ever. */
  readonly closed: number;
  /** Events whose `rv` was not one higher than the last (G2), ever. */
  readonly gaps: number;
  readonly rv: number;
  /** Peer ids of the innocent. */
  readonly ids: readonly string[];
  /** Seats of others. */
  readonly strangers: number;
  /** Whether all the innocent still have their seats. */
  readonly hasAll: boolean;
}

export type WitnessRequest =
  | { readonly op: 'open'; readonly workerUrl: string; readonly rooms: readonly RoomPlan[] }
  | { readonly op: 'begin' }
  | { readonly op: 'end' };

export type WitnessAnswer =
  | { readonly ok: true; readonly seen: readonly Seen[] }
  | { readonly ok: false; readonly reason: string };

export class Witness {
  readonly #thread = new Worker(new URL('witness-thread.ts', import.meta.url));

  /** Fills the rooms; there is one set of rooms a thread. */
  async open(workerUrl: string, rooms: readonly RoomPlan[]): Promise<void> {
    await this.#ask({ op: 'open', workerUrl, rooms });
  }

  /** Starts to relay, and to count anew. */
  async begin(): Promise<void> {
    await this.#ask({ op: 'begin' });
  }

  /** Stops to relay. @returns what was seen since `begin`, by room, in the order of `open`. */
  end(): Promise<readonly Seen[]> {
    return this.#ask({ op: 'end' });
  }

  /** @returns what was seen while `work` ran. */
  async during(work: () => Promise<void>): Promise<readonly Seen[]> {
    await this.begin();
    await work();
    return this.end();
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }

  async #ask(request: WitnessRequest): Promise<readonly Seen[]> {
    this.#thread.postMessage(request);
    const [answer]: WitnessAnswer[] = await once(this.#thread, 'message');
    if (answer?.ok) return answer.seen;
    throw new Error(`The witnesses: ${answer?.reason}`);
  }
}
