/** Sizes of text as the wire counts them: in bytes of UTF-8. */

/** Bytes of `text` in UTF-8, without making the bytes. A lone surrogate counts as the three bytes of U+FFFD. */
export function utf8Length(text: string): number {
  // Nearly always.
  if (!/[^\0-\x7f]/.test(text)) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit > 0x7ff ? 2 : unit > 0x7f ? 1 : 0;
    // Two halves are four bytes together.
    if (unit >> 10 === 0x36 && text.charCodeAt(i + 1) >> 10 === 0x37) bytes -= 2;
  }
  return bytes;
}

/** Whether `text` is larger than `limit` bytes of UTF-8; looks at the characters only where their number leaves a doubt. */
export function isLargerThan(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && utf8Length(text) > limit;
}
