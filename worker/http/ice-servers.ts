/**
 * The ICE servers that a room's participants are told to use. Knows the settings and the host, no room.
 * @see https://www.w3.org/TR/webrtc/#rtciceserver-dictionary
 */
import * as v from 'valibot';
import { type IceServer, MAX_ICE_SERVERS, iceServer, utf8Length, isLoopbackHost, DEFAULT_ICE_SERVERS } from '#protocol';
import { log } from '../runtime/log.ts';
import { MAX_ICE_SERVERS_BYTES } from '../runtime/opening.ts';
import { isIceUrl, isTurnServer, isUsableUrl } from '../runtime/turn/ice-url.ts';
import { type IceIssue, issueIce } from '../runtime/turn/issue.ts';
import { MAX_RELAYS, type TurnProvider } from '../runtime/turn/turn-provider.ts';
import { type TurnEnv, turnSetting } from '../runtime/turn/turn-setting.ts';

export type IceServers =
  | {
      readonly ok: true;
      readonly iceServers: readonly IceServer[];
      readonly source: 'setting' | 'default' | 'loopback';
    }
  | { readonly ok: false; readonly message: string };

const setting = v.pipe(v.string(), v.parseJson(), v.array(iceServer));

/** ICE servers by the setting `ICE_SERVERS`, else by host: a page on this very machine needs none.
 *  @param hostname as in `URL.hostname`. */
export function iceServersFor(text: string | undefined, hostname: string): IceServers {
  if (text === undefined || text.trim() === '') {
    return isLoopbackHost(hostname)
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
    const urls = all.filter(isUsableUrl);
    if (urls.length > 0) iceServers.push({ ...server, urls });
  }
  if (iceServers.length > MAX_ICE_SERVERS)
    return { ok: false, message: `ICE_SERVERS must be at most ${MAX_ICE_SERVERS} servers.` };
  // Also of what an escape stands for: one wide character doubles what its text takes in a socket's attachment.
  if (!/^[\x20-\x7e]*$/.test(JSON.stringify(iceServers)))
    return { ok: false, message: 'ICE_SERVERS must be ASCII: write names of hosts in punycode.' };
  return { ok: true, iceServers, source: 'setting' };
}

/** What the settings say about ICE, or what is wrong with them. */
export type IceSetting =
  | {
      readonly ok: true;
      /** For everyone: STUN. */
      readonly shared: readonly IceServer[];
      readonly source: 'setting' | 'default' | 'loopback';
      /** Who makes credentials for a relay; null where there is none. */
      readonly turn: TurnProvider | null;
    }
  | { readonly ok: false; readonly message: string };

export interface IceEnv extends TurnEnv {
  readonly ICE_SERVERS?: string;
}

/** The relays of a list in the settings: the same credentials for everyone, as long as the list stands there. */
function staticTurn(servers: readonly IceServer[]): TurnProvider {
  return {
    kind: 'static',
    ttlSeconds: null,
    endsRelays: false,
    issue: () => Promise.resolve(servers),
    revoke: () => Promise.resolve(false),
  };
}

/** @param hostname as in `URL.hostname`. */
export function iceSettingFor(env: IceEnv, hostname: string): IceSetting {
  const listed = iceServersFor(env.ICE_SERVERS, hostname);
  if (!listed.ok) return listed;
  const turn = turnSetting(env);
  if (!turn.ok) return turn;
  const relays = listed.iceServers.filter(isTurnServer);
  const shared = listed.iceServers.filter((server) => !isTurnServer(server));
  if (relays.length > 0 && turn.provider !== null)
    return { ok: false, message: 'ICE_SERVERS lists TURN servers, and TURN_... are set too: choose one of the two.' };
  const sharedCount = MAX_ICE_SERVERS - MAX_RELAYS;
  if (turn.provider !== null && shared.length > sharedCount)
    return { ok: false, message: `ICE_SERVERS must be at most ${sharedCount} servers where TURN_... adds relays.` };
  const provider = relays.length > 0 ? staticTurn(relays) : turn.provider;
  return { ok: true, shared, source: listed.source, turn: provider };
}

let isMissingTold = false;

/** One line for whoever reads the log, once in the life of an isolate. On the developer's own machine nobody needs a relay. */
export function noteMissingTurn({ turn, source }: Extract<IceSetting, { ok: true }>): void {
  if (turn !== null || source === 'loopback' || isMissingTold) return;
  isMissingTold = true;
  log({ event: 'turn-missing' }, 'warn');
}

/** The ICE servers of one member, with credentials of its own where a provider makes them. Without them, when the provider
 *  fails: most calls need no relay. @param tokenEndsAtMs null without a token. */
export async function issueIceServers(
  { shared, turn }: Extract<IceSetting, { ok: true }>,
  tokenEndsAtMs: number | null,
  nowMs: number,
): Promise<IceIssue> {
  const issued = turn === null ? null : await issueIce(turn, shared, tokenEndsAtMs, nowMs);
  return issued ?? { iceServers: shared, iceTerm: null };
}
