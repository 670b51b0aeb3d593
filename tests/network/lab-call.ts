/**
 * One call between browsers of the lab: opens the pages, joins, collects what they noted, and waits for facts with a deadline. Knows
 * how to look, not what to expect.
 */
import { until } from '../support/until.ts';
import type { HostBrowser } from './browser/host-browser.ts';
import { concealedPercent, countEvents, countSaid, longestSilenceMs, mediaBackAt } from './measure/timeline.ts';
import type { Sample, TimedEvent, Timeline } from './measure/timeline.ts';
import { SIGNALING_ORIGIN } from './servers/signaling-server.ts';

const CONNECT_TIMEOUT_MS = 30_000;

/** How long media must have flowed before anything is done to it; the last second of it is what `waitForMedia` looks at. */
const SETTLE_MS = 1_500;

/** One page in a call, and all that it noted; what it notes after a reload follows what it noted before. */
export class Party {
  readonly browser: HostBrowser;
  readonly #samples: Sample[] = [];
  readonly #events: TimedEvent[] = [];
  #longestSampleIntervalMs = 0;
  /** The peer id of the page; '' before it has a seat. */
  id = '';

  constructor(browser: HostBrowser) {
    this.browser = browser;
  }

  get timeline(): Timeline {
    return { samples: this.#samples, events: this.#events, longestSampleIntervalMs: this.#longestSampleIntervalMs };
  }

  /** Takes over what the page noted since the last time, and its peer id. */
  async refresh(): Promise<void> {
    const { samples, events, longestSampleIntervalMs } = await this.browser.call('timeline');
    this.#samples.push(...samples);
    this.#events.push(...events);
    this.#longestSampleIntervalMs = Math.max(this.#longestSampleIntervalMs, longestSampleIntervalMs);
    this.id = (await this.browser.call('status')).me;
  }

  /** Loads the page anew; what it noted until now is kept. */
  async reload(): Promise<void> {
    await this.refresh();
    await this.browser.reload();
  }

  /** Drops the samples before a moment; a long test would keep millions of them. */
  forgetSamples(before: number): void {
    const first = this.#samples.findIndex(({ at }) => at >= before);
    this.#samples.splice(0, first === -1 ? this.#samples.length : first);
  }
}

export class LabCall {
  readonly parties: readonly Party[];

  readonly #expects: 'picture' | 'sound' | 'nothing';

  private constructor(browsers: readonly HostBrowser[], attributes: Readonly<Record<string, string>>) {
    this.parties = browsers.map((browser) => new Party(browser));
    this.#expects = 'data-only' in attributes ? 'nothing' : 'audio-only' in attributes ? 'sound' : 'picture';
  }

