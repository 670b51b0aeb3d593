/** What happens at a support desk, as both ends of it are told: the element of a visitor, and the console of an agent. Types only. */
import type { Availability, CallEnd, CallId, DeskCall } from '#protocol';

/** Details by event name: of both. */
export interface DeskCallEventDetails {
  /** Whether somebody could answer is another than before; also once, when it is known for the first time. */
  'p2p-availability-change': {
    readonly state: Availability['state'];
    readonly departments: Availability['departments'];
    readonly opensAt?: number | undefined;
    readonly messages: boolean;
  };
  /** An agent has answered; also after a transfer. `name`: who is at the other end, the agent's for a visitor, the visitor's for an agent. */
  'p2p-call-accepted': { readonly callId: CallId; readonly name: string };
  /** A call is over that nobody has answered. */
  'p2p-call-missed': { readonly callId: CallId; readonly reason: CallEnd };
  /** A call is over that was answered. */
  'p2p-call-ended': { readonly callId: CallId; readonly reason: CallEnd };
}

/** With those of an agent alone. */
export interface DeskEventDetails extends DeskCallEventDetails {
  /** A call rings here. */
  'p2p-incoming-call': { readonly call: DeskCall };
  /** This console has declined a call that rang. */
  'p2p-call-declined': { readonly callId: CallId };
}
