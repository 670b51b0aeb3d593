/** `<p2p-call>`: attributes in, events out, one snapshot per render. What happens in a call is not known here. */
import { updateWhenLocaleChanges } from '@lit/localize';
import { type PropertyValues, type TemplateResult, html, nothing } from 'lit';
import { type IceServer, isRoomName } from '#protocol';
import { CallError } from '../call/call-error.ts';
import type { CallStateName } from '../call/call-state.ts';
import { VERSION } from '../diagnostics/version.ts';
import { directionOf, spokenLanguage, useLocale } from '../locales/localization.ts';
import { speaking } from '../locales/speaking.ts';
import { loadChat } from '../parts/chat.ts';
import { loadDesk } from '../parts/desk.ts';
import { hasChosenDevices, loadDevices } from '../parts/devices.ts';
import { loadMeeting } from '../parts/meeting.ts';
import { loadNotices } from '../parts/notices.ts';
import { loadPeople } from '../parts/people.ts';
import { loadPlacing } from '../parts/placing.ts';
import { loadStage } from '../parts/stage.ts';
import { Announcer } from './announcer.ts';
import { DEVICE_CHANGE_BANNER, MUTED_BANNER, noticeIds } from './banners.ts';
import { BoxSize } from './box-size.ts';
import { CallController, describe } from './call-controller.ts';
import { CallSurface, quietly } from './call-surface.ts';
import { type CallRequests, type CallView, isInCall } from './call-view.ts';
import type { Caption } from './captions.ts';
import { ChatState } from './chat-state.ts';
import type { DeskPart } from './desk-part.ts';
import { DeviceChangeNotice } from './device-change-notice.ts';
import { isAlreadyAllowed } from './device-permission.ts';
import { takeEarlyDrops } from './early-drop.ts';
import { type P2pCallEventMap, composedEvent } from './element-events.ts';
import { FocusKeeper } from './focus-keeper.ts';
import { FollowEnd } from './follow-end.ts';
import { gridFor } from './grid.ts';
import { arrange } from './layout.ts';
import { LinkCopier } from './link-copier.ts';
import { LazyView } from './lazy-view.ts';
import { panel } from './panel.ts';
import { PeopleState } from './people-state.ts';
import { isNotAllowed } from './play-tracks.ts';
import { SelfViewHold } from './self-view-hold.ts';
import { shareLinkOf } from './share-link.ts';
import { shortcutOf } from './shortcuts.ts';
import { styles } from './styles/index.ts';

/** After this long in the room, in ms, what may be pressed is loaded: before, the page has others to find. */
const PRELOAD_DELAY_MS = 1_500;

const OWN_DEVICE_EVENTS: ReadonlySet<string> = new Set(['p2p-microphone-toggle', 'p2p-camera-toggle']);

