/** The words on two screens: while nobody else is there, and when it is over. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { LeaveReason } from '#protocol';
import { leaveText } from '../locales/leave-text.ts';
import { knockingText, placeText } from '../locales/lobby-text.ts';
import { type CallView, isKnocking } from './call-view.ts';
import { textButton } from './controls.ts';

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

export function waitingCard(view: CallView): TemplateResult {
  return isKnocking(view) ? knockingCard(view) : aloneCard(view);
}

export function endNote(reason: LeaveReason | null): TemplateResult {
  const { title, detail } = leaveText(reason);
  return html`<h2 class="title">${title}</h2>
    ${detail ? html`<p class="detail">${detail}</p>` : nothing}`;
}
