/**
 * What the devices' part of the view remembers and does: which menu is open, which choice is under way, where sound is played, what the
 * microphone hears. Added to the element when it is loaded; knows no templates but those of its menu.
 */
import { msg } from '@lit/localize';
import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html, nothing } from 'lit';
import { CallError } from '../call/call-error.ts';
import {
  DeviceChoice,
  type DeviceSlot,
  SilenceWatch,
  SpeechWatch,
  canChooseSpeaker,
  speakerError,
} from '../call/device-choice.ts';
import type { InputDevices } from '../call/own-media.ts';
import type { Participant } from '../call/participant.ts';
import { errorSentences } from '../locales/error-text.ts';
import type { CallModel } from './call-model.ts';
import { type CallView, type DeviceViews, type OwnDevice, isInCall, isKnocking } from './call-view.ts';
import { type Picker, deviceMenu, levelMeter, menuArrow, mutedNote, stageTools } from './device-menu.ts';
import { composedEvent } from './element-events.ts';
import { OwnLevel } from './own-level.ts';
import { PushToTalk } from './push-to-talk.ts';
import { devices } from './styles/devices.ts';
import { firstVisible, isPressIn } from './visible.ts';

/** How long it is said that nobody hears somebody, in ms. */
export const MUTED_NOTE_MS = 5_000;

/** What a bar that is full shows, 0 to 1: nobody speaks louder for long. */
const FULL = 0.6;

/** What of `<p2p-call>` this part uses. */
export interface DeviceHost extends ReactiveControllerHost, EventTarget {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly dataOnly: boolean;
  readonly localParticipant: Participant;
  setInputDevices(devices: InputDevices): Promise<void>;
  toggleMicrophone(on?: boolean): Promise<boolean>;
}

/** A phone or a tablet: those have a camera on either side. */
const COARSE = '(pointer: coarse)';

