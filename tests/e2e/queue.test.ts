/** G8 for those who wait, in real browsers: a reload keeps the place in the queue. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

async function waitForText(person: CallPage, text: string): Promise<void> {
  const read = (): Promise<string> => person.visibleText();
  await until(`it says: ${text}`, async () => (await read()).includes(text), { describe: read });
}

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (browserName) => {
  const cast = useCast([browserName]);

  it('G8: a page that waits and is loaded anew is where it was in the queue, and the host hears nothing of it', async () => {
    const alice = await cast.join('Alice', {}, browserName);
    await alice.waitForState('waiting');
    await alice.evaluate((element) => element.setLobby(true));
    const bob = await cast.join('Bob', {}, browserName);
    await waitForText(bob, 'Waiting to be let in');
    const carol = await cast.join('Carol', { 'data-only': '' }, browserName);
    await waitForText(carol, 'You are number 2 in line.');
    await alice.evaluate((element) => {
      const story: string[] = [];
      Object.assign(window, { story });
      for (const type of ['p2p-knock', 'p2p-knock-end'] as const)
        element.addEventListener(type, ({ detail }) => story.push(`${type} ${detail.name}`));
    });

    await bob.page.reload();
    await bob.page.waitForSelector('p2p-call[state]', { timeout: 15_000 });
    await waitForText(bob, 'Waiting to be let in');
    await waitForText(carol, 'You are number 2 in line.');
    const story = (): Promise<unknown> => alice.page.evaluate(() => (window as Window & { story?: string[] }).story);
    expect(await story()).toEqual([]);

    await alice.evaluate((element) => {
      const [first] = element.knocks;
      if (first !== undefined) void element.admit(first.id);
    });
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    expect((await alice.participants()).map(({ name }) => name)).toEqual(['Bob']);
    await waitForText(carol, 'Waiting to be let in');
    expect(await story()).toEqual(['p2p-knock-end Bob']);
  });
});
