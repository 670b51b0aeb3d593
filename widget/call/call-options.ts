/** What a call is made from. The element's attributes and properties map onto it one to one. */
import type { IceServer } from '#protocol';
import type { ProcessTrack } from '../media/process-track.ts';
import type { SignalingKind } from '../signaling/create-signaling.ts';

export type { ProcessTrack, TrackInfo } from '../media/process-track.ts';
export type { ExchangeFault } from '../signaling/manual/exchange-text.ts';
export type { SignalingKind };

export interface CallOptions {
  /** Origin of the Worker, `https://calls.example.com`. Default: where the script was loaded from. */
  server: string;
  /** Name of the room: 3 to 64 of `A-Z a-z 0-9 _ . -`. */
  room: string;
  /** A token for this room, where the Worker asks for one. Default: none. */
  token: string;
  /** A site key, where the Worker knows one for this site; counts where there is no token. Default: none. */
  siteKey: string;
  /** Makes a token, on the site's own server: asked when there is none, and when one is refused, because it has expired. */
  getToken: (() => string | Promise<string>) | null;
  /** Name shown to the others, at most 64 characters. */
  displayName: string;
  /** Whether the microphone is on when joining. Default: true. */
  audio: boolean;
  /** Whether the camera is on when joining. Default: true. */
  video: boolean;
  /** No camera at all, neither sent nor received. Default: false. */
  audioOnly: boolean;
  /** No media at all, only data channels. Default: false. */
  dataOnly: boolean;
  /** Makes of each own microphone and camera track what is sent and shown, also in the preview: a blurred picture, a voice without noise. What
   *  fails is off, and never sent raw. In a call what was sent before goes on until the new one is made. Default: null, nothing. See
   *  {@link ProcessTrack}. */
  processTrack: ProcessTrack | null;
  /** Kind of signaling: `worker`; `manual`, by texts that people carry (see `createInvitation`), without a room; `local`, in one page.
   *  Default: `worker`. */
  signaling: SignalingKind;
  /** ICE servers instead of those the Worker gives; null: the Worker's. */
  iceServers: readonly IceServer[] | null;
  /** `relay` hides the own addresses from the others and needs TURN. Default: `all`. */
  iceTransportPolicy: RTCIceTransportPolicy;
  /** Seats of the room, 2 to 8, if this call opens it. Default: the Worker's (4). */
  maxParticipants: number | null;
}

/** The origin this module was loaded from; '' where it has none (a bundle inlined into another, a server). */
function scriptOrigin(): string {
  try {
    const { origin } = new URL(import.meta.url);
    return origin === 'null' ? '' : origin;
  } catch {
    return '';
  }
}

export const DEFAULT_OPTIONS: CallOptions = {
  server: scriptOrigin(),
  room: '',
  token: '',
  siteKey: '',
  getToken: null,
  displayName: '',
  audio: true,
  video: true,
  audioOnly: false,
  dataOnly: false,
  processTrack: null,
  signaling: 'worker',
  iceServers: null,
  iceTransportPolicy: 'all',
  maxParticipants: null,
};
