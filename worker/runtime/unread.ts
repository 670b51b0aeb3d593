/**
 * What was sent to each socket since it last proved that it reads. A server-side socket has no `bufferedAmount`, a send never
 * fails, and the runtime answers heartbeats of a client that reads nothing: so every now and then a random nonce is sent, which
 * only who has read everything before it can send back. Knows no room.
 */
import { MAX_UNREAD_BYTES, PROBE_BYTES, type Probe } from '#protocol';
import { newNonce } from './entropy.ts';
import { readAttachment, writeAttachment } from './socket-attachment.ts';

/** The first probe to a socket of which nothing is known comes early: so little is forgotten when the object hibernates. */
const FIRST_PROBE_BYTES = 16 * 1024;

/** Less than this is forgotten when the object hibernates while no probe is out. */
const KEPT_STEP_BYTES = 4 * 1024;

interface Account {
  /** Bytes of which nobody knows whether they were read. */
  unread: number;
  /** Those of them that were sent after the probe that is not answered. */
  afterProbe: number;
  /** Of the probe that is not answered. */
  nonce: string | null;
  /** What of `unread` the socket's attachment knows. */
  kept: number;
  /** With this many unread bytes the next probe is sent. */
  probeAt: number;
}

export class UnreadMeter {
  readonly #accounts = new WeakMap<WebSocket, Account>();

  /** Counts `bytes` that were just sent, and asks for a proof when it is time. @returns whether too much is unread. */
  isTooMuch(socket: WebSocket, bytes: number): boolean {
    const account = this.#accountOf(socket);
    account.unread += bytes;
    account.afterProbe += bytes;
    if (account.unread > MAX_UNREAD_BYTES) return true;
    // Else a client that reads nothing would start anew with each hibernation.
    if (account.nonce === null) this.#probe(socket, account);
    if (account.nonce !== null || account.unread - account.kept >= KEPT_STEP_BYTES) keep(socket, account);
    return false;
  }

  /** @returns whether this was the proof that was asked for. */
  answer(socket: WebSocket, nonce: string): boolean {
    const account = this.#accountOf(socket);
    if (account.nonce !== nonce) return false;
    account.unread = account.afterProbe;
    account.nonce = null;
    account.probeAt = PROBE_BYTES;
    this.#probe(socket, account);
    keep(socket, account);
    return true;
  }

  #probe(socket: WebSocket, account: Account): void {
    if (account.unread < account.probeAt) return;
    const nonce = newNonce();
    account.afterProbe = 0;
    account.nonce = nonce;
    socket.send(JSON.stringify({ type: 'probe', nonce } satisfies Probe));
  }

  /** What hibernation left of it: how much was unread, and the probe that is not answered. */
  #accountOf(socket: WebSocket): Account {
    const known = this.#accounts.get(socket);
    if (known !== undefined) return known;
    const { bytes, nonce } = readAttachment(socket)?.unread ?? { bytes: 0, nonce: null };
    const account = { unread: bytes, afterProbe: 0, nonce, kept: bytes, probeAt: FIRST_PROBE_BYTES };
    this.#accounts.set(socket, account);
    return account;
  }
}

function keep(socket: WebSocket, account: Account): void {
  const { unread: bytes, nonce } = account;
  account.kept = bytes;
  const attachment = readAttachment(socket);
  if (attachment !== null) writeAttachment(socket, { ...attachment, unread: { bytes, nonce } });
}
