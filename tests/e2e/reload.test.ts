/** The next page of a tab: loaded anew, reached by a link, duplicated, or opened again after a leave. */
import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

/** A visitor presses Join here: nothing but the session can bring the page back by itself. */
const BY_HAND = { prejoin: 'on', 'auto-join': 'off' } as const;

interface Times extends Window {
  readyAt?: number;
  frameAt?: number;
}

/** Runs in each page from now on: notes when its element was ready and when it first showed a picture of another one. */
function installTimes(): void {
  const times = window as Times;
  addEventListener('p2p-ready', () => {
    times.readyAt = performance.now();
  });
  const look = (): void => {
    const videos = document
      .querySelector('p2p-call')
      ?.shadowRoot?.querySelectorAll<HTMLVideoElement>('[part~="tile"]:not([part~="tile-local"]) video');
    const isShown = [...(videos ?? [])].some(({ videoWidth, currentTime }) => videoWidth > 0 && currentTime > 0);
    if (isShown) times.frameAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const idOf = (person: CallPage): Promise<string> => person.evaluate((element) => element.localParticipant.id);

/** Who came, went or changed, from now on, as one page sees it. */
async function watchOthers(person: CallPage): Promise<() => Promise<string[]>> {
  await person.evaluate((element) => {
    const story: string[] = [];
    Object.assign(window, { story });
    for (const type of ['p2p-participant-join', 'p2p-participant-leave'] as const)
      element.addEventListener(type, ({ detail }) => story.push(`${type} ${detail.participant.id}`));
  });
  return () => person.page.evaluate(() => (window as Window & { story?: string[] }).story ?? []);
}

async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector('p2p-call[state]', { timeout: 15_000 });
}

describe.each<BrowserName>(['chromium', 'firefox'])('in %s', (browserName) => {
  const cast = useCast([browserName]);

  async function talking(): Promise<[CallPage, CallPage]> {
    const [alice, bob] = await Promise.all([
      cast.join('Alice', {}, browserName),
      cast.join('Bob', BY_HAND, browserName),
    ]);
    await bob.evaluate((element) => element.join());
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    return [alice, bob];
  }

  it('G8: a page that is loaded anew has its seat and its media again', async () => {
    const [alice, bob] = await talking();
    const bobId = await idOf(bob);
    const story = await watchOthers(alice);
    await bob.page.evaluateOnNewDocument(installTimes);

    for (let round = 0; round < 3; round += 1) {
      await bob.page.reload();
      await untilReady(bob.page);
      await bob.waitForOthers(1);
      await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
      const { readyAt, frameAt } = await bob.page.evaluate(() => {
        const times = window as Times;
        return { readyAt: times.readyAt ?? Number.NaN, frameAt: times.frameAt ?? Number.NaN };
      });
      // How long it may take is asked in the network laboratory, where nothing else runs.
      console.log(
        `${browserName}: first picture of the other ${Math.round(frameAt - readyAt)} ms after the page was ready`,
      );
      expect(frameAt).toBeGreaterThan(readyAt);
    }

    await Promise.all([alice.waitForSound(1), bob.waitForSound(1)]);
    expect(await idOf(bob)).toBe(bobId);
    expect(await story()).toEqual([]);
    expect((await alice.participants()).map(({ id, name }) => [id, name])).toEqual([[bobId, 'Bob']]);
  });

  it('G8: another page of the same site goes on with the call, with what was off still off, and with the chat', async () => {
    const [alice, bob] = await talking();
    await bob.evaluate((element) => element.sendMessage('mine'));
    await alice.evaluate((element) => element.sendMessage('hers'));
    const bobId = await idOf(bob);
    const story = await watchOthers(alice);
    await bob.evaluate((element) => element.toggleCamera(false));
    await until('Alice sees the camera off', async () => (await alice.participants())[0]?.cameraEnabled === false);

    const other = new URL(bob.page.url());
    other.searchParams.set('theme', 'dark');
    other.searchParams.delete('display-name');
    await bob.page.goto(other.href);
    await untilReady(bob.page);
    await bob.waitForOthers(1);
    await bob.waitForMovingPictures(1);
    await until('the microphone is on again', async () => (await alice.participants())[0]?.microphoneEnabled === true);
    expect(await bob.evaluate((element) => element.localParticipant.cameraEnabled)).toBe(false);
    expect((await alice.participants()).map(({ id, name, cameraEnabled }) => [id, name, cameraEnabled])).toEqual([
      [bobId, 'Bob', false],
    ]);
    expect(await story()).toEqual([]);
    await until('the chat of before is there, as Alice passes it on', async () => {
      const seen = await bob.evaluate(async (element) => {
        await element.toggleChat(true);
        await element.updateComplete;
        const { renderRoot } = element;
        const [group] = renderRoot.querySelectorAll('.earlier');
        return [group?.ariaLabel, ...[...renderRoot.querySelectorAll('.earlier .bubble')].map((it) => it.textContent)];
      });
      return seen.join(' | ') === 'Earlier messages, passed on by Alice | mine | hers';
    });
  });

  it('a call that was left does not come back by itself', async () => {
    const [alice, bob] = await talking();
    await bob.evaluate((element) => element.leave());
    await until('Alice sees that Bob has left', async () => (await alice.participants()).length === 0);
    await bob.page.reload();
    await untilReady(bob.page);
    expect(await bob.page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await bob.state()).toMatch(/^(idle|prejoin)$/);
    expect((await alice.participants()).length).toBe(0);
  });

  it('another tab of the same browser is somebody else, also when the first has just been closed', async () => {
    const [alice, bob] = await talking();
    const url = bob.page.url();
    const tab = await bob.page.browserContext().newPage();
    await bob.page.close();
    await until(
      'Alice sees that Bob is off',
      async () => (await alice.participants())[0]?.connectionState !== 'connected',
    );
    await tab.goto(url);
    await untilReady(tab);
    expect(await tab.$eval('p2p-call', ({ state }) => state)).toMatch(/^(idle|prejoin)$/);
    expect(await tab.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('a seat that is gone meanwhile is a first visit, without an error', async () => {
    const [alice, bob] = await talking();
    // After its pagehide, which writes the session.
    await bob.page.evaluateOnNewDocument(() => {
      for (const [name, text] of Object.entries(sessionStorage))
        sessionStorage.setItem(name, JSON.stringify({ ...JSON.parse(text), key: 'another' }));
    });
    await bob.page.reload();
    await untilReady(bob.page);
    await until('the page asks as at first', async () => /^(idle|prejoin)$/.test(await bob.state()));
    expect(await bob.errors()).toEqual([]);
    expect(await idOf(bob)).toBe('');
    await until('nobody is connected with Alice', async () =>
      (await alice.participants()).every(({ connectionState }) => connectionState !== 'connected'),
    );
  });
});

describe('a duplicated tab', () => {
  const cast = useCast(['chromium']);

  it('takes the seat, and the first one ends and says why', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice'), cast.join('Bob', BY_HAND)]);
    await bob.evaluate((element) => element.join());
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    const bobId = await idOf(bob);
    const story = await watchOthers(alice);
    const opened = new Promise<Page | null>((resolve) => bob.page.once('popup', resolve));
    // A window that the page opens itself gets a copy of its sessionStorage (HTML, "creating a new top-level traversable").
    await bob.page.evaluate(() => void window.open(location.href));
    const second = await opened;
    if (second === null) throw new Error('The duplicate did not open.');

    const idOfSecond = (): Promise<string> =>
      second.$eval('p2p-call', (element) => element.localParticipant?.id ?? '').catch(() => '');
    await until('the second has the seat', async () => (await idOfSecond()) === bobId);
    await bob.waitForState('ended', 2_000);
    expect(await bob.visibleText()).toContain('another tab');
    expect(await bob.errors()).toContainEqual({ code: 'duplicate-session', fatal: true });
    await alice.waitForOthers(1);
    await alice.waitForMovingPictures(1);
    expect(await bob.state()).toBe('ended');
    expect(await idOfSecond()).toBe(bobId);
    expect(await story()).toEqual([]);

    // Loaded anew, the first does not take the seat back.
    await bob.page.reload();
    await untilReady(bob.page);
    expect(await bob.state()).toMatch(/^(idle|prejoin)$/);
    await alice.waitForMovingPictures(1);
    expect(await idOfSecond()).toBe(bobId);
    await second.close();
  });
});
