/** Where the element of a visitor gets its desk from. Tests put a scripted one here; it is no public API. */
import type { VisitorDeskModel } from '../desk/desk-types.ts';
import { type DeskOptions, VisitorDesk } from '../desk/visitor-desk.ts';

export const deskFactory: { create: (options: Pick<DeskOptions, 'server' | 'desk' | 'tokens'>) => VisitorDeskModel } = {
  create: (options) => new VisitorDesk(options),
};
