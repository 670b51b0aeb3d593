/** The example of README.md that checks a webhook, as it stands there. */
import { readFile } from 'node:fs/promises';
import type { Received } from './receiver.ts';

type Check = (headers: Received['headers'], body: string, secret: string) => boolean;

/** What README.md says of webhooks. */
export async function webhookSection(): Promise<string> {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const start = readme.indexOf('## Webhooks');
  return readme.slice(start, readme.indexOf('\n## ', start + 1));
}

/** @throws when there is no such example. */
export async function readmeCheck(): Promise<Check> {
  const [, code] = /```js\n([\s\S]*?)```/.exec(await webhookSection()) ?? [];
  if (code === undefined) throw new Error('README.md has no example that checks a webhook');
  const module = `data:text/javascript,${encodeURIComponent(`${code}\nexport { isFromMyCalls };`)}`;
  const { isFromMyCalls }: { isFromMyCalls: Check } = await import(/* @vite-ignore */ module);
  return isFromMyCalls;
}
