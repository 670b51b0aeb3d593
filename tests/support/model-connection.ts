/**
 * A model of RTCPeerConnection as far as negotiation sees it: the signaling states with implicit rollback, the operations
 * chain, negotiation-needed, ICE credentials and trickled candidates, in virtual time. It refuses what the specification
 * refuses, and like the real one it never settles a promise after `close()`. It has no media and no network.
 * @see https://www.w3.org/TR/webrtc/#rtcpeerconnection-interface
 */
import type { Clock } from '../../widget/link/clock.ts';
import type { LocalCandidate } from '../../widget/peer/negotiation-session.ts';
import { type NegotiationConnection, usernameFragmentsOf } from '../../widget/peer/perfect-negotiation.ts';
import type { Random } from './random.ts';

export interface ModelDescription {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

export interface ModelConnectionOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Longest time one operation takes. */
  readonly maxOperationMs?: number;
  readonly onnegotiationneeded: () => void;
  readonly onicecandidate: (event: { readonly candidate: LocalCandidate | null }) => void;
  /** Called where an answer is applied to an offer that it does not answer: two sides that disagree without knowing. */
  readonly onmismatch?: () => void;
  /** Called with the name of the error where the page did what the specification does not allow. */
  readonly onrefusal?: (name: string) => void;
  /** Whether the browser refuses the next remote description, for no reason that the page could know. */
  readonly refuses?: () => boolean;
}

const lineOf = (sdp: string, key: string): string | null =>
  new RegExp(`^a=x-${key}:(.*?)\\r?$`, 'm').exec(sdp)?.[1] ?? null;
const fragmentOf = (sdp: string): string | null => [...usernameFragmentsOf(sdp)][0] ?? null;
const never = <Value>(): Promise<Value> => new Promise(() => {});

interface Operation {
  run(): Promise<void>;
}

export class ModelConnection implements NegotiationConnection {
  readonly #options: ModelConnectionOptions;
  #state: RTCSignalingState = 'stable';
  #pendingLocal: ModelDescription | null = null;
  #currentLocal: ModelDescription | null = null;
  #pendingRemote: ModelDescription | null = null;
  #currentRemote: ModelDescription | null = null;

  readonly #chain: Operation[] = [];
  #updateOnEmptyChain = false;
  #negotiationNeeded = false;
  /** Media lines wanted here, and those of them that an own offer has brought to `stable`. */
  #wantedCount = 0;
  #negotiatedCount = 0;
  #fragmentsToReplace = new Set<string>();
  #gathering: string | null = null;

  /** Candidates emitted here, by username fragment. */
  readonly gathered = new Map<string, string[]>();
  /** Remote candidates accepted here, by username fragment. */
  readonly added = new Map<string, string[]>();
  constructor(options: ModelConnectionOptions) {
    this.#options = options;
  }

  get signalingState(): RTCSignalingState {
    return this.#state;
  }

  get localDescription(): ModelDescription | null {
    return this.#pendingLocal ?? this.#currentLocal;
  }

  get remoteDescription(): ModelDescription | null {
    return this.#pendingRemote ?? this.#currentRemote;
  }

  /** Whether nothing is on its way: stable, no operation, nothing left to negotiate, all candidates gathered. */
  get isAtRest(): boolean {
    return (
      this.#state === 'stable' && this.#chain.length === 0 && !this.#isNegotiationNeeded() && this.#gathering === null
    );
  }

  /** As `addTransceiver()`: one more media line to offer. */
  addLine(): void {
    this.#wantedCount += 1;
    this.#updateNegotiationNeeded();
  }

  restartIce(): void {
    for (const description of [this.#currentLocal, this.#pendingLocal]) {
      const fragment = fragmentOf(description?.sdp ?? '');
      if (fragment !== null) this.#fragmentsToReplace.add(fragment);
    }
    this.#updateNegotiationNeeded();
  }

  setLocalDescription(): Promise<void> {
    return this.#enqueue(async () => {
      const type = this.#state === 'have-remote-offer' ? 'answer' : 'offer';
      const description = type === 'offer' ? this.#makeOffer() : this.#makeAnswer();
      await this.#pause();
      if (type === 'offer') {
        this.#pendingLocal = description;
        this.#state = 'have-local-offer';
      } else {
        this.#currentLocal = description;
        this.#currentRemote = this.#pendingRemote;
        this.#becomeStable();
      }
      this.#gather(description);
    });
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#enqueue(async () => {
      const { type, sdp = '' } = description;
      if (type !== 'offer' && type !== 'answer') throw this.#refusal('TypeError');
      if (type === 'answer' && this.#state !== 'have-local-offer') throw this.#refusal('InvalidStateError');
      await this.#pause();
      if (this.#options.refuses?.() === true) throw new Error('refused');
      if (type === 'offer') {
        // Implicit rollback: the own offer and its credentials are as if they had never been.
        if (this.#state === 'have-local-offer') this.#pendingLocal = null;
        this.#pendingRemote = { type, sdp };
        this.#state = 'have-remote-offer';
        return;
      }
      const offer = this.#pendingLocal;
      if (offer === null || lineOf(sdp, 'answers') !== lineOf(offer.sdp, 'id')) this.#options.onmismatch?.();
      this.#negotiatedCount = Number(lineOf(offer?.sdp ?? '', 'lines') ?? 0);
      this.#currentLocal = offer;
      this.#currentRemote = { type, sdp };
      this.#becomeStable();
    });
  }

