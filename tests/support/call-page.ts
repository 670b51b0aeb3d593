/**
 * One participant in a real browser: a page with `<p2p-call>` in a browser context of its own, driven and looked at through the
 * public surface of the element (properties, methods, events, parts, roles). Knows nothing of how the element does it.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'puppeteer-core';
import type { P2pCall } from '../../widget/index.ts';
import { installProbe } from './page-probe.ts';
import type { ProbeWindow } from './page-probe.ts';
import { until } from './until.ts';

export type CallElement = P2pCall;

/** What a participant sees of another one. */
export interface SeenParticipant {
  readonly id: string;
  readonly name: string;
  readonly connectionState: string;
  readonly microphoneEnabled: boolean;
  readonly cameraEnabled: boolean;
}

/** What a participant receives from another one, by the statistics of the connection. */
export interface Inbound {
  readonly framesDecoded: number;
  readonly totalAudioEnergy: number;
}

/** How the browsers say in the console that a content security policy or trusted types forbid something. */
const POLICY_COMPLAINT = /content.security.policy|trusted ?(?:types?|html|script)/i;

/** Firefox complains with it of a module that was on its way when its page was left. */
const HASH_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

export class CallPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #faults: string[] = [];
  #isCrashed = false;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => {
      if (!String(error).includes(HASH_OF_NOTHING)) this.#faults.push(String(error));
    });
    page.on('console', (message) => {
      if (POLICY_COMPLAINT.test(message.text())) this.#faults.push(`console: ${message.text()}`);
    });
  }

  /** @param options of the browser context, which is a new one. */
  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<CallPage> {
    const context = await browser.createBrowserContext(options);
    const page = await context.newPage();
    await page.evaluateOnNewDocument(installProbe);
    const participant = new CallPage(context, page);
    await page.goto(url);
    await page.waitForSelector('p2p-call[state]', { timeout: 15_000 });
    return participant;
  }

  /** Runs in the page with its (first) call element. */
  evaluate<Result, Args extends readonly unknown[]>(
    task: (element: CallElement, ...args: Args) => Result | Promise<Result>,
    ...args: Args
  ): Promise<Awaited<Result>> {
    return this.page.$eval('p2p-call', task as never, ...args) as Promise<Awaited<Result>>;
  }

  state(): Promise<string> {
    return this.evaluate((element) => element.state);
  }

  participants(): Promise<SeenParticipant[]> {
    return this.evaluate((element) =>
      [...element.participants.values()].map(({ id, name, connectionState, microphoneEnabled, cameraEnabled }) => ({
        ...{ id, name, connectionState, microphoneEnabled, cameraEnabled },
      })),
    );
  }

  /** Waits until so many others are connected with this page. */
  async waitForOthers(count: number, timeoutMs = 20_000): Promise<void> {
    await until(
      `${count} others are connected`,
      async () => {
        const others = await this.participants();
        return others.length === count && others.every((other) => other.connectionState === 'connected');
      },
      {
        timeoutMs,
        describe: async () =>
          `${await this.state()}: ${JSON.stringify(await this.participants())}, ${await this.faultText()}`,
      },
    );
  }

  waitForState(state: string, timeoutMs = 15_000): Promise<unknown> {
    return until(`state ${state}`, async () => (await this.state()) === state, {
      timeoutMs,
      describe: async () => `The state is ${await this.state()}, ${await this.faultText()}`,
    });
  }

  /** What comes in from each of the others. */
  inbound(): Promise<Inbound[]> {
    return this.evaluate(async (element) => {
      const reports = [...(await element.getStats()).values()];
      return reports.map((report) => {
        const streams = [...report.values()].filter(({ type }) => type === 'inbound-rtp');
        const sum = (key: string): number => streams.reduce((total, stream) => total + (stream[key] ?? 0), 0);
        return { framesDecoded: sum('framesDecoded'), totalAudioEnergy: sum('totalAudioEnergy') };
      });
    });
  }

  /** The pictures of the others as they are drawn now: brightness (0 to 255) and a sum of the pixels that tells them apart. */
  remotePictures(): Promise<{ brightness: number; hash: number }[]> {
    return this.evaluate((element) => {
      const videos =
        element.shadowRoot?.querySelectorAll<HTMLVideoElement>('[part~="tile"]:not([part~="tile-local"]) video') ?? [];
      return [...videos].map((video) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
        const context = canvas.getContext('2d');
        if (!context || video.videoWidth === 0) return { brightness: 0, hash: 0 };
        context.drawImage(video, 0, 0, 64, 48);
        const { data } = context.getImageData(0, 0, 64, 48);
        let [sum, hash] = [0, 0];
        for (let i = 0; i < data.length; i += 4) {
          const level = (data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0);
          sum += level;
          hash = (hash * 31 + level) | 0;
        }
        return { brightness: sum / (data.length / 4) / 3, hash };
      });
    });
  }

  /** Waits until the picture of each of so many others is not black and has changed between two looks. */
  async waitForMovingPictures(count: number, timeoutMs = 20_000): Promise<void> {
    const firstHashes: (number | undefined)[] = [];
    let last: { brightness: number; hash: number }[] = [];
    await until(
      `the pictures of ${count} others move`,
      async () => {
        last = await this.remotePictures();
        const moves = last.map(({ brightness, hash }, index) => {
          if (brightness < 5) return false;
          firstHashes[index] ??= hash;
          return hash !== firstHashes[index];
        });
        return moves.length === count && moves.every(Boolean);
      },
      { timeoutMs, describe: async () => JSON.stringify(last) },
    );
  }

  /** Waits until so many others are heard: the energy of their sound rises between two looks. */
  async waitForSound(count: number, timeoutMs = 20_000): Promise<void> {
    const before = await this.inbound();
    let last = before;
    await until(
      `the sound of ${count} others rises`,
      async () => {
        last = await this.inbound();
        return (
          last.length === count &&
          last.every((stream, index) => stream.totalAudioEnergy > (before[index]?.totalAudioEnergy ?? 0))
        );
      },
      { timeoutMs, describe: async () => JSON.stringify({ before, last }) },
    );
  }

  /** Chat messages received from the others, in order. */
  messages(): Promise<{ from: string; text: string }[]> {
    return this.page.evaluate(() => [...(window as unknown as ProbeWindow).p2pProbe.messages]);
  }

  /** The `p2p-error` events of this page. */
  errors(): Promise<{ code: string; fatal: boolean }[]> {
    return this.page.evaluate(() => [...(window as unknown as ProbeWindow).p2pProbe.errors]);
  }

  localDescriptionCount(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as ProbeWindow).p2pProbe.localDescriptionCount);
  }

  /** The `readyState` of every track the page ever got from a device. */
  trackStates(): Promise<string[]> {
    return this.page.evaluate(() =>
      (window as unknown as ProbeWindow).p2pProbe.tracks.map(({ readyState }) => readyState),
    );
  }

  /** What a person can read in the element now. */
  visibleText(): Promise<string> {
    return this.evaluate((element) => {
      const panel = element.shadowRoot?.querySelector<HTMLElement>('[part~="panel"]');
      return panel?.innerText ?? '';
    });
  }

  /** Everything that went wrong without being caught: must stay empty. */
  async faults(): Promise<string[]> {
    // A crashed page never answers.
    if (this.#isCrashed) return this.#faults;
    const inPage = await this.page
      .evaluate(() => [...(window as unknown as ProbeWindow).p2pProbe.faults])
      .catch(() => []);
    return [...this.#faults, ...inPage];
  }

  async faultText(): Promise<string> {
    return `errors ${JSON.stringify(await this.errors())}, faults ${JSON.stringify(await this.faults())}`;
  }

  /** Kills the renderer (Chromium): no unload, no bye, nothing in the page runs any more. */
  crash(): void {
    this.#isCrashed = true;
    // This navigation never ends.
    this.page.goto('chrome://crash').catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
