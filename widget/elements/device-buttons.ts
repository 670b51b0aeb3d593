/** The switches for microphone, camera and shared screen, on the toolbar and on the preview. They show what is, never what was wished. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { systemMutedText } from '../locales/system-muted-text.ts';
import { errorText } from '../locales/error-text.ts';
import type { DeviceState } from './call-model.ts';
import type { CallView } from './call-view.ts';
import { toolButton } from './controls.ts';

function microphoneTooltip({ enabled, systemMuted, failure }: DeviceState): string {
  if (failure) return errorText(failure.code, 'microphone').title;
  if (systemMuted) return systemMutedText('microphone').title;
  return enabled
    ? msg('Turn off the microphone (M)', { id: 'microphone-turn-off' })
    : msg('Turn on the microphone (M)', { id: 'microphone-turn-on' });
}

function cameraTooltip({ enabled, systemMuted, failure }: DeviceState): string {
  if (failure) return errorText(failure.code, 'camera').title;
  if (systemMuted) return systemMutedText('camera').title;
  return enabled
    ? msg('Turn off the camera (V)', { id: 'camera-turn-off' })
    : msg('Turn on the camera (V)', { id: 'camera-turn-on' });
}

export function deviceButtons(view: CallView): TemplateResult {
  const { call, hasMicrophone, hasCamera, devices, request } = view;
  const { microphone, camera } = call.devices;
  const hint = microphone.enabled || microphone.failure ? '' : (devices?.talkHint(view) ?? '');
  return html`${
    hasMicrophone
      ? toolButton({
          name: 'microphone',
          icon: microphone.enabled && !microphone.systemMuted ? 'microphone' : 'microphone-off',
          label: msg('Microphone', { id: 'microphone' }),
          tooltip: microphoneTooltip(microphone) + hint,
          pressed: microphone.enabled,
          pending: microphone.pending,
          warning: microphone.failure !== null || microphone.systemMuted,
          shortcut: 'M',
          onpress: () => request.toggleMicrophone(),
        })
      : nothing
  }
  ${hasMicrophone ? devices?.arrow('microphone') : nothing}
  ${
    hasCamera
      ? toolButton({
          name: 'camera',
          icon: camera.enabled && !camera.systemMuted ? 'camera' : 'camera-off',
          label: msg('Camera', { id: 'camera' }),
          tooltip: cameraTooltip(camera),
          pressed: camera.enabled,
          pending: camera.pending,
          warning: camera.failure !== null || camera.systemMuted,
          shortcut: 'V',
          onpress: () => request.toggleCamera(),
        })
      : nothing
  }
  ${hasCamera ? devices?.arrow('camera') : nothing}`;
}

export function screenshareButton({ call, hasScreenshare, request }: CallView): TemplateResult | typeof nothing {
  const { enabled, pending } = call.screenshare;
  if (!hasScreenshare) return nothing;
  return toolButton({
    name: 'screenshare',
    icon: enabled ? 'screenshare-off' : 'screenshare',
    label: msg('Share screen', { id: 'screenshare' }),
    tooltip: enabled
      ? msg('Stop sharing your screen', { id: 'screenshare-stop' })
      : msg('Share your screen', { id: 'screenshare-start' }),
    pressed: enabled,
    rare: true,
    pending,
    onpress: () => request.toggleScreenshare(),
  });
}
