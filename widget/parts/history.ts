/** What was said before one came: needed only where somebody comes later. */
import type { HistoryExchange, HistoryHost } from '../call/history-exchange.ts';

export async function createHistoryExchange(host: HistoryHost): Promise<HistoryExchange> {
  const { HistoryExchange: Exchange } = await import('../call/history-exchange.ts');
  return new Exchange(host);
}
