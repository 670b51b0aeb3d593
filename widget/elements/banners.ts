/** The lines over the stage: what must be said also when nothing more can be loaded, those of the notices, and the tap that lets sound through. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { namesText } from '../locales/names-text.ts';
import type { Banner } from './banner.ts';
import { type CallView, isInCall } from './call-view.ts';
import { textButton } from './controls.ts';
import { mergeNotices } from './device-problems.ts';
import { icon } from './icons.ts';
import { nameOf } from './tile.ts';

/** The banner that goes by itself after a while. */
export const DEVICE_CHANGE_BANNER = 'device-change';

/** The banner that says who turned off the own microphone. */
export const MUTED_BANNER = 'muted-by';

/** The ids of what is wrong with devices, so that a dismissed banner comes back only for a new problem. */
export function noticeIds({ call }: Pick<CallView, 'call'>): string[] {
  const muted = (['microphone', 'camera'] as const).filter((device) => call.devices[device].systemMuted);
  return [
    ...muted.map((device) => `muted:${device}`),
    ...mergeNotices(call.notices).map(({ code, subject }) => `${code}:${subject ?? ''}`),
  ];
}

function connectionBanner({ call, state, request }: CallView): Banner | null {
  const unreachable = [...call.participants.values()].filter((it) => it.connectionState === 'disconnected');
  if (unreachable.length > 0) {
    const names = namesText(unreachable.map(nameOf));
    const text = msg(str`No connection to ${names}.`, { id: 'banner-disconnected' });
    const again = { name: 'restart', text: msg('Try again', { id: 'retry' }), onpress: () => request.restartIce() };
    return { id: 'disconnected', kind: 'warning', icon: 'warning', text, dismissible: false, actions: [again] };
  }
  if (state === 'connecting') {
    return { id: 'connecting', kind: 'quiet', text: msg('Connecting…', { id: 'connecting' }), dismissible: false };
  }
  if (state === 'reconnecting') {
    const text = msg('The connection was interrupted. Reconnecting…', { id: 'banner-reconnecting' });
    return { id: 'reconnecting', kind: 'warning', text, dismissible: false };
  }
  if (call.connectionState === 'signal-reconnecting') {
    const text = msg('Reconnecting to the call server. Your call goes on.', { id: 'banner-signal-reconnecting' });
    return { id: 'signal-reconnecting', kind: 'quiet', text, dismissible: false };
  }
  return null;
}

/** After a deploy, a page that is open asks for a file that is not there any more. */
function missingPartBanner({ isPartMissing }: CallView): Banner[] {
  if (!isPartMissing) return [];
  const text = msg('This could not be loaded. Check your connection and try again, or load the page again.', {
    id: 'part-missing',
  });
  return [{ id: 'part-missing', kind: 'warning', icon: 'warning', text, dismissible: true }];
}

function bannersOf(view: CallView): Banner[] {
  const { notices, dismissedBanners } = view;
  const connection = connectionBanner(view);
  const shown = [
    ...(notices?.knockBanner(view) ?? []),
    ...(connection ? [connection] : []),
    ...(view.desk?.banners ?? []),
    ...(notices?.noticeBanners(view) ?? []),
    ...(view.chat?.banners(view) ?? []),
    ...missingPartBanner(view),
  ];
  return shown.filter(({ id, dismissible }) => !dismissible || !dismissedBanners.has(id));
}

export function banners(view: CallView): TemplateResult | typeof nothing {
  const shown = isInCall(view.state) ? bannersOf(view) : [];
  if (shown.length === 0) return nothing;
  return html`<div class="banners">
    ${repeat(
      shown,
      ({ id }) => id,
      (banner) =>
        html`<div
          part="banner"
          class="banner ${banner.kind} ${banner.actions ? 'acting' : ''}"
          data-banner=${banner.id}
        >
          ${banner.icon ? icon(banner.icon) : html`<span class="spinner"></span>`}
          <span class="banner-text">${banner.text}</span>
          ${banner.actions ? html`<span class="banner-actions">${banner.actions.map(textButton)}</span>` : nothing}
          ${
            banner.dismissible
              ? html`<button
                  type="button"
                  class="icon-button"
                  aria-label=${msg('Dismiss', { id: 'dismiss' })}
                  @click=${() => view.request.dismissBanner(banner.id)}
                >
                  ${icon('close')}
                </button>`
              : nothing
          }
        </div>`,
    )}
  </div>`;
}

/** Browsers hold sound back until a gesture; without this, people hear silence and do not know why. */
export function hearButton({ soundBlocked, state, request }: CallView): TemplateResult | typeof nothing {
  if (!soundBlocked || !isInCall(state)) return nothing;
  return html`<div class="hear">
    ${textButton({ name: 'hear', text: msg('Tap to hear', { id: 'hear' }), icon: 'sound', kind: 'primary', onpress: () => request.hear() })}
  </div>`;
}
