/**
 * What was said before a page came: asks one of those who were there, the next one where there is no answer, and answers those who
 * come later. What comes is another person's word: it never changes what this page got itself, it is taken once, and it is shown as
 * passed on. Must not know how a message travels, nor how it is shown.
 */
import type { PeerId } from '#protocol';
import { type HistoryEntry, type HistoryFrame, decodeHistory, historyOf } from '../data/chat-history.ts';
import { type Clock, type TimerHandle, systemClock } from '../link/clock.ts';
import { cleanName } from './display-name.ts';
import type { ChatMessage } from './events.ts';

/** How long one has for an answer before the next one is asked too, in ms. A connection through a relay needs some of it. */
export const ANSWER_WITHIN_MS = 5_000;

/** How often one peer is told: a page that is loaded anew asks again, a flood gets nothing. */
export const MAX_ANSWERS = 16;

export interface HistoryHost {
  /** Everything that is shown. */
  messages(): readonly ChatMessage[];
  me(): PeerId;
  /** '' where there is nobody with this id any more. */
  nameOf(id: PeerId): string;
  /** Rejects where there is no such peer. */
  tell(to: PeerId, frame: HistoryFrame): Promise<void>;
  /** From now on this is shown; of them, `earlier` were not there before. */
  show(messages: readonly ChatMessage[], earlier: readonly ChatMessage[]): void;
  readonly clock?: Clock;
}

const keyOf = ({ from, id }: Pick<HistoryEntry, 'from' | 'id'>): string => `${from} ${id}`;

function entryOf({ id, from, name, text, sentAt }: ChatMessage): HistoryEntry {
  return { id, from, name, text, at: sentAt };
}

export class HistoryExchange {
  readonly #host: HistoryHost;
  readonly #clock: Clock;
  /** Not asked yet. */
  #waiting: readonly PeerId[] = [];
  readonly #asked = new Set<PeerId>();
  readonly #answerCounts = new Map<PeerId, number>();
  #timer: TimerHandle | null = null;

  constructor(host: HistoryHost) {
    this.#host = host;
    this.#clock = host.clock ?? systemClock;
  }

  /** Asks one after the other until one knows something. @param ids those who were there before, whoever knows most first. */
  ask(ids: readonly PeerId[]): void {
    this.#asked.clear();
    this.#waiting = ids;
    this.#askNext();
  }

  /** @param history of a frame by this peer, as it came. */
  receive(from: PeerId, history: unknown): void {
    if (history === 'ask') return this.#answer(from);
    const entries = decodeHistory(history);
    // Nobody may tell us what we did not ask for, nor twice.
    if (entries === null || !this.#asked.delete(from)) return;
    if (entries.length === 0) return this.#askNext();
    this.close();
    this.#take(from, entries);
  }

  /** Asks nobody any more, and hears no answer. */
  close(): void {
    this.#waiting = [];
    this.#asked.clear();
    this.#clearTimer();
  }

  #askNext(): void {
    this.#clearTimer();
    const [next, ...others] = this.#waiting;
    if (next === undefined) return;
    this.#waiting = others;
    this.#asked.add(next);
    this.#timer = this.#clock.setTimeout(() => this.#askNext(), ANSWER_WITHIN_MS);
    // Who has left meanwhile is waited for like one who is silent.
    this.#host.tell(next, { history: 'ask' }).catch(() => {});
  }

  #answer(to: PeerId): void {
    const count = (this.#answerCounts.get(to) ?? 0) + 1;
    if (count > MAX_ANSWERS) return;
    this.#answerCounts.set(to, count);
    const shared = this.#host.messages().filter((message) => message.to === undefined);
    this.#host.tell(to, { history: historyOf(shared.map(entryOf)) }).catch(() => {});
  }

  #take(from: PeerId, entries: readonly HistoryEntry[]): void {
    const passedOnBy = { id: from, name: this.#host.nameOf(from) };
    const me = this.#host.me();
    const known = this.#host.messages();
    const keys = new Set(known.map(keyOf));
    const earlier: ChatMessage[] = [];
    for (const entry of entries) {
      const { id, from: sender, name = '', text, at: sentAt } = entry;
      if (keys.has(keyOf(entry))) continue;
      keys.add(keyOf(entry));
      earlier.push({ id, from: sender, name: cleanName(name), text, sentAt, local: sender === me, passedOnBy });
    }
    if (earlier.length === 0) return;
    const passedOn = [...earlier, ...known.filter((it) => it.passedOnBy)].sort((a, b) => a.sentAt - b.sentAt);
    this.#host.show([...passedOn, ...known.filter((it) => !it.passedOnBy)], earlier);
  }

  #clearTimer(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
