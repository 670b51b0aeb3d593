/** Doc comments of the source: their text, and the tags in it. Knows no syntax but theirs. */

export interface DocTag {
  /** `param`, `returns`, `slot`, ... */
  readonly tag: string;
  /** What the tag is about, or several such, with spaces; '' where it names nothing. */
  readonly name: string;
  readonly text: string;
}

export interface DocComment {
  /** What comes before the first tag, on one line. */
  readonly text: string;
  readonly tags: readonly DocTag[];
}

const TAGS = ['param', 'returns', 'throws', 'see', 'internal', 'element', 'slot', 'csspart', 'cssprop', 'attr'];
/** Also in the middle of a line, as our own comments have them. */
const TAG = new RegExp(String.raw`(?:^|\s)@(${TAGS.join('|')})\b`);
const WITHOUT_NAME: ReadonlySet<string> = new Set(['returns', 'throws', 'see', 'internal']);

/** What a link names stays, as code. */
function plain(text: string): string {
  return text
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function readTag(tag: string, text: string): DocTag {
  if (WITHOUT_NAME.has(tag)) return { tag, name: '', text };
  if (tag !== 'param') {
    // `- In the launcher` names nothing: the slot without a name.
    const [name = '', ...rest] = ` ${text}`.split(' - ');
    return { tag, name: name.trim(), text: rest.join(' - ') };
  }
  const [, name = '', rest = ''] = /^(\S+)\s*(?:- )?(.*)$/.exec(text) ?? [];
  return { tag, name, text: rest };
}

/** @param comment between `/*` and the end of it, as a parser gives it. */
export function readDocComment(comment: string): DocComment {
  const lines = comment.replaceAll(/^[ \t]*\*+ ?/gm, '');
  const [text = '', ...rest] = lines.split(TAG);
  const tags: DocTag[] = [];
  for (let index = 0; index < rest.length; index += 2)
    tags.push(readTag(rest[index] ?? '', plain(rest[index + 1] ?? '')));
  return { text: plain(text), tags };
}
