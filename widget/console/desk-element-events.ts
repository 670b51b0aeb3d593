/** The events of `<p2p-call-desk>`: of those of a desk what concerns an agent, and what is wrong. Types only. */
import type { DeskErrorCode } from '#protocol';
import type { DeskEventDetails } from '../elements/desk-events.ts';

/** Details by event name. */
export interface P2pCallDeskEventDetails extends DeskEventDetails {
  /** The desk cannot be reached, or lets this page in no more. */
  'p2p-error': {
    readonly code: DeskErrorCode;
    /** What happened, in words. */
    readonly hint: string;
    /** Whether the console does not try any more by itself. */
    readonly fatal: boolean;
    readonly subject: undefined;
  };
}

export type P2pCallDeskEventMap = {
  [Name in keyof P2pCallDeskEventDetails]: CustomEvent<P2pCallDeskEventDetails[Name]>;
};
