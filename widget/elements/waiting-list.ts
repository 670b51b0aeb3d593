/** Those who wait to be let in, as a list in the panel of the people. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CallView } from './call-view.ts';
import { textButton } from './controls.ts';
import { knockAnswers } from './knocks.ts';
import { personRow, problem } from './people-row.ts';
import { nameOf } from './tile.ts';

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
        (knock) =>
          personRow(knock, nameOf(knock), '', knockAnswers(knock, view).map(textButton), problem(view, knock.id)),
      )}
    </ul>`;
}
