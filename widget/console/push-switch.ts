/** Whether this browser tells of calls while the page is closed, and the change of it. Knows the state and the words, and no view. */
import { msg } from '@lit/localize';
import type { PushDesk, PushState } from '../desk/push.ts';
import { loadPush } from '../parts/push.ts';

type PushApi = Pick<typeof import('../desk/push.ts'), 'pushState' | 'enablePush' | 'disablePush' | 'quietPush'>;

/** Replaced in tests; no public API. */
export const pushModule: { load: () => Promise<PushApi> } = { load: loadPush };

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}

export class PushSwitch {
  /** Null: not known yet. */
  state: PushState | null = null;
  isPending = false;
  readonly #desk: () => PushDesk;
  readonly #onchange: () => void;
  readonly #onrefused: (text: string) => void;

  /** @param onrefused why it could not be changed, in words. */
  constructor(desk: () => PushDesk, onchange: () => void, onrefused: (text: string) => void) {
    this.#desk = desk;
    this.#onchange = onchange;
    this.#onrefused = onrefused;
  }

  /** After each sign-on: what the desk has forgotten is said again. Never rejects. */
  async refresh(): Promise<void> {
    try {
      const api = await pushModule.load();
      this.state = await api.pushState(this.#desk());
      if (this.state === 'on') await this.#enable(api);
    } catch {
      // Whoever presses the switch hears why.
    }
    this.#onchange();
  }

  /** In the handler of a gesture. Never rejects. */
  async toggle(): Promise<void> {
    if (this.isPending) return;
    this.isPending = true;
    this.#onchange();
    try {
      // It is there since the state was asked: the gesture is not over.
      const api = await pushModule.load();
      if (this.state === 'on') await api.disablePush(this.#desk());
      else await this.#enable(api);
      this.state = this.state === 'on' ? 'off' : 'on';
    } catch (error) {
      const code = codeOf(error);
      if (code === 'denied' || code === 'unsupported' || code === 'not-configured') this.state = code;
      if (code !== 'denied') this.#onrefused(msg('That did not work. Try again.', { id: 'agent-failed' }));
    }
    this.isPending = false;
    this.#onchange();
  }

  /** A call was answered or is over: what is still shown of it on this device is old. Never rejects. */
  async quiet(): Promise<void> {
    if (this.state !== 'on') return;
    await pushModule.load().then(
      (api) => api.quietPush(this.#desk()),
      () => undefined,
    );
  }

  #enable(api: PushApi): Promise<void> {
    const texts = {
      waiting: msg('Somebody is calling', { id: 'agent-push-waiting' }),
      accepted: msg('A colleague has answered', { id: 'agent-push-accepted' }),
      missed: msg('You have missed a call', { id: 'agent-push-missed' }),
    };
    return api.enablePush({ ...this.#desk(), texts });
  }
}
