/** What of the view can be seen, and so take the focus. */

export function isVisible(element: Element): boolean {
  return element.getClientRects().length > 0;
}

/** @returns undefined where none of them can be seen. */
export function firstVisible<Found extends Element>(elements: Iterable<Found>): Found | undefined {
  return [...elements].find(isVisible);
}

/** Whether a press came from something that matches, or from within it. */
export function isPressIn(event: Event, selector: string): boolean {
  return event.composedPath().some((node) => node instanceof Element && node.matches(selector));
}
