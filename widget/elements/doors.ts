/** Who may come in from now on, and the end for everyone: what the panel of the people shows to those who may decide it. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { NO_PEER_ID } from '../call/local-participant.ts';
import type { CallView } from './call-view.ts';
import { textButton } from './controls.ts';
import { problem, question } from './people-row.ts';

interface Door {
  readonly op: 'lock' | 'lobby';
  readonly on: boolean;
  readonly text: string;
  readonly detail: string;
}

function door({ op, on, text, detail }: Door, { call, people, request }: CallView): TemplateResult | typeof nothing {
  if (!call.may(op)) return nothing;
  const isPending = people.isPending(`${op} `);
  return html`<button
    type="button"
    part="button button-${op}"
    class="switch"
    role="switch"
    aria-checked=${on}
    aria-busy=${isPending ? 'true' : nothing}
    @click=${() => request.moderate(op, NO_PEER_ID)}
  >
    <span class="switch-text">${text} <span class="switch-detail">${detail}</span></span>
    <span class="switch-track"></span>
  </button>`;
}

export function doors(view: CallView): TemplateResult {
  const { call, request } = view;
  return html`${door(
    {
      op: 'lock',
      on: call.locked,
      text: msg('Lock the room', { id: 'lock' }),
      detail: msg('Nobody new can come in.', { id: 'lock-detail' }),
    },
    view,
  )}
  ${door(
    {
      op: 'lobby',
      on: call.lobby,
      text: msg('Lobby', { id: 'lobby' }),
      detail: msg('Let people in one by one.', { id: 'lobby-detail' }),
    },
    view,
  )}
  ${problem(view, NO_PEER_ID)}
  ${
    call.may('end')
      ? html`<div class="people-end">
          ${textButton({
            name: 'end',
            text: msg('End for everyone', { id: 'end' }),
            onpress: () => request.ask('end '),
          })}
          ${question(view, {
            op: 'end',
            id: NO_PEER_ID,
            title: msg('End the call for everyone?', { id: 'end-question' }),
            detail: msg('Everyone leaves it, and so do you.', { id: 'end-detail' }),
            answer: msg('End', { id: 'end-answer' }),
          })}
        </div>`
      : nothing
  }`;
}
