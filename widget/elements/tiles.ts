/**
 * All participants and shared screens. The nodes never move: the grid, or the stage of a shared screen, is made by attributes on
 * the container, because a moved `<video>` pauses.
 */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Participant } from '../call/participant.ts';
import { type CallView, isInCall } from './call-view.ts';
import { type TileKey, hasScreen, keyOf, screenKeyOf } from './layout.ts';
import { screenTile, tile } from './tile.ts';

/** More tiles than this beside the stage take two rows in a narrow box. */
const MAX_IN_ROW = 5;

interface Shown {
  readonly key: TileKey;
  readonly participant: Participant;
  readonly isScreen?: true;
}

/** Everyone, and after each their screen. */
function shownOf(participants: readonly Participant[]): Shown[] {
  return participants.flatMap((participant): Shown[] => {
    const person = { key: keyOf(participant), participant };
    return hasScreen(participant) ? [person, { key: screenKeyOf(participant), participant, isScreen: true }] : [person];
  });
}

export function tiles(view: CallView): TemplateResult {
  const { call, state, stage, grid, arrangement, request, isSelfViewHeld } = view;
  const others: readonly Participant[] = isInCall(state) ? [...call.participants.values()] : [];
  const { focus, hasCorner } = arrangement;
  const { localParticipant } = call;
  const self = isSelfViewHeld ? { ...localParticipant, cameraTrack: null } : localParticipant;
  const shown = shownOf(isInCall(state) ? [...others, self] : []);
  const onblocked = (): void => request.reportBlockedSound();
  return html`<div
    class="tiles"
    role="list"
    aria-label=${msg('People in the call', { id: 'people' })}
    ?hidden=${shown.length === 0}
    data-columns=${grid.columns}
    data-rows=${grid.rows}
    data-stage=${focus !== null ? (shown.length > MAX_IN_ROW + 1 ? 'crowded' : 'screen') : nothing}
  >
    ${repeat(
      shown,
      ({ key }) => key,
      ({ key, participant, isScreen }) => {
        const focused = key === focus;
        const marks = stage?.marks(participant, isScreen === true, view);
        if (isScreen) return screenTile({ participant, focused, marks, onblocked });
        const { local } = participant;
        const corner = local && hasCorner;
        const speaking = stage?.isSpeaking(participant) ?? false;
        const only = !local && others.length === 1;
        return tile({ participant, corner, focused, speaking, only, marks, onblocked });
      },
    )}
  </div>`;
}
