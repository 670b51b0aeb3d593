/** A visitor's side of a support desk: most calls are at none. */
import type { DeskPart } from '../elements/desk-part.ts';
import type { DeskAccess, DeskHost } from '../elements/desk-visitor-control.ts';

export async function loadDesk(host: DeskHost, access: DeskAccess): Promise<DeskPart> {
  return (await import('../elements/desk-part.ts')).deskOf(host, access);
}