  /** Opens the pages and joins one after the other; resolves when each has a seat, not when media flows. */
  static async open(
    browsers: readonly HostBrowser[],
    room: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<LabCall> {
    const call = new LabCall(browsers, attributes);
    await Promise.all(
      browsers.map((browser) =>
        browser.open({
          server: SIGNALING_ORIGIN,
          room,
          'display-name': `Host ${browser.host}`,
          prejoin: 'off',
          lang: 'en',
          ...attributes,
        }),
      ),
    );
    for (const { browser } of call.parties) await browser.call('join');
    await call.refresh();
    return call;
  }

  /** The first two. */
  get pair(): readonly [Party, Party] {
    const [a, b] = this.parties;
    if (a === undefined || b === undefined) throw new Error('This call has no two parties.');
    return [a, b];
  }

  /** When the last of all got the seat, by what was noted; NaN if somebody has none. */
  get seatedAt(): number {
    return Math.max(
      ...this.parties.map(({ timeline }) => timeline.events.find(({ type }) => type === 'p2p-join')?.at ?? Number.NaN),
    );
  }

  async refresh(): Promise<void> {
    await Promise.all(this.parties.map((party) => party.refresh()));
  }

  /** Every ordered pair: who hears whom. */
  *directions(): Iterable<{ readonly to: Party; readonly from: Party }> {
    for (const to of this.parties) for (const from of this.parties) if (from !== to) yield { to, from };
  }

  /** When everyone sees and hears everyone again after `since`; null: not yet. */
  mediaBackAt(since: number, expectsVideo = this.#expects === 'picture'): number | null {
    let last = since;
    for (const { to, from } of this.directions()) {
      const at = mediaBackAt(to.timeline.samples, from.id, since, expectsVideo);
      if (at === null) return null;
      last = Math.max(last, at);
    }
    return last;
  }

  /** Waits until everyone sees and hears everyone. @returns how long after `since` that was, in ms. @throws at the deadline. */
  async waitForMedia(since: number, { timeoutMs = CONNECT_TIMEOUT_MS } = {}): Promise<number> {
    const backAt = await until(
      'everyone sees and hears everyone',
      async () => {
        await this.refresh();
        return this.mediaBackAt(since);
      },
      { timeoutMs, describe: () => this.describe() },
    );
    return backAt - since;
  }

  /** Waits until everyone shows everyone else as connected. */
  async waitForConnections(): Promise<void> {
    const isConnected = async ({ browser }: Party): Promise<boolean> => {
      const { participants } = await browser.call('status');
      const connected = participants.filter(({ connectionState }) => connectionState === 'connected');
      return connected.length === this.parties.length - 1;
    };
    await until(
      'everyone is connected to everyone',
      async () => (await Promise.all(this.parties.map(isConnected))).every(Boolean),
      { timeoutMs: CONNECT_TIMEOUT_MS, describe: () => this.describe() },
    );
    await this.refresh();
  }

  /** Sends a message from the first to the second and waits until it is there. @returns how long that took, in ms. */
  async chat(text: string): Promise<number> {
    const [a, b] = this.pair;
    const sentAt = Date.now();
    await a.browser.call('sendMessage', text);
    const received = await until(
      `the message "${text}" arrives`,
      async () => {
        await b.refresh();
        return b.timeline.events.find(({ type, detail }) => type === 'p2p-message' && detail['text'] === text);
      },
      { timeoutMs: CONNECT_TIMEOUT_MS, describe: () => this.describe() },
    );
    return received.at - sentAt;
  }

  /** Waits until media has flowed for a while; in a call of data alone, until everyone is connected. */
  async settle(): Promise<void> {
    if (this.#expects === 'nothing') return this.waitForConnections();
    await this.waitForMedia(Date.now() - 100);
    await this.waitForMedia(Date.now() + SETTLE_MS - 1_000);
  }

  /** The longest time without sound in any direction, in ms. */
  longestSilenceMs(since: number, to: number): number {
    return Math.max(
      ...[...this.directions()].map((way) => longestSilenceMs(way.to.timeline.samples, way.from.id, since, to)),
    );
  }

  /** The largest share of sound that was made up in any direction, in %. */
  concealedPercent(since: number, to: number): number {
    return Math.max(
      ...[...this.directions()].map((way) => concealedPercent(way.to.timeline.samples, way.from.id, since, to)),
    );
  }

  /** How often anyone said of anyone between two moments that the connection is being mended. */
  countFlickers(since: number, to: number): number {
    return this.parties.reduce((total, { timeline }) => total + countSaid(timeline, 'reconnecting', since, to), 0);
  }

  /** Drops the samples before a moment; see {@link Party.forgetSamples}. */
  forgetSamples(before: number): void {
    for (const party of this.parties) party.forgetSamples(before);
  }

  countEvents(type: string, since: number): number {
    return this.parties.reduce((total, { timeline }) => total + countEvents(timeline, type, since), 0);
  }

  /** Uncaught errors in the pages, which must never be. */
  get uncaughtErrors(): string[] {
    return this.parties.flatMap(({ browser, timeline }) =>
      timeline.events
        .filter(({ type }) => type === 'uncaught')
        .map(({ detail }) => `${browser.name}: ${String(detail['message'])}`),
    );
  }

  /** How every page stands, in one line for a failure. */
  async describe(): Promise<string> {
    const lines = this.parties.map(async ({ browser }) => {
      const { state, connectionState, participants } = await browser.call('status');
      const others = participants.map((participant) => participant.connectionState).join('+');
      return `${browser.name} ${browser.host}: ${state}/${connectionState}, others ${others || 'none'}`;
    });
    return (await Promise.all(lines)).join('; ');
  }

  async close(): Promise<void> {
    await Promise.allSettled(
      this.parties.map(async ({ browser }) => {
        await browser.call('leave');
        await browser.closePage();
      }),
    );
  }
}
