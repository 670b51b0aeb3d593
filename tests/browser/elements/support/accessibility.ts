/** axe-core over one element, with the rules of WCAG 2.2 AA and the good habits that concern a part of a page. */
import axe from 'axe-core';
import { expect } from 'vitest';
import { expectDocumented } from './documented.ts';

/** Rules about a whole page say nothing about an element in it. */
const PAGE_RULES = ['region', 'landmark-one-main', 'page-has-heading-one'];

export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    resultTypes: ['violations'],
    rules: Object.fromEntries(PAGE_RULES.map((rule) => [rule, { enabled: false }])),
  });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
  expect(found).toEqual([]);
  // Every view comes by here.
  expectDocumented(element);
}
