/**
 * How two pages come into a call without p2p-call: bare in one page, bare over a relay, by PeerJS, by simple-peer. All ask for the same
 * devices; when a channel was open and a picture was there is seen by tests/bench/compare/set-up-probe.ts.
 */
import { Peer } from 'peerjs';
import SimplePeer from 'simple-peer/simplepeer.min.js';

const DEVICES = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, facingMode: 'user' },
};
const CONFIGURATION = { iceServers: [], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' };

const devices = () => navigator.mediaDevices.getUserMedia(DEVICES);

/** One that sends what the devices give and has one channel, agreed beforehand. */
function bareConnection(stream, oncandidate) {
  const connection = new RTCPeerConnection(CONFIGURATION);
  connection.onicecandidate = ({ candidate }) => oncandidate(candidate);
  connection.createDataChannel('data', { negotiated: true, id: 0 });
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  return connection;
}

/** Two connections in one page: nothing but what the browser itself needs. */
async function onePage() {
  const stream = await devices();
  const a = bareConnection(stream, (candidate) => void b.addIceCandidate(candidate ?? undefined));
  const b = bareConnection(stream.clone(), (candidate) => void a.addIceCandidate(candidate ?? undefined));
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
}

/** Opens a socket to the relay at once, and hands on what it hears, in order, as soon as somebody listens. */
function openRelay(url) {
  const socket = new WebSocket(url);
  const received = [];
  let handle = null;
  let queue = Promise.resolve();
  const take = (data) => {
    queue = queue.then(() => handle(JSON.parse(data)));
  };
  socket.onmessage = ({ data }) => (handle === null ? received.push(data) : take(data));
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    listen(handler) {
      handle = handler;
      received.forEach(take);
    },
  };
}

async function overRelay(url) {
  const relay = openRelay(url);
  const connection = bareConnection(await devices(), (candidate) => relay.send({ candidate }));
  const describe = async () => {
    await connection.setLocalDescription();
    relay.send({ description: connection.localDescription });
  };
  relay.listen(async ({ ready, description, candidate }) => {
    if (ready) await describe();
    if (description) {
      await connection.setRemoteDescription(description);
      if (description.type === 'offer') await describe();
    }
    if (candidate) await connection.addIceCandidate(candidate);
  });
}

async function bySimplePeer(url) {
  const relay = openRelay(url);
  const stream = await devices();
  let peer = null;
  const begin = (initiator) => {
    peer = new SimplePeer({ initiator, stream, config: CONFIGURATION });
    peer.on('signal', (signal) => relay.send({ signal }));
  };
  relay.listen(({ ready, signal }) => {
    if (ready || peer === null) begin(ready === true);
    if (signal) peer.signal(signal);
  });
}

/** The one who is called has the name of the room; the server keeps a call for it until it is there. */
async function byPeerjs(url, isCaller) {
  const { hostname, port, pathname } = new URL(url);
  const room = pathname.slice(1);
  const options = { host: hostname, port: Number(port), path: '/', config: CONFIGURATION };
  const peer = new Peer(isCaller ? `${room}-caller` : room, options);
  const stream = devices();
  peer.on('call', async (call) => call.answer(await stream));
  await new Promise((resolve) => peer.on('open', resolve));
  if (!isCaller) return;
  peer.connect(room);
  peer.call(room, await stream);
}

window.setUp = { onePage, overRelay, bySimplePeer, byPeerjs };
