/** Everything of the console in its places: the bar, lines, what rings, the large place, the queue and the lists. */
import { type TemplateResult, html, nothing } from 'lit';
import type { DeskView } from './desk-view.ts';
import { idle } from './idle.ts';
import { lines } from './lines.ts';
import { lists } from './lists.ts';
import { ownCall } from './own-call.ts';
import { queue } from './queue.ts';
import { ringCards } from './ring-card.ts';
import { settings } from './settings.ts';
import { statusBar } from './status-bar.ts';
import { transferDialog } from './transfer-dialog.ts';

export function consolePanel(view: DeskView): TemplateResult {
  const { desk, state } = view;
  const isIn = state !== 'closed' && state !== 'connecting';
  return html`${statusBar(view)} ${settings(view)} ${lines(view)} ${ringCards(view)}
    <div class="columns ${desk.ownCall === null ? '' : 'with-call'}">
      <div class="work">${desk.ownCall === null ? idle(view) : ownCall(desk.ownCall, view)}</div>
      ${isIn ? html`${queue(view)} ${lists(view)}` : nothing}
    </div>
    ${transferDialog(desk.ownCall, view)}`;
}
