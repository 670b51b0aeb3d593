/**
 * How a browser is called while a page is closed: what it hands out for that, and which of it is taken. Knows no message and no key of the Worker.
 * @see https://www.w3.org/TR/push-api/ and https://www.rfc-editor.org/rfc/rfc8291
 */
import * as v from 'valibot';
import { MAX_PUSH_ENDPOINT_LENGTH } from './desk-limits.ts';
import { textLike } from './guards.ts';

/** Where browsers' makers take pushes: Chrome and all who are made of it; Firefox; Safari; Edge. */
const SERVICES = ['fcm.googleapis.com', 'push.services.mozilla.com', 'push.apple.com', 'notify.windows.com'] as const;

/** One way of writing an address, which every reader reads alike: no user, no port, no fragment, nothing encoded in the host. */
const ENDPOINT = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/[\w!$%&'()*+,./:;=?@~-]+$/;

/** Whether pushes may be sent there. An address that a page says is one that the Worker will ask, so that only those of the browsers' makers
 *  are taken: nobody can make the Worker ask another server. */
export function isPushEndpoint(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_PUSH_ENDPOINT_LENGTH) return false;
  const [, host = ''] = ENDPOINT.exec(value) ?? [];
  return SERVICES.some((service) => host === service || host.endsWith(`.${service}`));
}

/** A browser that can be pushed, as `PushSubscription.toJSON()` says it. Whoever has all three can show things to an agent: they are secrets. */
export const pushSubscription = v.object({
  endpoint: v.custom<string>(isPushEndpoint),
  keys: v.object({
    /** A point of P-256, 65 bytes that begin with 4, as base64url. */
    p256dh: v.custom<string>(textLike(/^B[A-P][\w-]{84}[AEIMQUYcgkosw048]$/)),
    /** 16 bytes. */
    auth: v.custom<string>(textLike(/^[\w-]{21}[AQgw]$/)),
  }),
});
export type DeskPushSubscription = v.InferOutput<typeof pushSubscription>;
