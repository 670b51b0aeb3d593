/** What is known of the own shared screen before what shares it is loaded. */
import type { MediaFailure } from './media-failure.ts';

export interface ScreenState {
  readonly enabled: boolean;
  /** Whether the person is choosing what to share. */
  readonly pending: boolean;
  readonly failure: MediaFailure | null;
}

export const SCREEN_OFF: ScreenState = { enabled: false, pending: false, failure: null };

/** Whether this browser can share a screen at all; phones cannot. */
export function canShareScreen(): boolean {
  return globalThis.navigator?.mediaDevices?.getDisplayMedia !== undefined;
}
