/**
 * Fresh TURN credentials for a socket that asks for them, and the end of those of a socket that was thrown out. Knows neither
 * the rules nor the wire. What is only in memory here may be lost: an object hibernates no earlier than 10 s after the last
 * message, and by then a renewal is allowed again.
 */
import type { IceServer } from '#protocol';
import { isTurnServer } from './turn/ice-url.ts';
import { type IceIssue, issueIce } from './turn/issue.ts';
import { type TurnEnv, turnSetting } from './turn/turn-setting.ts';

/** Who asks again within this time gets the same: six a minute for one socket. */
const RENEWAL_INTERVAL_MS = 10_000;

interface Renewal {
  readonly atMs: number;
  readonly issue: Promise<IceIssue>;
  /** User names of all that this socket was given here. */
  readonly usernames: readonly string[];
}

function usernamesOf(servers: readonly IceServer[]): string[] {
  return servers.flatMap(({ username }) => username ?? []);
}

export class IceRenewal {
  readonly #env: TurnEnv;
  readonly #renewals = new WeakMap<WebSocket, Renewal>();

  constructor(env: TurnEnv) {
    this.#env = env;
  }

  /** @param current what the socket has; stays where the provider fails. @param tokenEndsAtMs null without a token.
   *  @returns null when nothing here can make new ones. */
  renewed(socket: WebSocket, current: IceIssue, tokenEndsAtMs: number | null, nowMs: number): Promise<IceIssue> | null {
    const setting = turnSetting(this.#env);
    if (!setting.ok || setting.provider === null) return null;
    const last = this.#renewals.get(socket);
    if (last !== undefined && nowMs - last.atMs < RENEWAL_INTERVAL_MS) return last.issue;
    const shared = current.iceServers.filter((server) => !isTurnServer(server));
    const issue = issueIce(setting.provider, shared, tokenEndsAtMs, nowMs).then((issued) => issued ?? current);
    const usernames = [...(last?.usernames ?? []), ...usernamesOf(current.iceServers)].slice(-16);
    this.#renewals.set(socket, { atMs: nowMs, issue, usernames });
    return issue;
  }

  /** Ends what this socket was given, as far as the provider can and it is still known. */
  async revoke(socket: WebSocket, current: readonly IceServer[]): Promise<void> {
    const setting = turnSetting(this.#env);
    if (!setting.ok || setting.provider === null) return;
    const usernames = new Set([...(this.#renewals.get(socket)?.usernames ?? []), ...usernamesOf(current)]);
    for (const username of usernames) await setting.provider.revoke(username);
  }
}
