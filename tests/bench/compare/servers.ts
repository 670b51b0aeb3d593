/**
 * The signaling servers that are compared, each in a process of its own and each spoken to in its own words by the same bare sockets. Knows
 * no figure.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type PeerId, RELAY_LINES, relayLineTo } from '#protocol';
import { findFreePort } from '../../../worker/dev/ports.ts';
import { ProcessGroup } from '../../../worker/dev/process-group.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { until } from '../../support/until.ts';
import { Member } from '../abuse/member.ts';
import { type BenchWorker, cpuMs, openFiles, rssBytes, startBenchWorker } from '../worker.ts';
import { peerPath, peersRoot } from './peers.ts';

/** Somebody who is in. */
export interface Guest {
  readonly id: string;
  /** Hands `text` to one other in the room. */
  send(to: string, text: string): void;
  /** Heard for each text of another one. */
  ontext: ((text: string) => void) | null;
  /** Says that it is still there, as a page would. */
  beat(): void;
  leave(): void;
}

export interface SignalingServer {
  readonly name: string;
  readonly url: string;
  readonly cpuMs: () => number;
  readonly rssBytes: () => number;
  readonly openFiles: () => { readonly count: number; readonly limit: number };
  /** How often a page says that it is still there, in ms. */
  readonly beatEveryMs: number;
  /** Resolves as soon as others can reach it. */
  join(room: string): Promise<Guest>;
  stop(): Promise<void>;
}

const OWN = 'p2p-call, the real Worker';
export const BARE_OBJECT = 'bare Durable Object';

/** A socket on which `hellos` were said, and the first text that it heard. */
async function opened(url: string, ...hellos: readonly string[]): Promise<[RawSocket, string]> {
  const socket = await RawSocket.open(url, { subprotocols: [] });
  if (socket.status !== 101) throw new Error(`${url}: ${socket.status}`);
  const first = new Promise<string>((resolve) => {
    socket.ontext = resolve;
  });
  for (const hello of hellos) socket.sendText(hello);
  return [socket, await first];
}

function guest(socket: RawSocket, id: string, words: Pick<Guest, 'send' | 'beat'>): Guest {
  return { ...words, id, ontext: null, leave: () => socket.destroy() };
}

/** Two words for both bare relays: an id first, then texts whose first line names who gets them. */
async function joinBareRelay(url: string): Promise<Guest> {
  const [socket, id] = await opened(url);
  const it = guest(socket, id, {
    send: (to, text) => socket.sendText(`${to}\n${text}`),
    beat: () => socket.sendText('ping'),
  });
  socket.ontext = (text) => {
    if (text !== 'pong') it.ontext?.(text);
  };
  return it;
}

async function joinOwn(url: string, room: string): Promise<Guest> {
  const member = await Member.join(url, room, { capacity: 8, caps: [RELAY_LINES] });
  const it = guest(member.raw, member.id, {
    send: (to, text) => member.raw.sendText(relayLineTo(to as PeerId, text)),
    beat: () => member.raw.sendText('ping'),
  });
  const { raw } = member;
  raw.ontext = (text) => {
    if (text.startsWith('relay ')) it.ontext?.(text);
    else if (text.startsWith('{"type":"probe"')) {
      const { nonce } = JSON.parse(text) as { nonce: string };
      raw.sendText(JSON.stringify({ type: 'read', nonce }));
    }
  };
  return it;
}

async function joinPeerServer(url: string): Promise<Guest> {
  const id = randomUUID();
  const token = randomBytes(8).toString('hex');
  const [socket] = await opened(`${url}/peerjs?key=peerjs&id=${id}&token=${token}&version=1`);
  const it = guest(socket, id, {
    send: (to, text) => socket.sendText(`{"type":"OFFER","dst":"${to}","payload":${text}}`),
    beat: () => socket.sendText('{"type":"HEARTBEAT"}'),
  });
  socket.ontext = (text) => it.ontext?.(text);
  return it;
}

/** Its topics have no receiver: whoever subscribes gets everything, the sender too. So each pair has one for each direction. */
async function joinWebrtcServer(url: string): Promise<Guest> {
  const id = randomUUID();
  const [socket] = await opened(url, JSON.stringify({ type: 'subscribe', topics: [id] }), '{"type":"ping"}');
  const it = guest(socket, id, {
    send: (to, text) => socket.sendText(`{"type":"publish","topic":"${to}","data":${text}}`),
    beat: () => socket.sendText('{"type":"ping"}'),
  });
  socket.ontext = (text) => {
    if (text.includes('"publish"')) it.ontext?.(text);
  };
  return it;
}

async function startNode(
  name: string,
  script: string,
  args: (port: number) => readonly string[],
  words: Pick<SignalingServer, 'beatEveryMs'> & { readonly join: (url: string) => Promise<Guest> },
): Promise<SignalingServer> {
  const port = await findFreePort();
  const group = new ProcessGroup(process.execPath, [script, ...args(port)], {
    stdio: 'ignore',
    cwd: peersRoot,
    env: { ...process.env, PORT: String(port), NODE_ENV: 'production' },
  });
  const url = `http://127.0.0.1:${port}`;
  await until(`${name} answers`, async () => (await fetch(url).catch(() => null)) !== null);
  return {
    name,
    url,
    cpuMs: () => cpuMs(group.child.pid),
    rssBytes: () => rssBytes(group.child.pid),
    openFiles: () => openFiles(group.child.pid),
    beatEveryMs: words.beatEveryMs,
    join: () => words.join(url),
    stop: () => group.kill(),
  };
}

/** Ours, where it runs already. */
export function ownAt(worker: BenchWorker): SignalingServer {
  return { ...worker, name: OWN, beatEveryMs: 15_000, join: (room) => joinOwn(worker.url, room) };
}

export async function startOwn(): Promise<SignalingServer> {
  return ownAt(await startBenchWorker({ isInMemory: true }));
}

export async function startBareObject(): Promise<SignalingServer> {
  const worker = await startBenchWorker({ isInMemory: true, entry: 'tests/bench/workers/bare-relay.ts' });
  return { ...worker, name: BARE_OBJECT, beatEveryMs: 15_000, join: (room) => joinBareRelay(`${worker.url}/${room}`) };
}

export function startPeerServer(): Promise<SignalingServer> {
  const script = peerPath('peer', 'dist', 'bin', 'peerjs.js');
  return startNode('PeerServer', script, (port) => ['--port', String(port)], {
    beatEveryMs: 5_000,
    join: joinPeerServer,
  });
}

/** All of them, ours first. */
export async function startServers(): Promise<SignalingServer[]> {
  return [
    await startOwn(),
    await startBareObject(),
    await startPeerServer(),
    await startNode('y-webrtc server', peerPath('y-webrtc', 'bin', 'server.js'), () => [], {
      beatEveryMs: 30_000,
      join: joinWebrtcServer,
    }),
    await startNode('bare ws relay', 'ws-relay.js', () => [], { beatEveryMs: 15_000, join: joinBareRelay }),
  ];
}
