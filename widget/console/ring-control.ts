/** What makes a call heard and seen that rings here: the tone, the title of the page, a notification, and the words for a screen reader. */
import { msg, str } from '@lit/localize';
import type { CallId, DeskCall } from '#protocol';
import { sentences } from '../locales/sentences.ts';
import { visitorName } from './agent-texts.ts';
import { RingNotices } from './ring-notices.ts';
import { RingSound } from './ring-sound.ts';
import { TitleFlash } from './title-flash.ts';

export class RingControl {
  readonly sound: RingSound;
  readonly notices = new RingNotices();
  /** How long each of those that ring does so in all, in ms. */
  readonly lengths = new Map<CallId, number>();
  /** For the live region; '' while nothing rings. */
  text = '';
  readonly #title = new TitleFlash(document);
  readonly #onclick: () => void;

  /** @param onclick somebody has pressed a notification. */
  constructor(onchange: () => void, onclick: () => void) {
    this.sound = new RingSound(onchange);
    this.#onclick = onclick;
  }

  begin(call: DeskCall, lengthMs: number): void {
    const name = visitorName(call);
    this.lengths.set(call.id, lengthMs);
    this.sound.play(Math.max(...this.lengths.values()));
    this.#title.start(msg(str`(${this.lengths.size}) Incoming call`, { id: 'agent-title' }));
    this.text = sentences(msg(str`${name} is calling`, { id: 'agent-calling' }), call.topic);
    this.notices.show(call.id, msg(str`${name} is calling`, { id: 'agent-calling' }), call.topic, this.#onclick);
  }

  end(id: CallId): void {
    this.lengths.delete(id);
    this.notices.close(id);
    if (this.lengths.size > 0) return;
    this.#quiet();
  }

  close(): void {
    this.lengths.clear();
    this.notices.closeAll();
    this.#quiet();
    this.sound.close();
  }

  #quiet(): void {
    this.text = '';
    this.sound.stop();
    this.#title.stop();
  }
}
