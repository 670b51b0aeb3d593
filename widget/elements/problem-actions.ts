/** What a person can do about a problem in the call, beside reading of it: the buttons of its banner. Only what may help is offered. */
import { msg } from '@lit/localize';
import type { ErrorCode } from '#protocol';
import { errorText } from '../locales/error-text.ts';
import type { CallView, OwnDevice } from './call-view.ts';
import type { TextButton } from './controls.ts';

/** @param subject as in `CallError`; none: of both devices, or of the path to the others. */
export function problemActions(code: ErrorCode, subject: string | undefined, view: CallView): readonly TextButton[] {
  const { call, devices, request } = view;
  if (errorText(code, subject).next !== 'retry') return [];
  const again = (onpress: () => void): TextButton => ({
    name: 'retry',
    text: msg('Try again', { id: 'retry' }),
    onpress,
  });
  if (subject === 'screen') return [again(() => request.toggleScreenshare())];
  if (code === 'ice-failed' || code === 'turn-unavailable') return [again(() => request.restartIce())];
  const failed = (['microphone', 'camera'] as const).filter((device) => call.devices[device].failure?.code === code);
  const [first] = failed;
  if (first === undefined) return [];
  const actions = [again(() => failed.forEach((device) => turnOn(device, view)))];
  // Where another app has it, another one may be free.
  if (code !== 'device-in-use' || devices === null) return actions;
  const other = { name: 'choose-device', text: msg('Choose another', { id: 'device-choose-another' }) };
  return [...actions, { ...other, onpress: () => devices.choose(first) }];
}

function turnOn(device: OwnDevice, { request }: CallView): void {
  if (device === 'microphone') request.toggleMicrophone();
  else request.toggleCamera();
}
