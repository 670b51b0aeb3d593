/** A support desk that does only what a test tells it to, as a visitor sees it. Nothing here decides anything. */
import type { Availability, CallId, OwnCall, Pass, VisitorPage } from '#protocol';
import {
  type CallWish,
  type DeskConnectionState,
  DeskError,
  type DeskProblem,
  type MessageWish,
  type VisitorDeskModel,
} from '../../../../widget/desk/desk-types.ts';

/** What a test may show. */
export interface DeskSnapshot {
  connection: DeskConnectionState;
  availability: Availability | null;
  call: OwnCall | null;
  problem: DeskProblem | null;
}

export const AVAILABLE: Availability = { state: 'available', departments: [], messages: true };

export const PASS: Pass = { room: 'desk-room-1', token: 'a.b.c', ttlMs: 600_000 };

export function ownCall(phase: OwnCall['phase'], change: Partial<OwnCall> = {}): OwnCall {
  return { id: 'c1' as CallId, phase, ...change };
}

export const ANSWERED = ownCall('active', { pass: PASS, agent: { name: 'Ann' } });

export class ScriptedDesk implements VisitorDeskModel, DeskSnapshot {
  connection: DeskConnectionState = 'idle';
  availability: Availability | null = null;
  call: OwnCall | null = null;
  problem: DeskProblem | null = null;
  /** The requests of the view, in order. */
  readonly requested: string[] = [];
  readonly wishes: CallWish[] = [];
  readonly messages: { readonly message: MessageWish; readonly voice: Blob | undefined }[] = [];
  readonly pages: VisitorPage[] = [];
  /** Whether there is a call of the page before. */
  resumed: Promise<boolean> = Promise.resolve(false);
  /** What the next requests fail with. */
  failure: DeskError | null = null;
  isDisposed = false;
  readonly #listeners = new Set<() => void>();
  #answered: Promise<void> | null = null;

  show(change: Partial<DeskSnapshot>): void {
    Object.assign(this, change);
    for (const listener of this.#listeners) listener();
  }

  /** From now on requests are answered only when the returned function is called. */
  hold(): () => void {
    let answer = (): void => undefined;
    this.#answered = new Promise((resolve) => {
      answer = resolve;
    });
    return () => answer();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watchAvailability = (): void => void this.requested.push('watchAvailability');
  refreshAvailability = (): Promise<void> => this.#request('refreshAvailability', undefined);
  /** How often it was asked for. */
  resumeCount = 0;
  /** What is known as soon as it is asked for. */
  kept: OwnCall | null = null;
  resume = (): Promise<boolean> => {
    this.resumeCount += 1;
    if (this.kept !== null) this.show({ connection: 'connecting', call: this.kept });
    return this.resumed;
  };
  request = (wish: CallWish): Promise<void> => {
    this.wishes.push(wish);
    return this.#request('request', undefined);
  };
  cancel = (): Promise<void> => this.#request('cancel', undefined);
  end = (): Promise<void> => this.#request('end', undefined);
  rate = (stars: number): Promise<void> => this.#request(`rate ${stars}`, undefined);
  freshPass = (): Promise<Pass> => this.#request('freshPass', { ...PASS, token: 'd.e.f' });
  setPage = (page: VisitorPage): void => void this.pages.push(page);
  leaveMessage = async (message: MessageWish, voice?: Blob, signal?: AbortSignal): Promise<string> => {
    this.messages.push({ message, voice });
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DeskError('signaling-unreachable')));
    });
    return Promise.race([this.#request('leaveMessage', 'm1'), aborted]);
  };

  forget(): void {
    this.requested.push('forget');
    this.show({ call: null });
  }

  dispose(): void {
    this.isDisposed = true;
    this.#listeners.clear();
  }

  #request<Result>(name: string, result: Result): Promise<Result> {
    this.requested.push(name);
    const { failure } = this;
    const answer = (): Promise<Result> => (failure === null ? Promise.resolve(result) : Promise.reject(failure));
    return this.#answered === null ? answer() : this.#answered.then(answer);
  }
}
