/**
 * What runs in the pages of the benchmark, once through p2p-call and once bare. Both ask for the same devices, and both look for
 * the first decoded frame in the same way. Serialised into the page: each function must not refer to anything outside itself.
 */
import type {} from '../../widget/index.ts';

/** When a page began to join and when it had decoded the first frame of the other, in ms since the epoch. */
export interface Span {
  readonly startedAt: number;
  readonly firstFrameAt: number;
}

/** Joins by the element that is on the page. */
export async function joinByElement(): Promise<Span> {
  const element = document.querySelector('p2p-call');
  if (!element) throw new Error('There is no <p2p-call> on the page.');
  const startedAt = performance.timeOrigin + performance.now();
  const joining = element.join();
  const firstFrameAt = await new Promise<number>((resolve) => {
    const look = (): void => {
      const video = element.shadowRoot?.querySelector<HTMLVideoElement>(
        '[part~="tile"]:not([part~="tile-local"]) video',
      );
      if (video && video.getVideoPlaybackQuality().totalVideoFrames > 0)
        resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
  await joining;
  return { startedAt, firstFrameAt };
}

/** The least code that makes a call: one RTCPeerConnection, trickled candidates, a WebSocket that relays. */
export async function joinBare(relayUrl: string): Promise<Span> {
  const startedAt = performance.timeOrigin + performance.now();
  const socket = new WebSocket(relayUrl);
  const received: MessageEvent<string>[] = [];
  socket.onmessage = (message) => received.push(message);
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: 'user' },
  });
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
  const video = document.body.appendChild(
    Object.assign(document.createElement('video'), { autoplay: true, playsInline: true }),
  );
  connection.ontrack = ({ streams }) => {
    video.srcObject = streams[0] ?? null;
  };
  connection.onicecandidate = ({ candidate }) => socket.send(JSON.stringify({ candidate }));
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    socket.send(JSON.stringify({ description: connection.localDescription }));
  };
  let queue = Promise.resolve();
  const handle = async ({ data }: MessageEvent<string>): Promise<void> => {
    const { ready, description, candidate } = JSON.parse(data);
    if (ready) await describe();
    if (description) {
      await connection.setRemoteDescription(description);
      if (description.type === 'offer') await describe();
    }
    if (candidate) await connection.addIceCandidate(candidate);
  };
  const enqueue = (message: MessageEvent<string>): void => {
    queue = queue.then(() => handle(message));
  };
  socket.onmessage = enqueue;
  received.forEach(enqueue);
  const firstFrameAt = await new Promise<number>((resolve) => {
    const look = (): void => {
      if (video.getVideoPlaybackQuality().totalVideoFrames > 0) resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
  return { startedAt, firstFrameAt };
}
