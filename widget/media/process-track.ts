/**
 * What a page makes of an own track before it is sent and shown: a blurred picture, a voice without noise. The raw track never stands in
 * for what was made of it: who hides a room must not be shown because a filter failed. Knows neither devices nor where tracks go.
 */
import type { DeviceKind } from './media-failure.ts';

/** What {@link ProcessTrack} is told of a track. */
export interface TrackInfo {
  readonly kind: 'audio' | 'video';
  readonly source: DeviceKind;
  /** Aborts when the result is used no more: the time to let go of canvases, audio contexts and models. */
  readonly signal: AbortSignal;
}

/** Makes the track that is sent and shown from that of a device. It must be live and of the same kind; it may be the same one. The call ends
 *  both. Throwing, or anything else, keeps the device off. */
export type ProcessTrack = (track: MediaStreamTrack, info: TrackInfo) => MediaStreamTrack | Promise<MediaStreamTrack>;

/** A track as it is sent, and that of the device behind it, which may be the same. */
export interface OwnTrack {
  readonly track: MediaStreamTrack;
  readonly raw: MediaStreamTrack;
}

/**
 * @param life of the result: when it aborts, what was made ends, also what comes only then.
 * @returns undefined where it was aborted meanwhile. Rejects where nothing usable was made. Ends `raw` in neither case.
 */
export type MakeTrack = (
  raw: MediaStreamTrack,
  source: DeviceKind,
  life: AbortController,
) => Promise<OwnTrack | undefined>;

/** How long it may take, in ms: a model may have to be loaded first. */
export const PROCESS_MS = 30_000;

/** {@link MakeTrack} by what the page gave. */
export async function processed(
  raw: MediaStreamTrack,
  source: DeviceKind,
  process: ProcessTrack,
  life: AbortController,
): Promise<OwnTrack | undefined> {
  const { signal } = life;
  const kind = source === 'camera' ? 'video' : 'audio';
  const late = new Error('processTrack took too long');
  const timer = setTimeout(() => life.abort(late), PROCESS_MS);
  try {
    const making: Promise<MediaStreamTrack | undefined> = Promise.resolve(process(raw, { kind, source, signal }));
    making.then(
      (made) => whenAborted(signal, () => made !== raw && made?.stop()),
      () => undefined,
    );
    const track = await Promise.race([making, new Promise<null>((end) => whenAborted(signal, () => end(null)))]);
    if (track?.kind !== kind || track.readyState !== 'live')
      throw new TypeError(`processTrack gave no live ${kind} track`);
    if (track !== raw) standIn(track, raw);
    return { track, raw };
  } catch (cause) {
    if (signal.aborted && signal.reason !== late) return undefined;
    life.abort();
    console.warn('p2p-call: what processTrack failed on stays off.', signal.reason === late ? late : cause);
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act);
}

/** Whoever asks which camera this is, and which way it looks, means the device. */
function standIn(track: MediaStreamTrack, raw: MediaStreamTrack): void {
  const own = track.getSettings.bind(track);
  track.getSettings = () => {
    const { deviceId, facingMode } = raw.getSettings();
    return { ...own(), ...(deviceId && { deviceId }), ...(facingMode && { facingMode }) };
  };
}
