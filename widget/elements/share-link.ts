/** The address that leads others into the same call, where the page is one that does. */
import { isRoomName } from '#protocol';

/** @returns the page's address when its path ends in `/r/{room}`, without query and fragment beyond what it had; else ''. */
export function shareLinkOf(page: Pick<Location, 'href'> | undefined, room: string): string {
  if (page === undefined || !isRoomName(room)) return '';
  const url = new URL(page.href);
  if (!url.pathname.endsWith(`/r/${room}`)) return '';
  url.search = '';
  return url.href;
}
