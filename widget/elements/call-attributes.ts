/** What a page may set on `<p2p-call>`: every attribute with its property, and the options of a call that they stand for. */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { MAX_CAPACITY, MIN_CAPACITY } from '#protocol';
import type { CallOptions, SignalingKind } from '../call/call-options.ts';
import type { Strings } from '../locales/speaking.ts';
import { countBetween, oneOf, onOff, readTexts, text } from './attributes.ts';
import { LAYOUTS, type Layout } from './layout.ts';

export class CallAttributes extends LitElement {
  /** Origin of your Worker, such as `https://calls.example.com`. Default: where the script came from. */
  @property(text('server')) server = '';
  /** Name of the room: 3 to 64 of `A-Z a-z 0-9 _ . -`. Whoever knows it can enter, so make it unguessable. */
  @property(text('room')) room = '';
  /** A token for the room, where your Worker [asks for one](#who-may-enter). */
  @property(text('token')) token = '';
  /** Instead of a token, a [site key](#site-keys) of your Worker. */
  @property(text('site-key')) siteKey = '';
  /** Name of a [support desk](#support-calls-on-your-site) instead of a room: whoever presses "Call" is answered by its first free agent. */
  @property(text('desk')) desk = '';
  /** Who the visitor is at your site, for the agents to see. */
  @property(text('user-id')) userId = '';
  /** HMAC-SHA-256 of `user-id` by your server, in hexadecimal: without it the agents see that nobody vouches for the id. */
  @property(text('user-hash')) userHash = '';
  /** Makes a token, on your own server: asked when there is none, and when one is refused. */
  @property({ attribute: false }) getToken: CallOptions['getToken'] = null;
  /** Makes of each own microphone and camera track, `(track, {kind, source, signal})`, what is sent and shown; what fails is off, and never sent
   *  raw. Applies at once. Default: null, nothing. */
  @property({ attribute: false }) processTrack: CallOptions['processTrack'] = null;
  /** Name shown to the others, at most 64 characters. Default: asked before joining. */
  @property(text('display-name')) displayName = '';
  /** Whether the microphone is on when joining. Default: on. */
  @property(onOff('audio', true)) audio = true;
  /** Whether the camera is on when joining. Default: on. */
  @property(onOff('video', true)) video = true;
  /** Never a camera, neither sent nor received. Default: off. */
  @property(onOff('audio-only', false)) audioOnly = false;
  /** No media at all, only chat and data. Default: off. */
  @property(onOff('data-only', false)) dataOnly = false;
  /** Whether a preview comes before the call; off, one joins by button or script only. Default: on. */
  @property(onOff('prejoin', true)) prejoin = true;
  /** Joins as soon as the element is on the page. Default: off. */
  @property(onOff('auto-join', false)) autoJoin = false;
  /** Whether there is a chat. Default: on. */
  @property(onOff('chat', true)) chat = true;
  /** Whether files can be sent and taken, in the chat. Off, those that are offered are declined. Default: on. */
  @property(onOff('files', true)) files = true;
  /** Whether there is a button to share the screen, where the browser can. Default: on. */
  @property(onOff('screenshare', true)) screenshare = true;
  /** Names of the controls to show: `microphone camera screenshare people chat more hand reactions layout recording fullscreen
   *  picture-in-picture quality timer leave`. Default: all. */
  @property(text('controls')) controls = '';
  /** `auto`: a grid, or a shared screen with the people beside it; `grid`: all alike; `speaker`: whoever speaks is large. */
  @property(oneOf('layout', LAYOUTS)) layout: Layout = 'auto';
  /** Colours: `auto` follows the system, `light` and `dark` do not. */
  @property({ ...oneOf('theme', ['auto', 'light', 'dark']), reflect: true, useDefault: true })
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** Where the call stands: `inline`, in the page; `floating`, in a window that a launcher opens; `modal`, in a dialog. Closing neither
   *  ends a call. */
  @property({ ...oneOf('mode', ['inline', 'floating', 'modal']), reflect: true, useDefault: true })
  mode: 'inline' | 'floating' | 'modal' = 'inline';
  /** Whether the window or the dialog is open; the property is `isOpen`, because `open()` is a method. Default: off. */
  @property({ ...onOff('open', false), type: Boolean, reflect: true }) isOpen = false;
  /** Corner of window and launcher: `bottom-end` (default), `bottom-start`, `top-end`, `top-start`, or with `left` and `right`. */
  @property(text('position')) position = '';
  /** No launcher while there is no call. Default: off. */
  @property(onOff('hide-launcher', false)) hideLauncher = false;
  /** Text of the launcher, and title of the window. */
  @property(text('label')) label = '';
  /** Language, such as `de`, one for all calls of a page. Default: that of the page; English where there is no translation. */
  @property({ ...text('lang'), reflect: true, useDefault: true }) override lang = '';
  /** Words of this element instead of those of its language: texts [by id](widget/locales/string-ids.ts), with `{0}` for the first value in
   *  one. A new object for each change; what is wrong is left out with a warning. Default: null. */
  @property({ attribute: false }) strings: Strings | null = null;
  /** Seats, 2 to 8, if this page opens a room that asks for no token. Default: the Worker's, 4. */
  @property(countBetween('max-participants', MIN_CAPACITY, MAX_CAPACITY)) maxParticipants: number | null = null;
  /** `relay` hides the own addresses from the others; needs TURN. */
  @property(oneOf('ice-transport-policy', ['all', 'relay'])) iceTransportPolicy: RTCIceTransportPolicy = 'all';
  /** `worker`; `manual`: two people carry two texts, without a server and a room; `local`: elements of one page. */
  @property(oneOf('signaling', ['worker', 'manual', 'local'])) signaling: SignalingKind = 'worker';

  /** As a call takes them. */
  protected get options(): Partial<CallOptions> {
    return {
      server: this.server || new URL(import.meta.url).origin,
      room: this.room,
      token: this.token,
      siteKey: this.siteKey,
      getToken: this.getToken,
      processTrack: this.processTrack,
      displayName: this.displayName,
      audio: this.audio,
      video: this.video,
      audioOnly: this.audioOnly,
      dataOnly: this.dataOnly,
      signaling: this.signaling,
      iceTransportPolicy: this.iceTransportPolicy,
      maxParticipants: this.maxParticipants,
    };
  }

  /** Opens the window or the dialog; nothing where the call is `inline`. */
  async open(): Promise<void> {
    this.isOpen = true;
  }

  /** Closes it. A call goes on, and the launcher shows it. */
  async close(): Promise<void> {
    this.isOpen = false;
  }

  /** Takes back {@link hide}. */
  async show(): Promise<void> {
    this.hidden = false;
  }

  /** Hides everything with the launcher; a call goes on. */
  async hide(): Promise<void> {
    this.hidden = true;
  }
}

readTexts(CallAttributes);
