/**
 * Which candidates a browser finds with some ICE servers: a connection that is never connected, closed as soon as it is known.
 * Candidates never leave this file, only their kinds.
 * @see https://www.w3.org/TR/webrtc/#rtcicecandidate-interface
 */

export interface Gathered {
  /** Whether a candidate of the wanted kind came. */
  readonly isFound: boolean;
  /** Whether the browser found any at all. */
  readonly hasCandidates: boolean;
  /** What the servers answered, or 701 where one could not be reached. @see https://www.rfc-editor.org/rfc/rfc8489#section-14.8 */
  readonly errorCodes: readonly number[];
  /** Whether the browser was done before its time was over. */
  readonly isComplete: boolean;
  /** Until the candidate came, or the end. */
  readonly durationMs: number;
}

/** @param wanted `srflx`: the own address as a STUN server sees it; `relay`: one at a TURN server, and then nothing else is looked for.
 *  Resolves with what is known by then when `signal` aborts. */
export async function gather(
  iceServers: RTCIceServer[],
  wanted: 'srflx' | 'relay',
  signal: AbortSignal,
): Promise<Gathered> {
  const startedAt = performance.now();
  const errorCodes: number[] = [];
  let isFound = false;
  let hasCandidates = false;
  let isComplete = false;
  const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: wanted === 'relay' ? 'relay' : 'all' });
  try {
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      connection.onicecandidateerror = ({ errorCode }) => void errorCodes.push(errorCode);
      connection.onicecandidate = ({ candidate }) => {
        // Firefox says the end of each generation with an empty candidate, too.
        if (candidate !== null && candidate.candidate !== '') hasCandidates = true;
        isFound ||= candidate?.type === wanted;
        isComplete ||= isFound || candidate === null;
        if (isComplete) resolve();
      };
    });
    connection.createDataChannel('');
    await connection.setLocalDescription();
    if (!signal.aborted) await ended;
  } finally {
    connection.close();
  }
  const durationMs = Math.round(performance.now() - startedAt);
  return { isFound, hasCandidates, errorCodes, isComplete, durationMs };
}