/**
 * A call in a box: video, audio, chat and data with everyone whose page has the same `room`. It does nothing before somebody presses a
 * button or a script calls {@link P2pCall.join}, and it can be moved in the document during a call.
 *
 * @element p2p-call
 * @attr state - Read-only: `idle`, `prejoin`, `connecting`, `waiting`, `connected`, `reconnecting`, `ended` or `error`. For style sheets.
 * @slot - Content of the launcher, with `mode="floating"`.
 * @slot prejoin - Instead of the screen before the call.
 * @slot header - In a bar above the stage; the bar exists only with content.
 * @slot logo - At the start of that bar.
 * @slot toolbar - Instead of all controls.
 * @slot toolbar-start - Before the controls.
 * @slot toolbar-end - Between the controls and the leave button.
 * @slot side - Beside the stage, below it in a narrow box; the column exists only with content.
 * @slot empty - Instead of the join button, with `prejoin="off"`.
 * @slot waiting - Instead of the note while nobody else is there, or until one is let in.
 * @slot ended - Instead of the screen after the call.
 * @slot desk-fields - With `desk`: fields of your own in the form before the call, as `<label>`, `<input>`, `<select>` and `<textarea>` with a `name`; one of
 *   the name `name`, `topic` or `department` stands for the element's.
 * @slot offline - Instead of the screen that says that the call server cannot be reached.
 * @csspart panel - Everything but the launcher.
 * @csspart launcher - The button that opens the floating window, and shows a call that goes on without it.
 * @csspart header - The bar above the stage.
 * @csspart stage - The place of the tiles.
 * @csspart tile - One participant, or a shared screen.
 * @csspart tile-local - The own tile.
 * @csspart tile-remote - The tile of another one.
 * @csspart tile-screen - A shared screen.
 * @csspart video - A picture.
 * @csspart placeholder - What stands for a picture.
 * @csspart name - The name on a tile.
 * @csspart quality - On a tile: a button that says how good the way is, where it is not good.
 * @csspart toolbar - The bar of controls.
 * @csspart button - Every button.
 * @csspart button-join button-check button-retry button-reload button-invite button-join-invitation button-back - The buttons of the screens before and after a call.
 * @csspart button-microphone button-camera button-screenshare button-people button-chat button-more button-leave - The controls.
 * @csspart button-microphone-menu button-camera-menu button-screenshare-menu button-devices button-flip - They open the choice of devices, or take the other camera.
 * @csspart button-pin button-hand button-reaction button-layout button-fullscreen button-picture-in-picture button-quality button-recording - On a tile, and behind "More".
 * @csspart button-admit button-admit-all button-reject button-show-knocks button-mute button-kick button-remove button-cancel button-lock button-lobby button-end - What a host has.
 * @csspart button-send button-close button-copy button-hear button-restart button-stop-sharing button-stop-recording button-unmute button-choose-device button-copy-quality button-stay - In panels, lines and dialogs.
 * @csspart button-attach button-accept-file button-decline-file button-pause-file button-resume-file button-cancel-file button-retry-file button-save-file button-picture button-save-picture button-show-files - Of files in the chat.
 * @csspart button-call button-cancel-call button-message button-send-message button-stop-sending button-call-again button-rate button-record-voice button-stop-voice button-play-voice button-delete-voice - Of a support desk.
 * @csspart chat - The chat panel.
 * @csspart people - The panel of the people in the call.
 * @csspart devices - The menu of microphone, speaker and camera.
 * @csspart menu - What the button "More" opens.
 * @csspart dialog - The dialog with `mode="modal"`, a question over the stage, the panel of the connection, and a picture of the chat in full size.
 * @csspart captions - What is said, as text over the stage.
 * @csspart message - One chat message, or one file.
 * @csspart input - Every field.
 * @csspart banner - A line about something that is wrong.
 * @cssprop --p2p-call-accent - Main colour.
 * @cssprop --p2p-call-accent-text - Text on the main colour.
 * @cssprop --p2p-call-background - Background.
 * @cssprop --p2p-call-stage-background - Behind the tiles.
 * @cssprop --p2p-call-text - Text.
 * @cssprop --p2p-call-text-muted - Less important text.
 * @cssprop --p2p-call-border - Lines.
 * @cssprop --p2p-call-danger - The leave button.
 * @cssprop --p2p-call-radius - Corners.
 * @cssprop --p2p-call-font - Font family. None is loaded.
 * @cssprop --p2p-call-width - Width; of the window and the dialog, too.
 * @cssprop --p2p-call-height - Height; of the window and the dialog, too.
 * @cssprop --p2p-call-offset-x - Distance of window and launcher from the side.
 * @cssprop --p2p-call-offset-y - Distance of window and launcher from below or above.
 * @cssprop --p2p-call-z-index - Of window and launcher.
 * @cssprop --p2p-call-tile-gap - Between tiles.
 * @cssprop --p2p-call-button-size - Size of the controls, never below 44px.
 */
export class P2pCall extends CallSurface {
  static override readonly styles = styles;
  /** Of the script that this class came from. */
  static readonly version = VERSION;

