/**
 * Hands the pushes of a desk to the push services, beside everything else: nothing waits for them, and what is not taken is not repeated, because
 * a call is over by then. Where a browser is reached is a secret: it is in no log. Has no rules.
 */
import type { DeskEffect } from '../../desk/effects.ts';
import { log } from '../log.ts';
import { deliverPush } from '../push/push-delivery.ts';
import { type VapidEnv, vapidSetting } from '../push/vapid-setting.ts';

export class Pushes {
  readonly #env: VapidEnv;
  readonly #ongone: (endpoint: string) => void;

  /** @param ongone called later, for a browser that is not there any more. */
  constructor(env: VapidEnv, ongone: (endpoint: string) => void) {
    this.#env = env;
    this.#ongone = ongone;
  }

  /** Begins to send; returns at once. Call in an alarm only: it may run after the caller has been answered. */
  send({ to, message }: Extract<DeskEffect, { type: 'push' }>): void {
    const setting = vapidSetting(this.#env);
    if (!setting.ok || setting.keys === null) return;
    for (const subscription of to) {
      void deliverPush(setting.keys, subscription, message).then((outcome) => {
        if (outcome.type === 'gone') this.#ongone(subscription.endpoint);
        if (outcome.type === 'failed') log({ event: 'push-failed', code: outcome.code }, 'warn');
      });
    }
  }
}
