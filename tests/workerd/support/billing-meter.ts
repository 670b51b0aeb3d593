/**
 * Counts what Cloudflare bills of a class of Durable Objects, by going between the runtime and its handlers and storage: requests, frames,
 * alarms, rows. Knows no room and no price. What the runtime answers by itself (heartbeats) and what is free (outgoing frames) does not
 * come by here. @see https://developers.cloudflare.com/durable-objects/platform/pricing/
 */

export interface Billed {
  /** Requests that opened a socket, and any other request. */
  readonly request: number;
  /** Incoming frames; 20 of them are billed as one request. */
  readonly frame: number;
  /** Alarms that came: a request each. */
  readonly alarm: number;
  /** Rows written, each `setAlarm()` among them. */
  readonly row: number;
}
export type BilledKind = keyof Billed;

export const NOTHING_BILLED: Billed = { request: 0, frame: 0, alarm: 0, row: 0 };

/** Frames that are billed as one request. */
const FRAMES_PER_REQUEST = 20;

/** Requests as they are billed. */
export function billedRequests({ request, frame, alarm }: Billed): number {
  return request + frame / FRAMES_PER_REQUEST + alarm;
}

type Tell = (kind: BilledKind, count: number) => void;
type Method = (this: object, ...args: unknown[]) => unknown;

/** Puts `before` in front of a method, and `after` behind it. */
function wrap(owner: object, name: string, before: (self: object) => void, after?: (result: unknown) => void): void {
  const method = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function wrapped(this: object, ...args: unknown[]) {
    before(this);
    const result = method.apply(this, args);
    after?.(result);
    return result;
  });
}

function wrapStorage(storage: DurableObjectStorage, tell: Tell): void {
  wrap(Object.getPrototypeOf(storage) as object, 'setAlarm', () => tell('row', 1));
  wrap(
    Object.getPrototypeOf(storage.sql) as object,
    'exec',
    () => {},
    (cursor) => tell('row', (cursor as SqlStorageCursor<Record<string, SqlStorageValue>>).rowsWritten),
  );
}

/** Counts from now on, in every object of the class and for as long as the isolate lives. */
export function meter(objects: abstract new (...args: never[]) => object, tell: Tell): void {
  let isStorageWrapped = false;
  const handlers = { fetch: 'request', webSocketMessage: 'frame', alarm: 'alarm' } as const;
  for (const [name, kind] of Object.entries(handlers)) {
    wrap(objects.prototype as object, name, (self) => {
      if (!isStorageWrapped) wrapStorage((Reflect.get(self, 'ctx') as DurableObjectState).storage, tell);
      isStorageWrapped = true;
      tell(kind, 1);
    });
  }
}
