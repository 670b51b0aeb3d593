/** What the element asks of the page it stands in; apart, so that a test can put something else in its place. */
export const page = {
  reload: (): void => location.reload(),
};
