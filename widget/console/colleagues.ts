/** Who else works at this desk, and what they say of themselves. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskAgent } from '#protocol';
import { statusText } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';

function row({ name, departments, status }: DeskAgent): TemplateResult {
  return html`<li part="colleague" class="colleague" data-status=${status}>
    <span class="status-dot" aria-hidden="true"></span>
    <span class="colleague-name" dir="auto"
      >${name}${
        departments.length === 0 ? nothing : html`<span class="colleague-departments">${departments.join(', ')}</span>`
      }</span
    >
    <span class="colleague-status">${statusText(status)}</span>
  </li>`;
}

export function colleagues({ desk }: DeskView): TemplateResult {
  const others = [...desk.agents.values()].filter(({ id }) => id !== desk.me);
  others.sort((first, second) => first.name.localeCompare(second.name));
  if (others.length === 0)
    return html`<p class="empty">${msg('You are the only one here.', { id: 'agent-alone' })}</p>`;
  return html`<ul class="rows">
    ${repeat(others, ({ id }) => id, row)}
  </ul>`;
}
