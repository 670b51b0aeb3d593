/**
 * What is said, as text over the stage: a page that has it, from speech recognition or a person who types along, hands it in. Nothing
 * of it travels. Two lines, the newest words at the end; not read out, because who hears the page hears the people too. Knows no call.
 */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { PeerId } from '#protocol';

/** What `showCaption` takes. */
export interface Caption {
  /** Who speaks: an id of `participants`, or the own one. */
  readonly participantId: PeerId;
  /** The whole sentence so far; text, never HTML. */
  readonly text: string;
  /** Whether no further version of this sentence comes. Default: true. */
  readonly isFinal?: boolean;
}

/** How long the last words stay, in ms. */
export const STAYS_MS = 6_000;

/** Longer texts lose their beginning, which is out of the two lines by then. */
const MAX_LENGTH = 300;

/** Of so many people at once. */
const MAX_COUNT = 2;

interface Line {
  readonly id: PeerId;
  readonly number: number;
  readonly text: string;
  readonly isFinal: boolean;
}

export class Captions {
  readonly #onchange: () => void;
  #lines: readonly Line[] = [];
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #count = 0;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Shows a sentence: instead of the earlier version of it, else after the last one of anybody. */
  show({ participantId: id, text, isFinal = true }: Caption): void {
    const earlier = this.#lines.find((line) => line.id === id && !line.isFinal);
    const number = earlier?.number ?? (this.#count += 1);
    const line = { id, number, text: String(text).trim().slice(-MAX_LENGTH), isFinal };
    const lines = earlier ? this.#lines.map((it) => (it === earlier ? line : it)) : [...this.#lines, line];
    clearTimeout(this.#timers.get(number));
    this.#timers.set(
      number,
      setTimeout(() => this.#keep(this.#lines.filter((it) => it.number !== number)), STAYS_MS),
    );
    this.#keep(lines.filter((it) => it.text !== '').slice(-MAX_COUNT));
  }

  clear(): void {
    if (this.#lines.length > 0) this.#keep([]);
  }

  #keep(lines: readonly Line[]): void {
    this.#lines = lines;
    for (const [number, timer] of this.#timers) {
      if (lines.some((line) => line.number === number)) continue;
      clearTimeout(timer);
      this.#timers.delete(number);
    }
    this.#onchange();
  }
}

/** @param nameOf '' where there is nobody with this id. */
export function captionLines(captions: Captions, nameOf: (id: PeerId) => string): TemplateResult | typeof nothing {
  const { lines } = captions;
  if (lines.length === 0) return nothing;
  return html`<div class="captions-place">
    <div
      part="captions"
      class="captions"
      role="group"
      aria-live="off"
      aria-label=${msg('Captions', { id: 'captions' })}
    >
      ${repeat(
        lines,
        ({ number }) => number,
        ({ id, text }) => {
          const name = nameOf(id);
          return html`<p class="caption" dir="auto">
            ${name === '' ? nothing : html`<b class="caption-name"><bdi>${name}</bdi>:</b> `}<span>${text}</span>
          </p>`;
        },
      )}
    </div>
  </div>`;
}
