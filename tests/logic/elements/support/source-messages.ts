/** Every text of the widget as it stands in the source: there is no other list of them. */
import { readFileSync, readdirSync } from 'node:fs';

const WIDGET = new URL('../../../../widget/', import.meta.url);

/** The files that may speak. */
export const SOURCES = ['console/', 'elements/', 'locales/'].flatMap((folder) =>
  readdirSync(new URL(folder, WIDGET))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(folder + file, WIDGET), 'utf8')),
);

export interface SourceMessage {
  /** In English, with `{0}` for its first value. */
  readonly text: string;
  readonly valueCount: number;
}

function messageOf(plain: string | undefined, withValues: string): SourceMessage {
  let valueCount = 0;
  const text = plain?.replaceAll(/\\(.)/g, '$1') ?? withValues.replaceAll(/\$\{[^}]*\}/g, () => `{${valueCount++}}`);
  return { text, valueCount };
}

/** By id. @throws where one id has two texts. */
export function messagesOfSource(): ReadonlyMap<string, SourceMessage> {
  const messages = new Map<string, SourceMessage>();
  const call = /msg\(\s*(?:'((?:[^'\\]|\\.)*)'|str`([^`]*)`),\s*\{\s*id: '([\w-]+)',?\s*\}/g;
  for (const [, plain, withValues = '', id = ''] of SOURCES.flatMap((source) => [...source.matchAll(call)])) {
    const message = messageOf(plain, withValues);
    const known = messages.get(id);
    if (known && known.text !== message.text)
      throw new Error(`id ${id} has two texts: ${known.text} / ${message.text}`);
    messages.set(id, message);
  }
  return messages;
}
