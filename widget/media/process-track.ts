/**
 * What a page makes of an own track before it is sent and shown: a blurred picture, a voice without noise. The raw track never stands in
 * for what was made of it: who hides a room must not be shown because a filter failed. Knows neither devices nor where tracks go.
 */
import { type DeviceKind, MediaFailure } from './media-failure.ts';

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

/** How long it may take, in ms: a model may have to be loaded first. */
export const PROCESS_MS = 30_000;

/** A track as it is sent, and that of the device behind it, which may be the same. */
export interface OwnTrack {
  readonly track: MediaStreamTrack;
  readonly raw: MediaStreamTrack;
}

/**
 * @param life of the result: what was made ends when it aborts, and `raw` with it while nothing is made yet.
 * @returns undefined where `life` was aborted meanwhile. Without a track, `raw` is ended.
 */
export async function processed(
  raw: MediaStreamTrack,
  source: DeviceKind,
  process: ProcessTrack,
  life: AbortController,
): Promise<OwnTrack | { readonly failure: MediaFailure } | undefined> {
  const { signal } = life;
  const kind = source === 'camera' ? 'video' : 'audio';
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    life.abort();
  }, PROCESS_MS);
  try {
    const making: Promise<MediaStreamTrack | undefined> = Promise.resolve(process(raw, { kind, source, signal }));
    // Also what comes too late.
    void making.then(
      (made) => whenAborted(signal, () => made !== raw && made?.stop()),
      () => undefined,
    );
    const track = await Promise.race([making, new Promise<null>((end) => whenAborted(signal, () => end(null)))]);
    if (track?.kind !== kind || track.readyState !== 'live') throw new TypeError(`no live ${kind} track`);
    if (track !== raw) standIn(track, raw);
    return { track, raw };
  } catch (cause) {
    raw.stop();
    if (signal.aborted && !isLate) return undefined;
    life.abort();
    console.warn('p2p-call: processTrack failed, so that the device stays off.', isLate ? '' : cause);
    return { failure: new MediaFailure('unsupported-browser', source, cause) };
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
