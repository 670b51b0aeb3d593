/**
 * How much a visitor says of itself in all, counted as people do: a character of any script is one. What becomes of it in bytes is for whoever
 * tells many calls at once.
 */
import type { Form, VisitorPage, VisitorUser } from './desk-values.ts';

export interface Said {
  readonly name: string;
  readonly topic: string;
  readonly form: Form;
  readonly page: VisitorPage | null;
  readonly user: VisitorUser | null;
}

/** In UTF-16 code units of JSON, where a quote or half a surrogate pair is more than itself. */
export function saidLength({ name, topic, form, page, user }: Said): number {
  return JSON.stringify({ name, topic, form, page, user }).length;
}
