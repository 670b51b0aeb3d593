/** What was asked of the desk and is not answered yet, and one line about what happened last. Knows no words but those it is given. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CallId, MessageId } from '#protocol';

/** By which what is asked about a call is known, until it is answered. */
export function wishKey(op: string, id: CallId | MessageId | ''): string {
  return `${op} ${id}`;
}

export class Wishes implements ReactiveController {
  /** The last thing worth telling; '' when there is none, or it was put away. */
  line = '';
  readonly #host: ReactiveControllerHost;
  readonly #pending = new Set<string>();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  isPending(key: string): boolean {
    return this.#pending.has(key);
  }

  say(line: string): void {
    this.line = line;
    this.#host.requestUpdate();
  }

  /** Once at a time for each key. Never rejects. @param wordsFor why it was refused; '' says nothing. @returns whether it was done. */
  async run(key: string, work: () => Promise<unknown>, wordsFor: (error: unknown) => string): Promise<boolean> {
    if (this.#pending.has(key)) return false;
    this.#pending.add(key);
    this.say('');
    try {
      await work();
      return true;
    } catch (error) {
      this.say(wordsFor(error));
      return false;
    } finally {
      this.#pending.delete(key);
      this.#host.requestUpdate();
    }
  }
}
