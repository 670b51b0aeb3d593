/** The switches for microphone and camera, on the toolbar and on the preview. They show what is, never what was wished. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { errorText } from '../locales/error-text.ts';
import type { DeviceState } from './call-model.ts';
import type { CallView } from './call-view.ts';
import { toolButton } from './controls.ts';

function microphoneTooltip({ enabled, failure }: DeviceState): string {
  if (failure) return errorText(failure.code, 'microphone').title;
  return enabled
    ? msg('Turn off the microphone (M)', { id: 'microphone-turn-off' })
    : msg('Turn on the microphone (M)', { id: 'microphone-turn-on' });
}

function cameraTooltip({ enabled, failure }: DeviceState): string {
  if (failure) return errorText(failure.code, 'camera').title;
  return enabled
    ? msg('Turn off the camera (V)', { id: 'camera-turn-off' })
    : msg('Turn on the camera (V)', { id: 'camera-turn-on' });
}

export function deviceButtons({ call, hasMicrophone, hasCamera, request }: CallView): TemplateResult {
  const { microphone, camera } = call.devices;
  return html`${
    hasMicrophone
      ? toolButton({
          name: 'microphone',
          icon: microphone.enabled ? 'microphone' : 'microphone-off',
          label: msg('Microphone', { id: 'microphone' }),
          tooltip: microphoneTooltip(microphone),
          pressed: microphone.enabled,
          pending: microphone.pending,
          warning: microphone.failure !== null,
          shortcut: 'M',
          onpress: () => request.toggleMicrophone(),
        })
      : nothing
  }
  ${
    hasCamera
      ? toolButton({
          name: 'camera',
          icon: camera.enabled ? 'camera' : 'camera-off',
          label: msg('Camera', { id: 'camera' }),
          tooltip: cameraTooltip(camera),
          pressed: camera.enabled,
          pending: camera.pending,
          warning: camera.failure !== null,
          shortcut: 'V',
          onpress: () => request.toggleCamera(),
        })
      : nothing
  }`;
}
