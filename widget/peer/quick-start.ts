/**
 * A first picture at once: a connection starts at 300 kbit/s, and an encoder drops the first frames of a picture that is too
 * large for that (libwebrtc: more than 640x480), which costs 100 to 150 ms. So a large camera starts at half its size and is
 * sent whole when the connection has had time to measure its bandwidth. Knows no call.
 * @see https://www.w3.org/TR/webrtc/#dom-rtcrtpencodingparameters-scaleresolutiondownby
 */
import type { Clock } from '../link/clock.ts';

/** Pixels that are encoded from the first frame on. */
const QUICK_PIXEL_COUNT = 640 * 480;

/** How long after `connected` the picture is sent whole, in ms. */
const WHOLE_AFTER_MS = 1_500;

/** A camera that is still being opened counts as a large one. */
function startScaleOf(track: MediaStreamTrack | null): number {
  if (track === null) return 2;
  const { width = 0, height = 0 } = track.getSettings();
  return width * height > QUICK_PIXEL_COUNT ? 2 : 1;
}

/** `sendEncodings` of a sender that is made with `track`. */
export function quickStartEncodings(track: MediaStreamTrack | null): RTCRtpEncodingParameters[] {
  return [{ scaleResolutionDownBy: startScaleOf(track) }];
}

async function setScale(sender: RTCRtpSender, scaleResolutionDownBy: number): Promise<void> {
  try {
    const parameters = sender.getParameters();
    const [encoding] = parameters.encodings;
    // Whoever limits what is sent says its size, too.
    if (encoding === undefined || encoding.maxBitrate) return;
    if ((encoding.scaleResolutionDownBy ?? 1) === scaleResolutionDownBy) return;
    encoding.scaleResolutionDownBy = scaleResolutionDownBy;
    await sender.setParameters(parameters);
  } catch {
    // A stopped sender, or a browser that knows no scaling: it sends what it sends.
  }
}

/** As {@link quickStartEncodings}, for a sender that the other side's offer made. */
export function startQuickly(sender: RTCRtpSender, track: MediaStreamTrack | null): void {
  void setScale(sender, startScaleOf(track));
}

/** Sends the whole picture a little later. To be called once the connection stands. */
export function sendWholeLater(sender: RTCRtpSender, clock: Clock): void {
  clock.setTimeout(() => void setScale(sender, 1), WHOLE_AFTER_MS);
}
