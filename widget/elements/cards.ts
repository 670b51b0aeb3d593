/** The screens that say one thing: nothing yet, waiting, over, broken. Every slot is always there; its default is not. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { ErrorCode } from '#protocol';
import { type ErrorText, errorText } from '../locales/error-text.ts';
import type { CallView } from './call-view.ts';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';
import { page } from './page.ts';

/** Shown in state `idle` where there is no pre-join screen. */
export function emptyScreen({ state, hasPrejoin, request }: CallView): TemplateResult {
  const isShown = !hasPrejoin && (state === 'idle' || state === 'prejoin');
  return html`<div class="screen" ?hidden=${!isShown}>
    <slot name="empty">
      ${
        isShown
          ? html`<div class="card">
              ${textButton({ name: 'join', text: msg('Join the call', { id: 'join-call' }), kind: 'primary', first: true, onpress: () => request.join() })}
            </div>`
          : nothing
      }
    </slot>
  </div>`;
}

/** Over the own picture while nobody else is there, or until one is let in. */
export function waitingNote(view: CallView): TemplateResult {
  const isShown = view.state === 'waiting';
  return html`<div class="note" ?hidden=${!isShown}>
    <slot name="waiting"> ${isShown ? (view.meeting?.card() ?? view.notices?.waitingCard(view)) : nothing} </slot>
  </div>`;
}

export function endedScreen({ call, state, notices, request }: CallView): TemplateResult {
  const isShown = state === 'ended';
  return html`<div class="screen" ?hidden=${!isShown}>
    <slot name="ended">
      ${
        isShown
          ? html`<div class="card">
              ${notices?.endNote(call.endReason)}
              ${
                call.endReason === 'kicked'
                  ? nothing
                  : textButton({
                      name: 'join',
                      text: msg('Join again', { id: 'join-again' }),
                      kind: 'primary',
                      first: true,
                      onpress: () => request.join(),
                    })
              }
            </div>`
          : nothing
      }
    </slot>
  </div>`;
}

export function errorScreen(view: CallView): TemplateResult {
  const isShown = view.state === 'error';
  const isOffline = isShown && view.call.error?.code === 'signaling-unreachable';
  return html`<div class="screen" ?hidden=${!isShown}>
    <slot name="offline" ?hidden=${!isOffline}>${isOffline ? errorCard(view) : nothing}</slot>
    ${isShown && !isOffline ? errorCard(view) : nothing}
  </div>`;
}

function errorCard({ call, isPartMissing, request }: CallView): TemplateResult {
  // Without an error of the call, the room name is what is wrong: it is checked before anything is asked of anybody.
  const isServerWrong = call.state === 'error' || isPartMissing;
  const code: ErrorCode = isServerWrong ? (call.error?.code ?? 'server-error') : 'invalid-room';
  return problemCard(code, errorText(code, call.error?.subject), () => request.join());
}

/** What is wrong, and a button where one helps.
 *  @param onretry the same attempt once more. */
export function problemCard(code: string, { title, whatToDo, next }: ErrorText, onretry: () => void): TemplateResult {
  return html`<div class="card" data-code=${code}>
    <span class="card-icon">${icon('warning')}</span>
    <h2 class="title">${title}</h2>
    <p class="detail">${whatToDo}</p>
    ${
      next === null
        ? nothing
        : textButton({
            name: next,
            text: next === 'retry' ? msg('Try again', { id: 'retry' }) : msg('Reload the page', { id: 'reload' }),
            kind: 'primary',
            first: true,
            onpress: () => (next === 'retry' ? onretry() : page.reload()),
          })
    }
  </div>`;
}
