/** Stands for a piece of the console that is on its way, or did not come. */
import { msg } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import { textButton } from '../elements/controls.ts';
import type { DeskView } from './desk-view.ts';

/** @param missing that it did not come, in words. */
export function loading({ isMoreMissing, request }: DeskView, missing: string): TemplateResult {
  if (!isMoreMissing) {
    return html`<div class="loading">
      <span class="spinner" role="img" aria-label=${msg('Connecting…', { id: 'connecting' })}></span>
    </div>`;
  }
  return html`<div class="loading">
    <p>${missing}</p>
    ${textButton({ name: 'load', text: msg('Try again', { id: 'retry' }), onpress: () => request.load() })}
  </div>`;
}
