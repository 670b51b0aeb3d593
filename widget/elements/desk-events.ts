/** What happens at a support desk, as both ends of it are told: the element of a visitor, and the console of an agent. Types only. */
import type { Availability, CallEnd, CallId, DeskCall } from '#protocol';

/** Details by event name. */
export interface DeskEventDetails {
  /** Whether somebody could answer is another than before; also once, when it is known for the first time. */
  'p2p-availability-change': Availability;
  /** To an agent: a call rings here. */
  'p2p-incoming-call': { readonly call: DeskCall };
  /** An agent has answered; also after a transfer. `name`: who is at the other end, the agent's for a visitor, the visitor's for an agent. */
  'p2p-call-accepted': { readonly callId: CallId; readonly name: string };
  /** To an agent: this console has declined a call that rang. */
  'p2p-call-declined': { readonly callId: CallId };
  /** A call is over that nobody has answered. */
  'p2p-call-missed': { readonly callId: CallId; readonly reason: CallEnd };
  /** A call is over that was answered. */
  'p2p-call-ended': { readonly callId: CallId; readonly reason: CallEnd };
}
