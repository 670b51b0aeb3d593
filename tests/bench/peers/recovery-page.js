/**
 * A call of two that lives through faults: by p2p-call, by PeerJS, by simple-peer, the latter two as they are and with what a page can do
 * for them. The query says which, and where its server is. What flows is seen by tests/bench/compare/recovery-probe.ts, and driven by
 * tests/bench/compare/recovery-lab.ts.
 */
import { note, takeTimeline } from '../compare/recovery-probe.ts';
import { Peer } from 'peerjs';
import SimplePeer from 'simple-peer/simplepeer.min.js';

const query = new URL(location.href).searchParams;
const server = query.get('server');
const room = query.get('room');
const isCaller = query.get('caller') === 'true';
/** Whether the page does what it can when the library has given up. */
const mends = query.get('mends') === 'true';
const CONFIGURATION = { iceServers: JSON.parse(query.get('ice-servers')) };

const AGAIN_MS = 1_000;
/** A call that nobody answers never ends by itself. */
const ANSWER_MS = 10_000;

/** `true`: nothing more comes, whatever happens: the library is done, and the page does not do anything. */
const over = { media: false, signaling: false };
const end = (what) => {
  note(`${what} over`);
  over[what] = !mends;
};
/** Only a restart of ICE brings a failed connection back, and none of these libraries makes one. @see https://www.w3.org/TR/webrtc/ */
const onfailed = (connection, work) =>
  connection.addEventListener('connectionstatechange', () => connection.connectionState === 'failed' && work());

const devices = () => navigator.mediaDevices.getUserMedia({ audio: true, video: true });

function show(stream) {
  const video = document.querySelector('video') ?? document.body.appendChild(document.createElement('video'));
  Object.assign(video, { autoplay: true, playsInline: true, width: 160, height: 120, srcObject: stream });
}

async function byElement() {
  // The built module of the site, as it is: not part of this bundle.
  await import(/* @vite-ignore */ new URL('/p2p-call.js', location.href).href);
  const element = document.createElement('p2p-call');
  for (const [name, value] of Object.entries({ server, room, prejoin: 'off', lang: 'en' })) {
    element.setAttribute(name, value);
  }
  let hasHand = false;
  element.addEventListener('p2p-participant-update', () => {
    const raised = [...element.participants.values()].some(({ handRaised }) => handRaised);
    if (raised !== hasHand) note('heard');
    hasHand = raised;
  });
  element.addEventListener('p2p-rebuild', () => note('rebuild'));
  element.addEventListener('p2p-ice-restart', () => note('ICE restart'));
  document.body.append(element);
  return { join: () => element.join(), signal: () => void element.toggleHand(true) };
}

/** Whoever is called has the name of the room. */
function byPeerjs() {
  const { hostname, port } = new URL(server);
  const options = { host: hostname, port: Number(port), path: '/', config: CONFIGURATION };
  const other = isCaller ? room : `${room}-caller`;
  let peer = null;
  let stream = null;
  const watch = (call) => {
    call.on('stream', show);
    call.on('close', () => end('media'));
    // It looks at `iceConnectionState` alone, and may leave a failed connection open. Whether its socket still lives it does not know.
    onfailed(call.peerConnection, () => {
      if (!mends) return end('media');
      call.close();
      peer.disconnect();
    });
  };
  const call = () => {
    // After `reconnect()` it may never say that it is open, and yet be.
    const made = peer.disconnected ? undefined : peer.call(other, stream);
    if (made !== undefined) watch(made);
    if (!mends) return;
    if (made === undefined) return void setTimeout(call, AGAIN_MS);
    const again = () => void setTimeout(call, AGAIN_MS);
    // Closing one that nobody answered is no `close`.
    const patience = setTimeout(() => {
      made.close();
      again();
    }, ANSWER_MS);
    made.on('stream', () => clearTimeout(patience));
    made.on('close', again);
  };
  return {
    async join() {
      stream = await devices();
      peer = new Peer(isCaller ? `${room}-caller` : room, options);
      peer.on('call', (incoming) => {
        incoming.answer(stream);
        watch(incoming);
      });
      peer.on('connection', () => note('heard'));
      peer.on('error', ({ type }) => note(`error ${type}`));
      peer.on('disconnected', () => {
        end('signaling');
        // What its documentation says to do. @see https://peerjs.com/client/api/peer
        if (mends) peer.reconnect();
      });
      await new Promise((resolve) => peer.once('open', resolve));
      if (isCaller) call();
    },
    signal() {
      let hasArrived = false;
      const say = () => {
        if (hasArrived || !peer.open) return;
        peer.connect(other).on('open', () => (hasArrived = true));
      };
      if (peer.open) say();
      else peer.once('open', say);
      // The server forgets what nobody fetches.
      setInterval(say, 2 * AGAIN_MS);
    },
  };
}

/** It has no signaling: the page brings a socket to the relay. */
function bySimplePeer() {
  let socket = null;
  let peer = null;
  let stream = null;
  let isSignaling = false;
  const send = (message) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const begin = (initiator) => {
    const made = new SimplePeer({ initiator, stream, config: CONFIGURATION });
    peer = made;
    made.on('signal', (signal) => send({ signal }));
    made.on('stream', show);
    made.on('error', ({ code }) => note(`error ${code}`));
    made.on('close', () => {
      if (peer !== made) return;
      peer = null;
      end('media');
      if (!mends) return;
      // The other one does the same as soon as it notices; then the relay brings both together again. What is left of the old socket may
      // need long to say that it has closed.
      socket.close();
      connect();
    });
  };
  const handle = ({ ready, signal, hello }) => {
    if (hello) note('heard');
    if (ready && peer === null) begin(true);
    if (!signal) return;
    if (peer === null) begin(false);
    peer.signal(signal);
  };
  const connect = () => {
    const made = new WebSocket(`${server.replace('http', 'ws')}/${room}`);
    socket = made;
    made.onmessage = ({ data }) => handle(JSON.parse(data));
    made.onopen = () => isSignaling && send({ hello: true });
    made.onclose = () => {
      if (socket !== made) return;
      end('signaling');
      if (mends) setTimeout(connect, AGAIN_MS);
    };
  };
  return {
    async join() {
      stream = await devices();
      connect();
    },
    signal() {
      isSignaling = true;
      send({ hello: true });
    },
  };
}

const KINDS = { element: byElement, peerjs: byPeerjs, 'simple-peer': bySimplePeer };

const { join, signal } = await KINDS[query.get('kind')]();
globalThis.labPage = {
  join: async () => void (await join()),
  /** Says something to the other one by signaling alone, as soon as that is possible. */
  signal,
  look: () => ({ timeline: takeTimeline(), isMediaOver: over.media, isSignalingOver: over.signaling }),
};
