/** Devices that end and return, and shared screens, in stock browsers through the real Worker. */
import type { ElementHandle } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

/** Who does it first, who sees it second. */
const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

/** What a person should know within this time, by the clock of the page that shows it, on a busy machine too (usually 0.1 s). */
const SHOWN_WITHIN_MS = 8_000;

/** Presses a control as a person does, which a browser counts as a gesture. */
async function press(page: CallPage, name: string): Promise<void> {
  const button = await page.page.evaluateHandle(
    (part) => document.querySelector('p2p-call')?.shadowRoot?.querySelector(`[part~="button-${part}"]`),
    name,
  );
  const element = button.asElement() as ElementHandle<Element> | null;
  if (element === null) throw new Error(`There is no button ${name}.`);
  await element.click();
}

/** How the only other one is shown. */
function seen(page: CallPage): Promise<{ camera: boolean; screen: boolean }> {
  return page.evaluate((element) => {
    const [other] = element.participants.values();
    return { camera: other?.cameraEnabled === true, screen: other?.screenshareEnabled === true };
  });
}

/** Whether the shared screen of another one has a tile here. */
function hasScreenTile(page: CallPage): Promise<boolean> {
  return page.evaluate((element) => element.shadowRoot?.querySelector('[part~="tile-screen"]') !== null);
}

/** Camera and shared screen of the only other one, two pictures. */
async function waitForMovingScreen(page: CallPage): Promise<void> {
  await until('there is a tile for the screen', () => hasScreenTile(page));
  await page.waitForMovingPictures(2);
}

/** Gives a browser without a screen something to share: a canvas that changes. */
function installScreen(page: CallPage): Promise<void> {
  return page.page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
      const context = canvas.getContext('2d');
      let hue = 0;
      setInterval(() => {
        if (context === null) return;
        context.fillStyle = `hsl(${(hue += 10)} 80% 50%)`;
        context.fillRect(0, 0, 640, 400);
      }, 66);
      return canvas.captureStream(15);
    };
  });
}

/** Ends the own track as a pulled plug, or the browser's own button, does. */
function endTrack(page: CallPage, which: 'cameraTrack' | 'screenTrack'): Promise<void> {
  return page.evaluate((element, name) => {
    const track = element.localParticipant[name];
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
  }, which);
}

function hasNode(page: CallPage, selector: string): Promise<boolean> {
  return page.evaluate((element, wanted) => element.shadowRoot?.querySelector(wanted) instanceof Element, selector);
}

/** The arrow beside the microphone, or what stands for it where there is no room. */
function menuButton(page: CallPage): Promise<string> {
  return page.evaluate((element) => {
    const arrow = element.shadowRoot?.querySelector('.button-microphone-menu');
    return arrow?.getClientRects().length ? 'microphone-menu' : 'devices';
  });
}

/** What the open menu of the devices shows, and the id of the microphone that is sent. */
function menuOf(
  page: CallPage,
): Promise<{ microphone?: string; speaker?: string; level: number; inUse: string | undefined }> {
  return page.evaluate((element) => {
    const valueOf = (device: string): object => {
      const picker = element.shadowRoot?.querySelector<HTMLSelectElement>(`[data-device="${device}"]`);
      return picker ? { [device]: picker.value } : {};
    };
    return {
      ...valueOf('microphone'),
      ...valueOf('speaker'),
      level: Number(element.shadowRoot?.querySelector('.level-now')?.getAttribute('width')),
      inUse: element.localParticipant.microphoneTrack?.getSettings().deviceId,
    };
  });
}

