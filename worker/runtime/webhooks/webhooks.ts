/**
 * Tells the owner's server what happened in the room: in order, at least once, and never in the way of the call. An event is stored
 * by the handler that brought it; sending begins in an alarm and goes on beside everything else. As long as something is stored an alarm is
 * set, so that whatever is lost with the object is sent again, under the same id. Knows the room only as events.
 */
import type { DeskWebhookEvent } from '../../desk/desk-webhooks.ts';
import type { WebhookEvent } from '../../room/webhook-events.ts';
import type { AlarmClock } from '../alarm-clock.ts';
import { newWebhookId } from '../entropy.ts';
import { log } from '../log.ts';
import { type Outcome, WEBHOOK_TIMEOUT_MS, deliver } from './delivery.ts';
import { Outbox } from './outbox.ts';
import { WEBHOOK_LIFETIME_MS, retryDelayMs } from './retry-policy.ts';
import { type WebhookEnv, webhookSetting } from './webhook-setting.ts';

/** When an attempt of which nothing is heard any more is repeated. */
const LEASE_MS = WEBHOOK_TIMEOUT_MS + 5_000;

/** The free plan lets one run of an alarm ask 50 times (https://developers.cloudflare.com/workers/platform/limits/#subrequests). */
const DELIVERIES_PER_ALARM = 20;

export interface WebhooksOptions {
  readonly storage: DurableObjectStorage;
  readonly env: WebhookEnv;
  readonly clock: AlarmClock;
}

export class Webhooks {
  readonly #env: WebhookEnv;
  readonly #clock: AlarmClock;
  readonly #outbox: Outbox;
  #isSending = false;
  /** Until then the attempt that is under way is not repeated, nor one that ended in an error of ours. */
  #leaseEndMs = 0;

  constructor({ storage, env, clock }: WebhooksOptions) {
    this.#env = env;
    this.#clock = clock;
    this.#outbox = new Outbox(storage);
  }

  /** While there is, the storage must not be emptied. */
  get hasPending(): boolean {
    return !this.#outbox.isEmpty;
  }

  /** Stores what somebody wants to hear of. A storage that is full costs the event, not the call. */
  add(event: WebhookEvent | DeskWebhookEvent, nowMs: number): void {
    const setting = webhookSetting(this.#env);
    if (!setting.ok || setting.target === null || !setting.target.types.has(event.type)) return;
    try {
      dropped(this.#outbox.add({ id: newWebhookId(), body: JSON.stringify(event) }, nowMs));
    } catch {
      log({ event: 'webhook-not-stored' }, 'error');
    }
  }

  /** Sets the alarm that what is stored needs. Call at the end of every handler. */
  arrange(nowMs: number): void {
    if (this.hasPending) this.#clock.noLaterThan(Math.max(nowMs, this.#leaseEndMs, this.#outbox.retry.nextMs));
  }

  /** Begins to send what is due; returns at once. Call in an alarm only: it may run after the caller has been answered. */
  start(nowMs: number): void {
    const isDue = this.hasPending && Math.max(this.#leaseEndMs, this.#outbox.retry.nextMs) <= nowMs;
    if (this.#isSending || !isDue) return;
    this.#isSending = true;
    this.#leaseEndMs = nowMs + LEASE_MS;
    void this.#send()
      .then(() => {
        this.#leaseEndMs = 0;
      })
      .catch(() => log({ event: 'webhooks-failed' }, 'error'))
      .finally(() => {
        this.#isSending = false;
        this.arrange(Date.now());
      });
  }

  /** The whole storage is being emptied. */
  forget(): void {
    this.#outbox.forget();
  }

  /** Until all is sent, something fails, or this alarm has asked often enough. */
  async #send(): Promise<void> {
    for (let count = 0; count < DELIVERIES_PER_ALARM; count++) {
      const nowMs = Date.now();
      dropped(this.#outbox.removeOlder(nowMs - WEBHOOK_LIFETIME_MS));
      const pending = this.#outbox.oldest();
      if (pending === null) return;
      const setting = webhookSetting(this.#env);
      if (setting.ok && setting.target === null) return dropped(this.#outbox.removeAll());
      this.#leaseEndMs = nowMs + LEASE_MS;
      this.#clock.noLaterThan(this.#leaseEndMs);
      const outcome: Outcome =
        setting.ok && setting.target !== null
          ? await deliver(setting.target, pending, nowMs)
          : { type: 'failed', code: 0 };
      if (outcome.type === 'failed') return this.#retryLater(outcome.code, pending.atMs);
      this.#outbox.recovered();
      if (outcome.type === 'taken') this.#outbox.remove(pending);
      else {
        log({ event: 'webhook-gone' }, 'warn');
        return dropped(this.#outbox.removeAll());
      }
    }
  }

  #retryLater(code: number, sinceMs: number): void {
    log({ event: 'webhook-failed', code }, 'warn');
    const nowMs = Date.now();
    const failures = this.#outbox.retry.failures + 1;
    const nextMs = Math.min(nowMs + retryDelayMs(failures, Math.random()), sinceMs + WEBHOOK_LIFETIME_MS);
    this.#outbox.failed({ failures, nextMs });
  }
}

function dropped(count: number): void {
  if (count > 0) log({ event: 'webhook-dropped', count }, 'error');
}
