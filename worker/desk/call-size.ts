/** How many bytes agents are told of a call. Many calls are told in one frame, and who is sent too much without a proof of reading is closed. */
import { MAX_CALL_BYTES, MAX_SAID_BYTES, utf8Length } from '#protocol';
import type { Call } from './desk-state.ts';

/** As JSON: a quote or half a surrogate pair is more than itself. */
export const jsonBytes = (value: unknown): number => utf8Length(JSON.stringify(value));

/** Whether the visitor says too much, or that and the note are too much together. */
export function isTooLarge({
  name,
  topic,
  form,
  page,
  user,
  note,
}: Pick<Call, 'name' | 'topic' | 'form' | 'page' | 'user' | 'note'>): boolean {
  const said = jsonBytes({ name, topic, form, page, user });
  return said > MAX_SAID_BYTES || said + jsonBytes(note) > MAX_CALL_BYTES;
}
