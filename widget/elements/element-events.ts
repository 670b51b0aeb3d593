/** The events of `<p2p-call>`: those of `Call`, fired again so that they bubble and leave the shadow tree, and `p2p-ready`. */
import type { DeskErrorCode } from '#protocol';
import type { CallEventDetails, CallEventName } from '../call/events.ts';
import type { DeskCallEventDetails } from './desk-events.ts';

/** Every event of `Call`; the record makes a forgotten one a type error. */
const FORWARDED: Readonly<Record<CallEventName, true>> = {
  'p2p-state-change': true,
  'p2p-join': true,
  'p2p-leave': true,
  'p2p-participant-join': true,
  'p2p-participant-update': true,
  'p2p-participant-leave': true,
  'p2p-microphone-toggle': true,
  'p2p-camera-toggle': true,
  'p2p-screenshare-toggle': true,
  'p2p-recording-change': true,
  'p2p-recording-saved': true,
  'p2p-device-change': true,
  'p2p-connection-state-change': true,
  'p2p-ice-restart': true,
  'p2p-rebuild': true,
  'p2p-connection-path': true,
  'p2p-network-quality': true,
  'p2p-knock': true,
  'p2p-knock-end': true,
  'p2p-queue-position': true,
  'p2p-role-change': true,
  'p2p-room-change': true,
  'p2p-mute-request': true,
  'p2p-permission': true,
  'p2p-message': true,
  'p2p-history': true,
  'p2p-data': true,
  'p2p-file-offer': true,
  'p2p-file-progress': true,
  'p2p-file-received': true,
  'p2p-error': true,
};

/** Data on this topic is between elements, and not told to the page. */
export const ELEMENT_TOPIC = 'p2p-call';

export const CALL_EVENT_NAMES: readonly string[] = Object.keys(FORWARDED);

/** Details by event name. */
export interface P2pCallEventDetails
  extends Omit<CallEventDetails, 'p2p-device-change' | 'p2p-queue-position' | 'p2p-error'>, DeskCallEventDetails {
  /** The element is on the page, and its methods act at once. */
  'p2p-ready': null;
  /** The browser holds sound back until a gesture: a tap in the element, or `startAudio()` in a handler of a click. Told once, until
   *  it can be heard. */
  'p2p-autoplay-blocked': null;
  /** The own place in the lobby, or in the line of a desk, from 1; null where it is not known, and when one waits no more. `waitMs`: how long it
   *  will take at the desk, where that can be known. */
  'p2p-queue-position': { readonly position: number | null; readonly waitMs?: number };
  /** Something went wrong. `fatal`: the call is over, or never began. `subject`: the device or the participant that it is about, or `desk`. */
  'p2p-error': {
    readonly code: DeskErrorCode;
    /** What is wrong, in words. */
    readonly hint: string;
    readonly fatal: boolean;
    readonly subject: string | undefined;
  };
  /** Another device is in use, or none, or the system muted the one in use; or another speaker, which only the element knows. */
  'p2p-device-change':
    | CallEventDetails['p2p-device-change']
    | { readonly device: 'speaker'; readonly reason: 'selected'; readonly label: string };
}

export type P2pCallEventName = keyof P2pCallEventDetails;
export type P2pCallEvent<Name extends P2pCallEventName> = CustomEvent<P2pCallEventDetails[Name]>;
export type P2pCallEventMap = { [Name in P2pCallEventName]: P2pCallEvent<Name> };

/** An event as the element fires it. */
export function composedEvent<Detail>(type: string, detail: Detail, cancelable = false): CustomEvent<Detail> {
  return new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable });
}
