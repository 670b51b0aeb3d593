/** Every error code as two sentences for people: what happened, and what to do. The only place where codes become words. */
import { msg } from '@lit/localize';
import type { ErrorCode } from '#protocol';
import { CallError } from '../call/call-error.ts';
import { deviceErrorText } from './device-error-text.ts';
import { screenErrorText } from './screen-error-text.ts';
import { sentences } from './sentences.ts';

export interface ErrorText {
  readonly title: string;
  readonly whatToDo: string;
  /** What a button can do about it: the same attempt once more, where it can succeed later; or the whole page; null: nothing. */
  readonly next: 'retry' | 'reload' | null;
}

/** What the owner of the page, or another browser, has to change first. */
const BEYOND_RETRY: ReadonlySet<ErrorCode> = new Set(['policy-blocked', 'insecure-context', 'unsupported-browser']);

/** @param subject what the error is about, as in `CallError.subject`: `camera`, `microphone`, `screen` or nothing. */
export function errorText(code: ErrorCode, subject?: string): ErrorText {
  const next = BEYOND_RETRY.has(code) ? null : 'retry';
  if (subject === 'screen') return { ...screenErrorText(code), next };
  switch (code) {
    case 'permission-denied':
    case 'device-not-found':
    case 'device-in-use':
    case 'policy-blocked':
    case 'insecure-context':
    case 'unsupported-browser':
      return { ...deviceErrorText(code, subject), next };
    case 'token-expired':
      return {
        title: msg('Your invitation has expired', { id: 'token-expired-title' }),
        whatToDo: msg('Reload the page to get a new one.', { id: 'token-expired-do' }),
        next: 'reload',
      };
    case 'token-invalid':
      return {
        title: msg('Your invitation is not valid', { id: 'token-invalid-title' }),
        whatToDo: msg('Open the link you were sent once more, or ask for a new one.', { id: 'token-invalid-do' }),
        next: null,
      };
    case 'origin-not-allowed':
      return {
        title: msg('Calls are not allowed on this website', { id: 'origin-not-allowed-title' }),
        whatToDo: msg('If this is your website, add its address to ALLOWED_ORIGINS of your call server.', {
          id: 'origin-not-allowed-do',
        }),
        next: null,
      };
    case 'invalid-room':
      return {
        title: msg('This room does not exist', { id: 'invalid-room-title' }),
        whatToDo: msg('Check the link. The name of a room has 3 to 64 letters, digits, dots, hyphens or underscores.', {
          id: 'invalid-room-do',
        }),
        next: null,
      };
    case 'room-full':
      return {
        title: msg('The call is full', { id: 'room-full-title' }),
        whatToDo: msg('Try again when someone has left.', { id: 'room-full-do' }),
        next: 'retry',
      };
    case 'room-locked':
      return {
        title: msg('The call is locked', { id: 'room-locked-title' }),
        whatToDo: msg('Ask someone in the call to unlock it, then try again.', { id: 'room-locked-do' }),
        next: 'retry',
      };
    case 'not-admitted':
      return {
        title: msg('You were not let in', { id: 'not-admitted-title' }),
        whatToDo: msg('Ask the person who invited you.', { id: 'not-admitted-do' }),
        next: 'retry',
      };
    case 'not-allowed':
      return {
        title: msg('You may not do that', { id: 'not-allowed-title' }),
        whatToDo: msg('Ask the host of the call to do it.', { id: 'not-allowed-do' }),
        next: null,
      };
    case 'call-ended':
      return {
        title: msg('The call has ended', { id: 'ended-call' }),
        whatToDo: msg('It was ended for everyone.', { id: 'ended-call-detail' }),
        next: null,
      };
    case 'kicked':
      return {
        title: msg('You were removed from the call', { id: 'kicked-title' }),
        whatToDo: msg('Ask the person who invited you.', { id: 'kicked-do' }),
        next: null,
      };
    case 'duplicate-session':
      return {
        title: msg('The call goes on in another tab', { id: 'duplicate-session-title' }),
        whatToDo: msg('Close the other tab to take the call here.', { id: 'duplicate-session-do' }),
        next: 'retry',
      };
    case 'rate-limited':
      return {
        title: msg('Too many attempts', { id: 'rate-limited-title' }),
        whatToDo: msg('Wait a minute, then try again.', { id: 'rate-limited-do' }),
        next: 'retry',
      };
    case 'bad-message':
      return {
        title: msg('The call server did not understand this page', { id: 'bad-message-title' }),
        whatToDo: msg('Reload the page, then join again.', { id: 'bad-message-do' }),
        next: 'reload',
      };
    case 'message-too-large':
      return {
        title: msg('That was too large to send', { id: 'message-too-large-title' }),
        whatToDo: msg('Send it in smaller parts.', { id: 'message-too-large-do' }),
        next: null,
      };
    case 'file-too-large':
      return {
        title: msg('That file is too large', { id: 'file-too-large-title' }),
        whatToDo: msg('Send it in parts, or receive it in a browser that can save large files.', {
          id: 'file-too-large-do',
        }),
        next: null,
      };
    case 'file-unreadable':
      return {
        title: msg('The file cannot be read any more', { id: 'file-unreadable-title' }),
        whatToDo: msg('It was changed, moved or deleted. Choose it again.', { id: 'file-unreadable-do' }),
        next: 'retry',
      };
    case 'file-corrupt':
      return {
        title: msg('The file did not arrive as it was sent', { id: 'file-corrupt-title' }),
        whatToDo: msg('Ask for it to be sent again.', { id: 'file-corrupt-do' }),
        next: 'retry',
      };
    case 'storage-full':
      return {
        title: msg('There is no room for the file', { id: 'storage-full-title' }),
        whatToDo: msg('Make room on the disk of the receiving device, then send it again.', { id: 'storage-full-do' }),
        next: 'retry',
      };
    case 'unsupported-version':
      return {
        title: msg('This page is out of date', { id: 'unsupported-version-title' }),
        whatToDo: msg('Reload the page to get the current version.', { id: 'unsupported-version-do' }),
        next: 'reload',
      };
    case 'signaling-unreachable':
      return {
        title: msg('The call server cannot be reached', { id: 'signaling-unreachable-title' }),
        whatToDo: msg('Check your internet connection, then try again.', { id: 'signaling-unreachable-do' }),
        next: 'retry',
      };
    case 'ice-failed':
      return {
        title: msg('No connection to the others', { id: 'ice-failed-title' }),
        whatToDo: msg('A firewall may block calls. Try another network, such as mobile data.', { id: 'ice-failed-do' }),
        next: 'retry',
      };
    case 'turn-unavailable':
      return {
        title: msg('The relay for strict networks is not available', { id: 'turn-unavailable-title' }),
        whatToDo: msg('The call may still work. If it does not, try another network.', { id: 'turn-unavailable-do' }),
        next: 'retry',
      };
    case 'peer-unavailable':
      return {
        title: msg('The other person cannot be reached', { id: 'peer-unavailable-title' }),
        whatToDo: msg('They may have lost their connection. Try again in a moment.', { id: 'peer-unavailable-do' }),
        next: 'retry',
      };
    case 'e2ee-key-mismatch':
      return {
        title: msg('Your keys do not match', { id: 'e2ee-key-mismatch-title' }),
        whatToDo: msg('Open exactly the link you were sent, including the part after #.', {
          id: 'e2ee-key-mismatch-do',
        }),
        next: null,
      };
    case 'server-error':
      return {
        title: msg('The call server has a problem', { id: 'server-error-title' }),
        whatToDo: msg('Try again in a minute.', { id: 'server-error-do' }),
        next: 'retry',
      };
    default:
      code satisfies never;
      // A newer server may say what this version has no words for.
      return errorText('server-error');
  }
}

/** Whatever a method of a call rejected with, as a line of two sentences. */
export function errorSentences(error: unknown): string {
  const { code, subject } = error instanceof CallError ? error : new CallError('server-error');
  const { title, whatToDo } = errorText(code, subject);
  return sentences(title, whatToDo);
}
