/**
 * Perfect negotiation of one connection, with the words of its specification. Signals must come in order and one at a time
 * (the pair link sees to that). It must not know generations, media, or how a description travels.
 * @see https://www.w3.org/TR/webrtc/#perfect-negotiation-example
 */
import { MAX_CANDIDATES_PER_GENERATION } from '#protocol';
import type { SignalCandidate, SignalDescription } from './signals.ts';

/** What perfect negotiation needs of an RTCPeerConnection; the real one fits. */
export interface NegotiationConnection {
  readonly signalingState: RTCSignalingState;
  readonly localDescription: { readonly type: RTCSdpType; readonly sdp: string } | null;
  setLocalDescription(): Promise<void>;
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>;
  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  restartIce(): void;
}

/** Which step was refused by the browser. */
export type NegotiationStep = 'offer' | 'remote-offer' | 'answer' | 'remote-answer';

export interface PerfectNegotiationOptions {
  /** The polite peer gives way when offers cross. Exactly one of the two is polite. */
  readonly polite: boolean;
  readonly connection: NegotiationConnection;
  /** Sends a local description to the other peer, in order with its candidates. */
  send(description: SignalDescription): void;
  /** A remote offer was set and will be answered next; synchronous, the place to set directions and tracks. */
  onremoteoffer?(): void;
  /** An offer and its answer are in place; the connection was `stable` at this moment. */
  onnegotiated?(): void;
  /** The browser refused a step; this connection cannot be trusted any more. */
  onfailure(step: NegotiationStep, error: unknown): void;
}

/** The values of `a=ice-ufrag` in `sdp` (RFC 8839 §5.4). */
export function usernameFragmentsOf(sdp: string): ReadonlySet<string> {
  return new Set(Array.from(sdp.matchAll(/^a=ice-ufrag:([^\s]+)/gm), ([, fragment = '']) => fragment));
}

export class PerfectNegotiation {
  readonly #options: PerfectNegotiationOptions;
  /** Settles at {@link close}. A closed connection never settles its promises (webrtc-pc §4.4.1.2), and one that is waited
   *  for would hold up the link for ever. */
  readonly #whenClosed: Promise<void>;
  #settleClosed: () => void = () => {};
  #isClosed = false;

  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;

  /** Candidates that came before the description they belong to. */
  #earlyCandidates: SignalCandidate[] = [];
  /** Of the remote description; `null` before there is one. */
  #remoteFragments: ReadonlySet<string> | null = null;
  #candidateCount = 0;
  #droppedCandidateCount = 0;

