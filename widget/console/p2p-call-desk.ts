/** `<p2p-call-desk>`: attributes in, events out, one snapshot of the desk per render. What happens at a desk is not known here. */
import { msg, str, updateWhenLocaleChanges } from '@lit/localize';
import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { AgentId, AgentStatus, Availability, CallId, DeskCall } from '#protocol';
import { VERSION } from '../diagnostics/version.ts';
import { type AgentDeskEvent, type AgentDeskModel, DeskError, type DeskProblem } from '../desk/desk-types.ts';
import { Announcer } from '../elements/announcer.ts';
import { oneOf, readTexts, text } from '../elements/attributes.ts';
import { composedEvent } from '../elements/element-events.ts';
import { LazyView } from '../elements/lazy-view.ts';
import type { P2pCall } from '../elements/p2p-call.ts';
import { directionOf, spokenLanguage, useLocale } from '../locales/localization.ts';
import { type Strings, speaking } from '../locales/speaking.ts';
import { loadConsole } from '../parts/console.ts';
import { overText, problemText, refusalText, visitorName } from './agent-texts.ts';
import { callModule } from './call-module.ts';
import { consolePanel } from './console-panel.ts';
import { DeskController } from './desk-controller.ts';
import type { P2pCallDeskEventDetails, P2pCallDeskEventMap } from './desk-element-events.ts';
import type { DeskRequests, DeskState, DeskView, ListName, Opened } from './desk-view.ts';
import { FiguresKeeper } from './figures-keeper.ts';
import { FocusHome } from './focus-home.ts';
import type { MessageBox } from './message-box.ts';
import { NoticesChoice } from './notices-choice.ts';
import type { OwnCallControl } from './own-call-control.ts';
import { PushSwitch } from './push-switch.ts';
import { RingControl } from './ring-control.ts';
import { ringKeyOf } from './ring-keys.ts';
import { styles } from './styles/index.ts';
import { Ticking } from './ticking.ts';
import { Wishes, wishKey } from './wishes.ts';

type Target = { readonly agent: AgentId } | { readonly department: string };

/**
 * The console of an agent at a support desk: who waits, what rings, the call itself, missed calls, messages and colleagues. It loads
 * `<p2p-call>` from beside its own script when the first call needs it; the events of that element come through.
 *
 * @element p2p-call-desk
 * @attr state - Read-only: `connecting`, `away`, `available`, `busy`, `in-call` or `closed`. For style sheets.
 * @slot logo - At the start of the bar.
 * @slot end - At the end of the bar.
 * @csspart panel - Everything.
 * @csspart header - The bar on top.
 * @csspart banner - A line about what is wrong, or what happened.
 * @csspart ring - A call that rings here.
 * @csspart queue - The list of those who wait.
 * @csspart waiting - One of them.
 * @csspart card - Who the own call is with, and what can be done with it.
 * @csspart missed - One missed call.
 * @csspart message - One message.
 * @csspart voice - The player of a voice message.
 * @csspart colleague - One colleague.
 * @csspart settings - What can be set.
 * @csspart dialog - To whom a call can be handed over.
 * @csspart input input-status input-note input-volume - Every field.
 * @csspart button - Every button.
 * @csspart button-online button-mute button-settings button-close button-sample button-push - What an agent sets.
 * @csspart button-answer button-decline button-accept - Of a call that rings, or waits.
 * @csspart button-hold button-transfer button-end-call button-choice button-cancel button-load - Of the own call.
 * @csspart button-missed button-messages button-team button-clear button-handled button-undo button-voice button-fetch - Of the lists.
 * @csspart button-reopen button-sound button-notices button-later button-dismiss - In lines.
 */
export class P2pCallDesk extends LitElement {
  static override readonly styles = styles;
  /** Of the script that this class came from. */
  static readonly version = VERSION;

