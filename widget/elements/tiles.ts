/** All participants. The nodes never move: the grid is made by numbers on the container, because a moved `<video>` pauses. */
import { msg } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Participant } from '../call/participant.ts';
import { type CallView, isInCall } from './call-view.ts';
import { tile } from './tile.ts';

/** With one other person the own picture is a small tile in the corner; alone, or with more, it has a place like all. */
export function hasCornerTile(otherCount: number): boolean {
  return otherCount === 1;
}

/** How many tiles share the grid. */
export function gridTileCount(otherCount: number): number {
  return hasCornerTile(otherCount) ? 1 : otherCount + 1;
}

export function tiles({ call, state, grid, request, isSelfViewHeld }: CallView): TemplateResult {
  const others: readonly Participant[] = isInCall(state) ? [...call.participants.values()] : [];
  const { localParticipant } = call;
  const self = isSelfViewHeld ? { ...localParticipant, cameraTrack: null } : localParticipant;
  const shown = isInCall(state) ? [...others, self] : [];
  return html`<div
    class="tiles"
    role="list"
    aria-label=${msg('People in the call', { id: 'people' })}
    ?hidden=${shown.length === 0}
    data-columns=${grid.columns}
    data-rows=${grid.rows}
  >
    ${repeat(
      shown,
      (participant) => (participant.local ? 'local' : participant.id),
      (participant) =>
        tile({
          participant,
          corner: participant.local && hasCornerTile(others.length),
          only: !participant.local && others.length === 1,
          onblocked: () => request.reportBlockedSound(),
        }),
    )}
  </div>`;
}
