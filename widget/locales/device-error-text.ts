/** The words for a microphone or a camera that cannot be used. Whole sentences for each, because languages inflect. */
import { msg } from '@lit/localize';

export type DeviceErrorCode =
  | 'permission-denied'
  | 'device-not-found'
  | 'device-in-use'
  | 'policy-blocked'
  | 'insecure-context'
  | 'unsupported-browser';

/** Picks the sentence for the device; `both` when the error does not say which. */
function bySubject(subject: string | undefined, camera: string, microphone: string, both: string): string {
  if (subject === 'camera') return camera;
  return subject === 'microphone' ? microphone : both;
}

export function deviceErrorText(code: DeviceErrorCode, subject?: string): { title: string; whatToDo: string } {
  switch (code) {
    case 'permission-denied':
      return {
        title: bySubject(
          subject,
          msg('The camera is blocked', { id: 'permission-denied-camera' }),
          msg('The microphone is blocked', { id: 'permission-denied-microphone' }),
          msg('Camera and microphone are blocked', { id: 'permission-denied-both' }),
        ),
        whatToDo: msg('Allow it with the icon beside the address of this page, then try again.', {
          id: 'permission-denied-do',
        }),
      };
    case 'device-not-found':
      return {
        title: bySubject(
          subject,
          msg('No camera found', { id: 'device-not-found-camera' }),
          msg('No microphone found', { id: 'device-not-found-microphone' }),
          msg('No camera or microphone found', { id: 'device-not-found-both' }),
        ),
        whatToDo: msg('Plug one in and try again, or go on without it.', { id: 'device-not-found-do' }),
      };
    case 'device-in-use':
      return {
        title: bySubject(
          subject,
          msg('Another app is using the camera', { id: 'device-in-use-camera' }),
          msg('Another app is using the microphone', { id: 'device-in-use-microphone' }),
          msg('Another app is using camera or microphone', { id: 'device-in-use-both' }),
        ),
        whatToDo: msg('Close the other app or tab, then try again.', { id: 'device-in-use-do' }),
      };
    case 'policy-blocked':
      return {
        title: bySubject(
          subject,
          msg('This website does not allow the camera', { id: 'policy-blocked-camera' }),
          msg('This website does not allow the microphone', { id: 'policy-blocked-microphone' }),
          msg('This website does not allow camera and microphone', { id: 'policy-blocked-both' }),
        ),
        whatToDo: msg('Its owner must allow them in the Permissions-Policy header, or in "allow" of the iframe.', {
          id: 'policy-blocked-do',
        }),
      };
    case 'insecure-context':
      return {
        title: msg('The connection to this page is not secure', { id: 'insecure-context-title' }),
        whatToDo: msg('Browsers give camera and microphone to https pages only. Open the page with https://.', {
          id: 'insecure-context-do',
        }),
      };
    case 'unsupported-browser':
      return {
        title: bySubject(
          subject,
          msg('This browser cannot use the camera', { id: 'unsupported-browser-camera' }),
          msg('This browser cannot use the microphone', { id: 'unsupported-browser-microphone' }),
          msg('This browser cannot make calls', { id: 'unsupported-browser-title' }),
        ),
        whatToDo: msg('Use a current version of Chrome, Edge, Firefox or Safari.', { id: 'unsupported-browser-do' }),
      };
    default:
      return code satisfies never;
  }
}
