/** What a tile says of the way to its participant: nothing while it is good. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { Participant } from '../call/participant.ts';
import { nameOf } from './tile.ts';

type Judged = Pick<
  Participant,
  'id' | 'name' | 'local' | 'networkQuality' | 'cameraEnabled' | 'cameraPaused' | 'connectionState'
>;

/** A camera that was turned off meanwhile is not paused. */
function isPaused({ cameraEnabled, cameraPaused }: Judged): boolean {
  return cameraEnabled && cameraPaused;
}

/** Three bars, as a phone shows them; the others stay visible, so that one sees what is missing. */
function bars(count: number): TemplateResult {
  return html`<svg class="icon bars" data-count=${count} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M5 20v-4" />
    <path d="M12 20V10" />
    <path d="M19 20V4" />
  </svg>`;
}

/** @param onpress shows more. */
export function qualityMark(
  participant: Judged,
  isOpen: boolean,
  onpress: () => void,
): TemplateResult | typeof nothing {
  const { id, local, networkQuality: level, connectionState } = participant;
  const isVery = level === 'very-low' || isPaused(participant);
  const isWeak = level === 'low' || isVery;
  // Of what is being repaired the tile says so already.
  if (local || !isWeak || connectionState !== 'connected') return nothing;
  const name = nameOf(participant);
  return html`<button
    type="button"
    part="quality"
    class="tile-quality ${isVery ? 'very' : ''}"
    data-quality-of=${id}
    aria-label=${
      isVery
        ? msg(str`Very weak connection to ${name}`, { id: 'quality-mark-very-low' })
        : msg(str`Weak connection to ${name}`, { id: 'quality-mark-low' })
    }
    title=${msg('Show the connection', { id: 'quality-show' })}
    aria-expanded=${isOpen}
    @click=${onpress}
  >
    ${bars(isVery ? 1 : 2)}
  </button>`;
}

/** Why there is no picture of somebody whose camera is on. */
export function pausedNote(participant: Judged): TemplateResult | typeof nothing {
  if (!isPaused(participant) || participant.connectionState !== 'connected') return nothing;
  return html`<p class="tile-paused">${msg('Camera paused: the connection is weak', { id: 'camera-paused' })}</p>`;
}
