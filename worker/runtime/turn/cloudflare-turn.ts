/**
 * Cloudflare Realtime TURN: credentials are asked for over its HTTP API, one set for each member. It ends relays whose
 * credentials have expired or are revoked. Whatever goes wrong is one line in the log and no TURN for this member.
 * @see https://developers.cloudflare.com/realtime/turn/generate-credentials/
 */
import * as v from 'valibot';
import { type IceServer, iceServer, utf8Length } from '#protocol';
import { log } from '../log.ts';
import { isTurnUrl, isUsableUrl } from './ice-url.ts';
import { MAX_RELAYS, type TurnProvider } from './turn-provider.ts';

const API = 'https://rtc.live.cloudflare.com/v1/turn/keys';

/** How long an answer may take; the member waits for it before the socket opens. */
const TIMEOUT_MS = 3_000;

/** Of what is kept of an answer. It must fit into a socket's attachment, beside ICE_SERVERS; a real one has about 700. */
const MAX_ISSUED_BYTES = 4 * 1024;

export interface CloudflareTurnOptions {
  readonly keyId: string;
  readonly apiToken: string;
  /** At most 48 h. */
  readonly ttlSeconds: number;
  /** Default: Cloudflare's. */
  readonly api?: string;
  /** Default: 3 s. */
  readonly timeoutMs?: number;
}

const issued = v.object({ iceServers: v.array(iceServer) });

/** Only relays with credentials; STUN has a setting of its own. */
function relaysOf(servers: readonly IceServer[]): IceServer[] {
  return servers.flatMap(({ urls, username, credential }) => {
    if (username === undefined || credential === undefined) return [];
    const usable = [urls].flat().filter((url) => isTurnUrl(url) && isUsableUrl(url));
    return usable.length > 0 ? [{ urls: usable, username, credential }] : [];
  });
}

/** @throws SyntaxError, v.ValiError when the text is not what the API promises. */
function readIssued(text: string): IceServer[] | null {
  const relays = relaysOf(v.parse(issued, JSON.parse(text)).iceServers);
  return relays.length > 0 && relays.length <= MAX_RELAYS && utf8Length(JSON.stringify(relays)) <= MAX_ISSUED_BYTES
    ? relays
    : null;
}

export function cloudflareTurn({
  keyId,
  apiToken,
  ttlSeconds,
  api = API,
  timeoutMs = TIMEOUT_MS,
}: CloudflareTurnOptions): TurnProvider {
  /** @returns null when there was no answer in time; its reason may name what was asked, so it is not kept. */
  async function post(path: string, body?: unknown): Promise<{ status: number; text: string } | null> {
    try {
      const response = await fetch(`${api}/${keyId}/credentials/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${apiToken}`, 'Content-Type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        // The token is for this host alone.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  return {
    kind: 'cloudflare',
    ttlSeconds,
    endsRelays: true,
    async issue(_member, _nowMs, lifeSeconds = ttlSeconds) {
      const answer = await post('generate-ice-servers', { ttl: Math.floor(lifeSeconds) });
      if (answer === null) log({ event: 'turn-unreachable' }, 'error');
      else if (answer.status !== 201) log({ event: 'turn-refused', code: answer.status }, 'error');
      if (answer?.status !== 201) return null;
      try {
        const relays = readIssued(answer.text);
        if (relays !== null) return relays;
      } catch {
        // As below.
      }
      log({ event: 'turn-answer-unreadable' }, 'error');
      return null;
    },
    async revoke(username) {
      const answer = await post(`${encodeURIComponent(username)}/revoke`);
      if (answer?.status === 204) return true;
      log({ event: 'turn-revoke-failed', code: answer?.status ?? 0 }, 'warn');
      return false;
    },
  };
}
