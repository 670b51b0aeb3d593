/** M and V switch microphone and camera, only while the focus is inside the element and nobody types. */

const EDITABLE = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export type Shortcut = 'microphone' | 'camera';

/** @returns what the key stands for; null where it belongs to something else. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null;
  const [origin] = event.composedPath();
  if (origin instanceof Element && origin.matches(EDITABLE)) return null;
  const key = event.key.toLowerCase();
  if (key === 'm') return 'microphone';
  return key === 'v' ? 'camera' : null;
}
