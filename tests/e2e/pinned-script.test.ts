/** The versioned script, pinned by the hash that the Worker publishes: that one runs, and no other. */
import { randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import type { Integrity } from '../../worker/dev/integrity.ts';
import type { BrowserName } from '../support/browsers.ts';
import { useCast } from '../support/cast.ts';
import type { Embedding } from '../support/host-site.ts';
import { useSite } from '../support/site-visit.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

/** What the Worker publishes of its script. */
async function published(): Promise<Required<Pick<Embedding, 'scriptPath' | 'integrity'>>> {
  const answer = await fetch(`${inject('workerUrl')}/integrity.json`);
  const { version, files } = (await answer.json()) as Integrity;
  const scriptPath = `/p2p-call@${version}.js`;
  return { scriptPath, integrity: files[scriptPath] ?? '' };
}

describe.each(BROWSERS)('%s with the pinned script', (browserName) => {
  const cast = useCast([browserName]);

  it('is in a call, in a language that it loads and checks', async () => {
    const embedding = await published();
    const people = await Promise.all(
      ['Alice', 'Bob'].map((name) => cast.join(name, { lang: 'de' }, browserName, embedding)),
    );
    await Promise.all(people.map((person) => person.waitForOthers(1)));
    const loaded = await people[0]?.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
    );
    const modules = loaded?.filter((path) => path.endsWith('.js')) ?? [];
    expect(modules).toContain(embedding.scriptPath);
    expect(modules.filter((path) => /^\/parts\/de-\w{8}\.js$/.test(path))).not.toEqual([]);
    expect(modules.filter((path) => path !== embedding.scriptPath && !path.startsWith('/parts/'))).toEqual([]);
  });

  describe('with another hash', () => {
    const visit = useSite(browserName);

    it.each([
      ['right', true],
      ['wrong', false],
    ])('the %s one: the script runs: %s', async (_, isRight) => {
      const { scriptPath, integrity } = await published();
      const hash = isRight ? integrity : `sha384-${randomBytes(48).toString('base64')}`;
      const page = await visit.browser.newPage();
      await page.goto(visit.site.pageUrl(inject('workerUrl'), { room: 'coffee' }, { scriptPath, integrity: hash }));
      expect(await page.evaluate(() => customElements.get('p2p-call') !== undefined)).toBe(isRight);
      await page.close();
    });
  });
});
