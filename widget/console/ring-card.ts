/** What rings here, on top of everything: who calls, how long it rings still, and the two answers. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskCall } from '#protocol';
import { textButton } from '../elements/controls.ts';
import { visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import { ANSWER_KEYS, DECLINE_KEYS } from './ring-keys.ts';
import { visitorPage, visitorPicture, visitorTitle, visitorTopic } from './visitor-facts.ts';
import { wishKey } from './wishes.ts';

/** The calls that ring here and are on the list. */
export function ringing({ calls, rings }: DeskView['desk']): readonly DeskCall[] {
  return [...rings.keys()].flatMap((id) => calls.get(id) ?? []);
}

/** A circle that gets shorter, and the seconds in it. */
function countdown(endsAtMs: number, wholeMs: number): TemplateResult {
  return html`<span class="countdown" aria-hidden="true">
    <svg viewBox="0 0 36 36" focusable="false">
      ${svg`<circle class="countdown-track" cx="18" cy="18" r="16" />
      <circle class="countdown-left" cx="18" cy="18" r="16" pathLength="100" stroke-dasharray="100"
        data-until=${endsAtMs} data-whole=${wholeMs} />`}
    </svg>
    <span class="countdown-text" data-until=${endsAtMs}></span>
  </span>`;
}

function card(call: DeskCall, { desk, wishes, request, ringLengths }: DeskView): TemplateResult {
  const name = visitorName(call);
  const endsAtMs = desk.rings.get(call.id)?.endsAtMs ?? 0;
  return html`<article part="ring" class="ring" aria-label=${msg(str`${name} is calling`, { id: 'agent-calling' })}>
    ${visitorPicture(call)}
    <div class="ring-text">
      <p class="ring-name">${visitorTitle(call)}</p>
      ${visitorTopic(call)} ${visitorPage(call)}
    </div>
    ${countdown(endsAtMs, ringLengths.get(call.id) ?? 1)}
    <div class="ring-actions" aria-keyshortcuts="${ANSWER_KEYS} ${DECLINE_KEYS}">
      ${textButton({
        name: 'decline',
        text: msg('Decline', { id: 'reject' }),
        label: msg(str`Decline ${name}`, { id: 'reject-name' }),
        pending: wishes.isPending(wishKey('decline', call.id)),
        onpress: () => request.decline(call),
      })}
      ${textButton({
        name: 'answer',
        text: msg('Answer', { id: 'agent-answer' }),
        label: msg(str`Answer ${name}`, { id: 'agent-answer-name' }),
        kind: 'primary',
        icon: 'leave',
        pending: wishes.isPending(wishKey('accept', call.id)),
        onpress: () => request.answer(call),
      })}
    </div>
  </article>`;
}

export function ringCards(view: DeskView): TemplateResult {
  const calls = ringing(view.desk);
  return html`<section
    class="rings"
    aria-label=${msg('Incoming call', { id: 'agent-incoming' })}
    ?hidden=${calls.length === 0}
  >
    ${repeat(
      calls,
      ({ id }) => id,
      (call) => card(call, view),
    )}
  </section>`;
}
