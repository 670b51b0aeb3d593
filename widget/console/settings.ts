/** What an agent sets once: how loud it rings, who else may tell of calls, and which keys there are. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { textButton } from '../elements/controls.ts';
import { icon } from '../elements/icons.ts';
import type { DeskView } from './desk-view.ts';

interface Switch {
  readonly name: string;
  readonly text: string;
  readonly detail: string;
  readonly isOn: boolean;
  readonly pending: boolean;
  readonly onpress: () => void;
}

function switchRow({ name, text, detail, isOn, pending, onpress }: Switch): TemplateResult {
  return html`<button
    type="button"
    role="switch"
    part="button button-${name}"
    class="switch"
    aria-checked=${isOn ? 'true' : 'false'}
    aria-busy=${pending ? 'true' : nothing}
    @click=${() => (pending ? undefined : onpress())}
  >
    <span class="switch-text">${text}<span class="switch-detail">${detail}</span></span>
    <span class="switch-track" aria-hidden="true"></span>
  </button>`;
}

function volume({ sound }: DeskView): TemplateResult {
  const change = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) sound.change({ volume: Number(target.value), isMuted: false });
  };
  return html`<label class="volume">
      <span>${msg('Volume of the ring tone', { id: 'agent-volume' })}</span>
      <input
        part="input input-volume"
        type="range"
        min="0"
        max="1"
        step="0.05"
        .value=${String(sound.setting.volume)}
        @input=${change}
      />
    </label>
    ${textButton({
      name: 'sample',
      text: msg('Play the ring tone', { id: 'agent-sample' }),
      icon: 'sound',
      onpress: () => sound.sample(),
    })}`;
}

function push({ push: it }: DeskView): TemplateResult | typeof nothing {
  if (it.state === 'denied') {
    return html`<p class="detail">
      ${msg('Your browser shows no notifications of this page. Its settings can change that.', { id: 'agent-denied' })}
    </p>`;
  }
  if (it.state !== 'on' && it.state !== 'off') return nothing;
  return switchRow({
    name: 'push',
    text: msg('Call me when this page is closed', { id: 'agent-push' }),
    detail: msg('By a notification, while you are available.', { id: 'agent-push-detail' }),
    isOn: it.state === 'on',
    pending: it.isPending,
    onpress: () => void it.toggle(),
  });
}

function keys(): TemplateResult {
  const row = (key: string, text: string): TemplateResult =>
    html`<div class="fact">
      <dt><kbd>${/mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'}</kbd> + <kbd>${key}</kbd></dt>
      <dd>${text}</dd>
    </div>`;
  return html`<h3>${msg('Keys while it rings', { id: 'agent-keys' })}</h3>
    <dl class="facts">
      ${row('↵', msg('Answer', { id: 'agent-answer' }))} ${row('⌫', msg('Decline', { id: 'reject' }))}
    </dl>`;
}

export function settings(view: DeskView): TemplateResult {
  const close = (): void => view.request.toggle(null);
  const title = msg('Settings', { id: 'agent-settings' });
  return html`<section
    part="settings"
    class="settings"
    aria-label=${title}
    @keydown=${({ key }: KeyboardEvent) => key === 'Escape' && close()}
  >
    <header class="settings-head">
      <h2 class="section-title">${title}</h2>
      <button
        type="button"
        part="button button-close"
        class="icon-button"
        aria-label=${msg('Close the settings', { id: 'agent-settings-close' })}
        @click=${close}
      >
        ${icon('close')}
      </button>
    </header>
    ${volume(view)} ${push(view)} ${keys()}
  </section>`;
}
