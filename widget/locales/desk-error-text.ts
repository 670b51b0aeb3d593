/** What goes wrong at a support desk, as two sentences for people. Everything that can go wrong elsewhere, too, has the words of there. */
import { msg } from '@lit/localize';
import type { DeskErrorCode } from '#protocol';
import { type ErrorText, errorText } from './error-text.ts';

export function deskErrorText(code: DeskErrorCode): ErrorText {
  switch (code) {
    case 'desk-closed':
      return {
        title: msg('We are closed at the moment', { id: 'desk-closed-title' }),
        whatToDo: msg('Leave a message, or call again when we are open.', { id: 'desk-closed-do' }),
        next: null,
      };
    case 'desk-offline':
      return {
        title: msg('Nobody is here at the moment', { id: 'desk-offline-title' }),
        whatToDo: msg('Leave a message, or try again later.', { id: 'desk-offline-do' }),
        next: 'retry',
      };
    case 'desk-full':
      return {
        title: msg('Too many people are waiting', { id: 'desk-full-title' }),
        whatToDo: msg('Try again in a few minutes.', { id: 'desk-full-do' }),
        next: 'retry',
      };
    case 'already-taken':
      return {
        title: msg('A colleague already has this call', { id: 'already-taken-title' }),
        whatToDo: msg('Take the next one.', { id: 'already-taken-do' }),
        next: null,
      };
    case 'call-gone':
      return {
        title: msg('This call is over', { id: 'call-gone-title' }),
        whatToDo: msg('You can call again.', { id: 'call-gone-do' }),
        next: 'retry',
      };
    case 'invalid-desk':
      return {
        title: msg('This support desk does not exist', { id: 'invalid-desk-title' }),
        whatToDo: msg('If this is your website, add the desk to DESKS of your call server.', { id: 'invalid-desk-do' }),
        next: null,
      };
    default:
      return errorText(code);
  }
}
