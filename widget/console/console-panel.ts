/** Everything of the console in its places: the bar, lines, what rings, the large place, the queue and the lists. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { DeskView } from './desk-view.ts';
import { idle } from './idle.ts';
import { lines } from './lines.ts';
import { lists } from './lists.ts';
import { loading } from './loading.ts';
import { queue } from './queue.ts';
import { ringCards } from './ring-card.ts';
import { statusBar } from './status-bar.ts';

function work(view: DeskView): TemplateResult {
  const { desk, more, own } = view;
  if (desk.ownCall === null) return idle(view);
  if (more !== null && own !== null) return more.ownCall(desk.ownCall, view, own);
  return loading(view, msg('The call could not be loaded.', { id: 'agent-call-missing' }));
}

export function consolePanel(view: DeskView): TemplateResult {
  const { desk, state, more, opened } = view;
  const isIn = state !== 'closed' && state !== 'connecting';
  return html`${statusBar(view)} ${opened === 'settings' ? (more?.settings(view) ?? nothing) : nothing} ${lines(view)}
    ${ringCards(view)}
    <div class="columns">
      <div class="work">${work(view)}</div>
      ${isIn ? html`${queue(view)} ${lists(view)}` : nothing}
    </div>
    ${opened === 'transfer' && desk.ownCall ? (more?.transferDialog(desk.ownCall, view) ?? nothing) : nothing}`;
}
