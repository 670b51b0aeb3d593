/**
 * What was sent to each socket since it last proved that it reads. A server-side socket has no `bufferedAmount`, a send never
 * fails, and the runtime answers heartbeats of a client that reads nothing: so every now and then a random nonce is sent, which
 * only who has read everything before it can send back. Knows no room.
 */
import { MAX_UNREAD_BYTES, PROBE_BYTES, type Probe } from '#protocol';
import { newNonce } from './entropy.ts';
import { readAttachment, writeAttachment } from './socket-attachment.ts';

/** Less than this is forgotten when the object hibernates while no probe is out; else nothing. */
const KEPT_STEP_BYTES = 4 * 1024;

/** What is kept for hibernation is so much more than there is, and is kept anew when that is used up: it takes as long as to send. */
const KEPT_AHEAD_BYTES = 64 * 1024;

interface Account {
  /** Bytes of which nobody knows whether they were read. */
  unread: number;
  /** Those of them that were sent after the probe that is not answered. */
  afterProbe: number;
  /** Of the probe that is not answered. */
  nonce: string | null;
  /** What the socket's attachment says of `unread`. */
  kept: number;
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
    const isAsked = account.nonce === null && this.#probe(socket, account);
    if (isAsked || isWorthKeeping(account)) keep(socket, account, KEPT_AHEAD_BYTES);
    return false;
  }

  /** @returns whether this was the proof that was asked for. */
  answer(socket: WebSocket, nonce: string): boolean {
    const account = this.#accountOf(socket);
    if (account.nonce !== nonce) return false;
    account.unread = account.afterProbe;
    account.nonce = null;
    this.#probe(socket, account);
    keep(socket, account, 0);
    return true;
  }

  /** @returns whether it was time. */
  #probe(socket: WebSocket, account: Account): boolean {
    if (account.unread < PROBE_BYTES) return false;
    const nonce = newNonce();
    account.afterProbe = 0;
    account.nonce = nonce;
    socket.send(JSON.stringify({ type: 'probe', nonce } satisfies Probe));
    return true;
  }

  /** What hibernation left of it: how much was unread, and the probe that is not answered. */
  #accountOf(socket: WebSocket): Account {
    const known = this.#accounts.get(socket);
    if (known !== undefined) return known;
    const { bytes, nonce } = readAttachment(socket)?.unread ?? { bytes: 0, nonce: null };
    const account = { unread: bytes, afterProbe: 0, nonce, kept: bytes };
    this.#accounts.set(socket, account);
    return account;
  }
}

function isWorthKeeping({ unread, kept, nonce }: Account): boolean {
  return nonce === null ? unread >= kept + KEPT_STEP_BYTES : unread > kept;
}

function keep(socket: WebSocket, account: Account, aheadBytes: number): void {
  const { unread, nonce } = account;
  const bytes = Math.min(unread + aheadBytes, MAX_UNREAD_BYTES);
  account.kept = bytes;
  const attachment = readAttachment(socket);
  if (attachment !== null) writeAttachment(socket, { ...attachment, unread: { bytes, nonce } });
}
