/** `addEventListener` with the details of the call's events, without a cast at every caller. */
import type { CallEventDetails, CallEventName } from './events.ts';

export type CallEventOf<Name extends CallEventName> = CustomEvent<CallEventDetails[Name]>;

type Listener<Name extends CallEventName> = ((event: CallEventOf<Name>) => void) | null;

/** An EventTarget whose events are those of a call. */
export interface CallEventTarget extends EventTarget {
  addEventListener<Name extends CallEventName>(
    type: Name,
    listener: Listener<Name>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends CallEventName>(
    type: Name,
    listener: Listener<Name>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The same class as EventTarget; only its type knows our events, which takes one cast. */
export const TypedEventTarget = EventTarget as unknown as { new (): CallEventTarget; prototype: CallEventTarget };
