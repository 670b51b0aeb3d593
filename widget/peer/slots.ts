/**
 * The four fixed media lines of every connection. All are negotiated once, so that switching a device, muting or sharing a
 * screen later is `replaceTrack` and never a new offer; a caller without a camera receives video all the same.
 */

/** In the order of the media lines; the index is the line. */
export const SLOTS = ['microphone', 'camera', 'screen', 'screenAudio'] as const;

export type Slot = (typeof SLOTS)[number];

const KINDS = { microphone: 'audio', camera: 'video', screen: 'video', screenAudio: 'audio' } as const;

/** What this page takes part in: nothing at all (data only), sound only, or everything. */
export type MediaPlan = 'none' | 'audio' | 'all';

export function kindOf(slot: Slot): 'audio' | 'video' {
  return KINDS[slot];
}

/** The direction of a line on this page. `sendrecv` also without a track: it costs nothing and saves the renegotiation. */
export function directionOf(slot: Slot, plan: MediaPlan): RTCRtpTransceiverDirection {
  if (plan === 'none') return 'inactive';
  return plan === 'audio' && kindOf(slot) === 'video' ? 'inactive' : 'sendrecv';
}
