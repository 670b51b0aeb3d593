/** One person in a list: who it is, what can be done, and below it a question before it is done, or why it was not. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { PeerId } from '#protocol';
import type { Participant } from '../call/participant.ts';
import type { ModerationOp } from './call-model.ts';
import type { CallView } from './call-view.ts';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';
import { avatar } from './tile.ts';

/** Why the last wish about this one was refused. @param id '' for the room. */
export function problem({ people }: CallView, id: string): TemplateResult | typeof nothing {
  if (people.problem?.about !== id) return nothing;
  return html`<p class="people-problem">${icon('warning')}<span>${people.problem.text}</span></p>`;
}

export interface Question {
  readonly op: ModerationOp;
  /** Whom it is about; '' for the room. */
  readonly id: PeerId;
  readonly title: string;
  /** What follows from it. */
  readonly detail: string;
  /** What the button says that does it. */
  readonly answer: string;
}

export function question({ people, request }: CallView, it: Question): TemplateResult | typeof nothing {
  const { op, id, title, detail, answer } = it;
  if (people.question !== `${op} ${id}`) return nothing;
  return html`<div part="dialog" class="question" role="group" aria-label="${title} ${detail}">
    <p><b>${title}</b> ${detail}</p>
    ${textButton({ name: 'cancel', text: msg('Cancel', { id: 'cancel' }), onpress: () => request.ask(null) })}
    ${textButton({
      name: op,
      text: answer,
      kind: 'danger',
      pending: people.isPending(`${op} ${id}`),
      onpress: () => request.moderate(op, id),
    })}
  </div>`;
}

export function personRow(
  participant: Pick<Participant, 'id' | 'name'>,
  label: string,
  detail: string,
  actions: unknown,
  below: unknown,
): TemplateResult {
  return html`<li class="person" data-person=${participant.id}>
    <span class="person-picture">${avatar(participant)}</span>
    <span class="person-name" dir="auto"
      >${label} ${detail === '' ? nothing : html`<span class="person-role">${detail}</span>`}</span
    >
    <span class="person-actions">${actions}</span>
    ${below}
  </li>`;
}
