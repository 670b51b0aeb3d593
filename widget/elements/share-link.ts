/** The address that leads others into the same call, where the page is one that does. */

/** @returns the page's address when its path ends in `/r/{room}`, without query and fragment beyond what it had; else ''. */
export function shareLinkOf(page: Pick<Location, 'href'> | undefined, room: string): string {
  if (page === undefined || room === '') return '';
  const url = new URL(page.href);
  if (!url.pathname.endsWith(`/r/${encodeURIComponent(room)}`)) return '';
  url.search = '';
  return url.href;
}
