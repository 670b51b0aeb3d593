/**
 * What the Worker tells a desk's object: as headers of a request that the Worker makes itself, so that nothing of the client's own headers is
 * ever read by the object. During a deploy the two may be of different versions for minutes: only add fields, and give them defaults.
 */
import * as v from 'valibot';
import { SUBPROTOCOL, isMessageId, isPushEndpoint, isRoomName, pushSubscription } from '#protocol';
import type { MessageId } from '#protocol';
import { type DeskConfig, deskConfig } from '../../desk/desk-config.ts';
import { type DeskGrant, departments, deskGrant } from '../../desk/desk-grant.ts';
import { helloHeaders } from '../carried-hello.ts';

export { type DeskConfig, deskConfigFields } from '../../desk/desk-config.ts';
export { type DeskGrant, departments } from '../../desk/desk-grant.ts';

const DESK_HEADER = 'p2pcall-desk';
const CONFIG_HEADER = 'p2pcall-desk-config';
const GRANT_HEADER = 'p2pcall-desk-grant';
const ORDER_HEADER = 'p2pcall-desk-order';
const PUSH_HEADER = 'p2pcall-desk-push';

/** Which desk, and how it is set up now. */
export interface DeskAddress {
  readonly desk: string;
  readonly config: DeskConfig;
}

const messageId = v.custom<MessageId>(isMessageId);

/** What may be said of a message that only the Worker can read. */
const order = v.object({
  id: messageId,
  department: v.nullable(v.string()),
  /** The rest of the body is the voice. */
  textBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  voice: v.boolean(),
  network: v.optional(v.nullable(v.string()), null),
});
export type MessageOrder = v.InferOutput<typeof order>;

/** Which browser of an agent is to be pushed, or not any more. */
const pushOrder = v.variant('type', [
  v.object({ type: v.literal('push-on'), sub: v.string(), departments, subscription: pushSubscription }),
  v.object({ type: v.literal('push-off'), sub: v.string(), endpoint: v.custom<string>(isPushEndpoint) }),
]);
export type PushOrder = v.InferOutput<typeof pushOrder>;

/** Header values are Latin-1; a setting or a name may hold anything. */
function encodeHeader(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value));
}

function readHeader<Schema extends v.GenericSchema>(
  headers: Headers,
  name: string,
  schema: Schema,
): v.InferOutput<Schema> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(decodeURIComponent(headers.get(name) ?? '')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function addressHeaders({ desk, config }: DeskAddress): Record<string, string> {
  return { [DESK_HEADER]: desk, [CONFIG_HEADER]: encodeHeader(config) };
}

/** @returns null when the request is none that the Worker made. */
export function readAddress(headers: Headers): DeskAddress | null {
  const desk = headers.get(DESK_HEADER);
  const config = readHeader(headers, CONFIG_HEADER, deskConfig);
  return desk === null || !isRoomName(desk) || config === null ? null : { desk, config };
}

/** The request that asks the object for a socket.
 *  @param hello in hexadecimal, where it came with the page's request. */
export function deskSocketRequest(address: DeskAddress, grant: DeskGrant, hello: string | null): Request {
  return new Request('https://desk.internal/socket', {
    headers: {
      Upgrade: 'websocket',
      'Sec-WebSocket-Protocol': SUBPROTOCOL,
      ...addressHeaders(address),
      [GRANT_HEADER]: encodeHeader(grant),
      ...helloHeaders(hello),
    },
  });
}

/** @returns null when the request is none that {@link deskSocketRequest} made. */
export function readGrant(headers: Headers): DeskGrant | null {
  return headers.get('Upgrade') === 'websocket' ? readHeader(headers, GRANT_HEADER, deskGrant) : null;
}

/** A request for something to read: `availability`, `stats`, `messages`, or `voice/{id}`. */
export function deskReadRequest(address: DeskAddress, what: string): Request {
  return new Request(`https://desk.internal/${what}`, { headers: addressHeaders(address) });
}

/** The request that leaves a message, both parts encrypted. */
export function deskMessageRequest(
  address: DeskAddress,
  { id, department, network, text, voice }: MessageParts & Pick<MessageOrder, 'id' | 'department' | 'network'>,
): Request {
  const body = new Uint8Array(text.length + (voice?.length ?? 0));
  body.set(text);
  if (voice !== null) body.set(voice, text.length);
  const what: MessageOrder = { id, department, network, textBytes: text.length, voice: voice !== null };
  return new Request('https://desk.internal/messages', {
    method: 'POST',
    headers: { ...addressHeaders(address), [ORDER_HEADER]: encodeHeader(what) },
    body,
  });
}

export interface MessageParts {
  readonly text: Uint8Array;
  readonly voice: Uint8Array | null;
}

export function readOrder(headers: Headers): MessageOrder | null {
  return readHeader(headers, ORDER_HEADER, order);
}

export function deskPushRequest(address: DeskAddress, what: PushOrder): Request {
  return new Request('https://desk.internal/push', {
    method: 'POST',
    headers: { ...addressHeaders(address), [PUSH_HEADER]: encodeHeader(what) },
  });
}

export function readPushOrder(headers: Headers): PushOrder | null {
  return readHeader(headers, PUSH_HEADER, pushOrder);
}

/** What the object answers to `messages`: what is known of each, and its text as base64 of what was left. */
export const keptMessages = v.array(
  v.object({
    id: messageId,
    at: v.number(),
    department: v.nullable(v.string()),
    voice: v.boolean(),
    text: v.string(),
  }),
);
