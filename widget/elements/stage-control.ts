/**
 * What the stage remembers and does beside showing people: which tile is pinned, who speaks, hands, reactions, the time, the lock that
 * keeps the screen on, full screen and the picture in picture. Added to the element when it is loaded; knows no template but its own.
 */
import { msg, str } from '@lit/localize';
import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, css, html, nothing } from 'lit';
import type { PeerId } from '#protocol';
import type { Participant } from '../call/participant.ts';
import { loadQualityPanel } from '../parts/quality-panel.ts';
import type { CallModel } from './call-model.ts';
import { CallTime } from './call-time.ts';
import { type Caption, Captions, captionLines } from './captions.ts';
import { type CallView, type StageViews, isInCall } from './call-view.ts';
import { ELEMENT_TOPIC } from './element-events.ts';
import { LOCAL_KEY, type Layout, type TileKey, hasScreen, keyOf, screenKeyOf } from './layout.ts';
import { LazyView } from './lazy-view.ts';
import { recordingFormat } from '../recording/recording-format.ts';
import { OwnVoice } from './own-voice.ts';
import { PictureWindow } from './picture-window.ts';
import { qualityBanner } from './quality-banner.ts';
import { pausedNote, qualityMark } from './quality-mark.ts';
import { type Reaction, Reactions, decodeReaction } from './reactions.ts';
import { RecordingWatch } from './recording-watch.ts';
import { SpeakerWatch } from './speaker-watch.ts';
import type { QualityControl } from './quality-control.ts';
import { type MenuSwitch, reactionName, stageMenu } from './stage-menu.ts';
import { captions } from './styles/captions.ts';
import { stage } from './styles/stage.ts';
import { nameOf } from './tile.ts';
import { tileMarks } from './tile-marks.ts';
import { isPressIn } from './visible.ts';
import { WakeLock } from './wake-lock.ts';

/** What of `<p2p-call>` this part uses. */
export interface StageHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  layout: Layout;
  readonly dataOnly: boolean;
}

function recordingSwitch(call: CallModel): MenuSwitch {
  const isOn = call.localParticipant.isRecording;
  const change = (): Promise<unknown> => (isOn ? call.stopRecording() : call.startRecording({ picker: true }));
  return { isOn, onpress: () => void change().catch(() => undefined) };
}

export class StageControl implements ReactiveController, StageViews {
  readonly styles = css`
    ${stage} ${captions}
  `;
  pinned: TileKey | null = null;
  isMenuOpen = false;
  readonly #host: StageHost;
  readonly #speaker: SpeakerWatch;
  readonly #voice: OwnVoice;
  readonly #reactions: Reactions;
  readonly #picture: PictureWindow;
  readonly #captions: Captions;
  readonly #wakeLock = new WakeLock();
  readonly #recording = new RecordingWatch();
  readonly #time: CallTime;
  readonly #quality: LazyView<QualityControl>;
  /** When each way to another one was first seen to stand. */
  readonly #connectedAt = new Map<PeerId, number>();
  readonly #saidBanners = new Set<string>();
  #lifetime: AbortController | null = null;
  #callLifetime = new AbortController();
  #call: CallModel | null = null;
  #raised: ReadonlySet<PeerId> = new Set();
  #said = '';

  constructor(host: StageHost) {
    this.#host = host;
    const update = (): void => host.requestUpdate();
    this.#speaker = new SpeakerWatch(update);
    this.#voice = new OwnVoice(update);
    this.#reactions = new Reactions(update);
    this.#captions = new Captions(update);
    this.#picture = new PictureWindow(host, update);
    this.#time = new CallTime(() => host.renderRoot.querySelectorAll('.call-time'));
    this.#quality = new LazyView(host, () => loadQualityPanel(host));
    host.addController(this);
  }

  /** Whether something that was wanted could not be loaded. */
  get isPartMissing(): boolean {
    return this.#quality.hasFailed;
  }

  get speaker(): PeerId | null {
    return this.#speaker.speaker;
  }

