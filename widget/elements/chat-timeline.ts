/** Messages and files of a conversation in one order: as they came to this page. Knows neither but by their place. */
import type { ChatMessage } from '../call/events.ts';

export interface Placed {
  /** {@link messageKey} of the last message when it came; null: there was none. */
  readonly after: string | null;
}

export type Turn<File> = { readonly message: ChatMessage } | { readonly file: File };

/** A message among all others. */
export function messageKey({ id, from }: Pick<ChatMessage, 'id' | 'from'>): string {
  return `${from} ${id}`;
}

/** @param files in the order in which they came. One whose message is there no more stands at the start. */
export function timelineOf<File extends Placed>(
  messages: readonly ChatMessage[],
  files: readonly File[],
): readonly Turn<File>[] {
  const keys = new Set(messages.map(messageKey));
  const turns = new Map<string | null, Turn<File>[]>();
  for (const file of files) {
    const key = file.after !== null && keys.has(file.after) ? file.after : null;
    turns.set(key, [...(turns.get(key) ?? []), { file }]);
  }
  const filesAfter = (key: string | null): readonly Turn<File>[] => turns.get(key) ?? [];
  return [...filesAfter(null), ...messages.flatMap((message) => [{ message }, ...filesAfter(messageKey(message))])];
}
