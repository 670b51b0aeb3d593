/**
 * Puts limits on what one connection sends: rate, size and frames of its pictures, and sound before everything. Says it to the browser
 * only when it is other than before. Knows not why it is limited.
 * @see https://www.w3.org/TR/webrtc/#dom-rtcrtpsender-setparameters
 */
import type { MediaConnection } from './media-connection.ts';
import type { PictureLimits, SendLimits } from './send-policy.ts';

/** What the browser was told last, for each sender. Firefox leaves out of `getParameters` what it does not know, so that it cannot be asked. */
const told = new WeakMap<RTCRtpSender, string>();

type Encoding = Partial<RTCRtpEncodingParameters>;

async function tell(
  sender: RTCRtpSender,
  encoding: Encoding,
  degradationPreference?: RTCDegradationPreference,
): Promise<void> {
  const key = JSON.stringify([encoding, degradationPreference]);
  if (told.get(sender) === key) return;
  told.set(sender, key);
  try {
    const parameters = sender.getParameters();
    const [first] = parameters.encodings;
    // Not negotiated yet: the next look comes.
    if (first === undefined) throw new TypeError('no encoding');
    Object.assign(first, encoding);
    await sender.setParameters(
      degradationPreference === undefined ? parameters : { ...parameters, degradationPreference },
    );
  } catch {
    // A stopped sender, or two changes at once: said again with the next look.
    told.delete(sender);
  }
}

/** By how much a picture is made smaller so that its short side has at most `shortSide` pixels; never larger. */
export function scaleFor(track: Pick<MediaStreamTrack, 'getSettings'>, shortSide: number): number {
  const { width = 0, height = 0 } = track.getSettings();
  return Math.max(1, Math.min(width, height) / shortSide);
}

function encodingOf(track: MediaStreamTrack | null, { kbps, shortSide, framesPerSecond }: PictureLimits): Encoding {
  return {
    active: true,
    maxBitrate: 1_000 * kbps,
    maxFramerate: framesPerSecond,
    ...(track === null ? {} : { scaleResolutionDownBy: scaleFor(track, shortSide) }),
  };
}

/** How long a picture keeps the small size that it starts with, in ms: see quick-start.ts. */
const START_MS = 1_500;

/** When each sender was limited first. */
const since = new WeakMap<RTCRtpSender, number>();

/** The size that a sender starts with is left to it for a moment. */
function isStarting(sender: RTCRtpSender, apply: () => void): boolean {
  const startedAt = since.get(sender);
  if (startedAt !== undefined) return performance.now() - startedAt < START_MS;
  since.set(sender, performance.now());
  setTimeout(apply, START_MS);
  return true;
}

/** Applies from now on; safe to repeat with every look. @returns whether a camera is kept back that is on. */
export function limitSending(connection: MediaConnection, { camera, screen }: SendLimits): boolean {
  const [microphone, picture, share] = (['microphone', 'camera', 'screen'] as const).map(
    (slot) => connection.transceiver(slot)?.sender,
  );
  if (microphone) void tell(microphone, { priority: 'high', networkPriority: 'high' });
  if (picture) {
    const encoding = camera === null ? { active: false } : encodingOf(picture.track, camera);
    if (isStarting(picture, () => limitSending(connection, { camera, screen }))) delete encoding.scaleResolutionDownBy;
    void tell(picture, encoding, 'maintain-framerate');
  }
  if (share) {
    const keeps = share.track?.contentHint === 'motion' ? 'maintain-framerate' : 'maintain-resolution';
    void tell(share, { ...encodingOf(share.track, screen), priority: 'medium' }, keeps);
  }
  connection.holdsCamera = camera === null && (picture?.track ?? null) !== null;
  return connection.holdsCamera;
}
