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

/** Applies from now on; safe to repeat with every look. */
export function limitSending(connection: MediaConnection, { camera, screen }: SendLimits): void {
  const sender = (slot: Parameters<MediaConnection['sender']>[0]): RTCRtpSender | undefined => connection.sender(slot);
  const first: Encoding = { priority: 'high', networkPriority: 'high' };
  const [microphone, cameraSender, screenSender] = [sender('microphone'), sender('camera'), sender('screen')];
  if (microphone) void tell(microphone, first);
  if (cameraSender) {
    const { track } = cameraSender;
    const encoding = camera === null ? { active: false } : encodingOf(track, camera);
    connection.cameraScale = encoding.scaleResolutionDownBy ?? connection.cameraScale;
    connection.holdCamera(camera === null && track !== null);
    // The half size of a start is left to those who chose it.
    if (connection.isStarting) delete encoding.scaleResolutionDownBy;
    void tell(cameraSender, encoding, 'maintain-framerate');
  }
  if (screenSender) {
    const { track } = screenSender;
    const keeps = track?.contentHint === 'motion' ? 'maintain-framerate' : 'maintain-resolution';
    void tell(screenSender, { ...encodingOf(track, screen), priority: 'medium' }, keeps);
  }
}