  addIceCandidate({ candidate = '', sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidateInit): Promise<void> {
    if (candidate !== '' && (sdpMid ?? null) === null && (sdpMLineIndex ?? null) === null) {
      return Promise.reject(this.#refusal('TypeError'));
    }
    return this.#enqueue(async () => {
      if (this.remoteDescription === null) throw this.#refusal('InvalidStateError');
      const known = [this.#currentRemote, this.#pendingRemote].map((it) => fragmentOf(it?.sdp ?? ''));
      const fragment = usernameFragment ?? fragmentOf(this.remoteDescription.sdp) ?? '';
      if (!known.includes(fragment)) throw this.#refusal('OperationError');
      const added = this.added.get(fragment) ?? [];
      this.added.set(fragment, [...added, candidate]);
    });
  }

  close(): void {
    this.#state = 'closed';
  }

  #makeOffer(): ModelDescription {
    const current = fragmentOf(this.#currentLocal?.sdp ?? '');
    const isKept = current !== null && !this.#fragmentsToReplace.has(current);
    return this.#describe('offer', isKept ? current : this.#options.random.hex(8), [`lines:${this.#wantedCount}`]);
  }

  /** New credentials answer new credentials (RFC 8839 §4.4.1.1.1), and whatever `restartIce` asked for meanwhile. */
  #makeAnswer(): ModelDescription {
    const offer = this.#pendingRemote?.sdp ?? '';
    const current = fragmentOf(this.#currentLocal?.sdp ?? '');
    const isRestart = fragmentOf(offer) !== fragmentOf(this.#currentRemote?.sdp ?? '');
    const isKept = current !== null && !isRestart && !this.#fragmentsToReplace.has(current);
    return this.#describe('answer', isKept ? current : this.#options.random.hex(8), [`answers:${lineOf(offer, 'id')}`]);
  }

  #describe(type: 'offer' | 'answer', fragment: string, lines: readonly string[]): ModelDescription {
    const attributes = [`id:${this.#options.random.hex(8)}`, ...lines].map((line) => `a=x-${line}\r\n`).join('');
    const sdp = `v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\na=ice-ufrag:${fragment}\r\n${attributes}`;
    return { type, sdp };
  }

  #becomeStable(): void {
    this.#pendingLocal = null;
    this.#pendingRemote = null;
    this.#state = 'stable';
    const fragment = fragmentOf(this.#currentLocal?.sdp ?? '');
    if (fragment !== null && !this.#fragmentsToReplace.has(fragment)) this.#fragmentsToReplace.clear();
    this.#negotiationNeeded = false;
    this.#updateNegotiationNeeded();
  }

  #gather(description: ModelDescription): void {
    const fragment = fragmentOf(description.sdp);
    if (fragment === null || this.gathered.has(fragment)) return;
    const gathered: string[] = [];
    this.gathered.set(fragment, gathered);
    this.#gathering = fragment;
    const { clock, random, onicecandidate } = this.#options;
    const count = random.int(1, 4);
    const next = (index: number): void => {
      const inUse = [this.#currentLocal, this.#pendingLocal].some((it) => fragmentOf(it?.sdp ?? '') === fragment);
      if (this.#state === 'closed' || !inUse || this.#gathering !== fragment) {
        if (this.#gathering === fragment) this.#gathering = null;
        return;
      }
      const candidate = index < count ? `candidate:${fragment} ${index}` : '';
      gathered.push(candidate);
      if (candidate === '') this.#gathering = null;
      onicecandidate({
        candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: fragment },
      });
      if (candidate === '') return onicecandidate({ candidate: null });
      clock.setTimeout(() => next(index + 1), random.chance(0.6) ? 0 : random.int(1, 150));
    };
    clock.setTimeout(() => next(0), random.int(0, 5));
  }

  #refusal(name: string): Error {
    this.#options.onrefusal?.(name);
    return Object.assign(new Error(name), { name });
  }

  #pause(): Promise<void> {
    const { clock, random, maxOperationMs = 20 } = this.#options;
    return new Promise((resolve) => {
      clock.setTimeout(
        () => {
          if (this.#state !== 'closed') resolve();
        },
        random.int(0, maxOperationMs),
      );
    });
  }

  /** The operations chain: one after the other; what is closed meanwhile never settles. */
  #enqueue(operation: () => Promise<void>): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(this.#refusal('InvalidStateError'));
    return new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        try {
          await (this.#state === 'closed' ? never<void>() : operation());
          if (this.#state !== 'closed') resolve();
        } catch (error) {
          reject(error);
        }
        this.#shiftChain();
      };
      this.#chain.push({ run });
      if (this.#chain.length === 1) void run();
    });
  }

  #shiftChain(): void {
    this.#chain.shift();
    if (this.#state === 'closed') return;
    if (this.#chain[0] !== undefined) void this.#chain[0].run();
    else if (this.#updateOnEmptyChain) {
      this.#updateOnEmptyChain = false;
      this.#updateNegotiationNeeded();
    }
  }

  #isNegotiationNeeded(): boolean {
    return this.#wantedCount > this.#negotiatedCount || this.#fragmentsToReplace.size > 0;
  }

  /** @see https://www.w3.org/TR/webrtc/#dfn-update-the-negotiation-needed-flag */
  #updateNegotiationNeeded(): void {
    if (this.#chain.length > 0) {
      this.#updateOnEmptyChain = true;
      return;
    }
    this.#options.clock.setTimeout(() => {
      if (this.#state === 'closed') return;
      if (this.#chain.length > 0) {
        this.#updateOnEmptyChain = true;
        return;
      }
      if (this.#state !== 'stable') return;
      if (!this.#isNegotiationNeeded()) {
        this.#negotiationNeeded = false;
        return;
      }
      if (this.#negotiationNeeded) return;
      this.#negotiationNeeded = true;
      this.#options.onnegotiationneeded();
    }, 0);
  }
}
