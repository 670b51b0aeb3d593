/**
 * `/v1/desks/{desk}/messages`: what visitors leave where nobody answers. Encrypted and decrypted here: the desk's object never uses the
 * key, and its storage never sees what a message says.
 */
import { Hono } from 'hono';
import * as v from 'valibot';
import { MAX_VOICE_BYTES, type MessageId, deskMessage, isMessageId } from '#protocol';
import { bytesOfBase64 } from '../runtime/base64.ts';
import { deskMessageRequest, deskReadRequest, keptMessages } from '../runtime/desks/desk-opening.ts';
import { MessageCipher } from '../runtime/desks/message-cipher.ts';
import { vouchedFor } from '../runtime/desks/user-hash.ts';
import { newDeskId } from '../runtime/entropy.ts';
import type { Env } from '../runtime/env.ts';
import { sentCredentials } from './carried-credentials.ts';
import { type Passed, passGate } from './desk-gate.ts';
import { problem } from './problem.ts';

/** Longest text part of a message, in UTF-16 code units. */
const MAX_JSON_LENGTH = 32_768;

/** Of the whole body: a voice, a text, and what is around them. */
const MAX_BODY_BYTES = MAX_VOICE_BYTES + 4 * MAX_JSON_LENGTH;

const body = v.pipe(v.string(), v.maxLength(MAX_JSON_LENGTH), v.parseJson(), deskMessage);

