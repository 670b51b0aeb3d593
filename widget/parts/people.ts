/** The panel of the people: most calls of two never open it. */
export function loadPeople(): Promise<typeof import('../elements/people-part.ts')> {
  return import('../elements/people-part.ts');
}