  /** Origin of your Worker, such as `https://calls.example.com`. Default: where the script came from. */
  @property(text('server')) server = '';
  /** Name of the desk, as in the Worker's setting `DESKS`. */
  @property(text('desk')) desk = '';
  /** A token of an agent for this desk, [made by your own server](#support-calls-on-your-site). */
  @property(text('token')) token = '';
  /** Makes a token, on your own server: asked when there is none, and when one is refused. */
  @property({ attribute: false }) getToken: (() => string | Promise<string>) | null = null;
  /** Name shown to visitors and colleagues, at most 64 characters, where the token says none. */
  @property(text('display-name')) displayName = '';
  /** Colours: `auto` follows the system, `light` and `dark` do not. */
  @property({ ...oneOf('theme', ['auto', 'light', 'dark']), reflect: true, useDefault: true })
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** Language, such as `de`. Default: that of the page; English where there is no translation. */
  @property({ ...text('lang'), reflect: true, useDefault: true }) override lang = '';
  /** Words of this element instead of those of its language: texts [by id](widget/locales/string-ids.ts), with `{0}` for the first value in
   *  one. A new object for each change; what is wrong is left out with a warning. Default: null. */
  @property({ attribute: false }) strings: Strings | null = null;

  #list: ListName = 'missed';
  #opened: Opened = null;
  /** What the agent said last. Whoever has loaded the page anew in a call has said so before, most likely. */
  #status: AgentStatus = 'available';
  #availability = '';
  #problem: DeskProblem | null = null;
  #ownId: CallId | null = null;
  /** Whose end is still to be told. */
  #over: CallId | null = null;
  /** Which call this console gives away. */
  #handedOver: CallId | null = null;
  #wasOpen = false;
  readonly #update = (): void => this.requestUpdate();
  readonly #wishes = new Wishes(this);
  readonly #announcer = new Announcer(this);
  readonly #ring = new RingControl(this.#update, () => this.#update());
  readonly #notices = new NoticesChoice(this.#ring.notices);
  readonly #controller = new DeskController(this, {
    access: () => ({ ...this.#access, displayName: this.displayName }),
    onchange: (desk) => this.#handleChange(desk),
    onevent: (event) => this.#handleEvent(event),
    onclose: () => this.#close(),
  });
  readonly #more = new LazyView(this, loadConsole);
  /** With the part that is loaded after the console has opened, as the messages. */
  #own: OwnCallControl | null = null;
  #messages: MessageBox | null = null;
  readonly #figures = new FiguresKeeper(() => this.#desk.fetchStats(), this.#update);
  readonly #push = new PushSwitch(
    () => ({ ...this.#access, tokens: () => this.#access }),
    this.#update,
    (line) => this.#wishes.say(line),
  );
  readonly #freshToken = async (): Promise<string> => {
    const { ownCall } = this.#desk;
    return ownCall === null ? '' : ((await this.#desk.freshPass(ownCall.id)).token ?? '');
  };
  readonly #requests = this.#createRequests();
  readonly #handleKey = (event: KeyboardEvent): void => {
    const [call] = [...this.#desk.rings.keys()].flatMap((id) => this.#desk.calls.get(id) ?? []);
    const key = call === undefined ? null : ringKeyOf(event);
    if (call === undefined || key === null) return;
    event.preventDefault();
    this.#requests[key](call);
  };

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    new FocusHome(this);
    new Ticking(this, () => this.#desk.now());
  }

  get #desk(): AgentDeskModel {
    return this.#controller.desk;
  }

  get #access(): { server: string; desk: string; token: string; getToken: P2pCallDesk['getToken'] } {
    const { server, desk, token, getToken } = this;
    return { server: server || new URL(import.meta.url).origin, desk, token, getToken };
  }

  /** Where the agent stands; reflected as the attribute `state`. `closed`: not signed in, or not any more. */
  get state(): DeskState {
    const { connection, me, ownCall } = this.#desk;
    if (connection === 'idle' || connection === 'closed') return 'closed';
    if (me === '') return 'connecting';
    return ownCall === null ? this.#status : 'in-call';
  }

