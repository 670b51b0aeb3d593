/**
 * The life of the own call beside the desk: loads the script of the call, holds it on this page, keeps the note, and leaves the room when the
 * call is somebody else's or nobody's. Knows the `<p2p-call>` by its public surface alone.
 */
import type { CallId, DeskCall } from '#protocol';
import type { P2pCall } from '../elements/p2p-call.ts';
import type { AgentDeskModel } from '../desk/desk-types.ts';
import { Hold } from './hold.ts';
import { NoteKeeper } from './note-keeper.ts';

interface Surroundings {
  desk(): AgentDeskModel;
  /** The element of the call, as soon as it is drawn. */
  element(): P2pCall | null;
  /** Has the script of the call there; rejects where it does not come. */
  load(): Promise<void>;
  onchange(): void;
}

export class OwnCallControl {
  module: 'loading' | 'loaded' | 'failed' = 'loading';
  readonly note: NoteKeeper;
  readonly #around: Surroundings;
  readonly #hold = new Hold();
  #id: CallId | '' = '';
  /** What the desk was asked, until it says so of the call: its answer may come before that. */
  #wish: boolean | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
    this.note = new NoteKeeper((id, text) => around.desk().note(id as CallId, text), around.onchange);
  }

  /** After every change of the desk. */
  update(call: DeskCall | null): void {
    const id = call?.id ?? '';
    if (id !== this.#id) {
      if (this.#id !== '') void this.#around.element()?.leave();
      this.#id = id;
      this.#wish = null;
      this.#hold.reset();
      if (call !== null) void this.load();
    }
    this.note.show(id, call?.note ?? '');
    if (call?.held === this.#wish) this.#wish = null;
    this.apply();
  }

  /** Never rejects. */
  async load(): Promise<void> {
    if (this.module === 'loaded') return;
    this.module = 'loading';
    this.#around.onchange();
    this.module = await this.#around.load().then(
      () => 'loaded' as const,
      () => 'failed' as const,
    );
    this.#around.onchange();
  }

  /** Quiet at once, and told then; where the desk does not take it, it was nothing. */
  async hold(id: CallId, on: boolean): Promise<void> {
    this.#wish = on;
    this.apply();
    try {
      await this.#around.desk().hold(id, on);
    } catch (error) {
      if (this.#id === id) this.#wish = null;
      this.apply();
      throw error;
    }
  }

  /** Also when the call has new people, or new tracks. */
  apply(): void {
    const element = this.#around.element();
    const call = this.#around.desk().ownCall;
    // Before it is in the room there is nothing to be quiet about.
    if (call === null || element === null || element.localParticipant?.id === '') return;
    this.#hold.set(element, this.#wish ?? call.held);
    this.#hold.silence(element);
  }
}
