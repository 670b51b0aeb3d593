/** The screens that say one thing: nothing yet, waiting, over, broken. Every slot is always there; its default is not. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { ErrorCode } from '#protocol';
import { errorText } from '../locales/error-text.ts';
import { leaveText } from '../locales/leave-text.ts';
import { knockingText, placeText } from '../locales/lobby-text.ts';
import { type CallView, isKnocking } from './call-view.ts';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';

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

function shareLinkRow({ shareLink, linkCopied, request }: CallView): TemplateResult {
  return html`<div class="share">
    <input
      class="input share-link"
      readonly
      dir="ltr"
      aria-label=${msg('Link to this call', { id: 'link' })}
      .value=${shareLink}
      @focus=${({ target }: Event) => target instanceof HTMLInputElement && target.select()}
    />
    ${textButton({
      name: 'copy',
      text: linkCopied ? msg('Copied', { id: 'copied' }) : msg('Copy link', { id: 'copy-link' }),
      icon: linkCopied ? 'check' : 'copy',
      kind: 'primary',
      onpress: () => request.copyLink(),
    })}
  </div>`;
}

function aloneCard(view: CallView): TemplateResult {
  return html`<div class="note-card">
    <h2 class="note-title">${msg('You are the only one here', { id: 'waiting-title' })}</h2>
    <p class="detail">
      ${
        view.shareLink
          ? msg('Send this link to whoever should join.', { id: 'waiting-share' })
          : msg('The call starts when someone else joins.', { id: 'waiting-detail' })
      }
    </p>
    ${view.shareLink ? shareLinkRow(view) : nothing}
  </div>`;
}

function knockingCard({ call }: CallView): TemplateResult {
  return html`<div class="note-card">
    <h2 class="note-title"><span class="spinner"></span>${knockingText()}</h2>
    <p class="detail">
      ${placeText(call.queuePosition)}
      ${msg('You come in as soon as somebody in the call lets you in.', { id: 'knocking-detail' })}
    </p>
  </div>`;
}

/** Over the own picture while nobody else is there, or until one is let in. */
export function waitingNote(view: CallView): TemplateResult {
  const isShown = view.state === 'waiting';
  return html`<div class="note" ?hidden=${!isShown}>
    <slot name="waiting"> ${isShown ? (isKnocking(view) ? knockingCard(view) : aloneCard(view)) : nothing} </slot>
  </div>`;
}

export function endedScreen({ call, state, request }: CallView): TemplateResult {
  const isShown = state === 'ended';
  const { title, detail } = leaveText(call.endReason);
  return html`<div class="screen" ?hidden=${!isShown}>
    <slot name="ended">
      ${
        isShown
          ? html`<div class="card">
              <h2 class="title">${title}</h2>
              ${detail ? html`<p class="detail">${detail}</p>` : nothing}
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

export function errorScreen({ call, state, request }: CallView): TemplateResult | typeof nothing {
  if (state !== 'error') return nothing;
  // Without an error of the call, the room name is what is wrong: it is checked before anything is asked of anybody.
  const code: ErrorCode = call.state === 'error' ? (call.error?.code ?? 'server-error') : 'invalid-room';
  const { title, whatToDo, canRetry } = errorText(code, call.error?.subject);
  return html`<div class="screen">
    <div class="card" data-code=${code}>
      <span class="card-icon">${icon('warning')}</span>
      <h2 class="title">${title}</h2>
      <p class="detail">${whatToDo}</p>
      ${
        canRetry
          ? textButton({
              name: 'retry',
              text: msg('Try again', { id: 'retry' }),
              kind: 'primary',
              first: true,
              onpress: () => request.join(),
            })
          : nothing
      }
    </div>
  </div>`;
}
