/** Which screen a visitor of a support desk sees. Pure: what is known of the desk and of the own call in, one word out. */
import type { Availability, DeskErrorCode, OwnCall } from '#protocol';
import type { CallStateName } from '../call/call-state.ts';
import type { DeskProblem } from '../desk/desk-types.ts';

/** `form`: before the call. `message`: what is left where nobody answers. `call`: none of the desk's, the call has the stage. */
export type DeskScreen = 'form' | 'message' | 'sent' | 'waiting' | 'call' | 'ended' | 'problem';

export interface DeskSituation {
  readonly availability: Availability | null;
  readonly call: OwnCall | null;
  readonly problem: DeskProblem | null;
  /** "Call" was pressed, and the desk has not answered. */
  readonly isAsking: boolean;
  /** Why the desk did not take the call; null when it did, or was not asked. */
  readonly refusal: DeskErrorCode | null;
  /** What the visitor has chosen to do instead. */
  readonly step: 'message' | 'sent' | null;
}

/** Nobody will answer now, whatever one does. */
const CLOSED: ReadonlySet<string> = new Set(['closed', 'offline']);
const TURNED_AWAY: ReadonlySet<string> = new Set(['desk-closed', 'desk-offline', 'desk-full']);

/** Whether a call would be taken, as far as is known. */
export function canCall({ availability, refusal }: Pick<DeskSituation, 'availability' | 'refusal'>): boolean {
  return !CLOSED.has(availability?.state ?? '') && refusal !== 'desk-closed' && refusal !== 'desk-offline';
}

export function deskScreenOf(situation: DeskSituation): DeskScreen {
  const { availability, call, problem, isAsking, refusal, step } = situation;
  // Who was answered once has a room, and stays in it until the next one answers.
  if (call !== null && call.phase !== 'ended') {
    return call.phase === 'active' || call.again !== undefined ? 'call' : 'waiting';
  }
  if (isAsking) return 'waiting';
  if (problem?.fatal) return 'problem';
  if (step !== null) return step;
  const takesMessages = availability?.messages === true;
  if (call !== null) return call.reason === 'no-answer' && takesMessages ? 'message' : 'ended';
  if (!takesMessages) return 'form';
  return !canCall(situation) || TURNED_AWAY.has(refusal ?? '') ? 'message' : 'form';
}

/** What the element says of itself while the screen is the desk's; null: what the call says. */
export function deskStateOf(screen: DeskScreen, call: OwnCall | null): CallStateName | null {
  switch (screen) {
    case 'waiting':
      return call?.phase === 'ringing' ? 'ringing' : 'waiting';
    case 'ended':
      return 'ended';
    case 'problem':
      return 'error';
    case 'call':
      return null;
    default:
      return 'idle';
  }
}
