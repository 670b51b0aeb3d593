/**
 * Requests with a result: sent again under the same id after a reconnection, given up after a while. Knows neither the
 * socket nor the room.
 */
import type { Incarnation } from '#protocol';
import type { Clock } from '../link/clock.ts';

/** How long a result may take, in ms, reconnections included. */
export const COMMAND_TIMEOUT_MS = 10_000;

/** An order as it goes over the wire. */
type CommandOf<Order> = Order & { readonly type: 'command'; readonly id: string };

interface Pending<Order, Result> {
  readonly command: CommandOf<Order>;
  settle(result: Result | null): void;
}

export interface Commands<Order, Result> {
  /** An id that no other command of this page has. */
  newId(): string;
  /** @returns null where the server does not answer in time. Rejects only when `signal` aborts. */
  run(order: Order, signal?: AbortSignal): Promise<Result | null>;
  handleResult(result: Result): void;
  /** The socket is a new one: what was on its way may be lost. */
  resend(): void;
  /** Ends all of them without a result. */
  clear(): void;
}

export function createCommands<Order extends object, Result extends { readonly id: string }>(
  inc: Incarnation,
  clock: Clock,
  send: (command: CommandOf<Order>) => void,
): Commands<Order, Result> {
  const pending = new Map<string, Pending<Order, Result>>();
  let count = 0;
  const newId = (): string => `${inc}-${(count += 1)}`;

  return {
    newId,
    run(order, signal) {
      const id = newId();
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const end = (): void => {
          pending.delete(id);
          clock.clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
        };
        const abort = (): void => {
          end();
          reject(signal?.reason);
        };
        const settle = (result: Result | null): void => {
          end();
          resolve(result);
        };
        const timer = clock.setTimeout(() => settle(null), COMMAND_TIMEOUT_MS);
        signal?.addEventListener('abort', abort);
        const command: CommandOf<Order> = { ...order, type: 'command', id };
        pending.set(id, { command, settle });
        send(command);
      });
    },
    handleResult(result) {
      pending.get(result.id)?.settle(result);
    },
    resend() {
      for (const { command } of pending.values()) send(command);
    },
    clear() {
      for (const { settle } of pending.values()) settle(null);
    },
  };
}
