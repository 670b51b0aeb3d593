/** The value of `class` from what is true. Nothing else sets classes on what the views draw, so that they need no diff. */
export function classes(names: Readonly<Record<string, boolean>>): string {
  return Object.keys(names)
    .filter((name) => names[name])
    .join(' ');
}
