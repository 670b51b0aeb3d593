/** Calls that nobody answered, the newest first, until somebody has seen to them. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MissedCall } from '#protocol';
import { textButton } from '../elements/controls.ts';
import { missedText, visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import { momentText } from './moment-text.ts';
import { visitorFacts, visitorPage, visitorTitle, visitorTopic } from './visitor-facts.ts';
import { wishKey } from './wishes.ts';

function row(call: MissedCall, { desk, wishes, request }: DeskView): TemplateResult {
  return html`<li part="missed" class="row" data-call=${call.id}>
    <div class="row-head">
      <span class="row-name">${visitorTitle(call)}</span>
      <time class="time" datetime=${new Date(call.at).toISOString()}>${momentText(call.at, desk.now())}</time>
    </div>
    <p class="detail">${missedText(call.reason)}</p>
    ${visitorTopic(call)} ${visitorPage(call)} ${visitorFacts(call)}
    <div class="row-actions">
      ${textButton({
        name: 'clear',
        text: msg('Done', { id: 'agent-done' }),
        label: msg(str`Done: ${visitorName(call)}`, { id: 'agent-done-name' }),
        icon: 'check',
        pending: wishes.isPending(wishKey('clear', call.id)),
        onpress: () => request.clear(call),
      })}
    </div>
  </li>`;
}

export function missed(view: DeskView): TemplateResult {
  const calls = [...view.desk.missed].sort((first, second) => second.at - first.at);
  if (calls.length === 0) return html`<p class="empty">${msg('No call was missed.', { id: 'agent-missed-none' })}</p>`;
  return html`<ul class="rows">
    ${repeat(
      calls,
      ({ id }) => id,
      (call) => row(call, view),
    )}
  </ul>`;
}
