/** How good the ways to the others are, and what is sent on them: nobody needs it before there is one. */
import type { CallQuality } from '../call/call-quality.ts';

export async function loadQuality(): Promise<CallQuality> {
  const { CallQuality: Judge } = await import('../call/call-quality.ts');
  return new Judge();
}
