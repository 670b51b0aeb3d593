/** A call whose network changes, in stock browsers through the real Worker: what people and the page are told. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
];

interface Told {
  readonly type: string;
  readonly detail: { readonly state?: string; readonly path?: string; readonly protocol?: string };
}

/** Notes the events of the connection from now on. */
function listen({ page }: CallPage): Promise<void> {
  return page.evaluate(() => {
    const told: Told[] = [];
    Object.assign(window, { p2pTold: told });
    for (const type of ['p2p-connection-state-change', 'p2p-ice-restart', 'p2p-rebuild', 'p2p-connection-path']) {
      document.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) told.push({ type, detail: event.detail });
      });
    }
  });
}

function told({ page }: CallPage): Promise<Told[]> {
  return page.evaluate(() => (window as unknown as { readonly p2pTold: Told[] }).p2pTold);
}

describe.each(PAIRS)('%s with %s', (first, second) => {
  const cast = useCast([...new Set([first, second])]);

  it('builds a new connection when the network is another one, without a word to people and without losing chat', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    await Promise.all([listen(alice), listen(bob)]);
    // What a browser fires when it moves from one network to another.
    await alice.page.evaluate(() => {
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
    });
    for (const page of [alice, bob]) {
      await until('a new connection was made', async () =>
        (await told(page)).some(({ type }) => type === 'p2p-rebuild'),
      );
    }
    await alice.evaluate((element) => element.sendMessage('still there?').then(() => undefined));
    await until('Bob got it', async () => (await bob.messages()).length === 1);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    expect(await bob.messages()).toEqual([{ from: 'Alice', text: 'still there?' }]);
    for (const page of [alice, bob]) {
      const said = (await told(page)).filter(({ type }) => type !== 'p2p-connection-path');
      expect(said.map(({ type }) => type)).toEqual(['p2p-rebuild']);
    }
  });

  it('tells which way the packets take', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    for (const page of [alice, bob]) {
      await until('the path is known', () => page.evaluate((element) => element.connectionPath === 'direct'));
      expect(
        await page.evaluate((element) => [...element.participants.values()].map((it) => it.connectionPath)),
      ).toEqual([{ path: 'direct', protocol: 'udp' }]);
    }
  });
});
