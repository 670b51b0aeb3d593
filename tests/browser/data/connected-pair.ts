/** Two real RTCPeerConnections of this page, connected directly, with all data channels. */
import { type DataChannels, createDataChannels } from '../../../widget/data/channels.ts';

export interface ConnectedPair {
  readonly a: DataChannels;
  readonly b: DataChannels;
  /** Closes both ends at once, with everything on its way. */
  close(): void;
}

async function negotiate(from: RTCPeerConnection, to: RTCPeerConnection): Promise<void> {
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
  }
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription ?? { type: 'offer' });
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription ?? { type: 'answer' });
}

/** @param attach called in the task in which the channels are made, before anything can arrive. */
export async function connectPair(attach: (a: DataChannels, b: DataChannels) => void): Promise<ConnectedPair> {
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  const [a, b] = [createDataChannels(from), createDataChannels(to)];
  attach(a, b);
  const opened = Promise.all(
    [a, b].flatMap((channels) =>
      (
        [
          'ctl',
          'chat',
          'reliableOrdered',
          'reliableUnordered',
          'unreliableOrdered',
          'unreliableUnordered',
          'files',
        ] as const
      ).map((name) => new Promise((resolve) => channels[name].addEventListener('open', resolve, { once: true }))),
    ),
  );
  await negotiate(from, to);
  await opened;
  return {
    a,
    b,
    close() {
      from.close();
      to.close();
    },
  };
}
