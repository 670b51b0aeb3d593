/** People who are in the call of the preview, so that there is something to see: calls in this page, without devices or a server. */
import type { Call } from '../../core.ts';

const NAMES = ['Grace', 'Alan', 'Katherine'] as const;
export const MAX_GUESTS = NAMES.length;

export class Guests {
  readonly #Call: typeof Call;
  readonly #room: string;
  readonly #calls: Call[] = [];

  /** @param room of the preview. */
  constructor(CallClass: typeof Call, room: string) {
    this.#Call = CallClass;
    this.#room = room;
  }

  /** Has so many people in the room, from now on. */
  async setCount(count: number): Promise<void> {
    while (this.#calls.length > count) this.#calls.pop()?.dispose();
    const joining: Promise<void>[] = [];
    while (this.#calls.length < Math.min(count, MAX_GUESTS)) {
      const displayName = NAMES[this.#calls.length] ?? '';
      const call = new this.#Call({
        ...{ signaling: 'local', room: this.#room, displayName },
        ...{ audio: false, video: false, maxParticipants: MAX_GUESTS + 1 },
      });
      this.#calls.push(call);
      joining.push(call.join());
    }
    await Promise.all(joining);
  }
}
