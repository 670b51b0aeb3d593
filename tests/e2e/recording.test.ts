/** A recording by the buttons a person has, in each browser in turn: the other one sees it, the file is a download and can be played. */
import { describe, expect, it } from 'vitest';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

interface Noted extends Window {
  /** What was saved, as a data URL. */
  saved: string[];
  /** The names and the addresses that were offered as downloads. */
  offered: { readonly name: string; readonly href: string }[];
}
declare const window: Noted;

const bannersOf = (person: CallPage): Promise<string[]> =>
  person.evaluate((element) =>
    [...(element.shadowRoot?.querySelectorAll('.banner-text') ?? [])].map((it) => it.textContent?.trim() ?? ''),
  );

async function press(person: CallPage, part: string): Promise<void> {
  await until(`there is a button ${part}`, () =>
    person.evaluate((element, name) => {
      const button = element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`);
      button?.click();
      return button !== null && button !== undefined;
    }, part),
  );
}

/** What is in the file, as this browser plays it: in a page that may play files. */
async function played(person: CallPage, address: string) {
  const page = await person.page.browserContext().newPage();
  return page.evaluate(async (source) => {
    const video = document.createElement('video');
    video.muted = true;
    const loaded = new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'cannot be played'));
    });
    video.src = source;
    await loaded;
    const ended = new Promise((resolve) => (video.onended = resolve));
    await video.play();
    await ended;
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 });
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 64, 36);
    const pixels = context?.getImageData(0, 0, 64, 36).data ?? [];
    // The middle of the left and of the right half: one of the two people each.
    const levels = [16, 48].map((x) => [0, 1, 2].reduce((sum, i) => sum + (pixels[(18 * 64 + x) * 4 + i] ?? 0), 0));
    return { seconds: video.currentTime, size: [video.videoWidth, video.videoHeight], levels };
  }, address);
}

/** Notes what is saved, instead of a download that a test would have to find. */
function noteDownloads(person: CallPage) {
  return person.evaluate((element) => {
    window.saved = [];
    window.offered = [];
    element.addEventListener('p2p-recording-saved', ({ detail }) => {
      const reader = new FileReader();
      reader.onload = () => typeof reader.result === 'string' && window.saved.push(reader.result);
      if (detail.file !== null) reader.readAsDataURL(detail.file);
    });
    // Else Chromium asks for a file, which a test cannot choose.
    Object.defineProperty(window, 'showSaveFilePicker', { value: undefined });
    HTMLAnchorElement.prototype.click = function click() {
      window.offered.push({ name: this.download, href: this.href });
    };
  });
}

describe('in Chromium and in Firefox', () => {
  const cast = useCast(['chromium', 'firefox']);

  it('a recording is seen by the other one, saved, and can be played', { timeout: 150_000 }, async () => {
    const [alice, bob] = [await cast.join('Alice'), await cast.join('Bob', {}, 'firefox')];
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    for (const [name, own, other] of [
      ['Alice', alice, bob],
      ['Bob', bob, alice],
    ] as const) {
      await noteDownloads(own);
      await press(own, 'button-more');
      await press(own, 'button-recording');
      await until('the other one sees it', async () => (await bannersOf(other)).includes(`${name} is recording.`));
      const seenAtMs = Date.now();
      await until('the own mark', async () => (await bannersOf(own)).includes('You are recording.'));
      await until('there is something to record', () => Promise.resolve(Date.now() - seenAtMs > 2_500));
      await press(own, 'button-stop-recording');
      await until('it is saved', () => own.evaluate(() => window.saved.length === 1), { timeoutMs: 20_000 });
      await until('the mark is gone', async () =>
        (await bannersOf(other)).every((text) => !text.includes('recording')),
      );
      const { offered, saved } = await own.evaluate(() => ({ offered: window.offered, saved: window.saved }));
      const fileName: unknown = expect.stringMatching(new RegExp(`^${cast.room} [\\d-]{10} [\\d.]{5}\\.webm$`));
      expect(offered).toEqual([{ name: fileName, href: expect.stringMatching(/^blob:/) }]);
      expect(saved[0]).toMatch(/^data:video\/webm;base64,/);
      const film = await played(own, saved[0] ?? '');
      expect(film.seconds).toBeGreaterThan(1.5);
      expect(film.size).toEqual([1280, 720]);
      // Brighter than the ground behind them.
      expect(Math.min(...film.levels)).toBeGreaterThan(130);
    }
  });
});