describe.each(PAIRS)('%s, seen by %s', (first, second) => {
  const cast = useCast([...new Set([first, second])]);

  async function meet(): Promise<[CallPage, CallPage]> {
    const both = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all(both.map((page) => page.waitForOthers(1)));
    await Promise.all(both.map((page) => page.waitForMovingPictures(1)));
    return both;
  }

  it("shares a screen beside the camera, and the browser's own button ends it on both sides, without renegotiation", async () => {
    const [alice, bob] = await meet();
    // Headless Firefox has no screen; Chromium has a fake one.
    if (first === 'firefox') await installScreen(alice);
    const before = await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()]);
    await press(alice, 'screenshare');
    await until('Bob sees that a screen is shared', async () => (await seen(bob)).screen);
    await waitForMovingScreen(bob);
    expect(await seen(bob)).toEqual({ camera: true, screen: true });
    expect(await alice.visibleText()).toContain('You are sharing your screen.');

    await endTrack(alice, 'screenTrack');
    await until('the screen is gone for Bob', async () => !(await hasScreenTile(bob)));
    expect(await alice.evaluate((element) => element.localParticipant.screenshareEnabled)).toBe(false);
    await bob.waitForMovingPictures(1);

    await press(alice, 'screenshare');
    await waitForMovingScreen(bob);
    await press(alice, 'stop-sharing');
    await until('the screen is gone for Bob again', async () => !(await hasScreenTile(bob)));
    expect(await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()])).toEqual(before);
  });

  it('loses its only camera, says so, and has it back by itself', async () => {
    const [alice, bob] = await meet();
    await bob.evaluate((element) => {
      element.addEventListener('p2p-participant-update', ({ detail: { participant } }) => {
        const noted = window as { p2pOffAt?: number };
        if (!participant.cameraEnabled) noted.p2pOffAt ??= Date.now();
      });
    });
    const endedAt = await alice.evaluate((element) => {
      const { mediaDevices } = navigator;
      const { getUserMedia, enumerateDevices } = mediaDevices;
      mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'));
      mediaDevices.enumerateDevices = async () => [];
      Object.assign(window, { plugIn: () => Object.assign(mediaDevices, { getUserMedia, enumerateDevices }) });
      const track = element.localParticipant.cameraTrack;
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
      return Date.now();
    });
    const offAt = await until('Bob sees the camera off', async () => {
      const at = await bob.page.evaluate(() => (window as { p2pOffAt?: number }).p2pOffAt);
      return at ?? null;
    });
    expect(offAt - endedAt).toBeLessThan(SHOWN_WITHIN_MS);
    await until('Alice reads that there is no camera', async () =>
      (await alice.visibleText()).includes('No camera found'),
    );
    await bob.waitForSound(1);

    await alice.page.evaluate(() => {
      (window as unknown as { plugIn(): void }).plugIn();
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await until('Bob sees the camera on', async () => (await seen(bob)).camera);
    await bob.waitForMovingPictures(1);
    expect(await alice.visibleText()).not.toContain('No camera found');
  });

  it('goes on with another camera when the one in use ends', async () => {
    const [alice, bob] = await meet();
    await endTrack(alice, 'cameraTrack');
    await until('Alice reads which camera is in use', async () =>
      /camera is (now|in use)/.test(await alice.visibleText()),
    );
    await until('Bob sees the camera on', async () => (await seen(bob)).camera);
    await bob.waitForMovingPictures(1);
  });

  it('chooses the last microphone and the last speaker of the menu, which shows what is heard and in use', async () => {
    const [alice, bob] = await meet();
    const before = await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()]);
    await until('there is a menu to open', () => hasNode(alice, '.button-microphone-menu'));
    await press(alice, await menuButton(alice));
    await until('the menu is open', () => hasNode(alice, '[data-device="microphone"] option'));
    const [microphone, speaker] = await alice.evaluate((element) =>
      ['microphone', 'speaker'].map((device) => {
        const picker = element.shadowRoot?.querySelector<HTMLSelectElement>(`[data-device="${device}"]`);
        const wanted = [...(picker?.options ?? [])].at(-1)?.value ?? '';
        if (picker) picker.value = wanted;
        picker?.dispatchEvent(new Event('change'));
        return wanted;
      }),
    );
    await until(
      'both are in use',
      async () => {
        const shown = await menuOf(alice);
        return shown.inUse === microphone && shown.microphone === microphone && (shown.speaker ?? '') === speaker;
      },
      {
        describe: async () =>
          JSON.stringify({ microphone, speaker, ...(await menuOf(alice)), text: await alice.visibleText() }),
      },
    );
    // Without any speakers Firefox starts no sound, and there is nothing to measure.
    if (first === 'chromium') await until('the meter moves', async () => (await menuOf(alice)).level > 0);
    await bob.waitForSound(1);
    expect(await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()])).toEqual(before);
    await alice.evaluate((element) => element.leave());
    expect(await alice.trackStates()).not.toContain('live');
  });
});
