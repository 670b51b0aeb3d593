/** Whether what is written fits its place: nothing cut off, nothing that has to be pushed aside to be read. Knows no element. */

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.closest('.sr-only') === null;
}

/** How far, in px, the text stands out of what cuts it off or has to hold it. */
function excess(text: DOMRect, holder: Element): number {
  const { overflowX, overflowY } = getComputedStyle(holder);
  const box = holder.getBoundingClientRect();
  const isPanel = holder.classList.contains('panel');
  const holdsWidth = isPanel || holder.localName === 'button' || overflowX !== 'visible';
  // What scrolls up and down may be longer; what is not shown now is no loss.
  const holdsHeight = holder.localName === 'button' || ['hidden', 'clip'].includes(overflowY);
  return Math.max(
    holdsWidth ? Math.max(box.left - text.left, text.right - box.right) : 0,
    holdsHeight && !isPanel ? Math.max(box.top - text.top, text.bottom - box.bottom) : 0,
  );
}

function cutOff(panel: HTMLElement, writtenByPeople: string): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent?.trim() === '' || !isShown(parent)) continue;
    if (parent.closest(writtenByPeople)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    for (
      let holder: Element | null = parent;
      holder !== null && panel.contains(holder);
      holder = holder.parentElement
    ) {
      const by = excess(text, holder);
      if (by > 1)
        found.push(`"${node.textContent?.trim()}" by ${Math.round(by)} px in ${holder.localName}.${holder.className}`);
    }
  }
  return found;
}

function pushedAside(panel: HTMLElement): string[] {
  const wide = [...panel.querySelectorAll('*')].filter(
    (element) =>
      isShown(element) &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
      element.scrollWidth > element.clientWidth + 1,
  );
  return wide.map((element) => `${element.localName}.${element.className} scrolls sideways`);
}

/**
 * @param writtenByPeople a selector: what people have written may be longer than its place, and ends in dots.
 * @returns each text that does not fit, and by how much; none is what is wanted.
 */
export function misfits(panel: HTMLElement, writtenByPeople: string): string[] {
  return [...cutOff(panel, writtenByPeople), ...pushedAside(panel)];
}