  constructor(options: PerfectNegotiationOptions) {
    this.#options = options;
    this.#whenClosed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  /** Whether a remote description has been set. */
  get hasRemoteDescription(): boolean {
    return this.#remoteFragments !== null;
  }

  /** Remote candidates that were of no use: too many, of an ignored offer, or refused by the browser. */
  get droppedCandidateCount(): number {
    return this.#droppedCandidateCount;
  }

  /** To be called synchronously from `onnegotiationneeded`: only there `setLocalDescription()` is sure to make an offer. */
  async handleNegotiationNeeded(): Promise<void> {
    if (this.#isClosed) return;
    const { connection } = this.#options;
    this.#makingOffer = true;
    try {
      if (!(await this.#settled(connection.setLocalDescription()))) return;
      this.#sendLocalDescription();
    } catch (error) {
      this.#fail('offer', error);
    } finally {
      this.#makingOffer = false;
    }
  }

  /** Applies a remote description and answers an offer. Never rejects; settles at once when closed meanwhile. */
  async handleDescription(description: SignalDescription): Promise<void> {
    if (this.#isClosed) return;
    const { connection, polite } = this.#options;
    const readyForOffer =
      !this.#makingOffer && (connection.signalingState === 'stable' || this.#isSettingRemoteAnswerPending);
    const offerCollision = description.type === 'offer' && !readyForOffer;

    this.#ignoreOffer = !polite && offerCollision;
    if (this.#ignoreOffer) return;

    const isAnswer = description.type === 'answer';
    // To nothing that was asked: refused by the browser, and no reason to give up what is negotiated.
    if (isAnswer && connection.signalingState !== 'have-local-offer') return;
    // The specification's example has no `finally`: one refused answer would make every later offer look like no collision.
    this.#isSettingRemoteAnswerPending = isAnswer;
    try {
      // Rolls an own offer back where there is a collision. Nothing may be awaited between the test and this call.
      if (!(await this.#settled(connection.setRemoteDescription(description)))) return;
    } catch (error) {
      return this.#fail(isAnswer ? 'remote-answer' : 'remote-offer', error);
    } finally {
      this.#isSettingRemoteAnswerPending = false;
    }
    this.#setRemoteFragments(usernameFragmentsOf(description.sdp));

    if (!isAnswer) {
      try {
        this.#options.onremoteoffer?.();
        const answered = connection.setLocalDescription();
        void this.#addEarlyCandidates();
        if (!(await this.#settled(answered))) return;
        this.#sendLocalDescription();
      } catch (error) {
        return this.#fail('answer', error);
      }
    } else await this.#settled(this.#addEarlyCandidates());
    if (!this.#isClosed) this.#options.onnegotiated?.();
  }

  /** Adds remote candidates, or keeps them until their description comes. Never rejects. */
  async handleCandidates(candidates: readonly SignalCandidate[]): Promise<void> {
    if (this.#isClosed) return;
    // At once and not one after the other: each would wait for a turn of the browser's queue.
    await this.#settled(Promise.all(candidates.map((candidate) => this.#handleCandidate(candidate))));
  }

  /** Ends it: nothing is sent or reported any more, and whoever waits for a handler goes on. Safe to repeat. */
  close(): void {
    this.#isClosed = true;
    this.#earlyCandidates = [];
    this.#settleClosed();
  }

  async #handleCandidate(candidate: SignalCandidate): Promise<void> {
    if (this.#isCurrent(candidate)) return this.#addCandidate(candidate);
    if (this.#ignoreOffer || this.#earlyCandidates.length >= MAX_CANDIDATES_PER_GENERATION) {
      this.#droppedCandidateCount += 1;
      return;
    }
    this.#earlyCandidates.push(candidate);
  }

  #isCurrent({ usernameFragment }: SignalCandidate): boolean {
    const fragments = this.#remoteFragments;
    if (fragments === null) return false;
    return usernameFragment === null || fragments.size === 0 || fragments.has(usernameFragment);
  }

  async #addCandidate(candidate: SignalCandidate): Promise<void> {
    if (this.#candidateCount >= MAX_CANDIDATES_PER_GENERATION) {
      this.#droppedCandidateCount += 1;
      return;
    }
    this.#candidateCount += 1;
    try {
      await this.#options.connection.addIceCandidate(candidate);
    } catch {
      // A candidate that the browser refuses is one way less to connect; recovery looks at packets, not at this.
      this.#droppedCandidateCount += 1;
    }
  }

  /** A description with new fragments begins a new gathering of the other side: its candidates are counted anew. */
  #setRemoteFragments(fragments: ReadonlySet<string>): void {
    const known = this.#remoteFragments;
    if (known === null || ![...fragments].every((fragment) => known.has(fragment))) this.#candidateCount = 0;
    this.#remoteFragments = fragments;
  }

  /** What still does not belong to the description belonged to an offer that was rolled back. */
  async #addEarlyCandidates(): Promise<void> {
    const candidates = this.#earlyCandidates.filter((candidate) => this.#isCurrent(candidate));
    this.#droppedCandidateCount += this.#earlyCandidates.length - candidates.length;
    this.#earlyCandidates = [];
    await Promise.all(candidates.map((candidate) => this.#addCandidate(candidate)));
  }

  #sendLocalDescription(): void {
    const description = this.#options.connection.localDescription;
    if (description === null || (description.type !== 'offer' && description.type !== 'answer')) return;
    this.#options.send({ type: description.type, sdp: description.sdp });
  }

  /** Waits for `operation`. @returns whether this is still open afterwards. */
  async #settled(operation: Promise<unknown>): Promise<boolean> {
    await Promise.race([operation, this.#whenClosed]);
    return !this.#isClosed;
  }

  #fail(step: NegotiationStep, error: unknown): void {
    if (!this.#isClosed) this.#options.onfailure(step, error);
  }
}