export class DeviceControl implements ReactiveController, DeviceViews {
  readonly styles = devices;
  readonly #host: DeviceHost;
  readonly #choice: DeviceChoice;
  readonly #talk: PushToTalk;
  readonly #level = new OwnLevel((level, nowMs, isMuted) => this.#hear(level, nowMs, isMuted));
  /** What is to be heard, as drawn last. */
  #heard: { readonly track: MediaStreamTrack | null; readonly isMuted: boolean } = { track: null, isMuted: false };
  #lifetime: AbortController | null = null;
  /** Whose arrow opened the menu; null while it is closed. */
  #openAt: OwnDevice | 'devices' | null = null;
  readonly #pending = new Set<DeviceSlot>();
  #problem = '';
  #speakerId = '';
  #call: CallModel | null = null;
  #tracks = '';
  #silence = new SilenceWatch();
  #isSilent = false;
  #speech = new SpeechWatch();
  #isSpeakingMuted = false;
  #noteTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: DeviceHost) {
    this.#host = host;
    this.#choice = new DeviceChoice(
      { setInputDevices: (wanted) => host.setInputDevices(wanted), setSpeaker: (id) => this.#setSpeaker(id) },
      () => host.requestUpdate(),
    );
    this.#talk = new PushToTalk({
      isMuted: () => this.#hasMutedMicrophone(),
      toggle: (on) => void host.toggleMicrophone(on),
    });
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#lifetime !== null) return;
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#choice.watch(signal);
    this.#talk.listen(this.#host.renderRoot, signal);
    this.#host.renderRoot.addEventListener('pointerdown', (event) => this.#handlePointer(event), { signal });
  }

  hostDisconnected(): void {
    this.#lifetime?.abort();
    this.#lifetime = null;
    clearTimeout(this.#noteTimer);
    this.#isSpeakingMuted = false;
    this.#level.follow(null);
  }

  hostUpdated(): void {
    if (this.#lifetime !== null) this.#level.follow(this.#heard.track, this.#heard.isMuted);
    // Whatever plays from now on plays there, too.
    if (this.#speakerId === '') return;
    for (const video of this.#videos()) {
      if (video.sinkId !== this.#speakerId) void video.setSinkId(this.#speakerId).catch(() => undefined);
    }
  }

  /** Takes what the person chose at another time. */
  restore(): Promise<void> {
    return this.#choice.restore();
  }

  async setOutputDevice(id: string): Promise<void> {
    await this.#choice.use('speaker', id);
    this.#host.requestUpdate();
  }

  /** @returns whether there was another one. */
  async cycleCamera(): Promise<boolean> {
    const next = await this.#choice.nextCamera(this.#inUse('camera'));
    // Not remembered: the next call starts with the face again.
    if (next !== null) await this.#choice.use('camera', next.id);
    return next !== null;
  }

  arrow(device: OwnDevice): TemplateResult {
    return menuArrow(device, this.#openAt === device, () => this.#toggle(device));
  }

  talkHint({ state }: CallView): string {
    return isInCall(state) ? `. ${msg('Hold Space to talk', { id: 'hold-to-talk' })}` : '';
  }

  meter({ call }: CallView): TemplateResult | typeof nothing {
    const { microphoneTrack } = call.localParticipant;
    if (!call.devices.microphone.enabled || microphoneTrack === null) return nothing;
    return levelMeter(this.#isSilent);
  }

  overlay(view: CallView): TemplateResult {
    this.#follow(view);
    const { call, state } = view;
    const isTalking = isInCall(state) && !isKnocking(view);
    const { microphoneTrack: track } = call.localParticipant;
    const isMuted = !call.devices.microphone.enabled;
    const isWanted = isMuted ? isTalking : state === 'prejoin' || this.#openAt !== null;
    this.#heard = { track: isWanted ? track : null, isMuted };
    return html`${isTalking && view.hasMicrophone ? this.#tools(view) : nothing}
    ${isTalking && isMuted && this.#isSpeakingMuted ? mutedNote() : nothing}
    ${this.#openAt === null ? nothing : this.#menu(view)}`;
  }

  #tools({ call, hasCamera }: CallView): TemplateResult {
    const { camera } = call.devices;
    const canFlip = hasCamera && camera.enabled && this.#choice.options.camera.length > 1 && matchMedia(COARSE).matches;
    const flip = {
      pending: this.#pending.has('camera'),
      onpress: () => void this.#try('camera', () => this.cycleCamera()),
    };
    return stageTools(this.#openAt === 'devices', () => this.#toggle('devices'), canFlip ? flip : null);
  }

  #menu({ call, state, hasCamera }: CallView): TemplateResult {
    const slots: DeviceSlot[] = ['microphone'];
    if (canChooseSpeaker() && this.#choice.options.speaker.length > 0) slots.push('speaker');
    if (hasCamera) slots.push('camera');
    const { microphoneTrack } = call.localParticipant;
    return deviceMenu({
      pickers: slots.map((slot) => this.#picker(slot)),
      isAside: state === 'prejoin',
      hasLevel: call.devices.microphone.enabled && microphoneTrack !== null,
      isSilent: this.#isSilent,
      problem: this.#problem,
      onclose: () => this.#close(),
    });
  }

  #picker(slot: DeviceSlot): Picker {
    return {
      slot,
      options: this.#choice.options[slot],
      current: this.#inUse(slot),
      pending: this.#pending.has(slot),
      onchoose: (id) => void this.#try(slot, () => this.#choice.choose(slot, id)),
    };
  }

  /** What the person wants, and in words why not. */
  async #try(slot: DeviceSlot, work: () => Promise<unknown>): Promise<void> {
    this.#problem = '';
    this.#pending.add(slot);
    this.#host.requestUpdate();
    try {
      await work();
    } catch (error) {
      this.#problem = slot === 'speaker' ? speakerText() : errorSentences(error);
    }
    this.#pending.delete(slot);
    this.#host.requestUpdate();
  }

  #inUse(slot: DeviceSlot): string {
    if (slot === 'speaker') return this.#speakerId;
    const { microphoneTrack, cameraTrack } = this.#host.localParticipant;
    const track = slot === 'camera' ? cameraTrack : microphoneTrack;
    return track?.getSettings().deviceId ?? this.#choice.chosenId(slot);
  }

  #hear(level: number, nowMs: number, isMuted: boolean): void {
    if (isMuted) return this.#hearMuted(level, nowMs);
    // The eye's measure of loudness is no straight line.
    const width = `${Math.round(Math.min(1, Math.sqrt(level / FULL)) * 100)}`;
    for (const bar of this.#host.renderRoot.querySelectorAll('.level-now')) bar.setAttribute('width', width);
    const isSilent = this.#silence.hear(level, nowMs);
    if (isSilent === this.#isSilent) return;
    this.#isSilent = isSilent;
    this.#host.requestUpdate();
  }

  #hearMuted(level: number, nowMs: number): void {
    if (!this.#speech.hear(level, nowMs)) return;
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => this.#noteMuted(false), MUTED_NOTE_MS);
    if (!this.#isSpeakingMuted) this.#noteMuted(true);
  }

  #noteMuted(on: boolean): void {
    this.#isSpeakingMuted = on;
    this.#host.requestUpdate();
  }

  #hasMutedMicrophone(): boolean {
    const { id, microphoneEnabled } = this.#host.localParticipant;
    return id !== '' && !microphoneEnabled && !this.#host.dataOnly;
  }

  /** Another call knows no choices, and another track may bring names with it. */
  #follow({ call, state }: CallView): void {
    if (call !== this.#call) {
      const isFirst = this.#call === null;
      this.#call = call;
      if (!isFirst) void this.#choice.restore();
    }
    const { microphoneTrack, cameraTrack } = call.localParticipant;
    const tracks = `${microphoneTrack?.id} ${cameraTrack?.id} ${call.devices.microphone.enabled}`;
    if (tracks !== this.#tracks) {
      this.#tracks = tracks;
      this.#silence = new SilenceWatch();
      this.#speech = new SpeechWatch();
      this.#isSilent = false;
      this.#isSpeakingMuted = false;
      void this.#choice.refresh();
    }
    if (!isInCall(state) && state !== 'prejoin') this.#openAt = null;
  }

  async #setSpeaker(id: string): Promise<void> {
    if (!canChooseSpeaker()) throw new CallError('unsupported-browser', { subject: 'speaker' });
    // Before there is anybody to hear it shows all the same whether there is such a speaker.
    await document
      .createElement('audio')
      .setSinkId(id)
      .catch((cause: unknown) => {
        throw speakerError(cause);
      });
    // Chromium refuses it for who sends no sound yet: whoever does later is there with the next picture.
    await Promise.allSettled(this.#videos().map((video) => video.setSinkId(id)));
    const isOther = this.#speakerId !== id;
    this.#speakerId = id;
    const label = this.#choice.options.speaker.find((it) => it.id === id)?.label ?? '';
    if (isOther) {
      this.#host.dispatchEvent(composedEvent('p2p-device-change', { device: 'speaker', reason: 'selected', label }));
    }
  }

  /** Of the others: the own picture has no sound. */
  #videos(): readonly HTMLVideoElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLVideoElement>('.tile:not(.local) video')];
  }

  choose(device: OwnDevice): void {
    if (this.#openAt === null) this.#toggle(device);
  }

  #toggle(at: OwnDevice | 'devices'): void {
    if (this.#openAt === at) return this.#close();
    this.#openAt = at;
    this.#problem = '';
    const first = `.device-menu [data-device="${at === 'camera' ? 'camera' : 'microphone'}"]:enabled`;
    // A list without anything in it takes no focus.
    void this.#choice.refresh().then(() => this.#focus(first, '.device-menu .icon-button'));
  }

  #close(): void {
    const at = this.#openAt;
    this.#openAt = null;
    this.#host.requestUpdate();
    void this.#focus(at === 'devices' ? '.button-devices' : `.button-${at}-menu`, '.button-devices');
  }

  /** Pressed beside the menu: the focus goes where the person pressed. */
  #handlePointer(event: Event): void {
    if (this.#openAt === null || isPressIn(event, '.device-menu, [aria-expanded="true"]')) return;
    this.#openAt = null;
    this.#host.requestUpdate();
  }

  /** The first of these that can be seen. */
  async #focus(...selectors: readonly string[]): Promise<void> {
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const found = selectors.flatMap((selector) => [...this.#host.renderRoot.querySelectorAll<HTMLElement>(selector)]);
    firstVisible(found)?.focus();
  }
}

function speakerText(): string {
  return msg('This speaker cannot be used. Choose another one.', { id: 'speaker-failed' });
}
