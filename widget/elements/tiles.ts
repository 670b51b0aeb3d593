/**
 * All participants and shared screens. The nodes never move: the grid, or the stage of a shared screen, is made by attributes on
 * the container, because a moved `<video>` pauses.
 */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Participant } from '../call/participant.ts';
import { type CallView, isInCall } from './call-view.ts';
import { screenTile, tile } from './tile.ts';

/** More tiles than this beside a screen take two rows in a narrow box. */
const MAX_IN_ROW = 5;

type Shown =
  | { readonly key: string; readonly participant: Participant }
  | { readonly key: string; readonly participant: Participant; readonly focused: boolean };

/** Whether this one shows a screen to us; the own one is said in a banner, where it is no mirror in a mirror. */
function hasScreen({ local, screenshareEnabled, screenTrack }: Participant): boolean {
  return !local && screenshareEnabled && screenTrack !== null;
}

/** With one other person the own picture is a small tile in the corner; alone, with more, or beside a screen, it has a place
 *  like all. */
function hasCornerTile(others: readonly Participant[]): boolean {
  return others.length === 1 && !others.some(hasScreen);
}

/** How many tiles share the grid. */
export function gridTileCount(others: ReadonlyMap<unknown, Participant>): number {
  return hasCornerTile([...others.values()]) ? 1 : others.size + 1;
}

/** Everyone, and after each their screen. The first screen has the stage. */
function shownOf(participants: readonly Participant[]): Shown[] {
  const first = participants.find(hasScreen);
  return participants.flatMap((participant): Shown[] => {
    const key = participant.local ? 'local' : participant.id;
    if (!hasScreen(participant)) return [{ key, participant }];
    return [
      { key, participant },
      { key: `${key} screen`, participant, focused: participant === first },
    ];
  });
}

export function tiles({ call, state, grid, request, isSelfViewHeld }: CallView): TemplateResult {
  const others: readonly Participant[] = isInCall(state) ? [...call.participants.values()] : [];
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
    data-stage=${others.some(hasScreen) ? (shown.length > MAX_IN_ROW + 1 ? 'crowded' : 'screen') : nothing}
  >
    ${repeat(
      shown,
      ({ key }) => key,
      (one) =>
        'focused' in one
          ? screenTile({ participant: one.participant, focused: one.focused, onblocked })
          : tile({
              participant: one.participant,
              corner: one.participant.local && hasCornerTile(others),
              only: !one.participant.local && others.length === 1,
              onblocked,
            }),
    )}
  </div>`;
}
