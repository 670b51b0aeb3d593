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
    /** How much colour there is at most in what the right one gets from the left one, 0 to 255. */
    const color = (): Promise<number> =>
      demo.page.$$eval('p2p-call', ([, right]) => {
        const video = right?.shadowRoot?.querySelector<HTMLVideoElement>('[part~="tile-remote"] video');
        const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 18 });
        const context = canvas.getContext('2d');
        if (!context || !video || video.videoWidth === 0) return -1;
        context.drawImage(video, 0, 0, 32, 18);
        const { data } = context.getImageData(0, 0, 32, 18);
        let most = 0;
        for (let i = 0; i < data.length; i += 4) {
          const rgb = data.subarray(i, i + 3);
          most = Math.max(most, Math.max(...rgb) - Math.min(...rgb));
        }
        return most;
      });
    await until('the picture has colour', async () => (await color()) > 60);
    await demo.page.$eval('input[value="grey"]', (input) => input.click());
    await until('the picture is grey', async () => {
      const most = await color();
      return most >= 0 && most < 24;
    });
    await demo.page.$eval('#effects input[value=""]', (input) => input.click());
    await until('the picture has colour again', async () => (await color()) > 60);
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
