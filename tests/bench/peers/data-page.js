/**
 * Data between two pages without p2p-call: over a raw channel, by PeerJS, by simple-peer. Each makes a pipe: chunks in, chunks and short
 * texts out. What is sent and measured is driven by tests/bench/compare/data.ts.
 */
import { Peer } from 'peerjs';
import SimplePeer from 'simple-peer/simplepeer.min.js';

const CONFIGURATION = { iceServers: [] };
const KIB = 1024;

/** What both ends hear; set by whoever drives the page. */
const heard = { bytes: 0, onbytes: () => {}, ontext: () => {} };

function hear(data) {
  if (typeof data === 'string') return heard.ontext(data);
  heard.bytes += data.byteLength;
  heard.onbytes();
}

function relay(url, onmessage) {
  const socket = new WebSocket(url);
  let queue = Promise.resolve();
  socket.onmessage = ({ data }) => {
    queue = queue.then(() => onmessage(JSON.parse(data)));
  };
  return (message) => socket.send(JSON.stringify(message));
}

/** Sends while fewer than `high` bytes wait, then again below `low`. */
function gated(channel, high, low) {
  channel.bufferedAmountLowThreshold = low;
  return async (chunk) => {
    channel.send(chunk);
    if (channel.bufferedAmount < high) return;
    await new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true }));
  };
}

async function raw(url, chunkBytes, high, low) {
  const connection = new RTCPeerConnection(CONFIGURATION);
  const channel = connection.createDataChannel('data', { negotiated: true, id: 0 });
  channel.binaryType = 'arraybuffer';
  channel.onmessage = ({ data }) => hear(data);
  const describe = async () => {
    await connection.setLocalDescription();
    send({ description: connection.localDescription });
  };
  const send = relay(url, async ({ ready, description, candidate }) => {
    if (ready) await describe();
    if (description) {
      await connection.setRemoteDescription(description);
      if (description.type === 'offer') await describe();
    }
    if (candidate) await connection.addIceCandidate(candidate);
  });
  connection.onicecandidate = ({ candidate }) => send({ candidate });
  await new Promise((resolve) => channel.addEventListener('open', resolve));
  return { chunkBytes, write: gated(channel, high, low), text: (text) => channel.send(text) };
}

async function simplePeer(url) {
  const ready = Promise.withResolvers();
  let peer = null;
  const begin = (initiator) => {
    peer = new SimplePeer({ initiator, config: CONFIGURATION });
    peer.on('signal', (signal) => send({ signal }));
    peer.on('connect', ready.resolve);
    // Texts arrive as bytes, too: they are told by their length.
    peer.on('data', (data) => hear(data.length < KIB ? new TextDecoder().decode(data) : data));
  };
  const send = relay(url, ({ ready: isFirst, signal }) => {
    if (isFirst || peer === null) begin(isFirst === true);
    if (signal) peer.signal(signal);
  });
  await ready.promise;
  return {
    chunkBytes: 64 * KIB,
    write: (chunk) => new Promise((resolve) => peer.write(new Uint8Array(chunk), resolve)),
    text: (text) => peer.send(text),
  };
}

async function peerjs(url, isCaller) {
  const { hostname, port, pathname } = new URL(url);
  const room = pathname.slice(1);
  const options = { host: hostname, port: Number(port), path: '/', config: CONFIGURATION };
  const peer = new Peer(isCaller ? `${room}-caller` : room, options);
  const incoming = new Promise((resolve) => peer.on('connection', resolve));
  await new Promise((resolve) => peer.on('open', resolve));
  const connection = isCaller ? peer.connect(room, { reliable: true }) : await incoming;
  connection.on('data', hear);
  if (!connection.open) await new Promise((resolve) => connection.on('open', resolve));
  return {
    chunkBytes: 1024 * KIB,
    write: async (chunk) => {
      connection.send(chunk);
      // It has a buffer of its own; to fill it without end is no use of it.
      while (connection.bufferSize > 64) await new Promise((resolve) => setTimeout(resolve, 1));
    },
    text: (text) => connection.send(text),
  };
}

/** By the engine of p2p-call, whose page has `window.call`. */
function ownCall() {
  const { call } = window;
  call.addEventListener('p2p-data', ({ detail }) => hear(detail.data));
  call.addEventListener('p2p-message', ({ detail }) => hear(detail.message.text));
  return {
    chunkBytes: 64 * KIB,
    write: (chunk) => call.send(chunk),
    text: (text) => call.sendMessage(text),
  };
}

const KINDS = {
  'raw 64': (url) => raw(url, 64 * KIB, 512 * KIB, 256 * KIB),
  'raw 255': (url) => raw(url, 255 * KIB, 1024 * KIB, 256 * KIB),
  'simple-peer': simplePeer,
  peerjs,
  own: ownCall,
};

let pipe = null;
/** Settled when all that is expected is here. */
let arrival = Promise.resolve(0);
let texts = Promise.resolve([]);
const now = () => performance.timeOrigin + performance.now();

window.data = {
  async open(kind, url, isSecond) {
    pipe = await KINDS[kind](url, isSecond);
  },

  /** That many bytes more. What is expected is said before anything is sent: what came earlier would be missing for ever. */
  expect(bytes) {
    const end = heard.bytes + bytes;
    arrival = new Promise((resolve) => {
      heard.onbytes = () => {
        if (heard.bytes >= end) resolve(now());
      };
    });
  },

  /** When all that is expected was here. */
  arrived: () => arrival,

  async send(bytes) {
    const from = now();
    const chunk = new Uint8Array(pipe.chunkBytes).fill(7);
    for (let left = bytes; left > 0; left -= chunk.length) {
      await pipe.write(left < chunk.length ? chunk.slice(0, left).buffer : chunk.buffer);
    }
    return from;
  },

  expectTexts(count) {
    const tookMs = [];
    texts = new Promise((resolve) => {
      heard.ontext = (text) => {
        tookMs.push(now() - Number(text));
        if (tookMs.length === count) resolve(tookMs);
      };
    });
  },

  /** How long each of the texts that are expected took, in ms. */
  textsMs: () => texts,

  async sayTexts(count, everyMs) {
    for (let i = 0; i < count; i += 1) {
      pipe.text(String(now()));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  },

  /** A file that the other one takes at once. */
  async sendFile(bytes) {
    const file = new File([new Uint8Array(bytes).fill(7)], 'bench.bin');
    const from = now();
    await window.call.sendFile(file);
    return from;
  },
  expectFile() {
    const { call } = window;
    const accept = ({ detail }) => void call.acceptFile(detail.transfer.id);
    call.addEventListener('p2p-file-offer', accept, { once: true });
    arrival = new Promise((resolve) => {
      const received = ({ detail }) => {
        resolve(now());
        void call.cancelFile(detail.transfer.id);
      };
      call.addEventListener('p2p-file-received', received, { once: true });
    });
  },
};
