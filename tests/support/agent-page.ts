/**
 * One agent in a real browser: a page with `<p2p-call-desk>` in a browser context of its own, driven by what a person can press. Knows the
 * public surface alone (attributes, parts, text), and that the call is a `<p2p-call>` in it.
 */
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import type { P2pCall } from '../../widget/index.ts';
import { until } from './until.ts';

export class AgentPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #faults: string[] = [];

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('pageerror', (error) => this.#faults.push(String(error)));
  }

  static async open(browser: Browser, url: string): Promise<AgentPage> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const agent = new AgentPage(context, page);
    await page.goto(url);
    await page.waitForSelector('p2p-call-desk[state]', { timeout: 15_000 });
    return agent;
  }

  state(): Promise<string> {
    return this.page.$eval('p2p-call-desk', (element) => element.getAttribute('state') ?? '');
  }

  waitForState(state: string, timeoutMs = 20_000): Promise<unknown> {
    const describe = async (): Promise<string> => `The state is ${await this.state()}: ${await this.text()}`;
    return until(`the agent is ${state}`, async () => (await this.state()) === state, { timeoutMs, describe });
  }

  /** What the agent can read. */
  text(): Promise<string> {
    return this.page.$eval(
      'p2p-call-desk',
      (element) => element.shadowRoot?.querySelector<HTMLElement>('[part~="panel"]')?.innerText ?? '',
    );
  }

  async waitForText(text: string, timeoutMs = 20_000): Promise<void> {
    await until(`the agent reads "${text}"`, async () => (await this.text()).includes(text), {
      timeoutMs,
      describe: () => this.text(),
    });
  }

  has(selector: string): Promise<boolean> {
    return this.page.$eval(
      'p2p-call-desk',
      (element, wanted) => element.shadowRoot?.querySelector(wanted) !== null,
      selector,
    );
  }

  /** Presses what matches in the console, as soon as it is there. */
  async press(selector: string, timeoutMs = 20_000): Promise<void> {
    await until(
      `there is ${selector}`,
      () =>
        this.page.$eval(
          'p2p-call-desk',
          (element, wanted) => {
            const found = element.shadowRoot?.querySelector<HTMLElement>(wanted);
            if (!found?.checkVisibility()) return false;
            found.click();
            return true;
          },
          selector,
        ),
      { timeoutMs, describe: () => this.text() },
    );
  }

  /** Goes online by the button, as one does in the morning. */
  async goOnline(): Promise<void> {
    await this.press('[part~="button-online"]');
    await this.waitForState('available');
  }

  async answer(): Promise<void> {
    await this.press('[part~="button-answer"]', 30_000);
    await this.waitForState('in-call');
  }

  /** How many in the call are connected with this agent, and what has come from them. */
  async others(): Promise<{ readonly connected: number; readonly framesDecoded: number; readonly energy: number }> {
    const call = await this.page.$('p2p-call-desk >>> p2p-call');
    if (call === null) return { connected: 0, framesDecoded: 0, energy: 0 };
    return call.evaluate(async (element) => {
      const { participants } = element as unknown as P2pCall;
      let [framesDecoded, energy] = [0, 0];
      for (const report of (await (element as unknown as P2pCall).getStats()).values()) {
        for (const entry of report.values()) {
          if (entry.type !== 'inbound-rtp') continue;
          framesDecoded += entry.framesDecoded ?? 0;
          energy += entry.totalAudioEnergy ?? 0;
        }
      }
      const connected = [...participants.values()].filter((one) => one.connectionState === 'connected').length;
      return { connected, framesDecoded, energy };
    });
  }

  /** Waits until sound comes from so many others. */
  async waitForSound(count: number): Promise<void> {
    await until(`${count} connected`, async () => (await this.others()).connected === count, {
      timeoutMs: 30_000,
      describe: async () => JSON.stringify(await this.others()),
    });
    const before = (await this.others()).energy;
    await until('sound comes in', async () => (await this.others()).energy > before);
  }

  say(text: string): Promise<void> {
    return this.page.$eval(
      'p2p-call-desk',
      (element, message) => {
        const call = element.shadowRoot?.querySelector('p2p-call') as unknown as P2pCall;
        return call.sendMessage(message).then(() => undefined);
      },
      text,
    );
  }

  /** Everything that went wrong without being caught: must stay empty. */
  faults(): Promise<readonly string[]> {
    return Promise.resolve(this.#faults);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
