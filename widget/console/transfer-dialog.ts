/** To whom the call goes: colleagues and departments; whoever cannot take it is there, too, with the reason. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { DeskCall } from '#protocol';
import { textButton } from '../elements/controls.ts';
import { obstacleText, statusText, visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import { type TransferChoice, agentChoices, departmentChoices } from './transfer-choices.ts';
import { wishKey } from './wishes.ts';

function open(element: Element | undefined): void {
  // Drawn before it stands in the document, where alone it can be opened.
  if (element instanceof HTMLDialogElement)
    queueMicrotask(() => element.isConnected && !element.open && element.showModal());
}

function choiceRow(choice: TransferChoice, isPending: boolean, { request }: DeskView): TemplateResult {
  const { name, obstacle } = choice;
  const isOff = obstacle !== null || isPending;
  return html`<li>
    <button
      type="button"
      part="button button-choice"
      class="choice"
      aria-disabled=${isOff ? 'true' : nothing}
      @click=${() => (isOff ? undefined : request.transfer(choice))}
    >
      <span class="choice-name" dir="auto">${name}</span>
      <span class="choice-state"
        >${obstacle === null ? ('agent' in choice.to ? statusText('available') : '') : obstacleText(obstacle)}</span
      >
    </button>
  </li>`;
}

function group(title: string, choices: readonly TransferChoice[], isPending: boolean, view: DeskView): unknown {
  if (choices.length === 0) return nothing;
  return html`<h3>${title}</h3>
    <ul class="choices" aria-label=${title}>
      ${choices.map((choice) => choiceRow(choice, isPending, view))}
    </ul>`;
}

export function transferDialog(call: DeskCall, view: DeskView): TemplateResult {
  const { desk, wishes, request } = view;
  const isPending = wishes.isPending(wishKey('transfer', call.id));
  const agents = agentChoices(desk);
  const title = msg(str`Hand over ${visitorName(call)}`, { id: 'agent-transfer-name' });
  const isAlone = agents.length === 0 && desk.departments.length === 0;
  return html`<dialog
    part="dialog"
    class="transfer"
    aria-label=${title}
    ${ref(open)}
    @close=${() => request.toggle(null)}
  >
    <h2 class="section-title">${title}</h2>
    ${isAlone ? html`<p class="empty">${msg('You are the only one here.', { id: 'agent-alone' })}</p>` : nothing}
    ${group(msg('Colleagues', { id: 'agent-team' }), agents, isPending, view)}
    ${group(msg('Departments', { id: 'agent-departments' }), departmentChoices(desk), isPending, view)}
    ${wishes.line === '' ? nothing : html`<p class="wrong-text" role="status">${wishes.line}</p>`}
    ${textButton({ name: 'cancel', text: msg('Cancel', { id: 'cancel' }), onpress: () => request.toggle(null) })}
  </dialog>`;
}
