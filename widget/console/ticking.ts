/**
 * Writes times into the view once a second, without drawing anything else anew: how long something lasts (`data-since`), and how many seconds
 * are left (`data-until`, with what is left of `data-whole` as the dash of a circle). Both in ms on the desk's clock.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { durationText } from '../elements/call-clock.ts';

type Host = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment };

function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

export class Ticking implements ReactiveController {
  readonly #host: Host;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: Host, now: () => number) {
    this.#host = host;
    this.#now = now;
    host.addController(this);
  }

  hostUpdated(): void {
    const targets = this.#targets();
    this.#draw(targets);
    if (targets.length === 0) this.hostDisconnected();
    else this.#timer ??= setInterval(() => this.#draw(this.#targets()), 1_000);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #targets(): readonly Element[] {
    return [...this.#host.renderRoot.querySelectorAll('[data-since], [data-until]')];
  }

  #draw(targets: readonly Element[]): void {
    const nowMs = this.#now();
    for (const target of targets) {
      const untilMs = target.getAttribute('data-until');
      if (untilMs === null) {
        write(target, durationText(nowMs - Number(target.getAttribute('data-since'))));
        continue;
      }
      const leftMs = Math.max(0, Number(untilMs) - nowMs);
      const wholeMs = target.getAttribute('data-whole');
      if (wholeMs === null) write(target, `${Math.ceil(leftMs / 1_000)}`);
      else target.setAttribute('stroke-dashoffset', `${Math.round(100 - (100 * leftMs) / Number(wholeMs))}`);
    }
  }
}
