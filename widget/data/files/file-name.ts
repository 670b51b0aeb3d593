/**
 * Makes the name of a file that somebody else chose safe to show and to save under, on every system. Must not know the file.
 */
import { utf8Length } from '#protocol';
import { MAX_NAME_BYTES } from './file-limits.ts';

/** Controls, halves of pairs, and whatever is invisible or turns the direction of writing: `exe.txt` may be `txt.exe`. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Separators of paths, and what Windows forbids.
 *  @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file */
const FORBIDDEN = /[/\\:*?"<>|]/g;

/** Devices of Windows, with or without an extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

/** A dot at the start hides a file, and at the end Windows drops dots and spaces, and so may change the extension. */
const EDGES = /^[.\s]+|[.\s]+$/g;

/** The longest extension that is kept where a name is cut, in UTF-16 code units. */
const MAX_EXTENSION_LENGTH = 16;

const UNNAMED = 'file';

/** The last part of the path, without what is invisible or forbidden, at most 255 bytes of UTF-8, never empty. */
export function cleanFileName(name: string): string {
  const last =
    name
      .replace(INVISIBLE, '')
      .split(/[/\\]/)
      .findLast((part) => part.replace(EDGES, '') !== '') ?? '';
  const clean = last.normalize('NFC').replace(FORBIDDEN, '_').replace(/\s+/g, ' ').replace(EDGES, '');
  const safe = RESERVED.test(clean) ? `_${clean}` : clean;
  return cut(safe).replace(EDGES, '') || UNNAMED;
}

/** Cuts before the extension, and between characters. */
function cut(name: string): string {
  if (utf8Length(name) <= MAX_NAME_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION_LENGTH ? name.slice(dot) : '';
  const room = MAX_NAME_BYTES - utf8Length(extension);
  let stem = '';
  let bytes = 0;
  for (const character of name) {
    bytes += utf8Length(character);
    if (bytes > room) break;
    stem += character;
  }
  return stem + extension;
}

/** The media type where it is one, '' otherwise. @see https://www.rfc-editor.org/rfc/rfc6838#section-4.2 */
export function cleanFileType(type: string): string {
  return /^[a-z0-9][\w.+-]{0,63}\/[a-z0-9][\w.+-]{0,63}$/i.test(type) ? type.toLowerCase() : '';
}