  /** The call that this agent is in; null while there is none. */
  get ownCall(): DeskCall | null {
    return this.#desk.ownCall;
  }

  /** Those who wait, oldest first, and the own call, by id. A new map after every change. */
  get calls(): ReadonlyMap<CallId, DeskCall> {
    return this.#desk.calls;
  }

  /** Says what the agent does: `available`, `busy` or `away`. To `available` in the handler of a click, so that it can be heard when it
   *  rings. @returns whether the desk has heard it. */
  setStatus(status: AgentStatus): Promise<boolean> {
    if (status === 'available') this.#ring.sound.unlock();
    return this.#ask('status', '', '', async () => {
      await this.#desk.setStatus(status);
      this.#notices.isTimely ||= status === 'available';
    });
  }

  /** Takes a call that rings or waits. @returns whether it is one's own now. */
  async answer(id: CallId): Promise<boolean> {
    const name = this.#nameOf(id);
    this.#ring.sound.unlock();
    const isOwn = await this.#ask('accept', id, name, () => this.#desk.accept(id));
    if (isOwn) this.#tell('p2p-call-accepted', { callId: id, name });
    return isOwn;
  }

  /** Lets a call ring for the next one. @returns whether the desk has heard it. */
  async decline(id: CallId): Promise<boolean> {
    const isDone = await this.#ask('decline', id, this.#nameOf(id), () => this.#desk.decline(id));
    if (isDone) this.#tell('p2p-call-declined', { callId: id });
    return isDone;
  }

  /** Holds the own call, or takes it back: nobody hears and sees the other meanwhile. @returns whether the desk has heard it. */
  async hold(on: boolean): Promise<boolean> {
    const call = this.ownCall;
    if (call === null) return false;
    return this.#ask('hold', call.id, visitorName(call), async () => this.#own?.hold(call.id, on));
  }

  /** Hands the own call over. @param to an agent or a department of the desk. @returns whether it was taken. */
  async transfer(to: Target): Promise<boolean> {
    const call = this.ownCall;
    if (call === null) return false;
    await this.#own?.note.flush();
    return this.#ask('transfer', call.id, visitorName(call), async () => {
      this.#handedOver = call.id;
      await this.#desk.transfer(call.id, to);
    });
  }

  /** Ends the own call for both. @returns whether there was one, and the desk has heard it. */
  async hangUp(): Promise<boolean> {
    const call = this.ownCall;
    if (call === null) return false;
    void this.#own?.note.flush();
    // Nobody waits for a server to be alone.
    if (this.#desk.connection !== 'open') void this.#callElement()?.leave();
    return this.#ask('end', call.id, visitorName(call), () => this.#desk.end(call.id));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Also while the focus is elsewhere on the page.
    addEventListener('keydown', this.#handleKey);
    // Taken out for longer than a move takes, it has been signed off.
    if (this.hasUpdated) this.#controller.configure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#handleKey);
  }

  /** @internal With this callback, `moveBefore` moves the element without taking it out of the document first. */
  connectedMoveCallback(): void {}

  override willUpdate(changed: PropertyValues<this>): void {
    speaking.strings = this.strings;
    if (changed.has('lang') || changed.has('strings') || !this.hasUpdated) void useLocale(this.#language());
    if (changed.size > 0 || !this.hasUpdated) this.#controller.configure();
    if (this.#list === 'messages') this.#messages?.look();
  }

  override updated(): void {
    const { state } = this;
    if (this.getAttribute('state') !== state) this.setAttribute('state', state);
    this.#own?.apply();
  }

  override render(): TemplateResult {
    return html`<div part="panel" class="panel" lang=${spokenLanguage()} dir=${directionOf(this.lang) ?? nothing}>
      ${consolePanel(this.#view())}
      <div class="sr-only" role="status">${this.#announcer.text}</div>
      <div class="sr-only" role="alert">${this.#ring.text}</div>
    </div>`;
  }

  #view(): DeskView {
    const desk = this.#desk;
    return {
      desk,
      state: this.state,
      status: this.#status,
      server: this.#access.server,
      ownName: (desk.me === '' ? '' : desk.agents.get(desk.me)?.name) || this.displayName,
      lang: this.#language(),
      theme: this.theme,
      wishes: this.#wishes,
      sound: this.#ring.sound,
      more: this.#more.part,
      isMoreMissing: this.#more.hasFailed,
      own: this.#own,
      messages: this.#messages,
      figures: this.#figures.figures,
      push: this.#push,
      list: this.#list,
      opened: this.#opened,
      asksForNotices: this.#notices.isAsked,
      ringLengths: this.#ring.lengths,
      strings: this.strings,
      getToken: this.#freshToken,
      request: this.#requests,
    };
  }

  #createRequests(): DeskRequests {
    return {
      goOnline: () => void this.setStatus('available'),
      setStatus: (status) => void this.setStatus(status),
      reopen: () => this.#controller.reopen(),
      answer: ({ id }) => void this.answer(id),
      decline: ({ id }) => void this.decline(id),
      hold: (on) => void this.hold(on),
      transfer: ({ to }) => void this.transfer(to).then((isDone) => (isDone ? this.#toggle(null) : undefined)),
      hangUp: () => void this.hangUp(),
      handleLeave: (reason) => void (reason === 'user_left' && this.hangUp()),
      handleCallChange: () => this.#own?.apply(),
      load: () => void (this.#own?.load() ?? this.#loadMore()),
      clear: (call) => void this.#ask('clear', call.id, visitorName(call), () => this.#desk.clear(call.id)),
      handled: (id) => this.#messages?.handle(id, (error) => this.#wishes.say(refusalText(error, ''))),
      show: (list) => {
        this.#list = list;
        this.requestUpdate();
      },
      toggle: (opened) => void this.#toggle(opened),
      allowNotices: (answer) => void this.#notices.answer(answer).then(this.#update),
      unlockSound: () => this.#ring.sound.unlock(),
    };
  }

  /** One thing at a time for each call. @returns whether it was done. */
  #ask(op: string, id: Parameters<typeof wishKey>[1], name: string, work: () => Promise<unknown>): Promise<boolean> {
    return this.#wishes.run(wishKey(op, id), work, (error) => {
      speaking.strings = this.strings;
      const line = refusalText(error, name);
      this.#announcer.say(line);
      return line;
    });
  }

  /** What is closed gives the focus back to the button that opened it. */
  async #toggle(opened: Opened): Promise<void> {
    const before = this.#opened;
    if (opened === before) return;
    this.#opened = opened;
    this.#wishes.say('');
    if (opened !== null) await this.#loadMore();
    await this.updateComplete;
    const selector = opened === 'settings' ? '.settings button' : opened === null ? `[part~="button-${before}"]` : '';
    if (selector !== '') this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  #nameOf(id: CallId): string {
    return visitorName(this.#desk.calls.get(id) ?? { name: '' });
  }

  #tell<Name extends keyof P2pCallDeskEventDetails>(name: Name, detail: P2pCallDeskEventDetails[Name]): void {
    this.dispatchEvent(composedEvent(name, detail));
  }

  #handleChange(desk: AgentDeskModel): void {
    speaking.strings = this.strings;
    const said = desk.me === '' ? undefined : desk.agents.get(desk.me)?.status;
    if (said === 'available' || said === 'busy' || said === 'away') this.#status = said;
    this.#updateOwn(desk.ownCall);
    if (desk.ownCall === null && this.#opened === 'transfer') this.#opened = null;
    const isOpen = desk.connection === 'open';
    if (isOpen && !this.#wasOpen) {
      this.#figures.refresh();
      void this.#push.refresh();
      void this.#loadMore();
    }
    this.#wasOpen = isOpen;
    this.#tellAvailability(desk.availability);
    this.#tellProblem(desk.problem);
    this.requestUpdate();
  }

  #updateOwn(call: DeskCall | null): void {
    const id = call?.id ?? null;
    if (id !== this.#ownId) this.#over = this.#ownId;
    this.#ownId = id;
    this.#own?.update(call);
  }

  async #loadMore(): Promise<void> {
    await this.#more.load();
    const { part } = this.#more;
    if (part === null || this.#own !== null) return;
    this.#own = new part.OwnCallControl({
      desk: () => this.#desk,
      element: () => this.#callElement(),
      load: () => callModule.load(),
      onchange: this.#update,
    });
    this.#messages = new part.MessageBox(() => this.#desk, this.#update);
    this.#own.update(this.#desk.ownCall);
    this.requestUpdate();
  }

  #callElement(): P2pCall | null {
    return this.renderRoot.querySelector<P2pCall>('p2p-call');
  }

  #tellAvailability(availability: Availability | null): void {
    const known = JSON.stringify(availability);
    if (availability === null || known === this.#availability) return;
    this.#availability = known;
    this.#tell('p2p-availability-change', availability);
  }

  #tellProblem(problem: DeskProblem | null): void {
    if (problem?.code === this.#problem?.code && problem?.fatal === this.#problem?.fatal) return;
    this.#problem = problem;
    if (problem === null) return;
    const hint = problemText(problem);
    this.#announcer.say(hint);
    this.#tell('p2p-error', { ...problem, hint, subject: undefined });
  }

  #handleEvent(event: AgentDeskEvent): void {
    speaking.strings = this.strings;
    switch (event.type) {
      case 'ring': {
        const { call } = event;
        this.#ring.begin(call, (this.#desk.rings.get(call.id)?.endsAtMs ?? 0) - this.#desk.now());
        this.#tell('p2p-incoming-call', { call });
        // So that it is there when somebody answers; what does not come is said then.
        callModule.load().catch(() => undefined);
        break;
      }
      case 'ring-end':
        this.#ring.end(event.id);
        void this.#push.quiet();
        break;
      case 'call-end':
        this.#handleEnd(event);
        break;
      case 'missed':
        this.#figures.refresh();
        this.#announcer.say(msg('A call was missed.', { id: 'agent-say-missed' }));
        this.#tell('p2p-call-missed', { callId: event.call.id, reason: event.call.reason });
        break;
      case 'message':
        this.#announcer.say(msg('A message was left.', { id: 'agent-say-message' }));
        break;
      default:
        event satisfies never;
    }
    this.requestUpdate();
  }

  /** Calls of others end on the list alone. */
  #handleEnd({ call, reason }: Extract<AgentDeskEvent, { type: 'call-end' }>): void {
    if (call.id !== this.#over) return;
    this.#over = null;
    this.#figures.refresh();
    const name = visitorName(call);
    if (reason === 'moved' || reason === 'accepted' || reason === 'hidden') {
      const isGiven = this.#handedOver === call.id;
      if (isGiven) this.#say(msg(str`${name} waits for somebody else now.`, { id: 'agent-moved' }));
      // It was over while this page could not hear of it, or another agent was given it.
      else if (this.#wasOpen) this.#say(refusalText(new DeskError('call-gone'), name));
      return;
    }
    this.#say(overText(name, reason));
    this.#tell('p2p-call-ended', { callId: call.id, reason });
  }

  #say(line: string): void {
    this.#announcer.say(line);
    this.#wishes.say(line);
  }

  #close(): void {
    this.#own?.update(null);
    this.#ring.close();
    this.#messages?.close();
    this.#figures.close();
  }

  /** The own language, else that of the part of the page the element stands in. */
  #language(): string {
    return this.lang || (this.closest('[lang]')?.getAttribute('lang') ?? '');
  }
}

readTexts(P2pCallDesk);

declare global {
  interface GlobalEventHandlersEventMap {
    'p2p-incoming-call': P2pCallDeskEventMap['p2p-incoming-call'];
    'p2p-call-declined': P2pCallDeskEventMap['p2p-call-declined'];
  }
  interface HTMLElementTagNameMap {
    'p2p-call-desk': P2pCallDesk;
  }
}
