/** The pages that the Worker serves, used as a person uses them: by clicking. */
import { describe, expect, inject, it } from 'vitest';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

// Cast asserts that nothing is refused by the policies of these pages, which allow the socket as 'self'.
describe.each(['chromium', 'firefox'] as const)('%s: the pages of the Worker', (browserName) => {
  const cast = useCast([browserName]);

  it('connects two people who open the link of a room and press Join', async () => {
    const url = `${inject('workerUrl')}/r/${cast.room}`;
    const people = [await cast.open(url, browserName), await cast.open(url, browserName)];
    for (const person of people) {
      const button = await person.page.waitForSelector('p2p-call >>> [part~="button-join"]', { visible: true });
      await button?.click();
    }
    await Promise.all(people.map((person) => person.waitForOthers(1)));
    await Promise.all(people.map((person) => person.waitForMovingPictures(1)));
  });

  it('connects the two calls of the demo page without any server', async () => {
    const demo = await cast.open(`${inject('workerUrl')}/demo`, browserName);
    const count = await demo.page.$$eval('p2p-call', async (elements) => {
      await Promise.all(elements.map((element) => element.join()));
      return elements.length;
    });
    expect(count).toBe(2);
    await until('each of the two sees the other', () =>
      demo.page.$$eval('p2p-call', (elements) => {
        const others = elements.flatMap((element) => [...element.participants.values()]);
        return others.length === 2 && others.every(({ connectionState }) => connectionState === 'connected');
      }),
    );
  });

  it('shows a call on the playground, as the address says', async () => {
    const visitor = await cast.open(`${inject('workerUrl')}/playground#theme=dark&display-name=Ada`, browserName);
    const button = await visitor.page.waitForSelector('p2p-call >>> [part~="button-join"]', { visible: true });
    await button?.click();
    await visitor.waitForOthers(2);
    expect(await visitor.evaluate(({ theme, localParticipant }) => [theme, localParticipant.name])).toEqual([
      'dark',
      'Ada',
    ]);
    const lines = await visitor.page.$eval('#snippet', ({ textContent }) => textContent);
    expect(lines).toContain(`src="${inject('workerUrl')}/p2p-call.js"`);
    expect(lines).toMatch(/<p2p-call\s+room="[\w-]+"\s+theme="dark"\s+display-name="Ada"\s*>/);
  });

  it('says in words that a room name is wrong', async () => {
    const visitor = await cast.open(`${inject('workerUrl')}/r/a`, browserName);
    await visitor.waitForState('error');
    expect((await visitor.errors()).map(({ code }) => code)).toContain('invalid-room');
    expect(await visitor.visibleText()).toMatch(/room|link|address/i);
  });
});
