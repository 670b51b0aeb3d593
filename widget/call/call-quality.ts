/**
 * Judges the way to each other one by the looks that are taken anyway, and keeps what is sent to all of them within what their number
 * and the ways allow. Loaded with the first of them. Knows no view, and reads no statistics by itself.
 */
import type { PeerId } from '#protocol';
import { type ConnectionFigures, figuresOf } from '../peer/connection-figures.ts';
import type { Judgement } from '../peer/judgement.ts';
import type { MediaConnection } from '../peer/media-connection.ts';
import { type QualityState, levelOf, nextQuality } from '../peer/network-quality.ts';
import type { Peer } from '../peer/peer.ts';
import { limitSending } from '../peer/send-limits.ts';
import { type SendState, nextSending, sendLimits, startSending, troubleOf } from '../peer/send-policy.ts';
import type { CallEventDetails } from './events.ts';

/** Between two changes for the processor's sake, in ms: encoders take a while to settle. */
const PROCESSOR_CALM_MS = 60_000;

/** At most so many rows further down for the processor's sake. */
const MAX_EXTRA_ROWS = 2;

/** Between two changes of what the other side says of its camera, in ms; an honest one is said every half second. */
const HELD_AGAIN_MS = 1_000;

interface Way {
  readonly report: RTCStatsReport;
  readonly quality: QualityState | null;
  readonly sending: SendState;
}

/** What is used of a peer. */
export type JudgedPeer = Pick<Peer, 'connection' | 'judgement'>;

/** What is used of the set of all peers. */
export interface JudgedPeers {
  peer(id: PeerId): JudgedPeer | undefined;
  peers(): Iterable<readonly [PeerId, JudgedPeer]>;
}

interface Teller {
  emit(name: 'p2p-network-quality', detail: CallEventDetails['p2p-network-quality']): unknown;
}

/** A page has one, because it has one processor and one uplink. */
export class CallQuality {
  /** Gone with the peers. */
  readonly #ways = new WeakMap<JudgedPeer, Way>();
  #extraRows = 0;
  #changedAtMs = -Infinity;
  #busyAtMs = -Infinity;
  #wasBusy = false;

  /** @param report a look at the connection to `id`. @param screen what is shared. */
  judge(
    id: PeerId,
    report: RTCStatsReport,
    peers: JudgedPeers | null | undefined,
    screen: Pick<MediaStreamTrack, 'contentHint'> | null,
    teller: Teller,
    nowMs = performance.now(),
  ): void {
    const peer = peers?.peer(id);
    if (!peers || peer === undefined || report.size === 0) return;
    const before = this.#ways.get(peer);
    const figures = figuresOf(report, before?.report ?? new Map());
    // Of the first look only few figures are known.
    const quality = before === undefined ? null : nextQuality(before.quality, levelOf(figures));
    const sent = before?.sending ?? startSending(nowMs);
    const sending = nextSending(sent, troubleOf(figures, sent.step), nowMs);
    this.#ways.set(peer, { report, quality, sending });
    this.#spareProcessor(figures, nowMs);
    for (const [, other] of peers.peers()) this.#limit(other, [...peers.peers()].length, screen, nowMs);
    if (quality === null || quality.level === peer.judgement.networkQuality) return;
    show(peer, { networkQuality: quality.level });
    teller.emit('p2p-network-quality', { peerId: id, level: quality.level });
  }

  /** The processor is one for all pictures. */
  #spareProcessor({ isProcessorBusy }: ConnectionFigures, nowMs: number): void {
    const isSure = isProcessorBusy && this.#wasBusy;
    this.#wasBusy = isProcessorBusy;
    const isCalm = nowMs - this.#busyAtMs >= PROCESSOR_CALM_MS;
    if (isProcessorBusy) this.#busyAtMs = nowMs;
    const mayChange = nowMs - this.#changedAtMs >= PROCESSOR_CALM_MS;
    if (!mayChange || !(isSure || isCalm)) return;
    const extraRows = Math.min(MAX_EXTRA_ROWS, Math.max(0, this.#extraRows + (isSure ? 1 : -1)));
    if (extraRows !== this.#extraRows) this.#changedAtMs = nowMs;
    this.#extraRows = extraRows;
  }

  #limit(
    peer: JudgedPeer,
    othersCount: number,
    screen: Pick<MediaStreamTrack, 'contentHint'> | null,
    nowMs: number,
  ): void {
    const { connection } = peer;
    if (connection === null) return;
    connection.onbeat ??= hearerOf(peer, connection);
    const isHeld = limitSending(
      connection,
      sendLimits({
        othersCount,
        step: (this.#ways.get(peer)?.sending ?? startSending(nowMs)).step,
        extraRows: this.#extraRows,
        sharesScreen: screen !== null,
        isMotion: screen?.contentHint === 'motion',
      }),
    );
    if (isHeld !== peer.judgement.ownCameraPaused) show(peer, { ownCameraPaused: isHeld });
  }
}

function show(peer: JudgedPeer, change: Partial<Judgement>): void {
  peer.judgement = { ...peer.judgement, ...change };
}

/** Hears whether the other side holds its camera back. Whoever says now this and now that is believed once a second. */
function hearerOf(peer: JudgedPeer, connection: MediaConnection): NonNullable<MediaConnection['onbeat']> {
  let changedAtMs = -Infinity;
  return ({ held }) => {
    const cameraPaused = held === true;
    const nowMs = performance.now();
    // An older connection may still be heard.
    if (connection !== peer.connection || cameraPaused === peer.judgement.cameraPaused) return;
    if (nowMs - changedAtMs < HELD_AGAIN_MS) return;
    changedAtMs = nowMs;
    show(peer, { cameraPaused });
  };
}

export const quality = new CallQuality();
