/**
 * Who may do what to others, as one table. The role comes from the stored seat, never from a frame. Knows no seat and no
 * message.
 */
import type { Command, Role } from '#protocol';

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
  return RIGHTS[op][role] !== undefined;
}

/** Whether `role` may do `op` to all of these. */
export function may(role: Role, op: Moderation['op'], affected: readonly Role[]): boolean {
  const reach = RIGHTS[op][role];
  return reach === 'all' || (reach === 'visitors' && affected.every((other) => other === 'visitor'));
}

/** Whether a locked door and a lobby are none for `role`: a host must be able to come back to an own locked room. */
export function passesDoors(role: Role): boolean {
  return role === 'host' || role === 'agent';
}
