/** The built modules where a site may have them: on a server, twice on a page, behind the pinned loader. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { CallPage } from '../support/call-page.ts';
import { useSite } from '../support/site-visit.ts';
import { until } from '../support/until.ts';
import { VERSION } from '../../worker/http/version.ts';

const dist = join(import.meta.dirname, '../../dist');

describe('on a server', () => {
  it.each(['p2p-call.js', 'core.js'])('%s can be imported, and there is no window afterwards', (name) => {
    const code = `import(${JSON.stringify(join(dist, name))}).then(({ Call }) => console.log(typeof new Call().join, typeof window))`;
    expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' }).trim()).toBe('function undefined');
  });
});

describe('on a page of another site', () => {
  const visit = useSite('chromium');

  it('a second address of the module changes nothing, and the console tells both versions once', async () => {
    const page = await CallPage.open(visit.browser, visit.site.pageUrl(inject('workerUrl'), { room: 'coffee' }));
    const lines: string[] = [];
    page.page.on('console', (message) => void lines.push(message.text()));
    const urls = [`/p2p-call@${VERSION}.js`, '/p2p-call.js?another'].map((path) => inject('workerUrl') + path);
    // As text, because an import() in a function is rewritten on its way here.
    const isSame = await page.page.evaluate(`(async () => {
      const first = customElements.get('p2p-call');
      const modules = await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)));
      return modules.every(({ P2pCall }) => P2pCall !== first) && customElements.get('p2p-call') === first;
    })()`);
    expect(isSame).toBe(true);
    expect(lines).toEqual([`p2p-call is loaded twice: ${VERSION} is used, ${VERSION} is not`]);
    await page.close();
  });

  it('the pinned loader makes the call by the module that it knows the hash of', async () => {
    const answer = await fetch(`${inject('workerUrl')}/integrity.json`);
    const { files } = (await answer.json()) as { files: Record<string, string> };
    const scriptPath = `/widget@${VERSION}.js`;
    const integrity = files[scriptPath] ?? 'none';
    const url = visit.site.pageUrl(
      inject('workerUrl'),
      { room: 'coffee', label: 'Talk to us' },
      { scriptPath, integrity },
    );
    const page = await CallPage.open(visit.browser, url);
    await until('there is the launcher', () =>
      page.evaluate((element) => element.shadowRoot?.querySelector('.launcher')?.textContent?.includes('Talk to us')),
    );
    const modules = await page.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
    );
    expect(modules).toContain(`/p2p-call@${VERSION}.js`);
    expect(modules).not.toContain('/p2p-call.js');
    expect(await page.faults()).toEqual([]);
    await page.close();
  });
});
