/**
 * What a request may do at one desk: by a token that names it, by a site key for it, or, on a developer's own machine where no key is set, by
 * saying so. Knows credentials, no route.
 */
import { type ErrorCode, isLoopbackHost } from '#protocol';
import type { DeskGrant } from '../runtime/desks/desk-opening.ts';
import { digest } from '../runtime/entropy.ts';
import type { ValidAccess } from './access.ts';
import type { Credentials } from './carried-credentials.ts';
import { verifyDeskToken } from './desk-token.ts';
import { countedNetwork } from './rate-limit.ts';
import { siteRole } from './site-keys.ts';

/** What the token of an agent is on a developer's own machine, with a name of at most 32 characters after it. */
const DEVELOPMENT_TOKEN = /^development-([A-Za-z0-9_-]{1,32})$/;

export interface DeskRequest {
  readonly desk: string;
  readonly origin: string | null;
  /** As in `URL.hostname`. */
  readonly hostname: string;
  /** `CF-Connecting-IP`. */
  readonly address: string | undefined;
}

export type DeskEntry =
  | { readonly ok: true; readonly grant: DeskGrant }
  | { readonly ok: false; readonly code: Extract<ErrorCode, 'token-invalid' | 'token-expired'> };

const INVALID = { ok: false, code: 'token-invalid' } as const;

function visitor(network: string | null): DeskGrant {
  return { role: 'visitor', sub: null, name: null, departments: [], network };
}

/** Stands for an address, so that the calls of one can be counted, and tells nobody which it is. */
function networkName({ signingKey }: ValidAccess, { desk, address }: DeskRequest): string | null {
  const network = countedNetwork(address);
  return network === null ? null : digest(`${desk} ${network} ${signingKey?.k ?? ''}`).slice(0, 32);
}

function developer({ token }: Credentials, { hostname }: DeskRequest): DeskEntry {
  if (!isLoopbackHost(hostname)) return INVALID;
  if (token === null) return { ok: true, grant: visitor(null) };
  const [, name] = DEVELOPMENT_TOKEN.exec(token) ?? [];
  if (name === undefined) return INVALID;
  return { ok: true, grant: { role: 'agent', sub: name, name: null, departments: [], network: null } };
}

export async function deskEntry(
  access: ValidAccess,
  credentials: Credentials,
  request: DeskRequest,
): Promise<DeskEntry> {
  const { desk, origin } = request;
  const { token, siteKey } = credentials;
  if (access.mode === 'open') return developer(credentials, request);
  const network = networkName(access, request);
  if (token !== null || siteKey === null) {
    const verified = await verifyDeskToken(token ?? '', access.keys, { desk, nowMs: Date.now() });
    return verified.ok ? { ok: true, grant: { ...verified.grant, network } } : verified;
  }
  const role = siteRole(access.siteKeys, siteKey, origin, { kind: 'desk', name: desk });
  return role === null ? INVALID : { ok: true, grant: visitor(network) };
}
