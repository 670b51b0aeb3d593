/** Whether a request comes from whoever has ADMIN_KEY, without telling how much of a key was right. Knows nothing of what it opens. */
import type { Env } from '../runtime/env.ts';
import type { Access } from './access.ts';
import { bearerToken } from './carried-credentials.ts';
import { problem } from './problem.ts';
import { isWithinAdminRate, tooManyRequests } from './rate-limit.ts';

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** Takes as long for a key that is nearly right as for one that is not: digests are compared, and to their ends. */
async function isSameSecret(given: string, secret: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(given), sha256(secret)]);
  return a.reduce((difference, byte, i) => difference | (byte ^ (b[i] ?? 0)), 0) === 0;
}

/** Counts a request before its key is looked at, so that guessing is slow also for whom it succeeds.
 *  @returns the refusal, the same whatever is wrong with the key and where there is none to compare it with; null for whoever has it. */
export async function refuseAdmin(env: Env, access: Access, headers: Headers): Promise<Response | null> {
  if (!(await isWithinAdminRate(env, headers.get('CF-Connecting-IP') ?? undefined))) return tooManyRequests();
  const isAdmin = access.ok && access.adminKey !== null && (await isSameSecret(bearerToken(headers), access.adminKey));
  if (isAdmin) return null;
  return problem(401, null, 'Authorization: Bearer with ADMIN_KEY is needed.', { 'WWW-Authenticate': 'Bearer' });
}
