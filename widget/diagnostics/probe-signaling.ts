/**
 * Whether the Worker lets this page in, and how fast it answers, over a socket as a call has. A page without credentials enters a room
 * of its own, which nobody knows, and leaves it. With a token or a site key it only comes to the door of its room: to enter would use up a token
 * that is good once, and the others would see somebody come and go.
 */
import {
  type ErrorCode,
  HEARTBEAT_REQUEST,
  HEARTBEAT_RESPONSE,
  type IceServer,
  SUBPROTOCOL,
  decodeServerMessage,
  isRoomName,
} from '#protocol';
import { credentialOf } from '../signaling/credential.ts';
import { helloOf } from '../signaling/hello.ts';
import { newIncarnation } from '../signaling/incarnation.ts';
import type { Platform } from '../signaling/platform.ts';
import { askWhy, errorCodeOfClose } from '../signaling/refusal.ts';
import type { SelfTestTarget } from './self-test-types.ts';

/** How often the Worker is asked for an answer; the quickest counts. */
const BEAT_COUNT = 3;

export type SignalingFigures =
  | {
      readonly ok: true;
      /** Until the seat, or the first answer at the door. */
      readonly connectMs: number;
      readonly rttMs: number;
      /** Null where this page did not enter. */
      readonly iceServers: readonly IceServer[] | null;
    }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      /** Whether it came without a token and without a site key. */
      readonly isStranger: boolean;
    };

type Tools = Pick<Platform, 'WebSocket' | 'fetch' | 'clock'>;

/** 128 random bits. */
function ownRoom(): string {
  return `self-test-${newIncarnation()}${newIncarnation()}`;
}

/** @returns null where the site's own server gives none. */
async function tokenFrom(getToken: SelfTestTarget['getToken']): Promise<string | null> {
  try {
    return (await getToken?.()) ?? '';
  } catch {
    return null;
  }
}

/** @throws the reason of `signal` when that aborts; then the socket is closed. */
export async function probeSignaling(
  { server, room, token, siteKey, getToken }: SelfTestTarget,
  signal: AbortSignal,
  { WebSocket, fetch, clock }: Tools,
): Promise<SignalingFigures> {
  const given = token || (await tokenFrom(getToken));
  if (given === null) return { ok: false, code: 'token-invalid', isStranger: false };
  const { offer, headers } = credentialOf(given, siteKey);
  const isStranger = offer === '';
  const refused = (code: ErrorCode): SignalingFigures => ({ ok: false, code, isStranger });
  const name = isStranger ? ownRoom() : room;
  if (!isRoomName(name)) return refused('invalid-room');
  const url = new URL(`/v1/rooms/${name}/socket`, server).href;
  const startedAtMs = clock.now();
  const socket = new WebSocket(url.replace(/^http/, 'ws'), isStranger ? [SUBPROTOCOL] : [SUBPROTOCOL, offer]);
  const lifetime = new AbortController();
  let iceServers: readonly IceServer[] | null = null;
  let connectMs: number | null = null;
  let askedAtMs = 0;
  const rttsMs: number[] = [];
  const beat = (): void => {
    askedAtMs = clock.now();
    socket.send(HEARTBEAT_REQUEST);
  };
  try {
    return await new Promise<SignalingFigures>((resolve, reject) => {
      const on = { signal: lifetime.signal };
      signal.addEventListener('abort', () => reject(signal.reason), on);
      if (signal.aborted) reject(signal.reason);
      const handleOpen = (): void => {
        if (!isStranger) return beat();
        const who = { room: name, name: '', state: {}, caps: [] };
        socket.send(JSON.stringify(helloOf(newIncarnation(), who, null)));
      };
      const handleText = (text: string): void => {
        if (text === HEARTBEAT_RESPONSE) {
          rttsMs.push(clock.now() - askedAtMs);
          connectMs ??= Math.round(clock.now() - startedAtMs);
          if (rttsMs.length < BEAT_COUNT) return beat();
          return resolve({ ok: true, connectMs, rttMs: Math.round(Math.min(...rttsMs)), iceServers });
        }
        const decoded = decodeServerMessage(text);
        if (!decoded.ok) return;
        if (decoded.message.type === 'error') return resolve(refused(decoded.message.code));
        if (decoded.message.type !== 'welcome') return;
        ({ iceServers } = decoded.message);
        connectMs = Math.round(clock.now() - startedAtMs);
        beat();
      };
      socket.addEventListener('open', handleOpen, on);
      socket.addEventListener('message', ({ data }) => typeof data === 'string' && handleText(data), on);
      socket.addEventListener(
        'close',
        ({ code }) => {
          // Before the opening a browser hides the answer.
          const why = askWhy(fetch, url, signal, headers);
          void why.then((known) => resolve(refused(known ?? errorCodeOfClose(code))));
        },
        on,
      );
    });
  } finally {
    lifetime.abort();
    if (socket.readyState === 1 && isStranger) socket.send(JSON.stringify({ type: 'bye' }));
    socket.close(1000);
  }
}
