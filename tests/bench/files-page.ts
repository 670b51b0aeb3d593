/**
 * What runs in the pages of `npm run bench -- files`: file transfer over real channels, a bare ordered channel as the yardstick, and two
 * ways to hash. The two pages are connected by whoever drives them.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { PeerId } from '#protocol';
import { type DataChannels, createDataChannels } from '../../widget/data/channels.ts';
import { BlockHash } from '../../widget/data/files/block-hash.ts';
import { BLOCK_BYTES } from '../../widget/data/files/file-limits.ts';
import { FileTransfers } from '../../widget/data/files/file-transfers.ts';

const OTHER = 'other' as PeerId;
const MIB = 1024 ** 2;

interface Connection {
  readonly connection: RTCPeerConnection;
  readonly raw: RTCDataChannel;
  readonly channels: DataChannels & { readonly files: RTCDataChannel };
}

let current: Connection | null = null;
let attachment = new AbortController();
let rawBytes = 0;
/** How many bytes of files were handed to channels, headers left out. */
let sentBytes = 0;
let offered: File | null = null;

/** Who waits for what transfers come to. */
const watchers = new Set<() => void>();

const files = new FileTransfers({
  onoffer: ({ id }) => void files.accept(id),
  onprogress: () => watchers.forEach((look) => look()),
  onreceived: () => {},
  onchange: () => {},
});

function make(): RTCPeerConnection {
  const connection = new RTCPeerConnection();
  const raw = connection.createDataChannel('raw', { id: 100, negotiated: true });
  raw.binaryType = 'arraybuffer';
  raw.onmessage = ({ data }) => {
    rawBytes += data.byteLength;
  };
  const channels = createDataChannels(connection);
  const send = channels.files.send.bind(channels.files) as (data: string | Uint8Array<ArrayBuffer>) => void;
  channels.files.send = (data: unknown) => {
    if (data instanceof Uint8Array) sentBytes += data.byteLength - 12;
    send(data as Uint8Array<ArrayBuffer>);
  };
  current = { connection, raw, channels };
  return connection;
}

async function described(connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete') {
    await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return { type: connection.localDescription?.type ?? 'offer', sdp: connection.localDescription?.sdp ?? '' };
}

/** Ends the connection, with all that is on its way, and waits for the other side to make the next one. */
function drop(): void {
  attachment.abort();
  attachment = new AbortController();
  current?.connection.close();
}

const last = () => [...files.transfers.values()].at(-1);
const isOver = (): boolean => /done|failed|cancelled|declined/.test(last()?.state ?? '');

/** Resolves when it is so, which is looked at with every word of a transfer: a clock would cost time of its own. */
function becomes(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      watchers.delete(look);
      resolve();
    };
    watchers.add(look);
    look();
  });
}

/** The same for the same bytes, and independent of how they were sent. */
async function fingerprint(file: File): Promise<string> {
  let chain = new Uint8Array(32);
  for (let at = 0; at < file.size; at += 3 * MIB) {
    const part = await file.slice(at, at + 3 * MIB).arrayBuffer();
    chain = new Uint8Array(await crypto.subtle.digest('SHA-256', await new Blob([chain, part]).arrayBuffer()));
  }
  return [...chain].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const filePage = {
  offer: async () => described(make()),
  async answer(offer: RTCSessionDescriptionInit) {
    const connection = make();
    await connection.setRemoteDescription(offer);
    return described(connection);
  },
  async accept(answer: RTCSessionDescriptionInit) {
    await current?.connection.setRemoteDescription(answer);
  },
  drop,

  /** Resolves when the channels are open. */
  async opened() {
    if (current === null) throw new Error('not connected');
    for (const channel of [current.raw, current.channels.files]) {
      if (channel.readyState !== 'open') {
        await new Promise((resolve) => channel.addEventListener('open', resolve, { once: true }));
      }
    }
  },

  attach() {
    if (current === null) throw new Error('not connected');
    const { channels } = current;
    files.attach(OTHER, { channel: channels.files, maxFrameBytes: channels.maxFrameBytes, signal: attachment.signal });
  },

  /** Sends `size` bytes over the bare channel, which buffers `highBytes`, and more when a quarter of that is left. */
  async sendRaw(size: number, frameBytes: number, highBytes: number) {
    if (current === null) throw new Error('not connected');
    const { raw } = current;
    const frame = new Uint8Array(frameBytes);
    raw.bufferedAmountLowThreshold = highBytes / 4;
    for (let left = size; left > 0; left -= frameBytes) {
      if (raw.bufferedAmount > highBytes) {
        await new Promise((resolve) => raw.addEventListener('bufferedamountlow', resolve, { once: true }));
      }
      raw.send(frame.subarray(0, Math.min(frameBytes, left)));
    }
  },

  /** Resolves when so many bytes have come over the bare channel since the last time. */
  async receiveRaw(size: number) {
    const channel = current?.raw;
    while (rawBytes < size) {
      await new Promise((resolve) => channel?.addEventListener('message', resolve, { once: true }));
    }
    rawBytes = 0;
  },

  /** Takes what was chosen in the page, as a person does. */
  chooseFile() {
    offered = document.querySelector('input')?.files?.[0] ?? null;
  },
  sendFile() {
    if (offered !== null) files.send(offered, [OTHER]);
  },

  progress() {
    const transfer = last();
    return { bytes: transfer?.bytes ?? 0, state: transfer?.state ?? 'none', error: transfer?.error ?? '', sentBytes };
  },

  /** Resolves when the last transfer has so many bytes, or is over. */
  until: (bytes: number) => becomes(() => isOver() || (last()?.bytes ?? 0) >= bytes),
  async finished() {
    await becomes(isOver);
    return last()?.state ?? 'none';
  },

  /** Of what was offered here, or else received. */
  async fingerprint() {
    const file = offered ?? last()?.file;
    return file === undefined ? 'nothing' : fingerprint(file);
  },
  forget() {
    for (const id of files.transfers.keys()) files.cancel(id);
    sentBytes = 0;
  },

  /** How long it takes to hash 64 MiB, in ms, and how long that holds the page up: by the browser, and by JavaScript. */
  async hash() {
    const block = new Uint8Array(BLOCK_BYTES);
    const blockCount = (64 * MIB) / BLOCK_BYTES;
    const nativeFrom = performance.now();
    const native = new BlockHash(64 * MIB);
    for (let i = 0; i < blockCount; i += 1) await native.add(i, block);
    await native.result();
    const scriptFrom = performance.now();
    const script = sha256.create();
    for (let i = 0; i < blockCount; i += 1) script.update(block);
    script.digest();
    return { nativeMs: scriptFrom - nativeFrom, scriptMs: performance.now() - scriptFrom };
  },
};

Object.assign(window, { filePage });
