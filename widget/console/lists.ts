/** Three lists in one place: missed calls, messages and colleagues. The tabs follow the pattern of ARIA: arrows move, and show at once. */
import { msg } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import { colleagues } from './colleagues.ts';
import { type DeskView, LISTS, type ListName } from './desk-view.ts';
import { loading } from './loading.ts';
import { missed } from './missed.ts';

function titleOf(list: ListName): string {
  if (list === 'missed') return msg('Missed', { id: 'agent-missed' });
  return list === 'messages' ? msg('Messages', { id: 'messages' }) : msg('Colleagues', { id: 'agent-team' });
}

function countOf(list: ListName, { desk, messages: box }: DeskView): number {
  if (list === 'missed') return desk.missed.length;
  return list === 'messages' ? (box?.count ?? desk.messages.length) : Math.max(0, desk.agents.size - 1);
}

function handleKey(event: KeyboardEvent, { list, request }: DeskView): void {
  const { key, currentTarget } = event;
  const isRtl = currentTarget instanceof Element && currentTarget.matches(':dir(rtl)');
  const forward = isRtl ? 'ArrowLeft' : 'ArrowRight';
  const backward = isRtl ? 'ArrowRight' : 'ArrowLeft';
  const index = LISTS.indexOf(list);
  const steps: Readonly<Record<string, number>> = {
    [forward]: index + 1,
    [backward]: index - 1,
    Home: 0,
    End: LISTS.length - 1,
  };
  const next = LISTS.at((steps[key] ?? Number.NaN) % LISTS.length);
  if (!Object.hasOwn(steps, key) || next === undefined) return;
  event.preventDefault();
  request.show(next);
  if (currentTarget instanceof Element) currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
}

function messages(view: DeskView): TemplateResult {
  const { more, messages: box } = view;
  if (more !== null && box !== null) return more.messages(view, box);
  return loading(view, msg('The messages could not be loaded.', { id: 'agent-messages-failed' }));
}

export function lists(view: DeskView): TemplateResult {
  const { list, request } = view;
  return html`<section class="lists" aria-label=${titleOf(list)}>
    <div
      class="tabs"
      role="tablist"
      aria-label=${msg('Lists', { id: 'agent-lists' })}
      @keydown=${(event: KeyboardEvent) => handleKey(event, view)}
    >
      ${LISTS.map(
        (one) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${one}"
            part="button button-${one}"
            class="tab"
            aria-selected=${one === list ? 'true' : 'false'}
            aria-controls="list"
            tabindex=${one === list ? 0 : -1}
            @click=${() => request.show(one)}
          >
            ${titleOf(one)} <span class="count">${countOf(one, view)}</span>
          </button>`,
      )}
    </div>
    <div class="list" id="list" role="tabpanel" aria-labelledby="tab-${list}" tabindex="0" data-home>
      ${list === 'missed' ? missed(view) : list === 'messages' ? messages(view) : colleagues(view)}
    </div>
  </section>`;
}
