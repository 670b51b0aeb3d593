/** The lines over the stage: who wants to come in, what is being repaired, which device fails or changed, what is being shared, and the tap that lets sound through. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { deviceInUseText, systemMutedText } from '../locales/device-change-text.ts';
import { errorText } from '../locales/error-text.ts';
import { type CallView, isInCall } from './call-view.ts';
import { type TextButton, textButton } from './controls.ts';
import { mergeNotices } from './device-problems.ts';
import { type IconName, icon } from './icons.ts';
import { knockBanner } from './knocks.ts';
import { nameOf } from './tile.ts';

/** The banner that goes by itself after a while. */
export const DEVICE_CHANGE_BANNER = 'device-change';

/** The banner that says who turned off the own microphone. */
export const MUTED_BANNER = 'muted-by';

export interface Banner {
  readonly id: string;
  readonly kind: 'quiet' | 'warning';
  readonly icon?: IconName;
  readonly text: string;
  readonly dismissible: boolean;
  /** What can be done about it. */
  readonly actions?: readonly TextButton[];
}

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
    const names = unreachable.map(nameOf).join(', ');
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

function sharingBanner({ call, request }: CallView): Banner[] {
  if (!call.screenshare.enabled) return [];
  const text = msg('You are sharing your screen.', { id: 'banner-sharing' });
  const action = {
    name: 'stop-sharing',
    text: msg('Stop', { id: 'banner-sharing-stop' }),
    label: msg('Stop sharing your screen', { id: 'screenshare-stop' }),
    onpress: () => request.toggleScreenshare(),
  };
  return [{ id: 'sharing', kind: 'quiet', icon: 'screenshare', text, dismissible: false, actions: [action] }];
}

function mutedBanner({ call, people, request }: CallView): Banner[] {
  if (people.mutedText === '' || call.devices.microphone.enabled) return [];
  const again = {
    name: 'unmute',
    text: msg('Turn on again', { id: 'unmute' }),
    pending: call.devices.microphone.pending,
    onpress: () => request.toggleMicrophone(),
  };
  return [
    {
      id: MUTED_BANNER,
      kind: 'quiet',
      icon: 'microphone-off',
      text: people.mutedText,
      dismissible: true,
      actions: [again],
    },
  ];
}

/** After a deploy, a page that is open asks for a file that is not there any more. */
function missingPartBanner({ isPartMissing }: CallView): Banner[] {
  if (!isPartMissing) return [];
  const text = msg('This could not be loaded. Check your connection and try again, or load the page again.', {
    id: 'part-missing',
  });
  return [{ id: 'part-missing', kind: 'warning', icon: 'warning', text, dismissible: true }];
}

function deviceBanners({ call, deviceChange }: CallView): Banner[] {
  const muted = (['microphone', 'camera'] as const).filter((device) => call.devices[device].systemMuted);
  const banners = muted.map((device): Banner => {
    const { title, whatToDo } = systemMutedText(device);
    const id = `muted:${device}`;
    return { id, kind: 'warning', icon: `${device}-off`, text: `${title}. ${whatToDo}`, dismissible: true };
  });
  if (deviceChange === null) return banners;
  const { device, label } = deviceChange;
  const text = deviceInUseText(device, label);
  return [...banners, { id: DEVICE_CHANGE_BANNER, kind: 'quiet', icon: device, text, dismissible: true }];
}

function bannersOf(view: CallView): Banner[] {
  const connection = connectionBanner(view);
  const notices = mergeNotices(view.call.notices).map(({ code, subject }): Banner => {
    const { title, whatToDo } = errorText(code, subject);
    const id = `${code}:${subject ?? ''}`;
    return { id, kind: 'warning', icon: 'warning', text: `${title}. ${whatToDo}`, dismissible: true };
  });
  const error = view.call.error;
  const isPathProblem =
    error !== null && !error.fatal && (error.code === 'ice-failed' || error.code === 'turn-unavailable');
  if (isPathProblem) {
    const { title, whatToDo } = errorText(error.code);
    notices.push({
      id: error.code,
      kind: 'warning',
      icon: 'warning',
      text: `${title}. ${whatToDo}`,
      dismissible: true,
    });
  }
  const dismissible = [...missingPartBanner(view), ...deviceBanners(view), ...notices].filter(
    ({ id }) => !view.dismissedBanners.has(id),
  );
  return [
    ...knockBanner(view),
    ...(connection ? [connection] : []),
    ...sharingBanner(view),
    ...mutedBanner(view),
    ...dismissible,
  ];
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
