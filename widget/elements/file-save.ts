/**
 * Gives a file to the person, as a download. Whatever it is, no page opens it: there is no link that could be followed in another way, and
 * its type is one that nothing runs.
 */

/** How long a browser may take until it has begun, in ms: some ask first. */
const KEPT_MS = 60_000;

export function saveFile(file: File, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
