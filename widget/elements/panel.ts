/** The whole view: which part stands where. Every slot is in it in every state. */
import { type TemplateResult, html } from 'lit';
import { banners, hearButton } from './banners.ts';
import type { CallView } from './call-view.ts';
import { emptyScreen, endedScreen, errorScreen, waitingNote } from './cards.ts';
import { prejoin } from './prejoin.ts';
import { tiles } from './tiles.ts';
import { toolbar } from './toolbar.ts';

function header({ hasHeader, request }: CallView): TemplateResult {
  return html`<header part="header" class="header" ?hidden=${!hasHeader} @slotchange=${() => request.update()}>
    <slot name="logo"></slot>
    <slot name="header"></slot>
  </header>`;
}

function side({ hasSide, request }: CallView): TemplateResult {
  return html`<aside class="own-side" ?hidden=${!hasSide} @slotchange=${() => request.update()}>
    <slot name="side"></slot>
  </aside>`;
}

export function panel(view: CallView): TemplateResult {
  return html`
    ${header(view)}
    <div class="body">
      <div part="stage" class="stage" tabindex="-1">
        <div ?hidden=${view.isCovered}>
          ${tiles(view)} ${view.stage?.captions(view)} ${waitingNote(view)} ${banners(view)} ${hearButton(view)}
          ${prejoin(view)} ${emptyScreen(view)} ${endedScreen(view)} ${errorScreen(view)}
        </div>
        ${view.desk?.screen(view)}
      </div>
      ${side(view)} ${view.chat?.panel(view)} ${view.peoplePanel?.(view)} ${view.devices?.overlay(view)}
    </div>
    ${toolbar(view)}
  `;
}
