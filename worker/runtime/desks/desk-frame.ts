/**
 * From what a desk's socket received to an input for the rules: decoded, measured, with the randomness and digests that its answer needs. Has
 * no rules, and sends nothing.
 */
import * as v from 'valibot';
import {
  type AgentId,
  type CallCommand,
  type CallId,
  MAX_FRAME_BYTES,
  decodeDeskClientMessage,
  utf8Length,
} from '#protocol';
import type { DeskGrant } from '../../desk/desk-grant.ts';
import type { CallEntry, FrameInput, HelloInput } from '../../desk/inputs.ts';
import { digest, newDeskId, newDeskRoom } from '../entropy.ts';
import type { SocketAttachment } from '../socket-attachment.ts';
import { vouchedFor } from './user-hash.ts';

export interface DeskFrameEnv {
  readonly USER_HASH_SECRET?: string;
}

function entryOf(env: DeskFrameEnv, command: CallCommand): CallEntry {
  return {
    id: v.parse(
      v.custom<CallId>(() => true),
      newDeskId(),
    ),
    room: newDeskRoom(),
    sessionHash: digest(command.session),
    vouched: vouchedFor(env.USER_HASH_SECRET, command),
  };
}

export function deskInputOf(
  env: DeskFrameEnv,
  socket: SocketAttachment,
  grant: DeskGrant,
  data: string | ArrayBuffer,
  nowMs: number,
): HelloInput | FrameInput {
  const common = { nowMs, socket, grant };
  if (typeof data !== 'string') {
    const bytes = data.byteLength;
    const reason = bytes > MAX_FRAME_BYTES ? 'too-large' : 'malformed';
    return { ...common, type: 'frame', decoded: { ok: false, reason }, bytes };
  }
  const bytes = utf8Length(data);
  const decoded = decodeDeskClientMessage(data);
  if (!decoded.ok) return { ...common, type: 'frame', decoded, bytes };
  const { message } = decoded;
  if (message.type !== 'hello') {
    const frame = { ...common, type: 'frame', decoded: { ok: true, message }, bytes } as const;
    const isCall = message.type === 'command' && message.op === 'call';
    return isCall ? { ...frame, entry: entryOf(env, message) } : frame;
  }
  const sessionHash = message.session === undefined ? null : digest(message.session);
  const fresh = v.parse(
    v.custom<AgentId>(() => true),
    newDeskId(),
  );
  return { ...common, type: 'hello', hello: message, bytes, sessionHash, fresh };
}
