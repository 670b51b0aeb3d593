/** Whether this browser tells of calls while the page is closed, and the change of it. Knows the state and the words, and no view. */
import { msg } from '@lit/localize';
import { type PushDesk, PushError, type PushState, disablePush, enablePush, pushState } from '../desk/push.ts';

/** Replaced in tests; no public API. */
export const pushApi = { pushState, enablePush, disablePush };

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
      this.state = await pushApi.pushState(this.#desk());
      if (this.state === 'on') await this.#enable();
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
      if (this.state === 'on') await pushApi.disablePush(this.#desk());
      else await this.#enable();
      this.state = this.state === 'on' ? 'off' : 'on';
    } catch (error) {
      const code = error instanceof PushError ? error.code : 'failed';
      if (code === 'denied' || code === 'unsupported' || code === 'not-configured') this.state = code;
      if (code !== 'denied') this.#onrefused(msg('That did not work. Try again.', { id: 'agent-failed' }));
    }
    this.isPending = false;
    this.#onchange();
  }

  #enable(): Promise<void> {
    const texts = {
      waiting: msg('Somebody is calling', { id: 'agent-push-waiting' }),
      accepted: msg('A colleague has answered', { id: 'agent-push-accepted' }),
      missed: msg('You have missed a call', { id: 'agent-push-missed' }),
    };
    return pushApi.enablePush({ ...this.#desk(), texts });
  }
}
