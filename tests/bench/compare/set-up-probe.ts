/**
 * Put into every page before its scripts: when it began, when the first data channel was open, when the first picture of another one was
 * there, whichever library made the connection. Serialised into the page: it must not refer to anything outside itself.
 */

export interface SetUpTimes {
  /** In ms since the epoch. */
  startedAt: number;
  openAt: number | null;
  frameAt: number | null;
  /** Connections that have a picture; two in the page that holds both ends. */
  framed: number;
}

declare global {
  interface Window {
    setUpTimes: SetUpTimes;
  }
}

export function installProbe(): void {
  const now = (): number => performance.timeOrigin + performance.now();
  const times: SetUpTimes = { startedAt: 0, openAt: null, frameAt: null, framed: 0 };
  window.setUpTimes = times;
  const opened = (): void => {
    times.openAt ??= now();
  };
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('datachannel', ({ channel }) => {
        if (channel.readyState === 'open') opened();
        else channel.addEventListener('open', opened);
      });
      let hasFrame = false;
      this.addEventListener('track', ({ track }) => {
        if (track.kind !== 'video') return;
        const video = document.createElement('video');
        Object.assign(video, { muted: true, autoplay: true, playsInline: true, srcObject: new MediaStream([track]) });
        video.requestVideoFrameCallback(() => {
          if (hasFrame) return;
          hasFrame = true;
          times.framed += 1;
          times.frameAt = now();
        });
        void video.play().catch(() => {});
      });
    }

    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      channel.addEventListener('open', opened);
      return channel;
    }
  };
}
