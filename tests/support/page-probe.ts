/**
 * What runs inside a page under test before its own scripts: it notes what must not happen (uncaught errors, unhandled
 * rejections) and counts what is to be counted. Serialised into the page, so it must not refer to anything outside itself.
 */

import type {} from '../../widget/elements/element-events.ts';

/** What the page under test keeps for the tests. */
export interface ProbeWindow extends Window {
  p2pProbe: {
    readonly faults: string[];
    readonly errors: { readonly code: string; readonly fatal: boolean }[];
    readonly messages: { readonly from: string; readonly text: string }[];
    readonly tracks: MediaStreamTrack[];
    localDescriptionCount: number;
  };
}

export function installProbe(): void {
  const probe: ProbeWindow['p2pProbe'] = { faults: [], errors: [], messages: [], tracks: [], localDescriptionCount: 0 };
  Object.assign(window, { p2pProbe: probe });
  addEventListener('error', ({ message }) => probe.faults.push(message));
  addEventListener('unhandledrejection', ({ reason }) => probe.faults.push(`unhandled rejection: ${String(reason)}`));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    probe.faults.push(`content security policy: ${violatedDirective} ${blockedURI}`),
  );
  addEventListener('p2p-error', ({ detail: { code, fatal } }) => probe.errors.push({ code, fatal }));
  addEventListener('p2p-message', ({ detail: { message } }) => {
    if (!message.local) probe.messages.push({ from: message.name, text: message.text });
  });

  // Every track the page ever got, so that a forgotten one, whose camera light stays on, is seen too.
  const { mediaDevices } = navigator as Partial<Navigator>;
  // Firefox comes by an empty page, which is no secure one, on the way to a page that no other window may hold on to (COOP).
  if (mediaDevices === undefined) return;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    probe.tracks.push(...stream.getTracks());
    return stream;
  };
  // Firefox hands an event that a script made to a listener on a track only where that asked for it, by a fourth argument of its own.
  const { addEventListener: listen } = EventTarget.prototype;
  Object.assign(MediaStreamTrack.prototype, {
    addEventListener(this: MediaStreamTrack, ...[type, listener, options]: Parameters<typeof listen>): void {
      Reflect.apply(listen, this, [type, listener, options, true]);
    },
  });
  const { setLocalDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setLocalDescription = function (
    this: RTCPeerConnection,
    ...args: unknown[]
  ): Promise<void> {
    probe.localDescriptionCount += 1;
    return Reflect.apply(setLocalDescription, this, args);
  };
}
