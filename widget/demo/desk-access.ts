/**
 * Who is at the desk in this tab: from the address, which loses it at once, or from what the tab keeps; or the browser, for an agent who wants to
 * stay signed in, as one who is called while no tab is open must. Knows neither page nor console.
 */

export interface DeskAccess {
  readonly desk: string;
  readonly token: string;
}

const KEY = 'p2p-call-desk';

/** @param fragment as in `location.hash`: `#desk=sales&token=...`. @returns null where it holds no token. */
export function accessIn(fragment: string): DeskAccess | null {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const token = fields.get('token') ?? '';
  return token === '' ? null : { desk: fields.get('desk') ?? '', token };
}

/** The name of the desk is in the token, too, which the Worker checks. @returns '' where it cannot be read. */
export function deskOf(token: string): string {
  try {
    const [, body = ''] = token.split('.');
    const claims: unknown = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')));
    const desk = typeof claims === 'object' && claims !== null && 'desk' in claims ? claims.desk : '';
    return typeof desk === 'string' ? desk : '';
  } catch {
    return '';
  }
}

/** Where it is kept; read when it is used, because browsers can forbid it. */
export interface Keeping {
  /** Until the tab is closed. */
  readonly tab: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Until the agent signs out. */
  readonly device: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

function read(storage: Keeping['tab']): DeskAccess | null {
  try {
    const kept: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('desk' in kept) || !('token' in kept)) return null;
    const { desk, token } = kept;
    return typeof desk === 'string' && typeof token === 'string' ? { desk, token } : null;
  } catch {
    return null;
  }
}

function write(access: DeskAccess | null, storage: Keeping['tab']): void {
  try {
    if (access === null) storage().removeItem(KEY);
    else storage().setItem(KEY, JSON.stringify(access));
  } catch {
    // It is good for this page alone then.
  }
}

/** What the tab keeps, else what the browser does. */
export function recall({ tab, device }: Keeping): DeskAccess | null {
  return read(tab) ?? read(device);
}

/** @param stays whether also when the tab is closed. */
export function remember(access: DeskAccess, { tab, device }: Keeping, stays: boolean): void {
  write(access, tab);
  if (stays) write(access, device);
}

/** Signed out, or refused: another agent who stays signed in does so. */
export function forget({ token }: DeskAccess, { tab, device }: Keeping): void {
  write(null, tab);
  if (read(device)?.token === token) write(null, device);
}
