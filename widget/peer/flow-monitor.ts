/**
 * Whether packets arrive on one connection, in both directions: sends a heartbeat, hears the other's, and looks at the
 * browser's counters only where a beat is late, so that a healthy connection costs next to nothing. Knows no signaling and
 * not what is done about a silence.
 */
import type { Heartbeat } from '../data/heartbeat.ts';
import type { Clock, TimerHandle } from '../link/clock.ts';

/** Between two looks, of which every other one sends a beat. A hidden page's timers come once a second, which is enough. */
const LOOK_MS = 250;

/** A beat this late makes the counters worth a look. */
const LATE_MS = 700;

/** Silence that counts where sound or a picture is expected: some 75 packets of sound. */
const SILENT_MS = 1_500;

/** Silence that counts where only beats are: those of a hidden page come once a second, and any may be lost. */
const SILENT_WITHOUT_MEDIA_MS = 3_500;

/** A page that did not get to look for so long (it slept, or was busy) knows nothing of what arrived meanwhile. */
const STALLED_MS = 1_400;

/** How long the packets, or where none are sent the beats, have to show that a change of the network did no harm. */
const DOUBT_MS = 400;
const DOUBT_WITHOUT_MEDIA_MS = 1_200;

/** A "no" of the other side sooner than this after the one before is not believed yet; an honest one is said every half second. */
const NO_AGAIN_MS = 1_000;

export interface FlowMonitorOptions {
  readonly clock: Clock;
  /** RTP packets received so far; null where the browser does not say. */
  countPackets(): Promise<number | null>;
  sendBeat(beat: Heartbeat): void;
  /** What this side sends, as {@link Heartbeat.tx}. */
  sending(): number;
  /** Something is other than before: {@link FlowMonitor.isReceiving}, {@link FlowMonitor.isReceived}. */
  onchange(): void;
  /** Nothing for half of the time that counts as silence: time to look at the other paths. Once per silence. */
  ondoubt(): void;
}

export class FlowMonitor {
  readonly #options: FlowMonitorOptions;
  #timer: TimerHandle | null = null;
  #isRunning = false;
  #isReceiving = false;
  #hasReceived = false;
  #isReceived: boolean | null = null;
  #saidNoAtMs = -Infinity;
  #remoteTx = 0;
  #heardAtMs = 0;
  #lookedAtMs = 0;
  #beatAtMs = 0;
  #isDoubting = false;
  #counted: { readonly packetCount: number; readonly atMs: number } | null = null;

  constructor(options: FlowMonitorOptions) {
    this.#options = options;
  }

  /** Whether packets arrive here. True from the start on, until a silence shows that they do not. */
  get isReceiving(): boolean {
    return this.#isReceiving;
  }

  /** Whether anything has ever arrived here. */
  get hasReceived(): boolean {
    return this.#hasReceived;
  }

  /** Whether the other side says that packets arrive there; null: not known yet. */
  get isReceived(): boolean | null {
    return this.#isReceived;
  }

  /** What the other side says it sends, as {@link Heartbeat.tx}. */
  get remoteTx(): number {
    return this.#remoteTx;
  }

  /** The connection stands. Once. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#isReceiving = true;
    this.#heardAtMs = this.#lookedAtMs = this.#options.clock.now();
    this.beat();
    this.#schedule();
    this.#options.onchange();
  }

  /** Says at once what is said every half second; also to be called when the channel opens. */
  beat(): void {
    if (!this.#isRunning) return;
    this.#beatAtMs = this.#options.clock.now();
    this.#options.sendBeat({ rx: this.#isReceiving && this.#hasReceived, tx: this.#options.sending() });
  }

  /** A beat of the other side has come. */
  hear({ rx, tx }: Heartbeat): void {
    this.#remoteTx = tx;
    // The other side may be connected, and say so, a moment before this one.
    if (this.#isRunning) this.#receive();
    else this.#hasReceived = true;
    this.setReceived(rx);
  }

  /** The other side has said, here or by signaling, whether packets arrive there. Its first words come before the first
   *  packet of this side can have, so that a "no" counts only after a "yes". */
  setReceived(isReceived: boolean): void {
    if (isReceived === this.#isReceived || (!isReceived && this.#isReceived === null)) return;
    if (!isReceived) {
      const nowMs = this.#options.clock.now();
      if (nowMs - this.#saidNoAtMs < NO_AGAIN_MS) return;
      this.#saidNoAtMs = nowMs;
    }
    this.#isReceived = isReceived;
    this.#options.onchange();
  }

  /** The other side has closed the connection. */
  cut(): void {
    this.#silence();
  }

  /** The network may have changed. @returns whether packets still arrive. */
  async stillReceives(): Promise<boolean> {
    const { clock, countPackets } = this.#options;
    const heardAtMs = this.#heardAtMs;
    const before = await countPackets();
    const patienceMs = this.#remoteTx > 0 ? DOUBT_MS : DOUBT_WITHOUT_MEDIA_MS;
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, patienceMs));
    const after = await countPackets();
    if (before !== null && after !== null && after > before) this.#receive();
    return this.#isReceiving && this.#heardAtMs > heardAtMs;
  }

  /** Ends it: nothing is said or reported any more. Safe to repeat. */
  stop(): void {
    this.#isRunning = false;
    this.#isReceiving = false;
    this.#options.clock.clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = this.#options.clock.setTimeout(() => void this.#look(), LOOK_MS);
  }

  async #look(): Promise<void> {
    const { clock } = this.#options;
    const nowMs = clock.now();
    if (nowMs - this.#lookedAtMs > STALLED_MS) {
      this.#heardAtMs = nowMs;
      this.#counted = null;
    }
    this.#lookedAtMs = nowMs;
    if (nowMs - this.#heardAtMs > LATE_MS) await this.#count();
    if (!this.#isRunning) return;
    this.#judge();
    if (nowMs - this.#beatAtMs >= 2 * LOOK_MS) this.beat();
    this.#schedule();
  }

  /** Packets between two looks prove the path; an older count may be of before it broke. */
  async #count(): Promise<void> {
    const packetCount = await this.#options.countPackets();
    const atMs = this.#options.clock.now();
    const before = this.#counted;
    this.#counted = packetCount === null ? null : { packetCount, atMs };
    const isRecent = before !== null && atMs - before.atMs < STALLED_MS;
    if (isRecent && packetCount !== null && packetCount > before.packetCount) this.#receive();
  }

  #receive(): void {
    if (!this.#isRunning) return;
    this.#heardAtMs = this.#options.clock.now();
    this.#isDoubting = false;
    if (this.#isReceiving && this.#hasReceived) return;
    this.#isReceiving = true;
    this.#hasReceived = true;
    this.beat();
    this.#options.onchange();
  }

  #judge(): void {
    const silentMs = this.#options.clock.now() - this.#heardAtMs;
    const limitMs = this.#remoteTx > 0 ? SILENT_MS : SILENT_WITHOUT_MEDIA_MS;
    if (silentMs >= limitMs) this.#silence();
    else if (silentMs >= limitMs / 2 && !this.#isDoubting) {
      this.#isDoubting = true;
      this.#options.ondoubt();
    }
  }

  #silence(): void {
    if (!this.#isRunning || !this.#isReceiving) return;
    this.#isReceiving = false;
    this.beat();
    this.#options.onchange();
  }
}
