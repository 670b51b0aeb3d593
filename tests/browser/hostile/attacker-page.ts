/** The hostile page of `npm run bench -- hostile`: the same peer and the same attacks as in the tests, from another browser. */
import { ATTACKS } from './attacks.ts';
import { HostilePeer } from './hostile-peer.ts';

/** What the Worker carries in one frame. */
const MAX_FRAME_LENGTH = 64 * 1024 - 1;

let peer: HostilePeer | null = null;

/** Resolves when it is connected with the page that waits at the relay. */
async function connect(relayUrl: string): Promise<void> {
  const socket = new WebSocket(relayUrl);
  await new Promise<void>((resolve) => {
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data);
      if (message.path !== undefined) {
        peer = new HostilePeer({
          ...message.path,
          send: (payload) => {
            const text = JSON.stringify(payload) ?? 'null';
            if (text.length <= MAX_FRAME_LENGTH && socket.readyState === WebSocket.OPEN) socket.send(text);
          },
        });
        void peer.start();
        resolve();
      } else if (message.ready !== true) peer?.receive(message);
    };
  });
  await peer?.connected();
}

async function run(name: string): Promise<void> {
  const attack = ATTACKS.find((it) => it.name === name);
  if (peer === null || attack === undefined) throw new Error(`There is no ${name}.`);
  peer.isHonest = false;
  await attack.run(peer);
}

const names = ATTACKS.map(({ name }) => name);
Object.assign(window, { attackerPage: { connect, run, names } });
