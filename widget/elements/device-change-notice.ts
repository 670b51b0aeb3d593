/** Remembers the last change of a device for as long as a person needs to read it. Knows no words. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeviceChange } from '../call/events.ts';

/** Long enough to read the name of a device twice, in ms. */
export const SHOWN_MS = 8_000;

/** The others are shown by the state of the device, or were the person's own doing. */
const NEWS: ReadonlySet<DeviceChange['reason']> = new Set(['replaced', 'returned']);

export class DeviceChangeNotice implements ReactiveController {
  change: DeviceChange | null = null;
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.dismiss();
  }

  handle(change: DeviceChange): void {
    clearTimeout(this.#timer);
    this.change = NEWS.has(change.reason) ? change : null;
    if (this.change !== null) this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
    this.#host.requestUpdate();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.change = null;
    this.#host.requestUpdate();
  }
}
