/**
 * Who may do what to others, as one table. The room judges by it, with the role of the stored seat and never of a frame; a page
 * shows by it what there is to press. Knows no seat.
 */
import type { Command } from './client-messages.ts';
import type { Role } from './values.ts';

/** Commands that touch others. */
export type Moderation = Exclude<Command, { op: 'rename' | 'ice' }>;

/** Everyone, or visitors alone: a call in which a host or a guest is, too, is not an agent's to end. */
type Reach = 'all' | 'visitors';

const RIGHTS: Readonly<Record<Moderation['op'], Readonly<Partial<Record<Role, Reach>>>>> = {
  admit: { host: 'all' },
  reject: { host: 'all' },
  lock: { host: 'all' },
  lobby: { host: 'all' },
  mute: { host: 'all', agent: 'visitors' },
  kick: { host: 'all', agent: 'visitors' },
  end: { host: 'all', agent: 'visitors' },
};

/** Whether `role` may do `op` to anybody at all. */
export function mayEver(role: Role, op: Moderation['op']): boolean {
  // A role of a newer version may have any name.
  return Object.hasOwn(RIGHTS[op], role);
}

/** Whether `role` may do `op` to all of these. */
export function may(role: Role, op: Moderation['op'], affected: readonly Role[]): boolean {
  const reach = mayEver(role, op) ? RIGHTS[op][role] : undefined;
  return reach === 'all' || (reach === 'visitors' && affected.every((other) => other === 'visitor'));
}

/** Whether a locked door and a lobby are none for `role`: a host must be able to come back to an own locked room. */
export function passesDoors(role: Role): boolean {
  return role === 'host' || role === 'agent';
}
