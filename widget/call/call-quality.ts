/**
 * Judges the way to each other one by the looks that are taken anyway, and keeps what is sent to all of them within what their number
 * and the ways allow. Loaded with the first of them. Knows no view, and reads no statistics by itself.
 */
import type { PeerId } from '#protocol';
import { type ConnectionFigures, figuresOf } from '../peer/connection-figures.ts';
import { type NetworkLevel, type QualityState, levelOf, nextQuality } from '../peer/network-quality.ts';
import type { Peer } from '../peer/peer.ts';
import { limitSending } from '../peer/send-limits.ts';
import { type SendState, nextSending, sendLimits, startSending, troubleOf } from '../peer/send-policy.ts';

/** Between two changes for the processor's sake, in ms: encoders take a while to settle. */
const PROCESSOR_CALM_MS = 60_000;

/** At most so many rows further down for the processor's sake. */
const MAX_EXTRA_ROWS = 2;

interface Way {
  readonly report: RTCStatsReport;
  readonly quality: QualityState | null;
  readonly sending: SendState;
}

/** What of the set of all peers is used. */
export interface JudgedPeers {
  peer(id: PeerId): Peer | undefined;
  peers(): Iterable<readonly [PeerId, Peer]>;
}

export class CallQuality {
  /** Gone with the peers. */
  readonly #ways = new WeakMap<Peer, Way>();
  #extraRows = 0;
  #changedAtMs = -Infinity;
  #wasBusy = false;

  /** @param report a look at the connection to `id`. @param screen what is shared.
   *  @returns the level of the way, where it is another one now. */
  judge(
    id: PeerId,
    report: RTCStatsReport,
    peers: JudgedPeers | null | undefined,
    screen: Pick<MediaStreamTrack, 'contentHint'> | null,
    nowMs = performance.now(),
  ): NetworkLevel | null {
    const peer = peers?.peer(id);
    if (!peers || peer === undefined || report.size === 0) return null;
    const before = this.#ways.get(peer);
    const figures = figuresOf(report, before?.report ?? new Map());
    // Of the first look only few figures are known.
    const quality = before === undefined ? null : nextQuality(before.quality, levelOf(figures));
    const sending = nextSending(before?.sending ?? startSending(nowMs), troubleOf(figures), nowMs);
    this.#ways.set(peer, { report, quality, sending });
    this.#spareProcessor(figures, nowMs);
    this.#limit([...peers.peers()], screen, nowMs);
    if (quality === null || quality.level === peer.quality) return null;
    peer.setQuality(quality.level);
    return quality.level;
  }

  /** The processor is one for all pictures. */
  #spareProcessor({ isProcessorBusy }: ConnectionFigures, nowMs: number): void {
    const isSure = isProcessorBusy && this.#wasBusy;
    this.#wasBusy = isProcessorBusy;
    const wanted = this.#extraRows + (isSure ? 1 : isProcessorBusy ? 0 : -1);
    const extraRows = Math.min(MAX_EXTRA_ROWS, Math.max(0, wanted));
    if (extraRows === this.#extraRows || nowMs - this.#changedAtMs < PROCESSOR_CALM_MS) return;
    this.#extraRows = extraRows;
    this.#changedAtMs = nowMs;
  }

  #limit(
    all: readonly (readonly [PeerId, Peer])[],
    screen: Pick<MediaStreamTrack, 'contentHint'> | null,
    nowMs: number,
  ): void {
    for (const [, peer] of all) {
      const { step } = this.#ways.get(peer)?.sending ?? startSending(nowMs);
      const { connection } = peer;
      if (connection === null) continue;
      limitSending(
        connection,
        sendLimits({
          othersCount: all.length,
          step,
          extraRows: this.#extraRows,
          sharesScreen: screen !== null,
          isMotion: screen?.contentHint === 'motion',
        }),
      );
    }
  }
}
