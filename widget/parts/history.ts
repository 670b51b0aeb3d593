/** What was said before one came: needed only where somebody comes later. */
export function loadHistory(): Promise<typeof import('../call/history-exchange.ts')> {
  return import('../call/history-exchange.ts');
}
