/** Who is at the desk in this tab: from the address, which loses it at once, or from what the tab keeps. Knows neither page nor console. */

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

/** @param storage of the tab. */
export function recall(storage: () => Pick<Storage, 'getItem'>): DeskAccess | null {
  try {
    const kept: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('desk' in kept) || !('token' in kept)) return null;
    const { desk, token } = kept;
    return typeof desk === 'string' && typeof token === 'string' ? { desk, token } : null;
  } catch {
    return null;
  }
}

/** @param access null: forgets it. */
export function remember(access: DeskAccess | null, storage: () => Pick<Storage, 'setItem' | 'removeItem'>): void {
  try {
    if (access === null) storage().removeItem(KEY);
    else storage().setItem(KEY, JSON.stringify(access));
  } catch {
    // It is good for this page alone then.
  }
}
