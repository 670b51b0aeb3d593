/** Reads the lists that a desk answers to an agent: outside data, bounded like everything else from the network. Knows no request. */
import {
  type Guard,
  MAX_CONTACT_LENGTH,
  MAX_DESK_MESSAGES,
  MAX_MESSAGE_LENGTH,
  MAX_TOPIC_LENGTH,
  flag,
  isDepartment,
  isForm,
  isMessageId,
  isName,
  isPage,
  isUser,
  listOf,
  orAbsent,
  orNull,
  shape,
  text,
} from '#protocol';
import type { DeskFigures, DeskMessage } from './desk-types.ts';

const isNumber: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);

const isMessage = shape({
  id: isMessageId,
  at: isNumber,
  department: orNull(isDepartment),
  voice: flag,
  unreadable: orAbsent(flag),
  name: orAbsent(isName),
  contact: orAbsent(text(MAX_CONTACT_LENGTH)),
  text: orAbsent(text(MAX_MESSAGE_LENGTH)),
  topic: orAbsent(text(MAX_TOPIC_LENGTH)),
  form: orAbsent(isForm),
  page: orAbsent(orNull(isPage)),
  user: orAbsent(orNull(isUser)),
});
const isAnswer = shape({ messages: listOf(isMessage, MAX_DESK_MESSAGES) });

/** @returns null for what is no list of messages. */
export function messagesOf(answer: unknown): readonly DeskMessage[] | null {
  if (!isAnswer(answer)) return null;
  return answer.messages.map(({ id, at, department, voice, ...said }) => ({
    id,
    at,
    department,
    voice,
    unreadable: said.unreadable ?? false,
    name: said.name ?? '',
    contact: said.contact ?? '',
    text: said.text ?? '',
    topic: said.topic ?? '',
    form: said.form ?? {},
    page: said.page ?? null,
    user: said.user ?? null,
  }));
}

const isFigures = shape({
  waiting: isNumber,
  active: isNumber,
  answered: isNumber,
  missed: isNumber,
  medianWaitMs: orNull(isNumber),
  medianHandledMs: orNull(isNumber),
  rating: orNull(isNumber),
  since: orNull(isNumber),
});

/** @returns null for what are no figures. */
export function figuresOf(answer: unknown): DeskFigures | null {
  return isFigures(answer) ? answer : null;
}
