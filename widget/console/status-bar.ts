/** The bar on top: what the agent says of itself, how the desk is connected, the sound, and what else can be set. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { Settings, VolumeX } from 'lucide';
import { AGENT_STATUSES } from '#protocol';
import { toolButton } from '../elements/controls.ts';
import { statusText } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';

function statusMenu({ state, status, request }: DeskView): TemplateResult | typeof nothing {
  if (state === 'closed' || state === 'connecting') return nothing;
  const choose = ({ target }: Event): void => {
    const chosen = AGENT_STATUSES.find((one) => target instanceof HTMLSelectElement && one === target.value);
    if (chosen !== undefined) request.setStatus(chosen);
  };
  return html`<label class="status" data-status=${state}>
    <span class="status-dot" aria-hidden="true"></span>
    <span class="sr-only">${msg('Your state', { id: 'agent-state' })}</span>
    <select part="input input-status" class="status-select" .value=${status} @change=${choose}>
      ${AGENT_STATUSES.map((one) => html`<option value=${one} ?selected=${one === status}>${statusText(one)}</option>`)}
    </select>
    ${state === 'in-call' ? html`<span class="tag">${statusText('in-call')}</span>` : nothing}
  </label>`;
}

function connectionText({ desk: { connection } }: DeskView): string {
  if (connection === 'connecting' || connection === 'idle') return msg('Connecting…', { id: 'connecting' });
  return connection === 'reconnecting' ? msg('Reconnecting…', { id: 'tile-reconnecting' }) : '';
}

export function statusBar(view: DeskView): TemplateResult {
  const { sound, opened, request } = view;
  const connection = connectionText(view);
  return html`<header part="header" class="bar">
    <slot name="logo"></slot>
    ${statusMenu(view)}
    <p class="connection">
      ${connection === '' ? nothing : html`<span class="spinner" aria-hidden="true"></span><span>${connection}</span>`}
    </p>
    ${toolButton({
      name: 'mute',
      icon: sound.setting.isMuted ? VolumeX : 'sound',
      label: msg('Ring tone', { id: 'agent-sound' }),
      pressed: !sound.setting.isMuted,
      plain: true,
      warning: sound.isBlocked,
      onpress: () => sound.change({ isMuted: !sound.setting.isMuted }),
    })}
    ${toolButton({
      name: 'settings',
      icon: Settings,
      label: msg('Settings', { id: 'agent-settings' }),
      expanded: opened === 'settings',
      plain: true,
      onpress: () => request.toggle(opened === 'settings' ? null : 'settings'),
    })}
    <slot name="end"></slot>
  </header>`;
}
