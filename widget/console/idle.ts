/** What stands in the large place while there is no call: the way to work, or the rest before the next one; and how the desk does. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { durationText } from '../elements/call-clock.ts';
import { textButton } from '../elements/controls.ts';
import { icon } from '../elements/icons.ts';
import type { DeskView } from './desk-view.ts';
import { wishKey } from './wishes.ts';

interface Words {
  readonly title: string;
  readonly detail: string;
}

function wordsFor({ state }: DeskView): Words {
  switch (state) {
    case 'available':
      return {
        title: msg('You are available', { id: 'agent-ready' }),
        detail: msg('The next call rings here. You can also take one from the list.', { id: 'agent-ready-detail' }),
      };
    case 'busy':
      return {
        title: msg('You are busy', { id: 'agent-is-busy' }),
        detail: msg('Nothing rings here. You can still take a call from the list.', { id: 'agent-busy-detail' }),
      };
    case 'away':
      return {
        title: msg('You are away', { id: 'agent-is-away' }),
        detail: msg('Go online, and calls ring here. This also lets the page make sounds.', {
          id: 'agent-away-detail',
        }),
      };
    case 'closed':
      return { title: msg('You are signed off', { id: 'agent-closed' }), detail: '' };
    default:
      return { title: msg('Connecting…', { id: 'connecting' }), detail: '' };
  }
}

function figure(name: string, value: string): TemplateResult {
  return html`<div class="figure">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function figures({ figures: it, desk }: DeskView): TemplateResult | typeof nothing {
  if (it === null) return nothing;
  const none = '–';
  return html`<dl class="figures" aria-label=${msg('Figures of the desk', { id: 'agent-figures' })}>
    ${figure(msg('Waiting', { id: 'agent-waiting' }), `${desk.waitingCount}`)}
    ${figure(msg('Answered', { id: 'agent-figure-answered' }), `${it.answered}`)}
    ${figure(msg('Missed', { id: 'agent-missed' }), `${it.missed}`)}
    ${figure(msg('Usual wait', { id: 'agent-figure-wait' }), it.medianWaitMs === null ? none : durationText(it.medianWaitMs))}
  </dl>`;
}

export function idle(view: DeskView): TemplateResult {
  const { title, detail } = wordsFor(view);
  const { state, wishes, request } = view;
  return html`<section class="idle" tabindex="-1" data-home aria-label=${title}>
    <span class="idle-icon" data-status=${state} aria-hidden="true">${icon('leave')}</span>
    <h2 class="title">${title}</h2>
    ${detail === '' ? nothing : html`<p class="detail">${detail}</p>`}
    ${
      state === 'away' || state === 'busy'
        ? textButton({
            name: 'online',
            text: msg('Go online', { id: 'agent-online' }),
            kind: 'primary',
            pending: wishes.isPending(wishKey('status', '')),
            onpress: () => request.goOnline(),
          })
        : nothing
    }
    ${figures(view)}
  </section>`;
}
