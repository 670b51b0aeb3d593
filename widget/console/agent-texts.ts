/** What of a desk is a word on the wire, as words for an agent. A word of a newer desk has the most general one. */
import { msg, str } from '@lit/localize';
import type { AgentStatus, CallEnd, CallGone, DeskAgent, DeskErrorCode } from '#protocol';
import { DeskError, type DeskProblem } from '../desk/desk-types.ts';
import type { TransferObstacle } from './transfer-choices.ts';

export function statusText(status: AgentStatus | DeskAgent['status']): string {
  switch (status) {
    case 'available':
      return msg('Available', { id: 'agent-available' });
    case 'busy':
      return msg('Busy', { id: 'agent-busy' });
    case 'in-call':
      return msg('In a call', { id: 'agent-in-call' });
    case 'off':
      return msg('Not connected', { id: 'agent-off' });
    default:
      return msg('Away', { id: 'agent-away' });
  }
}

export function obstacleText(obstacle: TransferObstacle): string {
  return obstacle === 'empty' ? msg('Nobody is there', { id: 'agent-nobody' }) : statusText(obstacle);
}

/** Visitors need not say who they are. */
export function visitorName({ name }: { readonly name: string }): string {
  return name.trim() || msg('Visitor', { id: 'role-visitor' });
}

/** Why a call that nobody answered is over. */
export function missedText(reason: CallEnd): string {
  if (reason === 'canceled') return msg('Left the queue', { id: 'agent-missed-canceled' });
  return reason === 'lost'
    ? msg('Lost the connection', { id: 'agent-missed-lost' })
    : msg('Nobody answered', { id: 'agent-missed-no-answer' });
}

/** What there is to say when the own call is no more; '' where the agent has ended it. */
export function overText(name: string, reason: CallGone): string {
  if (reason === 'visitor') return msg(str`${name} hung up.`, { id: 'agent-over-visitor' });
  return reason === 'lost' ? msg(str`${name} lost the connection.`, { id: 'agent-over-lost' }) : '';
}

/** Why a command was refused. @param name whom it was about. */
export function refusalText(error: unknown, name: string): string {
  const code = error instanceof DeskError ? error.code : 'server-error';
  switch (code) {
    case 'already-taken':
      return msg(str`${name} already has a colleague.`, { id: 'agent-already-taken' });
    case 'call-gone':
      return msg(str`${name} is not there any more.`, { id: 'agent-call-gone' });
    case 'not-allowed':
      return msg('That is not possible just now.', { id: 'agent-not-allowed' });
    case 'peer-unavailable':
      return msg('This colleague is not free any more.', { id: 'agent-peer-unavailable' });
    case 'desk-offline':
      return msg('Nobody is there in this department.', { id: 'agent-desk-offline' });
    case 'message-too-large':
      return msg('That is too long.', { id: 'agent-too-long' });
    case 'signaling-unreachable':
      return msg('The desk did not hear that. Try again.', { id: 'agent-unheard' });
    default:
      return msg('That did not work. Try again.', { id: 'agent-failed' });
  }
}

/** Why this page is not at the desk. */
export function problemText({ code }: DeskProblem): string {
  switch (code) {
    case 'duplicate-session':
      return msg('Another page of yours took over.', { id: 'agent-replaced' });
    case 'token-expired':
    case 'token-invalid':
    case 'not-allowed':
      return msg('You are not signed in any more.', { id: 'agent-signed-out' });
    case 'invalid-desk':
      return msg('There is no desk of this name.', { id: 'agent-invalid-desk' });
    case 'origin-not-allowed':
      return msg('The desk does not know this website. Its owner must list it in ALLOWED_ORIGINS.', {
        id: 'agent-origin',
      });
    case 'rate-limited':
      return msg('Too many attempts. It goes on in a moment.', { id: 'agent-rate-limited' });
    case 'desk-full':
      return msg('Too many agents are at this desk.', { id: 'agent-desk-full' });
    case 'signaling-unreachable':
      return msg('The desk cannot be reached. Trying again…', { id: 'agent-unreachable' });
    default:
      return msg('The desk has a problem.', { id: 'agent-server-error' });
  }
}

/** What a button can do about it: come back, load the page anew; null: nothing. */
export function remedyFor(code: DeskErrorCode): 'take-back' | 'retry' {
  return code === 'duplicate-session' ? 'take-back' : 'retry';
}
