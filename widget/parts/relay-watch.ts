/** What sees to relays that end with their credentials: most do not, and the others last for a while. */
import type { RelayWatch, RelayWatchOptions } from '../peer/relay-watch.ts';

export async function createRelayWatch(options: RelayWatchOptions): Promise<RelayWatch> {
  const { RelayWatch: Watch } = await import('../peer/relay-watch.ts');
  return new Watch(options);
}
