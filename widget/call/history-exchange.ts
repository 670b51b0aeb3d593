/**
 * What was said before a page came: asks one of those who were there, the next one where there is no answer, and answers those who
 * come later. What comes is another person's word: it never changes what this page got itself, it is taken once, and it is shown as
 * passed on. Must not know how a message travels, nor how it is shown.
 */
import type { PeerId } from '#protocol';
import { type HistoryEntry, type HistoryFrame, decodeHistory, historyOf } from '../data/chat-history.ts';
import { OWN_TOPIC } from '../data/frames.ts';
import { type Clock, type TimerHandle, systemClock } from '../link/clock.ts';
import { cleanName } from './display-name.ts';
import type { ChatMessage } from './events.ts';
import type { Participant } from './participant.ts';

/** How long one has for an answer before the next one is asked too, in ms. A connection through a relay needs some of it. */
export const ANSWER_WITHIN_MS = 5_000;

/** How often one peer is told: a page that is loaded anew asks again, a flood gets nothing. */
export const MAX_ANSWERS = 16;

/** What this needs of the conversation. */
export interface HistoryHost {
  /** Everything that is shown. */
  readonly messages: readonly ChatMessage[];
  readonly me: PeerId;
  /** Rejects where there is no such peer. */
  send(frame: HistoryFrame, to: PeerId, options: { readonly topic: string }): Promise<void>;
  showEarlier(messages: readonly ChatMessage[], earlier: readonly ChatMessage[]): void;
}

/** One who may be asked. */
export type Witness = Pick<Participant, 'id' | 'name'>;

const keyOf = ({ from, id }: Pick<HistoryEntry, 'from' | 'id'>): string => `${from} ${id}`;

function entryOf({ id, from, name, text, sentAt }: ChatMessage): HistoryEntry {
  return { id, from, name, text, at: sentAt };
}

export class HistoryExchange {
  readonly #host: HistoryHost;
  readonly #clock: Clock;
  /** Not asked yet. */
  #waiting: readonly Witness[] = [];
  readonly #asked = new Map<PeerId, Witness>();
  readonly #answerCounts = new Map<PeerId, number>();
  #timer: TimerHandle | null = null;

  constructor(host: HistoryHost, clock: Clock = systemClock) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Asks one after the other until one knows something. @param others those who were there before, whoever knows most first. */
  ask(others: readonly Witness[]): void {
    this.#asked.clear();
    this.#waiting = others;
    this.#askNext();
  }

  /** @param history of a frame of this peer, as it came. */
  receive(from: PeerId, { history }: { readonly history: unknown }): void {
    if (history === 'ask') return this.#answer(from);
    const entries = decodeHistory(history);
    const witness = this.#asked.get(from);
    // Nobody may tell us what we did not ask for, nor twice.
    if (entries === null || witness === undefined) return;
    this.#asked.delete(from);
    if (entries.length === 0) return this.#askNext();
    this.#waiting = [];
    this.#asked.clear();
    this.#clearTimer();
    this.#take(witness, entries);
  }

  #askNext(): void {
    this.#clearTimer();
    const [next, ...others] = this.#waiting;
    if (next === undefined) return;
    this.#waiting = others;
    this.#asked.set(next.id, next);
    this.#timer = this.#clock.setTimeout(() => this.#askNext(), ANSWER_WITHIN_MS);
    this.#send(next.id, { history: 'ask' });
  }

  #answer(to: PeerId): void {
    const count = (this.#answerCounts.get(to) ?? 0) + 1;
    if (count > MAX_ANSWERS) return;
    this.#answerCounts.set(to, count);
    const shared = this.#host.messages.filter((message) => message.to === undefined);
    this.#send(to, { history: historyOf(shared.map(entryOf)) });
  }

  #take({ id: by, name: byName }: Witness, entries: readonly HistoryEntry[]): void {
    const passedOnBy = { id: by, name: byName };
    const { me, messages: known } = this.#host;
    const keys = new Set(known.map(keyOf));
    const earlier: ChatMessage[] = [];
    for (const entry of entries) {
      const { id, from, name = '', text, at: sentAt } = entry;
      if (keys.has(keyOf(entry))) continue;
      keys.add(keyOf(entry));
      earlier.push({ id, from, name: cleanName(name), text, sentAt, local: from === me, passedOnBy });
    }
    if (earlier.length === 0) return;
    const passedOn = [...earlier, ...known.filter((it) => it.passedOnBy)].sort((a, b) => a.sentAt - b.sentAt);
    this.#host.showEarlier([...passedOn, ...known.filter((it) => !it.passedOnBy)], earlier);
  }

  /** Who has left meanwhile is waited for like one who is silent. */
  #send(to: PeerId, frame: HistoryFrame): void {
    this.#host.send(frame, to, { topic: OWN_TOPIC }).catch(() => {});
  }

  #clearTimer(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
