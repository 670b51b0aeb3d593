/** What can be pressed: large enough for a finger, and with a name. */
import { expect } from 'vitest';

/** WCAG 2.2, 2.5.5: a link in a sentence is as large as the sentence. */
const TARGETS = 'button, input, select, textarea, [role="switch"], [tabindex="0"]';
const MIN_PX = 44;

function labelOf(target: HTMLElement): HTMLLabelElement | undefined {
  const isField = [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((field) => target instanceof field);
  return isField ? (target as HTMLInputElement).labels?.[0] : undefined;
}

function nameOf(target: HTMLElement): string {
  return (target.getAttribute('aria-label') ?? labelOf(target)?.textContent ?? target.textContent ?? '').trim();
}

/** A press on the label around a field is one on the field. */
function areaOf(target: HTMLElement): DOMRect {
  const label = labelOf(target);
  return (label?.contains(target) ? label : target).getBoundingClientRect();
}

export function expectTargets(root: ParentNode): void {
  const targets = [...root.querySelectorAll<HTMLElement>(TARGETS)].filter((target) =>
    target.checkVisibility({ visibilityProperty: true }),
  );
  const wrong = targets.flatMap((target) => {
    const [{ width, height }, name] = [areaOf(target), nameOf(target)];
    // Boxes end between two pixels.
    const isLarge = Math.min(width, height) >= MIN_PX - 0.5;
    return isLarge && name !== '' ? [] : [`${target.className} ${width} x ${height} "${name}"`];
  });
  expect(wrong).toEqual([]);
}
