/** What stands on a tile beside picture and name: a raised hand, a reaction, and the button that makes the tile large. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { Hand, Pin, PinOff } from 'lucide';
import { icon } from './icons.ts';
import type { Shown } from './reactions.ts';

export interface TileMarks {
  /** What the tile is called. */
  readonly label: string;
  readonly handRaised: boolean;
  readonly reaction: Shown | undefined;
  /** How good the way is, where it is not. */
  readonly quality: unknown;
  /** Why there is no picture. */
  readonly note: unknown;
  /** Null where there is nothing to choose from. */
  readonly pin: { readonly isPinned: boolean; readonly onpress: () => void } | null;
}

export function handMark(): TemplateResult {
  return html`<span class="hand-mark" role="img" aria-label=${msg('Hand raised', { id: 'hand-raised' })}
    >${icon(Hand)}</span
  >`;
}

export function tileMarks({ label, handRaised, reaction, quality, note, pin }: TileMarks): TemplateResult {
  return html`${note}${
      reaction === undefined
        ? nothing
        : keyed(reaction.number, html`<span class="reaction" aria-hidden="true">${reaction.reaction}</span>`)
    }
    <div class="tile-corner">
      ${
        pin === null
          ? nothing
          : html`<button
              type="button"
              part="button button-pin"
              class="tile-pin"
              aria-label=${msg(str`Make large: ${label}`, { id: 'pin' })}
              title=${
                pin.isPinned
                  ? msg('Let go of this tile', { id: 'unpin-tooltip' })
                  : msg('Make this tile large', { id: 'pin-tooltip' })
              }
              aria-pressed=${pin.isPinned}
              @click=${pin.onpress}
            >
              ${icon(pin.isPinned ? PinOff : Pin)}
            </button>`
      }
      ${quality} ${handRaised ? handMark() : nothing}
    </div>`;
}
