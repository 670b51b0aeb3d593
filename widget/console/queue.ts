/** Who waits, oldest first: each with what it has said, how long it waits, and the button that takes it. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskCall } from '#protocol';
import { textButton } from '../elements/controls.ts';
import { statusText, visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import { visitorFacts, visitorPage, visitorTitle, visitorTopic } from './visitor-facts.ts';
import { wishKey } from './wishes.ts';

function waitingCalls({ calls }: DeskView['desk']): readonly DeskCall[] {
  return [...calls.values()].filter(({ phase }) => phase === 'waiting' || phase === 'ringing');
}

function marks(call: DeskCall, { desk }: DeskView): TemplateResult {
  const from = call.from === null ? undefined : desk.agents.get(call.from);
  return html`${call.on ? nothing : html`<span class="tag">${statusText('off')}</span>`}
  ${from ? html`<span class="tag">${msg(str`From ${from.name}`, { id: 'agent-handed-by' })}</span>` : nothing}`;
}

function row(call: DeskCall, view: DeskView): TemplateResult {
  const name = visitorName(call);
  return html`<li part="waiting" class="row" data-call=${call.id}>
    <div class="row-head">
      <span class="row-name">${visitorTitle(call)}</span>
      <span class="time">
        <span class="sr-only">${msg('Waiting for', { id: 'agent-waiting-for' })}</span>
        <span role="timer" data-since=${call.at}></span>
      </span>
    </div>
    ${marks(call, view)} ${visitorTopic(call)} ${visitorPage(call)} ${visitorFacts(call)}
    ${call.note.trim() === '' ? nothing : html`<p class="row-note" dir="auto">${call.note}</p>`}
    <div class="row-actions">
      ${
        view.desk.ownCall === null
          ? textButton({
              name: 'accept',
              text: msg('Answer', { id: 'agent-answer' }),
              label: msg(str`Answer ${name}`, { id: 'agent-answer-name' }),
              pending: view.wishes.isPending(wishKey('accept', call.id)),
              onpress: () => view.request.answer(call),
            })
          : nothing
      }
    </div>
  </li>`;
}

export function queue(view: DeskView): TemplateResult {
  const calls = waitingCalls(view.desk);
  const more = view.desk.waitingCount - calls.length;
  const title = msg('Waiting', { id: 'agent-waiting' });
  return html`<section part="queue" class="queue" aria-label=${title}>
    <h2 class="section-title">${title} <span class="count">${Math.max(view.desk.waitingCount, calls.length)}</span></h2>
    <ul
      class="rows"
      tabindex="-1"
      data-home
      aria-label=${msg('Waiting calls', { id: 'agent-queue' })}
      ?hidden=${calls.length === 0}
    >
      ${repeat(
        calls,
        ({ id }) => id,
        (call) => row(call, view),
      )}
    </ul>
    ${more > 0 && calls.length > 0 ? html`<p class="detail">${msg(str`And ${more} more.`, { id: 'agent-more' })}</p>` : nothing}
    ${calls.length === 0 ? html`<p class="empty">${msg('Nobody is waiting. Take a breath.', { id: 'agent-queue-empty' })}</p>` : nothing}
  </section>`;
}
