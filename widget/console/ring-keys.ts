/** Control (or Command) with Enter answers what rings, with the key that deletes backwards declines it; never while somebody types. */

const EDITABLE = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export const ANSWER_KEYS = 'Control+Enter Meta+Enter';
export const DECLINE_KEYS = 'Control+Backspace Meta+Backspace';

type RingKey = 'answer' | 'decline';

/** @returns what the keys stand for; null where they belong to something else. */
export function ringKeyOf(event: KeyboardEvent): RingKey | null {
  const { ctrlKey, metaKey, altKey, shiftKey, repeat, defaultPrevented, key } = event;
  if (ctrlKey === metaKey || altKey || shiftKey || repeat || defaultPrevented) return null;
  const [origin] = event.composedPath();
  if (origin instanceof Element && origin.matches(EDITABLE)) return null;
  if (key === 'Enter') return 'answer';
  return key === 'Backspace' ? 'decline' : null;
}