  hostConnected(): void {
    if (this.#lifetime !== null) return;
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const { renderRoot } = this.#host;
    renderRoot.addEventListener('dblclick', (event) => this.#handleDoubleClick(event), { signal });
    renderRoot.addEventListener('pointerdown', (event) => this.#handlePointer(event), { signal });
    document.addEventListener('fullscreenchange', () => this.#host.requestUpdate(), { signal });
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#lifetime?.abort();
    this.#lifetime = null;
    this.#rest();
  }

  hostUpdated(): void {
    this.#time.draw();
  }

  toggleMenu(on = !this.isMenuOpen): void {
    this.isMenuOpen = on;
    this.#host.requestUpdate();
    void this.#focus(on ? '.more-menu button' : '.button-more');
  }

  marks(participant: Participant, isScreen: boolean, view: CallView): TemplateResult {
    const key = isScreen ? screenKeyOf(participant) : keyOf(participant);
    const isPinned = key === this.pinned;
    const isChoice = view.call.participants.size > 1 || [...view.call.participants.values()].some(hasScreen);
    return tileMarks({
      label: isScreen ? msg(str`Screen of ${nameOf(participant)}`, { id: 'screen-of' }) : nameOf(participant),
      handRaised: !isScreen && participant.handRaised,
      reaction: isScreen ? undefined : this.#reactions.of(participant.id),
      pin: isChoice ? { isPinned, onpress: () => this.#pin(isPinned ? null : key) } : null,
      quality: isScreen ? nothing : this.#qualityMark(participant),
      note: isScreen ? nothing : pausedNote(participant),
    });
  }

  #qualityMark(participant: Participant): TemplateResult | typeof nothing {
    const { id } = participant;
    const isOpen = this.#quality.part?.isOpen(id) ?? false;
    return qualityMark(participant, isOpen, () => (isOpen ? this.#quality.part?.close() : void this.#openQuality(id)));
  }

  /** @param id of whom; '': of whoever came first. */
  async #openQuality(id: string): Promise<void> {
    this.isMenuOpen = false;
    if (await this.#quality.load()) this.#quality.part?.open(id);
  }

  isSpeaking({ id, local, microphoneEnabled }: Participant): boolean {
    return local ? microphoneEnabled && this.#voice.isHeard : id === this.#speaker.marked;
  }

  /** Of people who are in the call; nothing is kept for later. */
  showCaption(caption: Caption): void {
    if (this.#call !== null && isInCall(this.#call.state)) this.#captions.show(caption);
  }

  captions({ call, state }: CallView): TemplateResult | typeof nothing {
    if (!isInCall(state)) return nothing;
    return captionLines(this.#captions, (id) => {
      const speaker = id === call.localParticipant.id ? call.localParticipant : call.participants.get(id);
      return speaker === undefined ? '' : nameOf(speaker);
    });
  }

  menu(view: CallView): TemplateResult {
    this.#follow(view);
    const { joinedAt } = view.call.localParticipant;
    return html`${
        view.shows('timer') && joinedAt > 0
          ? html`<time class="call-time" role="timer" aria-label=${msg('Time in the call', { id: 'timer' })}></time>`
          : nothing
      }
      <div class="sr-only" role="status">${this.#said}</div>
      ${this.isMenuOpen ? this.#openMenu(view) : nothing} ${this.#quality.part?.panel(view, this.#connectedAt)}`;
  }

  #openMenu(view: CallView): TemplateResult {
    const { call, request, shows } = view;
    const screenshare = { isOn: call.screenshare.enabled, onpress: () => request.toggleScreenshare() };
    const layout = { current: this.#host.layout, onchoose: (it: Layout) => this.#chooseLayout(it) };
    return stageMenu({
      onreact: shows('reactions') && call.participants.size > 0 ? (reaction) => this.#react(reaction) : null,
      hand: shows('hand')
        ? { isOn: call.localParticipant.handRaised, onpress: () => void call.toggleHand().catch(() => undefined) }
        : null,
      layout: shows('layout') && call.participants.size > 0 ? layout : null,
      screenshare: view.hasScreenshare ? screenshare : null,
      recording:
        shows('recording') && !this.#host.dataOnly && recordingFormat() !== null ? recordingSwitch(call) : null,
      fullScreen: shows('fullscreen') ? this.#fullScreen() : null,
      picture:
        shows('picture-in-picture') && call.participants.size > 0 && (this.#picture.isPossible || this.#picture.isOpen)
          ? { isOn: this.#picture.isOpen, onpress: () => void this.#picture.toggle(view) }
          : null,
      onquality: shows('quality') && call.participants.size > 0 ? () => void this.#openQuality('') : null,
      onclose: () => this.toggleMenu(false),
    });
  }

  /** Phones from Apple can make a video large, but no element. */
  #fullScreen(): MenuSwitch | null {
    const panel = this.#host.renderRoot.querySelector('.panel');
    // What stands over the page as a popover cannot be made larger.
    if (!document.fullscreenEnabled || panel === null || panel.hasAttribute('popover')) return null;
    const isOn = panel.matches(':fullscreen');
    const change = (): Promise<void> => (isOn ? document.exitFullscreen() : panel.requestFullscreen());
    return { isOn, onpress: () => void change().catch(() => undefined) };
  }

  /** Takes from the call what matters here. Called while the view is drawn, so that it asks for no other drawing. */
  #follow(view: CallView): void {
    const { call, state } = view;
    if (call !== this.#call) this.#listen(call);
    if (!isInCall(state) || call.localParticipant.id === '') return this.#rest();
    const isTalking = state === 'connected' || state === 'reconnecting';
    this.#wakeLock.set(isTalking);
    // With one other there is nobody to tell apart.
    this.#speaker.watch(isTalking && call.participants.size > 1 ? call : null);
    const { microphoneEnabled, microphoneTrack } = call.localParticipant;
    this.#voice.follow(isTalking && microphoneEnabled ? microphoneTrack : null);
    this.#time.set(call.localParticipant.joinedAt);
    this.#followHands(call);
    const news = this.#recording.follow(call);
    if (news !== '') this.#say(news);
    this.#followConnections(call);
    this.#followQuality(view);
    this.#picture.update(view);
  }

  #listen(call: CallModel): void {
    this.#callLifetime.abort();
    this.#callLifetime = new AbortController();
    this.#call = call;
    const { signal } = this.#callLifetime;
    call.addEventListener('p2p-data', (event) => event instanceof CustomEvent && this.#receive(event.detail), {
      signal,
    });
  }

  /** Nothing of it outlasts the stay. */
  #rest(): void {
    this.#wakeLock.set(false);
    this.#speaker.watch(null);
    this.#voice.follow(null);
    this.#time.set(0);
    this.#reactions.clear();
    this.#picture.close();
    this.#captions.clear();
    this.#raised = new Set();
    this.#connectedAt.clear();
    this.#saidBanners.clear();
    this.#recording.reset();
    this.#said = '';
    this.pinned = null;
    this.isMenuOpen = false;
  }

  #followHands({ participants }: CallModel): void {
    const raised = [...participants.values()].filter(({ handRaised }) => handRaised);
    const [latest] = raised.filter(({ id }) => !this.#raised.has(id));
    this.#raised = new Set(raised.map(({ id }) => id));
    if (latest) this.#say(msg(str`${nameOf(latest)} raised a hand.`, { id: 'say-hand' }));
  }

  /** The line about the own connection comes by itself: once it is said, too. */
  #followQuality(view: CallView): void {
    for (const { id, text } of qualityBanner(view)) {
      if (!this.#saidBanners.has(id)) this.#say(text);
      this.#saidBanners.add(id);
    }
  }

  #followConnections({ participants }: CallModel): void {
    for (const id of this.#connectedAt.keys()) {
      if (participants.get(id)?.connectionState !== 'connected') this.#connectedAt.delete(id);
    }
    for (const { id, connectionState } of participants.values()) {
      if (connectionState === 'connected' && !this.#connectedAt.has(id)) this.#connectedAt.set(id, Date.now());
    }
  }

  #receive({ from, topic, data }: { from: PeerId; topic: string; data: unknown }): void {
    const reaction = topic === ELEMENT_TOPIC ? decodeReaction(data) : null;
    const participant = this.#call?.participants.get(from);
    if (reaction === null || participant === undefined || !this.#reactions.show(from, reaction)) return;
    this.#say(`${nameOf(participant)}: ${reactionName(reaction)}`);
  }

  #react(reaction: Reaction): void {
    const call = this.#call;
    if (call === null || !this.#reactions.show(call.localParticipant.id, reaction)) return;
    // Whoever cannot be reached misses it.
    call.send({ reaction }, { topic: ELEMENT_TOPIC }).catch(() => undefined);
  }

  /** The same sentence twice in a row is no change, and a screen reader would stay silent. */
  #say(text: string): void {
    this.#said = text === this.#said ? `${text}\u00A0` : text;
  }

  #chooseLayout(layout: Layout): void {
    this.pinned = null;
    this.#host.layout = layout;
    this.#host.requestUpdate();
  }

  #pin(key: TileKey | null): void {
    this.pinned = key;
    this.#host.requestUpdate();
  }

  #handleDoubleClick(event: Event): void {
    const path = event.composedPath().filter((node) => node instanceof HTMLElement);
    const tile = path.find((node) => node.classList.contains('tile'));
    if (tile === undefined || path.some((node) => node instanceof HTMLButtonElement)) return;
    const { participant, screen } = tile.dataset;
    const person = tile.classList.contains('local') ? LOCAL_KEY : participant;
    const key = screen === undefined ? person : `${screen} screen`;
    if (key !== undefined) this.#pin(key === this.pinned ? null : key);
  }

  /** Pressed beside the menu: the focus goes where the person pressed. */
  #handlePointer(event: Event): void {
    if (!this.isMenuOpen || isPressIn(event, '.more-menu, .button-more')) return;
    this.isMenuOpen = false;
    this.#host.requestUpdate();
  }

  async #focus(selector: string): Promise<void> {
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
