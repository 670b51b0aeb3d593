/** The lines over the stage about what goes on in the call: what is being shared, who turned off what, which device fails or changed. */
import { msg } from '@lit/localize';
import type { ErrorCode } from '#protocol';
import { deviceInUseText } from '../locales/device-change-text.ts';
import { errorText } from '../locales/error-text.ts';
import { sentences } from '../locales/sentences.ts';
import { systemMutedText } from '../locales/system-muted-text.ts';
import type { Banner } from './banner.ts';
import { DEVICE_CHANGE_BANNER, MUTED_BANNER } from './banners.ts';
import type { CallView } from './call-view.ts';
import { problemActions } from './problem-actions.ts';
import { mergeNotices } from './device-problems.ts';
import { recordingBanners, recordingProblems } from './recording-banner.ts';
import { qualityBanner } from './quality-banner.ts';

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

function deviceBanners({ call, deviceChange }: CallView): Banner[] {
  const muted = (['microphone', 'camera'] as const).filter((device) => call.devices[device].systemMuted);
  const banners = muted.map((device): Banner => {
    const { title, whatToDo } = systemMutedText(device);
    const id = `muted:${device}`;
    return { id, kind: 'warning', icon: `${device}-off`, text: sentences(title, whatToDo), dismissible: true };
  });
  if (deviceChange === null) return banners;
  const { device, label } = deviceChange;
  const text = deviceInUseText(device, label);
  return [...banners, { id: DEVICE_CHANGE_BANNER, kind: 'quiet', icon: device, text, dismissible: true }];
}

function problemBanner(id: string, code: ErrorCode, subject: string | undefined, view: CallView): Banner {
  const { title, whatToDo } = errorText(code, subject);
  const actions = problemActions(code, subject, view);
  const banner: Banner = { id, kind: 'warning', icon: 'warning', text: sentences(title, whatToDo), dismissible: true };
  return actions.length > 0 ? { ...banner, actions } : banner;
}

function problemBanners(view: CallView): Banner[] {
  const { error, notices } = view.call;
  const devices = mergeNotices(notices).map(({ code, subject }) =>
    problemBanner(`${code}:${subject ?? ''}`, code, subject, view),
  );
  const isPathProblem =
    error !== null && !error.fatal && (error.code === 'ice-failed' || error.code === 'turn-unavailable');
  return isPathProblem ? [...devices, problemBanner(error.code, error.code, undefined, view)] : devices;
}

/** Those that were dismissed, too. */
export function noticeBanners(view: CallView): Banner[] {
  return [
    ...sharingBanner(view),
    ...recordingBanners(view),
    ...mutedBanner(view),
    ...qualityBanner(view),
    ...deviceBanners(view),
    ...problemBanners(view),
    ...recordingProblems(view),
  ];
}
