/** Whether a request comes from whoever has ADMIN_KEY, without telling how much of a key was right. Knows nothing of what it opens. */
import type { Access } from './access.ts';
import { bearerToken } from './carried-token.ts';
import { problem } from './problem.ts';

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** Takes as long for a key that is nearly right as for one that is not: digests are compared, and to their ends. */
async function isSameSecret(given: string, secret: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(given), sha256(secret)]);
  return a.reduce((difference, byte, i) => difference | (byte ^ (b[i] ?? 0)), 0) === 0;
}

/** False, too, where the setting is missing or wrong. */
export async function isAdmin(access: Access, headers: Headers): Promise<boolean> {
  return access.ok && access.adminKey !== null && (await isSameSecret(bearerToken(headers), access.adminKey));
}

/** What everyone else is told. */
export function adminNeeded(): Response {
  return problem(401, null, 'Authorization: Bearer with ADMIN_KEY is needed.', { 'WWW-Authenticate': 'Bearer' });
}
