/**
 * A visitor's side of a support desk in the element: which desk it is, what the visitor does, and the call that comes of it. While somebody
 * has answered, the call is in the room of the desk's pass; the attribute `room` is not touched. Added to the element when it is loaded;
 * knows no template and no socket.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DeskErrorCode } from '#protocol';
import type { CallOptions } from '../call/call-options.ts';
import type { CallStateName } from '../call/call-state.ts';
import { DeskError, type VisitorDeskModel } from '../desk/desk-types.ts';
import { sentText, thanksText, visitorErrorText } from '../locales/desk-visitor-text.ts';
import { sentences } from '../locales/sentences.ts';
import { type CallController, REMOVAL_GRACE_MS } from './call-controller.ts';
import { isInCall } from './call-view.ts';
import { deskFactory } from './desk-factory.ts';
import { pageOf } from './desk-fields.ts';
import { DeskForm, type VisitorIdentity } from './desk-form.ts';
import { DeskMessage } from './desk-message.ts';
import { watchPage } from './desk-page-watch.ts';
import { type DeskLook, NOTHING, newsOf, saidOf } from './desk-visitor-news.ts';
import { type DeskScreen, type DeskSituation, deskScreenOf, deskStateOf } from './desk-visitor-screen.ts';
import { type Visit, beginVisit, endVisit, visitElsewhere } from './desk-visits.ts';
import { WindowMemory } from './desk-window-memory.ts';
import { composedEvent } from './element-events.ts';

/** What of `<p2p-call>` this part uses. */
export interface DeskHost extends ReactiveControllerHost, HTMLElement, VisitorIdentity {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly desk: string;
  readonly label: string;
  readonly video: boolean;
  readonly mode: 'inline' | 'floating' | 'modal';
  isOpen: boolean;
}

/** What of the element no page sees. */
export interface DeskAccess {
  readonly model: CallController;
  /** As the attributes say. */
  options(): Partial<CallOptions>;
  /** For who does not see the screen. */
  say(text: string): void;
}

