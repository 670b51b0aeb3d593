/** How large a call is: as people count for those who say something, and in bytes for those who are told of many at once. */
import { MAX_CALL_LENGTH, MAX_SAID_LENGTH, saidLength, utf8Length } from '#protocol';
import type { Call } from './desk-state.ts';

type Told = Pick<Call, 'name' | 'topic' | 'form' | 'page' | 'user' | 'note'>;

export const jsonBytes = (value: unknown): number => utf8Length(JSON.stringify(value));

/** Whether the visitor says too much, or that and the note are too much together. */
export function isTooLarge(call: Told): boolean {
  const said = saidLength(call);
  return said > MAX_SAID_LENGTH || said + JSON.stringify(call.note).length > MAX_CALL_LENGTH;
}

/** Of everything in it that people have written. */
export function callBytes({ name, topic, form, page, user, note }: Told): number {
  return jsonBytes({ name, topic, form, page, user, note });
}
