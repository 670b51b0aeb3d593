/**
 * The ICE servers that a room's participants are told to use. Knows the setting and the host, no room.
 * @see https://www.w3.org/TR/webrtc/#rtciceserver-dictionary
 */
import * as v from 'valibot';
import { type IceServer, iceServer, utf8Length } from '#protocol';
import { MAX_ICE_SERVERS_BYTES } from '../runtime/opening.ts';

/** Tells a page its own public address. Cloudflare runs it for anyone, without an account. */
const DEFAULT_ICE_SERVERS: readonly IceServer[] = [{ urls: ['stun:stun.cloudflare.com:3478'] }];

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export type IceServers =
  | {
      readonly ok: true;
      readonly iceServers: readonly IceServer[];
      readonly source: 'setting' | 'default' | 'loopback';
    }
  | { readonly ok: false; readonly message: string };

const setting = v.pipe(v.string(), v.parseJson(), v.array(iceServer));

/** Browsers refuse port 53 (https://fetch.spec.whatwg.org/#port-blocking), and a server with such a url only costs time. */
function isUsable(url: string): boolean {
  return !/^(?:stun|turn)s?:(?:\[[^\]]*\]|[^:?]*):53(?:\?|$)/i.test(url);
}

function isIceUrl(url: string): boolean {
  return /^(?:stun|turn)s?:[^\s]+$/i.test(url);
}

/** ICE servers by the setting `ICE_SERVERS`, else by host: a page on this very machine needs none.
 *  @param hostname as in `URL.hostname`. */
export function iceServersFor(text: string | undefined, hostname: string): IceServers {
  if (text === undefined || text.trim() === '') {
    const isLoopback = LOOPBACK_HOSTS.has(hostname);
    return isLoopback
      ? { ok: true, iceServers: [], source: 'loopback' }
      : { ok: true, iceServers: DEFAULT_ICE_SERVERS, source: 'default' };
  }
  const parsed = v.safeParse(setting, text);
  if (!parsed.success)
    return { ok: false, message: 'ICE_SERVERS must be a JSON list such as [{"urls":["stun:stun.example:3478"]}].' };
  if (utf8Length(text) > MAX_ICE_SERVERS_BYTES)
    return { ok: false, message: 'ICE_SERVERS must be at most 8192 bytes.' };
  const iceServers: IceServer[] = [];
  for (const server of parsed.output) {
    const all = [server.urls].flat();
    if (!all.every(isIceUrl))
      return { ok: false, message: 'ICE_SERVERS: every url must begin with stun:, turn: or turns:.' };
    const urls = all.filter(isUsable);
    if (urls.length > 0) iceServers.push({ ...server, urls });
  }
  return { ok: true, iceServers, source: 'setting' };
}
