/**
 * How an agent is called whose page is closed: what its browser hands out for that, and what its service worker is told. Knows no key of the
 * Worker, and sends nothing. @see https://www.w3.org/TR/push-api/ and https://www.rfc-editor.org/rfc/rfc8291
 */
import * as v from 'valibot';
import { MAX_NAME_LENGTH } from './limits.ts';
import { MAX_PUSH_ENDPOINT_LENGTH, MAX_TOPIC_LENGTH } from './desk-limits.ts';
import { type Guarded, finiteNumber, oneOf, shape, text, textLike } from './guards.ts';

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

const desk = text(64);

/** Somebody waits and nobody answers. */
const waitingPush = shape({
  type: oneOf('waiting'),
  desk,
  /** Of the one who has waited longest. */
  name: text(MAX_NAME_LENGTH),
  topic: text(MAX_TOPIC_LENGTH),
  /** How many wait. */
  count: finiteNumber,
});

/** Nobody waits any more. */
const overPush = shape({ type: oneOf('over'), desk, reason: textLike<'accepted' | 'missed'>(/^[a-z-]{1,32}$/) });

/** What a service worker is told: no page, no form, and no user of the site. */
export type DeskPush = Guarded<typeof waitingPush> | Guarded<typeof overPush>;

export const isDeskPush = (value: unknown): value is DeskPush => waitingPush(value) || overPush(value);
