/**
 * A whole call by hand on a page of another site, under the strictest policy: what README.md lists and not a source more. Each file
 * of this lane runs on such pages; here everything that can be pressed is pressed.
 */
import type { ElementHandle } from 'puppeteer-core';
import { describe, expect, inject, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { HostSite, strictPolicy } from '../support/host-site.ts';
import { launchBrowser } from '../support/launch.ts';
import { until } from '../support/until.ts';

const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

/** Presses what matches in the element as a person does. */
async function press(person: CallPage, selector: string): Promise<void> {
  const found = await until(`there is ${selector}`, async () => {
    const handle = await person.page.evaluateHandle(
      (wanted) => document.querySelector('p2p-call')?.shadowRoot?.querySelector(wanted) ?? null,
      selector,
    );
    return handle.asElement() as ElementHandle<Element> | null;
  });
  await found.click();
}

const button = (name: string): string => `[part~="button-${name}"]`;

/** Gives a browser without a screen something to share. */
function installScreen({ page }: CallPage): Promise<void> {
  return page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
      canvas.getContext('2d')?.fillRect(0, 0, 640, 400);
      return canvas.captureStream(5);
    };
  });
}

describe.each(PAIRS)('%s, with %s: a page that allows what README.md lists and nothing else', (first, second) => {
  const cast = useCast([first, second]);
  const people = (): Promise<CallPage[]> =>
    Promise.all([
      cast.join('Alice', { prejoin: 'on', 'auto-join': 'off', lang: 'de', theme: 'dark' }, first),
      cast.join('Bob', {}, second),
    ]);

  it('has preview, call, devices, shared screen, chat and leave', async () => {
    const [alice, bob] = (await people()) as [CallPage, CallPage];
    await until('German is loaded', async () => (await alice.visibleText()).includes('Beitreten'));
    await alice.evaluate((element) => void (element.strings = { join: 'Los geht’s' }));
    await until('so are words of its own', async () => (await alice.visibleText()).includes('Los geht’s'));
    await press(alice, button('check'));
    await alice.waitForState('prejoin');
    await press(alice, button('join'));
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    await Promise.all([alice.waitForSound(1), bob.waitForSound(1)]);

    for (const [name, key] of [
      ['microphone', 'microphoneEnabled'],
      ['camera', 'cameraEnabled'],
    ] as const) {
      for (const isOn of [false, true]) {
        await press(alice, button(name));
        await until(
          `Bob sees the ${name} ${isOn ? 'on' : 'off'}`,
          async () => (await bob.participants())[0]?.[key] === isOn,
        );
      }
    }
    await alice.evaluate((element) => element.setInputDevices({ audioDeviceId: '', videoDeviceId: '' }));

    if (first === 'firefox') await installScreen(alice);
    await press(alice, button('screenshare'));
    await until('Bob has a tile for the screen', () =>
      bob.evaluate((element) => element.shadowRoot?.querySelector('[part~="tile-screen"]') !== null),
    );
    await press(alice, button('stop-sharing'));

    await press(alice, button('chat'));
    await press(alice, '.chat-input');
    await alice.page.keyboard.type('<b>https://example.com/</b>');
    await alice.page.keyboard.press('Enter');
    await until('Bob has the message', async () => (await bob.messages()).length === 1);
    await press(bob, button('chat'));
    await bob.evaluate((element) => element.sendMessage('hello').then(() => undefined));
    await until('Alice has the message', async () => (await alice.messages()).length === 1);
    const links = await bob.evaluate((element) =>
      [...(element.shadowRoot?.querySelectorAll('a') ?? [])].map(({ href, rel, target }) => ({ href, rel, target })),
    );
    expect(links).toEqual([{ href: 'https://example.com/', rel: 'noopener noreferrer nofollow', target: '_blank' }]);

    await press(alice, button('leave'));
    await alice.waitForState('ended');
    await until('Bob sees that Alice has left', async () => (await bob.participants()).length === 0);
    await press(alice, button('join'));
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
  });

  it('sees what the policy forbids, so that silence means something', async () => {
    const site = await HostSite.start();
    const browser = await launchBrowser(first);
    try {
      const url = site.pageUrl(inject('workerUrl'), { room: cast.room });
      const page = await CallPage.open(browser, url);
      expect(await page.faults()).toEqual([]);
      expect((await page.page.goto(url))?.headers()['content-security-policy']).toBe(
        strictPolicy(inject('workerUrl'), inject('workerUrl')),
      );
      await page.page.evaluate(() => {
        new Image().src = 'https://forbidden.invalid/';
        document.body.style.setProperty('color', 'red');
        document.body.setAttribute('style', 'color: red');
        try {
          document.body.innerHTML = '<b></b>';
        } catch {
          // Trusted types refuse it by an error.
        }
      });
      for (const directive of ['img-src', 'style-src', 'require-trusted-types-for']) {
        await until(`${directive} is told`, async () =>
          (await page.faults()).some((fault) => fault.includes(directive)),
        );
      }
      if (first === 'chromium') expect(String(await page.faults())).toContain('console: ');
    } finally {
      await browser.close();
      await site.stop();
    }
  });
});
