/** How good the ways to the others are, and what is sent on them: nobody needs it before there is one. */
import type { CallQuality } from '../call/call-quality.ts';

let quality: Promise<CallQuality | undefined> | undefined;

/** As {@link CallQuality.judge}. Where it cannot be loaded the browser adapts by itself, each stream for itself, until the next look. */
export async function judge(...look: Parameters<CallQuality['judge']>): Promise<void> {
  quality ??= import('../call/call-quality.ts').then(
    (part) => part.quality,
    () => (quality = undefined),
  );
  (await quality)?.judge(...look);
}