  #iceServers: readonly IceServer[] | null = null;
  #isReady = false;
  #soundBlocked = false;
  #reportedRoom: string | null = null;
  #drawn: CallView | null = null;
  #dismissedBanners: ReadonlySet<string> = new Set();
  /** That they were asked for; also when they did not come. */
  #noticesAsked = Promise.resolve();
  protected override readonly model = new CallController(
    this,
    () => ({ ...this.options, iceServers: this.#iceServers, ...this.#desk?.options }),
    (type, event) => this.#handleCallEvent(type, event),
  );
  readonly #chat = new ChatState(this);
  readonly #stagePart = new LazyView(this, () => loadStage(this));
  readonly #chatPart = new LazyView(this, () => loadChat(this));
  readonly #chatEnd = new FollowEnd(this, () => this.renderRoot.querySelector('.messages'));
  readonly #people = new PeopleState(this);
  readonly #placing = new LazyView(this, loadPlacing);
  readonly #peoplePart = new LazyView(this, loadPeople);
  readonly #notices = new LazyView(this, loadNotices);
  readonly #meeting = new LazyView(this, () => loadMeeting(this));
  readonly #deskPart = new LazyView(this, () =>
    loadDesk(this, { model: this.model, options: () => this.options, say: (text) => this.#announcer.say(text) }),
  );
  readonly #devicesPart = new LazyView(this, () => loadDevices(this));
  readonly #link = new LinkCopier(this);
  readonly #deviceChange = new DeviceChangeNotice(this);
  readonly #announcer = new Announcer(this);
  readonly #stageSize = new BoxSize(this, () => this.renderRoot.querySelector('.stage'));
  readonly #selfView = new SelfViewHold(this);
  readonly #requests = this.#createRequests();

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    new FocusKeeper(this);
    takeEarlyDrops(this, {
      isWanted: () => this.files && this.chat && !this.#chatPart.part && isInCall(this.state),
      load: () => this.#chatPart.load(),
      ondrop: (files) => this.#chatPart.part?.drop(files),
    });
  }

  /** Where the call stands; reflected as the attribute `state`. `error` also while the room name cannot be one. */
  get state(): CallStateName {
    const { state } = this.#actor;
    const isWrong = this.desk ? this.#deskPart.hasFailed : this.#isRoomWrong();
    return state === 'idle' && this.isConnected && isWrong ? 'error' : state;
  }

  /** ICE servers instead of those the Worker gives; null: the Worker's. Reading gives those in use. Applies at the next join. */
  get iceServers(): readonly RTCIceServer[] {
    return this.model.call.iceServers;
  }

  set iceServers(servers: readonly IceServer[] | null) {
    this.#iceServers = servers;
    this.model.configure();
  }

  /** Enters the room, or asks for an agent of the `desk`. Resolves when seated; rejects with a {@link CallError} that `p2p-error` has told already. */
  join(): Promise<void> {
    if (this.desk) return quietly(this.#deskPart.load().then((isThere) => (isThere ? this.#actor.join() : undefined)));
    if (!this.#hasRoom()) {
      this.#reportRoom();
      this.requestUpdate();
      return quietly(Promise.reject(new CallError('invalid-room', { fatal: true })));
    }
    this.model.configure();
    return quietly(this.model.call.join());
  }

  /** The same as {@link join}, in the words of a support desk. */
  call(): Promise<void> {
    return this.join();
  }

  /** The same as {@link leave}. */
  hangUp(): Promise<void> {
    return this.leave();
  }

  /** Leaves at once; camera and microphone are released. Leaves the line of a desk, too. Safe in any state. */
  override leave(): Promise<void> {
    return quietly(this.#actor.leave());
  }

  /** Opens or closes the chat panel. @returns whether it is open afterwards. */
  async toggleChat(on?: boolean): Promise<boolean> {
    this.#chatEnd.follow();
    const isOpen = this.chat && this.#chat.toggle(on);
    if (isOpen) this.#people.toggle(false);
    return isOpen && ((await this.#chatPart.load()) || this.#chat.toggle(false));
  }

  /** Plays all sound on this speaker from now on; `''` is the system's. Rejects with a {@link CallError} where it cannot: Safari
   *  and most phones have no choice. */
  setOutputDevice(id: string): Promise<void> {
    return quietly(loadDevices(this).then((devices) => devices.setOutputDevice(id)));
  }

  /** Uses the next camera; on a phone that is the one on the other side. @returns whether there is another one. */
  cycleCamera(): Promise<boolean> {
    return quietly(loadDevices(this).then((devices) => devices.cycleCamera()));
  }

  /** Starts the sound that the browser held back; to be called in the handler of a click. A tap in the element does it too.
   *  @returns whether it can be heard. */
  async startAudio(): Promise<boolean> {
    this.#soundBlocked = false;
    this.requestUpdate();
    const videos = [...this.renderRoot.querySelectorAll<HTMLVideoElement>('.tile:not(.local) video')];
    const plays = videos.map(async (video) => {
      video.muted = false;
      // Without anything to play it would wait for ever.
      if (video.srcObject === null) return;
      try {
        await video.play();
      } catch (error) {
        if (!isNotAllowed(error)) return;
        // A picture without sound goes on, as before. No event: whoever hears it may call this.
        video.muted = true;
        video.play().catch(() => undefined);
        this.#soundBlocked = true;
        this.requestUpdate();
      }
    });
    await Promise.all(plays);
    return !this.#soundBlocked;
  }

  /** Shows what somebody says as text over the stage, on this page alone: two lines, each until 6 s after its last words. A sentence that
   *  is not final is replaced by its next version.
   *  @param caption `participantId` who speaks, `text` the whole sentence so far, `isFinal` whether it is over (default: true). */
  async showCaption(caption: Caption): Promise<void> {
    await this.#stagePart.load();
    this.#stagePart.part?.showCaption(caption);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.#start());
  }

  /** @internal With this callback, `moveBefore` moves the element without taking it out of the document first. */
  connectedMoveCallback(): void {}

  override willUpdate(changed: PropertyValues<this>): void {
    speaking.strings = this.strings;
    const isOver = this.model.call.state === 'ended' || this.model.call.state === 'error';
    if (changed.has('room') && changed.get('room') !== undefined && isOver) this.model.release();
    if (changed.size > 0) this.model.configure();
    if (changed.has('lang') || changed.has('strings') || !this.hasUpdated) void useLocale(this.#language());
    const problems = noticeIds(this.model);
    const stillThere = [...this.#dismissedBanners].filter((id) => problems.includes(id) || !id.includes(':'));
    if (stillThere.length < this.#dismissedBanners.size) this.#dismissedBanners = new Set(stillThere);
  }

  override updated(changed: PropertyValues<this>): void {
    const { state } = this;
    if (changed.has('desk') && this.desk) void this.#deskPart.load();
    // The page has set the room only now.
    if (this.#isReady && state === 'idle' && changed.has('room')) void this.#resume();
    if (this.getAttribute('state') !== state) this.setAttribute('state', state);
    if (state === 'error' && this.#isRoomWrong()) this.#reportRoom();
    const { part } = this.#placing;
    if (part && this.#drawn) part.place(this, this.#drawn);
    // What cannot be loaded, as during a deploy, must not take the call with it.
    else if (this.mode !== 'inline') void this.#placing.load().then((isThere) => isThere || (this.mode = 'inline'));
  }

  override render(): TemplateResult {
    this.#drawn = this.#view();
    return html`<div
      part="panel"
      class="panel"
      lang=${spokenLanguage()}
      dir=${directionOf(this.lang) ?? nothing}
      @click=${() => this.#soundBlocked && void this.startAudio()}
      @keydown=${(event: KeyboardEvent) => this.#handleKey(event)}
    >
      ${panel(this.#drawn)}
      <div class="sr-only" role="status">${this.#announcer.text}</div>
    </div>`;
  }

  #view(): CallView {
    const { call } = this.model;
    const { width, height } = this.#stageSize;
    const stage = this.#stagePart.part;
    const arrangement = arrange(this.layout, [...call.participants.values()], stage?.pinned, stage?.speaker);
    const shows = (control: string): boolean =>
      this.controls.trim() === '' || this.controls.split(/\s+/).includes(control);
    return {
      call,
      state: this.state,
      room: this.room,
      displayName: this.displayName,
      hasPrejoin: this.prejoin,
      hasChat: this.chat,
      hasFiles: this.files,
      hasCamera: !this.dataOnly && !this.audioOnly && shows('camera'),
      hasMicrophone: !this.dataOnly && shows('microphone'),
      hasScreenshare: this.screenshare && shows('screenshare') && call.screenshare.isSupported,
      chatOpen: this.#chat.isOpen,
      unreadCount: this.#chat.unreadCount,
      chatProblem: this.#chat.problem,
      people: this.#people,
      chat: this.#chatPart.part,
      peoplePanel: this.#peoplePart.part?.people ?? null,
      notices: this.#notices.part,
      devices: this.#devicesPart.part,
      desk: this.#desk,
      isCovered: this.#desk?.hasStage ?? (this.desk !== '' && !this.#deskPart.hasFailed),
      meeting: this.#desk ?? (this.signaling === 'manual' ? this.#meeting.part : null),
      isPartMissing:
        [this.#stagePart, this.#chatPart, this.#peoplePart, this.#deskPart].some(({ hasFailed }) => hasFailed) ||
        !!stage?.isPartMissing,
      soundBlocked: this.#soundBlocked,
      deviceChange: this.#deviceChange.change,
      isSelfViewHeld: this.#selfView.isHeld,
      shareLink: shareLinkOf(globalThis.location, this.room),
      linkCopied: this.#link.isCopied,
      stage,
      shows,
      arrangement,
      grid: gridFor(arrangement.count, width, height),
      dismissedBanners: this.#dismissedBanners,
      hasHeader: this.querySelector(':scope > [slot="header"], :scope > [slot="logo"]') !== null,
      hasSide: this.querySelector(':scope > [slot="side"]') !== null,
      request: this.#requests,
    };
  }

  #createRequests(): CallRequests {
    return {
      prepare: () => {
        this.model.configure();
        void quietly(this.model.call.prepare());
      },
      join: () => void this.join(),
      leave: () => void this.leave(),
      toggleMicrophone: () => void this.toggleMicrophone(),
      toggleCamera: () => void this.toggleCamera(),
      toggleScreenshare: () => void this.toggleScreenshare(),
      toggleChat: (on) => void this.#toggleChatByGesture(on),
      togglePeople: (on) => void this.#togglePeopleByGesture(on),
      toggleMore: () => void this.#stagePart.load().then(() => this.#stagePart.part?.toggleMenu()),
      ask: (question) => void this.#people.ask(question),
      moderate: (op, id) =>
        void this.#people.carryOut(this.model.call, op, id).then((text) => this.#announcer.say(text)),
      rename: (name) => {
        this.displayName = name;
      },
      sendMessage: (message) => this.#chat.send(this.model.call, message),
      hear: () => void this.startAudio(),
      copyLink: () => {
        const field = this.renderRoot.querySelector<HTMLInputElement>('.share-link');
        void this.#link.copy(shareLinkOf(globalThis.location, this.room), field);
      },
      restartIce: () => void this.restartIce(),
      dismissBanner: (id) => {
        if (id === DEVICE_CHANGE_BANNER) return this.#deviceChange.dismiss();
        if (id === MUTED_BANNER) return this.#people.forgetMute();
        this.#dismissedBanners = new Set([...this.#dismissedBanners, id]);
        this.requestUpdate();
      },
      reportBlockedSound: () => {
        const isNew = !this.#soundBlocked;
        this.#soundBlocked = true;
        if (isNew) this.dispatchEvent(composedEvent('p2p-autoplay-blocked', null));
        this.requestUpdate();
      },
      update: () => this.requestUpdate(),
    };
  }

  async #start(): Promise<void> {
    if (!this.isConnected) return;
    if (!this.#isReady) {
      this.#isReady = true;
      this.dispatchEvent(composedEvent('p2p-ready', null));
    }
    this.#noticesAsked = this.#notices.preload();
    if (this.signaling === 'manual') void this.#meeting.load();
    if (!this.dataOnly && hasChosenDevices()) await this.#devicesPart.preload();
    if (!this.isConnected || this.state !== 'idle') return;
    if (this.autoJoin) return void this.join();
    if (await this.#resume()) return;
    // A page that is nothing but the call shows the preview at once where that asks nobody anything.
    if (!this.prejoin || this.dataOnly || shareLinkOf(globalThis.location, this.room) === '') return;
    const isAllowed = await isAlreadyAllowed(this.audioOnly ? ['microphone'] : ['camera', 'microphone']);
    if (isAllowed && this.isConnected && this.state === 'idle') this.#requests.prepare();
  }

  /** Whoever was in the call a moment ago, on the page before, is in it again without being asked.
   *  @returns whether there is nothing else to start. */
  async #resume(): Promise<boolean> {
    if (!this.desk && this.#hasRoom()) {
      this.model.configure();
      await this.model.call.resume();
    }
    return !this.isConnected || this.state !== 'idle';
  }

  /** Runs before the page hears of the event, so that the page finds the element in its new state. */
  #handleCallEvent(type: string, event: Event): void {
    if (!(event instanceof CustomEvent)) return;
    speaking.strings = this.strings;
    if (type === 'p2p-state-change') {
      this.setAttribute('state', this.state);
      this.#selfView.handleState(event.detail.state, event.detail.previous);
    }
    if (type === 'p2p-file-offer' && this.files) this.#chat.receive();
    if (type === 'p2p-message') {
      this.#chat.receive(event.detail.message);
      if (event.detail.message.local) this.#chatEnd.follow();
    }
    if (type === 'p2p-join' || type === 'p2p-leave') {
      this.#chat.reset();
      this.#people.reset();
      this.#soundBlocked = false;
      this.#dismissedBanners = new Set();
    }
    if (event.detail.state === 'prejoin' && !this.dataOnly) void this.#devicesPart.preload();
    if (type === 'p2p-join') setTimeout(() => this.#preload(), PRELOAD_DELAY_MS);
    // A page that captures may play sound without a gesture; often the other is there before the own devices are.
    if (OWN_DEVICE_EVENTS.has(type) && event.detail.enabled && this.#soundBlocked) void this.startAudio();
    if (this.participants.size === 0) this.#soundBlocked = false;
    if (type === 'p2p-device-change') this.#deviceChange.handle(event.detail);
    if (type === 'p2p-mute-request') this.#people.handleMuteRequest(event, this.participants.get(event.detail.from));
    this.#announce(type, event.detail);
    if (type === 'p2p-microphone-toggle') this.#announcer.say(this.#people.handleMicrophone(event.detail.enabled));
  }

  /** What may be pressed in a call. */
  #preload(): void {
    for (const part of [this.#notices, this.#stagePart, this.#chatPart, this.#peoplePart]) void part.preload();
    if (!this.dataOnly) void this.#devicesPart.preload();
  }

  /** The first words may be loaded after what they are about. */
  #announce(type: string, detail: unknown): void {
    const say = (): void => this.#announcer.say(this.#notices.part?.announcementOf(type, detail) ?? '');
    if (this.#notices.part) say();
    else void this.#noticesAsked.then(say);
  }

  #handleKey(event: KeyboardEvent): void {
    const shortcut = shortcutOf(event);
    if (shortcut === null || this.model.call.localParticipant.id === '') return;
    event.preventDefault();
    void (shortcut === 'microphone' ? this.toggleMicrophone() : this.toggleCamera());
  }

  async #toggleChatByGesture(on?: boolean): Promise<void> {
    await this.#focus((await this.toggleChat(on)) ? '.chat-input' : '[part~="button-chat"]');
  }

  async #togglePeopleByGesture(on?: boolean): Promise<void> {
    const isOpen = this.#people.toggle(on);
    if (isOpen) this.#chat.toggle(false);
    if (isOpen && !(await this.#peoplePart.load())) this.#requests.togglePeople(false);
    else await this.#focus(isOpen ? '.people button' : '[part~="button-people"]');
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** Null until it is loaded, and without the attribute. */
  get #desk(): DeskPart | null {
    return this.desk ? this.#deskPart.part : null;
  }

  /** What is begun and ended: the way to an agent, or the call itself. */
  get #actor(): Pick<DeskPart, 'state' | 'join' | 'leave'> {
    return this.#desk ?? this.model.call;
  }

  /** No room at all is wrong only once somebody wants to join: a page may set it later. */
  #isRoomWrong(): boolean {
    return !this.#hasRoom() && (this.room !== '' || this.#reportedRoom === '');
  }

  /** People who carry their texts need none. */
  #hasRoom(): boolean {
    return this.signaling === 'manual' || isRoomName(this.room);
  }

  #reportRoom(): void {
    if (this.#reportedRoom === this.room) return;
    this.#reportedRoom = this.room;
    const hint = describe({ code: 'invalid-room', hint: '', subject: undefined });
    this.dispatchEvent(composedEvent('p2p-error', { code: 'invalid-room', hint, fatal: true, subject: undefined }));
  }

  /** The own language, else that of the part of the page the element stands in. */
  #language(): string {
    return this.lang || (this.closest('[lang]')?.getAttribute('lang') ?? '');
  }
}

declare global {
  interface GlobalEventHandlersEventMap extends P2pCallEventMap {}
  interface HTMLElementTagNameMap {
    'p2p-call': P2pCall;
  }
}
