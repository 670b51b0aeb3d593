/** The element that the playground shows: what was chosen, as far as a link may choose it for somebody who only looks. */
import type { Choice } from './choice.ts';
import type { Option } from './options.ts';

/** Only in the lines to paste: a link must neither join a call, nor take a page to another server or open something over it. */
const NOT_LIVE: ReadonlySet<string> = new Set(['server', 'token', 'site-key', 'auto-join', 'open', 'signaling']);

/** Sets the attributes but the room, and the custom properties, and only those that are other than before: a call that goes on is not disturbed. */
export function applyTo(element: HTMLElement, choice: Choice, options: readonly Option[]): void {
  for (const option of options) {
    const { name, kind } = option;
    if (NOT_LIVE.has(name) || name === 'room') continue;
    const value = choice.get(name) ?? null;
    if (name.startsWith('--')) {
      if (value === null) element.style.removeProperty(name);
      else element.style.setProperty(name, value);
    } else if (value === null) {
      if (element.hasAttribute(name)) element.removeAttribute(name);
    } else {
      const text = kind === 'switch' && value === 'on' ? '' : value;
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/** Whether it is seen only in the lines. */
export function isLive(name: string): boolean {
  return !NOT_LIVE.has(name);
}
