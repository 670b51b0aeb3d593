/** The panel about the connection to one participant: whom, a table, and the table as text. Drawn from what it is given; reads nothing. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { Participant } from '../call/participant.ts';
import { textButton } from './controls.ts';
import type { DetailRow } from './quality-text.ts';
import { sideHeader } from './side-header.ts';
import { nameOf } from './tile.ts';

export interface QualityPanel {
  /** Everyone whose connection can be shown. */
  readonly others: readonly Pick<Participant, 'id' | 'name'>[];
  /** Which of them; null: there is nobody. */
  readonly shown: Pick<Participant, 'id' | 'name'> | null;
  /** Empty while nothing is known yet. */
  readonly rows: readonly DetailRow[];
  readonly isCopied: boolean;
  readonly onchoose: (id: string) => void;
  readonly oncopy: () => void;
  readonly onclose: () => void;
}

function choice({ others, shown, onchoose }: QualityPanel): TemplateResult | typeof nothing {
  if (others.length < 2) return nothing;
  const handleChange = ({ target }: Event): void => {
    if (target instanceof HTMLSelectElement) onchoose(target.value);
  };
  return html`<label class="field">
    <span class="field-label">${msg('Connection to', { id: 'quality-to' })}</span>
    <select part="input" class="input" @change=${handleChange}>
      ${others.map((it) => html`<option value=${it.id} .selected=${it.id === shown?.id}>${nameOf(it)}</option>`)}
    </select>
  </label>`;
}

function table(rows: readonly DetailRow[], name: string): TemplateResult {
  return html`<table class="quality-table" aria-label=${name}>
    <tbody>
      ${rows.map(
        ([title, value]) =>
          html`<tr>
            <th scope="row">${title}</th>
            <td><bdi>${value}</bdi></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function qualityPanel(panel: QualityPanel): TemplateResult {
  const { shown, rows, isCopied, oncopy, onclose } = panel;
  const title = msg('Connection', { id: 'quality' });
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onclose();
  };
  return html`<div part="dialog" class="quality-panel" role="dialog" aria-label=${title} @keydown=${handleKey}>
    ${sideHeader({ title, close: msg('Close the details', { id: 'quality-close' }), onclose })}
    <div class="quality-body" tabindex="0" role="group" aria-label=${title}>
      ${choice(panel)}
      ${
        shown === null
          ? html`<p class="quality-nobody">${msg('Nobody else is in the call.', { id: 'quality-nobody' })}</p>`
          : html`${table(rows, nameOf(shown))}
              <div class="quality-actions">
                ${textButton({
                  name: 'copy-quality',
                  text: isCopied ? msg('Copied', { id: 'copied' }) : msg('Copy as text', { id: 'quality-copy' }),
                  icon: isCopied ? 'check' : 'copy',
                  onpress: oncopy,
                })}
              </div>`
      }
    </div>
  </div>`;
}
