/** Those who wait to be let in: as a line over the stage, and as a list in the panel of the people. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Knock } from '../call/room-view.ts';
import { knockText, knocksText } from '../locales/lobby-text.ts';
import type { Banner } from './banners.ts';
import type { CallView } from './call-view.ts';
import { type TextButton, textButton } from './controls.ts';
import { personRow, problem } from './people-row.ts';
import { nameOf } from './tile.ts';

/** The two answers to a knock. */
function answers(knock: Knock, { people, request }: CallView): TextButton[] {
  const { id } = knock;
  const name = nameOf(knock);
  return [
    {
      name: 'reject',
      text: msg('Decline', { id: 'reject' }),
      label: msg(str`Decline ${name}`, { id: 'reject-name' }),
      pending: people.isPending(`reject ${id}`),
      onpress: () => request.moderate('reject', id),
    },
    {
      name: 'admit',
      text: msg('Admit', { id: 'admit' }),
      label: msg(str`Admit ${name}`, { id: 'admit-name' }),
      kind: 'primary',
      pending: people.isPending(`admit ${id}`),
      onpress: () => request.moderate('admit', id),
    },
  ];
}

/** One who waits can be answered at once; several are shown in the panel, so that no press meets another than was meant. */
export function knockBanner(view: CallView): Banner[] {
  const { knocks } = view.call;
  const [only] = knocks;
  if (only === undefined || view.people.isOpen) return [];
  const id = `knock ${knocks.map((knock) => knock.id).join(' ')}`;
  const common = { id, kind: 'quiet', icon: 'people', dismissible: false } as const;
  if (knocks.length === 1) {
    const refusal = view.people.problem?.about === only.id ? ` ${view.people.problem.text}` : '';
    return [{ ...common, text: knockText(nameOf(only)) + refusal, actions: answers(only, view) }];
  }
  const show: TextButton = {
    name: 'show-knocks',
    text: msg('Show them', { id: 'knocks-show' }),
    kind: 'primary',
    onpress: () => view.request.togglePeople(true),
  };
  return [{ ...common, text: knocksText(knocks.map(nameOf)), actions: [show] }];
}

export function waitingList(view: CallView): TemplateResult | typeof nothing {
  const { call, people, request } = view;
  const { knocks } = call;
  if (knocks.length === 0) return nothing;
  return html`<div class="people-head">
      <h3>${msg('Waiting', { id: 'people-waiting' })} <span class="count">${knocks.length}</span></h3>
      ${
        knocks.length > 1
          ? textButton({
              name: 'admit-all',
              text: msg('Admit all', { id: 'admit-all' }),
              pending: knocks.every(({ id }) => people.isPending(`admit ${id}`)),
              onpress: () => knocks.forEach(({ id }) => request.moderate('admit', id)),
            })
          : nothing
      }
    </div>
    <ul class="waiting-list" tabindex="-1" data-first aria-label=${msg('Waiting', { id: 'people-waiting' })}>
      ${repeat(
        knocks,
        ({ id }) => id,
        (knock) => personRow(knock, nameOf(knock), '', answers(knock, view).map(textButton), problem(view, knock.id)),
      )}
    </ul>`;
}