/** What comes of a command is told by the desk; what it says no to is of no use to a visitor. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

function codeOf(error: unknown): DeskErrorCode {
  return error instanceof DeskError ? error.code : 'server-error';
}

export class DeskVisitorControl implements ReactiveController, Visit {
  readonly host: DeskHost;
  readonly form: DeskForm;
  readonly message: DeskMessage;
  /** Why the desk did not take the call. */
  refusal: DeskErrorCode | null = null;
  /** Chosen, and then sent. */
  stars = 0;
  rating: 'open' | 'sent' = 'open';
  /** The line is being left, which the desk may hear of late. */
  isLeaving = false;
  address = '';
  readonly #access: DeskAccess;
  #desk: VisitorDeskModel | null = null;
  #name = '';
  #memory = new WindowMemory('');
  #lifetime = new AbortController();
  #started: Promise<void> = Promise.resolve();
  /** Whether the desk knows the call of the page before. */
  #isBack: Promise<boolean> = Promise.resolve(true);
  /** The call of the page before is being taken back. */
  #isStarting = false;
  #step: DeskSituation['step'] = null;
  #isAsking = false;
  /** The desk has said yes; what it says of the call may come a moment later. */
  #isTaken = false;
  /** Settled when what was left is left. */
  #leaving: Promise<void> = Promise.resolve();
  /** Settled when the desk knows that the call is over. */
  #ending: Promise<void> = Promise.resolve();
  /** Grows with each wish for a call, and when it is given up: what comes of an earlier one matters no more. */
  #turn = 0;
  #wasOpen = false;
  #look: DeskLook = NOTHING;
  #state: CallStateName = 'idle';
  /** The own event about it, on its way. */
  #telling: Event | null = null;
  #toldProblem: unknown = null;

  constructor(host: DeskHost, access: DeskAccess) {
    this.host = host;
    this.#access = access;
    const slotted = (): readonly Element[] => [...host.querySelectorAll(':scope > [slot="desk-fields"]')];
    this.form = new DeskForm(() => host, slotted);
    this.message = new DeskMessage(this.form, () => this.#changed());
    // Before the page hears of it: the element's state is the desk's, where the call has not begun.
    host.addEventListener('p2p-state-change', (event) => this.#handleState(event), { capture: true });
    host.addEventListener('p2p-error', (event) => this.#handleError(event), { capture: true });
    host.addController(this);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  /** Not before the element knows this part: the call takes its options from it. */
  hostUpdated(): void {
    const { host, screen } = this;
    // A call goes on at its desk; where there is to be none, it is over.
    const mayChange = host.desk === '' || !this.#hasCall;
    if (host.isConnected && host.desk !== this.#name && mayChange) this.#begin();
    if (this.#desk === null || this.#isStarting) return;
    const elsewhere = visitElsewhere(this);
    if (host.isOpen && elsewhere !== null && host.mode !== 'inline') {
      host.isOpen = false;
      return elsewhere.reveal();
    }
    // Whoever opens it wants to know how it is now.
    if (host.isOpen && !this.#wasOpen) quietly(this.#desk.refreshAvailability());
    if (!host.isOpen && this.#wasOpen) this.message.quiet();
    this.#wasOpen = host.isOpen;
    if (elsewhere === null) this.#memory.keep(screen === 'waiting' || screen === 'call' ? host.isOpen : null);
  }

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.host.isConnected) this.#close();
    }, REMOVAL_GRACE_MS);
  }

  get situation(): DeskSituation {
    const { availability = null, call = null, problem = null } = this.#desk ?? {};
    return { availability, call, problem, isAsking: this.#isAsking, refusal: this.refusal, step: this.#step };
  }

  get screen(): DeskScreen {
    return deskScreenOf(this.situation);
  }

  get state(): CallStateName {
    const { state } = this.#access.model.call;
    const own = deskStateOf(this.screen, this.situation.call);
    if (own !== null) return own;
    // Whether a room that is not there any more matters is for the desk to say.
    const isOnTheWay = state === 'idle' || state === 'prejoin' || (this.#isStarting && !isInCall(state));
    return isOnTheWay ? 'connecting' : state;
  }

  get isReconnecting(): boolean {
    return this.#desk?.connection === 'reconnecting';
  }

  /** Of the call: the room that the desk gave, with its own tokens. */
  get options(): Partial<CallOptions> {
    const { desk, host } = this;
    if (desk === null) return {};
    const pass = desk.call?.pass;
    const token = pass?.token;
    return {
      room: pass?.room ?? '',
      token: token ?? '',
      siteKey: '',
      getToken: token === undefined ? null : async () => (await desk.freshPass()).token ?? '',
      displayName: this.form.name,
      // A visitor wants to talk, and need not be seen.
      video: host.hasAttribute('video') && host.video,
    };
  }

  /** Asks for somebody; or goes into the room of the call that there is. */
  async join(): Promise<void> {
    await this.host.updateComplete;
    await this.#started;
    await this.#leaving;
    await this.#ending;
    const { screen } = this;
    if (screen === 'call') await this.#enter();
    else if (screen !== 'waiting') await this.call();
  }

  /** Hangs up, or leaves the line. */
  leave(): Promise<void> {
    this.#leaving = this.#leave();
    return this.#leaving;
  }

  async #leave(): Promise<void> {
    const { model } = this.#access;
    const { desk, screen } = this;
    this.#turn += 1;
    this.#isAsking = false;
    if (screen !== 'waiting') {
      // Where the room could not be entered, there is nothing to leave.
      if (screen === 'call' && !isInCall(model.call.state)) quietly(desk?.end() ?? Promise.resolve());
      return model.call.leave();
    }
    this.isLeaving = true;
    this.#changed();
    await model.call.leave();
    await desk?.cancel().catch(() => undefined);
    this.isLeaving = false;
    // Whoever changes their mind is where they were, with what they had typed.
    desk?.forget();
    this.#changed();
  }

  /** By a press of "Call": the microphone is asked for in the gesture, as browsers want it. */
  async call(): Promise<void> {
    const { desk } = this;
    if (desk === null || this.#isAsking) return;
    const elsewhere = visitElsewhere(this);
    if (elsewhere !== null) return elsewhere.reveal();
    if (!this.form.check()) return;
    const wish = this.form.callWish();
    if (wish === null) {
      this.refusal = 'message-too-large';
      this.#changed();
      return;
    }
    const { model } = this.#access;
    const turn = (this.#turn += 1);
    this.#isAsking = true;
    this.#isTaken = false;
    this.#step = null;
    this.refusal = null;
    this.message.discardVoice();
    model.configure();
    quietly(model.call.prepare());
    this.#changed();
    try {
      await desk.request(wish);
      if (turn !== this.#turn) return;
      [this.stars, this.rating] = [0, 'open'];
      this.#isTaken = true;
      this.#handleDesk();
    } catch (error) {
      // Who has left the line meanwhile need not hear why it did not work.
      if (turn !== this.#turn) return;
      this.#isAsking = false;
      this.#refuse(codeOf(error));
      this.#changed();
    }
  }

  /** Once more, where the desk would not have the page at all. */
  again(): void {
    this.#desk?.forget();
    this.#step = null;
    void this.call();
  }

  /** Back to the form, with what was typed. */
  showForm(): void {
    this.#go(null);
    this.refusal = null;
    this.#desk?.forget();
    quietly(this.#desk?.refreshAvailability() ?? Promise.resolve());
    this.#changed();
  }

  showMessage(): void {
    this.#go('message');
  }

  /** Leaves the message. */
  async send(): Promise<void> {
    const { desk, message } = this;
    if (desk === null || message.isSending || !this.form.check()) return;
    if (await message.send(desk)) {
      this.#go('sent');
      this.#access.say(sentences(sentText()));
    } else if (message.problem === 'empty') await this.#focus('.desk-text');
  }

  choose(stars: number): void {
    this.stars = stars;
    this.#changed();
  }

  rate(): void {
    if (this.stars === 0 || this.rating === 'sent' || this.#desk === null) return;
    this.rating = 'sent';
    quietly(this.#desk.rate(this.stars));
    this.#access.say(thanksText());
    this.#changed();
  }

  /** Also from another element of the page that is at the same desk. */
  reveal(): void {
    const { host } = this;
    if (host.mode !== 'inline') {
      host.isOpen = true;
      return;
    }
    host.scrollIntoView({ block: 'nearest' });
    void this.#focus('.panel button');
  }

  get isLive(): boolean {
    const { call } = this.situation;
    // Off the page nobody can go on with it.
    if (!this.host.isConnected) return false;
    return this.#isAsking || this.#isStarting || (call !== null && call.phase !== 'ended');
  }

  get desk(): VisitorDeskModel | null {
    return this.#desk;
  }

  /** One that is over counts until the visitor has seen that. */
  get #hasCall(): boolean {
    return this.#isAsking || (this.#desk?.call ?? null) !== null;
  }

  #begin(): void {
    const { host } = this;
    if (this.#hasCall) quietly(this.#access.model.call.leave());
    this.#close();
    this.#name = host.desk;
    if (host.desk === '') return;
    this.#lifetime = new AbortController();
    const { server = '' } = this.#access.options();
    const desk = deskFactory.create({
      server,
      desk: host.desk,
      tokens: () => {
        const { token = '', siteKey = '', getToken = null } = this.#access.options();
        return { token, siteKey, getToken };
      },
    });
    this.#desk = desk;
    this.address = `${server} ${host.desk}`;
    beginVisit(this);
    this.#memory = new WindowMemory(host.desk);
    this.#lifetime.signal.addEventListener(
      'abort',
      desk.subscribe(() => this.#handleDesk()),
    );
    watchPage((page) => desk.setPage(page), this.#lifetime.signal);
    desk.watchAvailability();
    // Another element of the page has what the page before had.
    if (visitElsewhere(this) === null) this.#started = this.#resume(desk);
  }

  /** The page before had a call: it goes on, and the window is open where it was. */
  async #resume(desk: VisitorDeskModel): Promise<void> {
    const isOpenedHere = this.#memory.wasOpen === true && !this.host.isOpen;
    this.#isStarting = true;
    if (isOpenedHere) this.host.isOpen = true;
    this.#isBack = desk.resume().catch(() => false);
    const isBack = await this.#isBack;
    if (desk !== this.#desk) return;
    this.#handleDesk();
    this.#isStarting = false;
    if (isBack) desk.setPage(pageOf(document));
    else if (isOpenedHere) this.host.isOpen = false;
    this.#changed();
  }

  #close(): void {
    endVisit(this);
    this.#lifetime.abort();
    this.message.stopSending();
    this.message.discardVoice();
    this.#desk?.dispose();
    this.#desk = null;
    this.#name = '';
    this.#look = NOTHING;
    [this.#step, this.#isAsking, this.refusal] = [null, false, null];
  }

  #handleDesk(): void {
    const { desk } = this;
    if (desk === null) return;
    const before = this.#look;
    const now: DeskLook = { availability: desk.availability, call: desk.call };
    this.#look = now;
    if (this.#isTaken && (desk.call !== null || desk.problem !== null)) this.#isAsking = false;
    const wasLive = before.call !== null && before.call.phase !== 'ended';
    // Before the page hears of anything, so that it finds the element in its new state.
    if (now.call?.phase === 'active' && before.call?.phase !== 'active') this.#handleAnswer();
    if (wasLive && now.call?.phase !== 'active' && (now.call === null || now.call.phase === 'ended')) {
      quietly(this.#access.model.call.leave());
    }
    if (now.call?.pass !== undefined) this.#access.model.configure();
    this.#access.say(saidOf(before, now));
    for (const { type, detail } of newsOf(before, now)) this.host.dispatchEvent(composedEvent(type, detail));
    const { problem } = desk;
    if (problem?.fatal && problem !== this.#toldProblem) this.#report(problem.code, true);
    this.#toldProblem = problem;
    this.#changed();
  }

  #handleAnswer(): void {
    // Too late: nobody is to be heard who has hung up.
    if (this.isLeaving) return;
    // Whoever waited reads something else by now.
    if (!this.#isStarting && this.host.mode !== 'inline') this.host.isOpen = true;
    void this.#enter();
  }

  /** Into the room; after a transfer one is in it. */
  async #enter(): Promise<void> {
    const { model } = this.#access;
    model.configure();
    const { call } = model;
    // The element may not know of this part yet.
    call.configure(this.options);
    if (isInCall(call.state)) return;
    const turn = this.#turn;
    if (this.#isStarting) {
      // With microphone and camera as the page before had them, while the desk is asked.
      if (await call.resume().catch(() => false)) return;
      await this.#isBack;
    }
    if (turn !== this.#turn) return;
    if (this.screen === 'call' && !isInCall(call.state)) await call.join().catch(() => undefined);
  }

  /** The page is told the state of the element, which is not that of the call all the time. */
  #handleState(event: Event): void {
    if (this.#desk === null || event.target !== this.host || event === this.#telling) return;
    if (!(event instanceof CustomEvent)) return;
    event.stopImmediatePropagation();
    const { call } = this.#access.model;
    const { call: own } = this.situation;
    const isOver = event.detail.state === 'ended' && call.endReason === 'user_left';
    if (isOver && own !== null && own.phase !== 'ended' && this.screen === 'call') {
      this.#ending = this.#desk.end().catch(() => undefined);
    }
    this.#changed();
  }

  /** The seat of the page before was tried before the desk had spoken: what comes of it is no news yet. */
  #handleError(event: Event): void {
    if (!this.#isStarting || event.target !== this.host || !(event instanceof CustomEvent)) return;
    if (event.detail.fatal === true && event.detail.subject !== 'desk') event.stopImmediatePropagation();
  }

  #refuse(code: DeskErrorCode): void {
    this.refusal = code;
    quietly(this.#access.model.call.leave());
    quietly(this.#desk?.refreshAvailability() ?? Promise.resolve());
    this.#report(code, false);
  }

  #report(code: DeskErrorCode, fatal: boolean): void {
    const { title, whatToDo } = visitorErrorText(code);
    const detail = { code, hint: sentences(title, whatToDo), fatal, subject: 'desk' };
    this.host.dispatchEvent(composedEvent('p2p-error', detail));
  }

  #go(step: DeskSituation['step']): void {
    this.#step = step;
    this.message.problem = null;
    if (step !== 'message') this.message.discardVoice();
    this.#changed();
  }

  #changed(): void {
    const { state } = this;
    const previous = this.#state;
    this.#state = state;
    if (state !== previous) {
      this.host.setAttribute('state', state);
      this.#telling = composedEvent('p2p-state-change', { state, previous });
      this.host.dispatchEvent(this.#telling);
    }
    this.host.requestUpdate();
  }

  async #focus(selector: string): Promise<void> {
    this.#changed();
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
