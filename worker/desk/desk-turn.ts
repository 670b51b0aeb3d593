/**
 * One turn of the desk: an input's time, the state it may change, and the effects it collects. Keeps the promise that a change is saved
 * before anyone hears of it, and in as few rows as there are things that changed.
 */
import {
  type CallId,
  type CloseCode,
  type DeskErrorCode,
  type DeskServerMessage,
  type RingEnd,
  isFinalCloseCode,
} from '#protocol';
import type { DeskConfig } from './desk-config.ts';
import {
  type Agent,
  type Call,
  type DeskRow,
  type DeskState,
  type Reachable,
  type RowKind,
  type SocketId,
  rowBody,
} from './desk-state.ts';
import type { DeskEffect, DeskLogEntry, PassOrder } from './effects.ts';
import type { DeskWebhookEvent } from './desk-webhooks.ts';

export class DeskTurn {
  readonly nowMs: number;
  readonly state: DeskState;
  readonly config: DeskConfig;
  /** Agents and visitors whose `hello` is answered with what is true at the end of this turn. */
  readonly welcomed = new Set<SocketId>();
  /** Calls of which agents are to be told anew. */
  readonly touched = new Set<CallId>();
  /** Why a call is shown no more, or rings no more, to whom it was or did. */
  readonly reasons = new Map<CallId, RingEnd>();
  readonly #rows = new Map<string, { kind: RowKind; id: string }>();
  readonly #first: DeskEffect[] = [];
  readonly #last: DeskEffect[] = [];

  constructor(nowMs: number, state: DeskState, config: DeskConfig) {
    this.nowMs = nowMs;
    this.state = state;
    this.config = config;
  }

  /** What the desk itself remembers, to be changed. */
  desk(): DeskRow {
    this.state.desk ??= {
      config: this.config,
      recent: [],
      sinceMs: this.nowMs,
      answered: 0,
      missed: 0,
      ratings: { count: 0, sum: 0 },
    };
    this.keep('desk', '');
    return this.state.desk;
  }

  /** Marks what changed, or is gone. */
  keep(kind: RowKind, id: string): void {
    this.#rows.set(`${kind} ${id}`, { kind, id });
  }

  keepAgent({ id }: Agent): void {
    this.#keepConfig();
    this.keep('agent', id);
  }

  /** @param isShown whether what agents see of it changed, too. */
  keepCall({ id }: Call, isShown = true): void {
    this.#keepConfig();
    this.keep('call', id);
    if (isShown) this.touched.add(id);
  }

  keepReachable({ id }: Reachable): void {
    this.#keepConfig();
    this.keep('push', id);
  }

  /** An alarm must know how the desk is set up, and has nobody to tell it. */
  #keepConfig(): void {
    const known = this.state.desk;
    if (known !== null && JSON.stringify(known.config) === JSON.stringify(this.config)) return;
    this.desk().config = this.config;
  }

  attach(socket: SocketId, party: string): void {
    this.#first.push({ type: 'attach', socket, party });
  }

  /** After everything that this turn tells of changes. */
  answer(socket: SocketId, message: DeskServerMessage, pass?: PassOrder): void {
    this.#last.push({ type: 'send', to: [socket], message, ...(pass === undefined ? {} : { pass }) });
  }

  close(socket: SocketId, code: CloseCode): void {
    this.#last.push({ type: 'close', socket, code });
  }

  /** Says why and closes. `fatal` tells the client whether the same attempt could succeed. */
  refuse(socket: SocketId, code: CloseCode, error: DeskErrorCode, retryMs?: number): void {
    const fatal = isFinalCloseCode(code);
    this.answer(socket, { type: 'error', code: error, fatal, ...(retryMs === undefined ? {} : { retryMs }) });
    this.close(socket, code);
    this.log({ event: 'refused', code });
  }

  webhook(event: DeskWebhookEvent): void {
    this.#last.push({ type: 'webhook', event });
  }

  do(effect: Extract<DeskEffect, { type: 'keep-message' | 'forget-message' | 'push' | 'delete-all' }>): void {
    this.#last.push(effect);
  }

  wakeAt(atMs: number): void {
    this.#last.push({ type: 'alarm', atMs });
  }

  log(entry: DeskLogEntry): void {
    this.#last.push({ type: 'log', entry });
  }

  /** Whether anything that is kept has changed, or somebody is to be welcomed. */
  get isChanged(): boolean {
    return this.#rows.size > 0 || this.welcomed.size > 0;
  }

  /** @param told what the changes of this turn mean for those who look on. */
  finish(told: readonly DeskEffect[]): DeskEffect[] {
    const rows = [...this.#rows.values()].map(({ kind, id }) => ({ kind, id, body: rowBody(this.state, kind, id) }));
    const save: DeskEffect[] = rows.length === 0 ? [] : [{ type: 'save', rows }];
    return [...save, ...this.#first, ...told, ...this.#last];
  }
}