/** How the containers that browsers record into begin. @see https://mimesniff.spec.whatwg.org/#matching-an-audio-or-video-type-pattern */
const CONTAINERS: readonly (readonly [type: string, offset: number, bytes: readonly number[]])[] = [
  ['audio/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/ogg', 0, [0x4f, 0x67, 0x67, 0x53]],
  ['audio/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
];

/** @returns null for what is none that we take, whatever its sender calls it. */
function containerOf(data: Uint8Array): string | null {
  const found = CONTAINERS.find(([, offset, bytes]) => bytes.every((byte, i) => data[offset + i] === byte));
  return found?.[0] ?? null;
}

const badMessage = (message: string): Response => problem(400, 'bad-message', message);
const tooLarge = (): Response => problem(413, 'message-too-large', `A message has at most ${MAX_BODY_BYTES} bytes.`);
const notForVisitors = (): Response => problem(403, 'not-allowed', 'This is for agents of the desk.');

/** What was left, once it was taken apart; or why it is none. */
async function readMessage(
  request: Request,
): Promise<
  { readonly content: v.InferOutput<typeof deskMessage>; readonly voice: Uint8Array<ArrayBuffer> | null } | Response
> {
  const length = Number(request.headers.get('Content-Length') ?? Number.NaN);
  if (Number.isNaN(length)) return problem(411, 'bad-message', 'Say the Content-Length.');
  if (length > MAX_BODY_BYTES) return tooLarge();
  const form = await request.formData().catch(() => null);
  if (form === null) return badMessage('Send multipart/form-data with the part "message", and perhaps "voice".');
  const parsed = v.safeParse(body, form.get('message'));
  if (!parsed.success) return badMessage('The part "message" must be JSON, as the protocol says.');
  const part: unknown = form.get('voice');
  const voice = part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : null;
  if (voice !== null && voice.length > MAX_VOICE_BYTES) return tooLarge();
  if (voice !== null && containerOf(voice) === null) return badMessage('The part "voice" must be WebM, Ogg or MP4.');
  if (voice === null && parsed.output.text.trim() === '') return badMessage('There is neither a text nor a voice.');
  return { content: parsed.output, voice };
}

async function keep(env: Env, { address, grant, secrets }: Passed, request: Request): Promise<Response> {
  if (secrets.length === 0) return problem(503, 'not-allowed', 'No message can be left: there is no DESK_SECRET.');
  const read = await readMessage(request);
  if (read instanceof Response) return read;
  const { userId, userHash, department = null, ...content } = read.content;
  if (department !== null && !address.config.departments.includes(department))
    return badMessage('There is no such department.');
  const vouched = vouchedFor(env.USER_HASH_SECRET, { userId, userHash });
  if (vouched === 'no') return problem(403, 'not-allowed', 'userHash does not prove userId.');
  const id = v.parse(v.custom<MessageId>(isMessageId), newDeskId());
  const user = userId === undefined ? null : { id: userId, verified: vouched === 'yes' };
  const cipher = new MessageCipher(secrets);
  const { desk } = address;
  const bytes = Uint8Array.from(new TextEncoder().encode(JSON.stringify({ ...content, user })));
  const text = await cipher.encrypt(bytes, { desk, id, part: 'text' });
  const voice = read.voice === null ? null : await cipher.encrypt(read.voice, { desk, id, part: 'voice' });
  const order = deskMessageRequest(address, { id, department, network: grant.network, text, voice });
  const answer = await env.DESK_OBJECTS.getByName(desk).fetch(order);
  if (answer.status === 201) return Response.json({ id }, { status: 201, headers: { 'Cache-Control': 'no-store' } });
  return problem(409, 'desk-full', 'As many messages wait for an agent, in all or from this address, as there may be.');
}

/** What an agent reads of a message; `unreadable` where no secret that is set has made it. */
const content = v.object({
  name: v.optional(v.string(), ''),
  contact: v.optional(v.string(), ''),
  text: v.optional(v.string(), ''),
  topic: v.optional(v.string(), ''),
  form: v.optional(v.record(v.string(), v.string()), {}),
  page: v.optional(v.nullable(v.object({ url: v.string(), title: v.string() })), null),
  user: v.optional(v.nullable(v.object({ id: v.string(), verified: v.boolean() })), null),
});

async function list(env: Env, { address, secrets }: Passed): Promise<Response> {
  const answer = await env.DESK_OBJECTS.getByName(address.desk).fetch(deskReadRequest(address, 'messages'));
  const kept = v.parse(keptMessages, await answer.json());
  const cipher = new MessageCipher(secrets);
  const messages = await Promise.all(
    kept.map(async ({ text, ...note }) => {
      const place = { desk: address.desk, id: note.id, part: 'text' } as const;
      const opened = await cipher.decrypt(bytesOfBase64(text) ?? new Uint8Array(), place);
      if (opened === null) return { ...note, unreadable: true };
      return { ...note, ...v.parse(content, JSON.parse(new TextDecoder().decode(opened))) };
    }),
  );
  return Response.json({ messages }, { headers: { 'Cache-Control': 'no-store' } });
}

async function voiceOf(env: Env, { address, secrets }: Passed, id: string): Promise<Response> {
  const { desk } = address;
  const nothing = problem(404, null, 'There is no such voice message.');
  if (!isMessageId(id)) return nothing;
  const answer = await env.DESK_OBJECTS.getByName(desk).fetch(deskReadRequest(address, `voice/${id}`));
  if (!answer.ok) return nothing;
  const sealed = new Uint8Array(await answer.arrayBuffer());
  const voice = await new MessageCipher(secrets).decrypt(sealed, { desk, id, part: 'voice' });
  const type = voice === null ? null : containerOf(voice);
  if (voice === null || type === null) return nothing;
  const headers = { 'Content-Type': type, 'Content-Disposition': 'attachment', 'Cache-Control': 'no-store' };
  return new Response(voice, { headers });
}

export const deskMessages = new Hono<{ Bindings: Env }>();

deskMessages.post('/:desk/messages', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  return gate.ok ? keep(env, gate, req.raw) : gate.response;
});

deskMessages.get('/:desk/messages', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  return gate.grant.role === 'agent' ? list(env, gate) : notForVisitors();
});

deskMessages.get('/:desk/messages/:id/voice', async ({ req, env }) => {
  const gate = await passGate({ req, env }, req.param('desk'), sentCredentials(req.raw.headers));
  if (!gate.ok) return gate.response;
  return gate.grant.role === 'agent' ? voiceOf(env, gate, req.param('id')) : notForVisitors();
});
