/**
 * What stands where a socket will be while something has to be waited for first: to whoever opened it, a socket that carries
 * nothing. Knows neither what is waited for nor what comes after.
 */
import type { Clock } from '../link/clock.ts';
import type { RoomSocket } from './room-socket.ts';

export interface StandInHandlers<Value> {
  ondone(value: Value): void;
  /** It failed, or took too long. */
  onlost(): void;
}

/** Calls one of the handlers, once, unless closed before.
 *  @param stuckMs after how long a {@link RoomSocket.probe} finds it stuck, in ms. */
export function standIn<Value>(
  task: (signal: AbortSignal) => Promise<Value>,
  { ondone, onlost }: StandInHandlers<Value>,
  clock: Clock,
  timeoutMs: number,
  stuckMs = timeoutMs,
): RoomSocket<unknown> {
  const lifetime = new AbortController();
  const openedAtMs = clock.now();
  const end = (report: () => void): void => {
    if (lifetime.signal.aborted) return;
    close();
    report();
  };
  const timer = clock.setTimeout(() => end(onlost), timeoutMs);
  function close(): void {
    clock.clearTimeout(timer);
    lifetime.abort();
  }
  task(lifetime.signal).then(
    (value) => end(() => ondone(value)),
    () => end(onlost),
  );
  return { send() {}, probe: () => clock.now() - openedAtMs <= stuckMs, close };
}
