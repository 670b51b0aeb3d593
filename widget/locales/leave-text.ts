/** Why a call is over, in words. */
import { msg } from '@lit/localize';
import type { LeaveReason } from '#protocol';

export interface LeaveText {
  readonly title: string;
  /** '' where the title says it all. */
  readonly detail: string;
}

export function leaveText(reason: LeaveReason | null): LeaveText {
  switch (reason) {
    case 'network_disconnect':
      return {
        title: msg('The connection was lost', { id: 'ended-network' }),
        detail: msg('Check your internet connection, then join again.', { id: 'ended-network-detail' }),
      };
    case 'server_shutdown':
      return {
        title: msg('The call was interrupted', { id: 'ended-server' }),
        detail: msg('The call server was restarted. You can join again.', { id: 'ended-server-detail' }),
      };
    case 'kicked':
      return {
        title: msg('You were removed from the call', { id: 'kicked-title' }),
        detail: msg('Ask the person who invited you.', { id: 'kicked-do' }),
      };
    case 'call_ended':
      return {
        title: msg('The call has ended', { id: 'ended-call' }),
        detail: msg('It was ended for everyone.', { id: 'ended-call-detail' }),
      };
    case 'duplicate_session':
      return {
        title: msg('The call goes on in another tab', { id: 'duplicate-session-title' }),
        detail: msg('You can take it back here.', { id: 'ended-duplicate-detail' }),
      };
    case 'room_full':
      return {
        title: msg('The call is full', { id: 'room-full-title' }),
        detail: msg('Try again when someone has left.', { id: 'room-full-do' }),
      };
    case 'not_admitted':
      return {
        title: msg('You were not let in', { id: 'not-admitted-title' }),
        detail: msg('Ask the person who invited you.', { id: 'not-admitted-do' }),
      };
    case 'user_left':
    case 'unknown':
    case null:
      return { title: msg('You left the call', { id: 'ended-left' }), detail: '' };
    default:
      reason satisfies never;
      // A newer server may say what this version has no words for.
      return leaveText('unknown');
  }
}
