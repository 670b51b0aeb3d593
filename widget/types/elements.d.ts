/** What templates may set on the elements. Made by `npm run manifest`. */
import type { P2pCall } from 'p2p-call/define';
import type { P2pCallDesk } from 'p2p-call/define-desk';

/** Attributes of `<p2p-call>`. */
export interface P2pCallAttributes {
  /** Origin of your Worker, such as `https://calls.example.com`. Default: where the script came from. */
  server?: string;
  /** Name of the room: 3 to 64 of `A-Z a-z 0-9 _ . -`. Whoever knows it can enter, so make it unguessable. */
  room?: string;
  /** A token for the room, where your Worker [asks for one](#who-may-enter). */
  token?: string;
  /** Instead of a token, a [site key](#site-keys) of your Worker. */
  'site-key'?: string;
  /** Name of a [support desk](#support-calls-on-your-site) instead of a room: whoever presses "Call" is answered by its first free agent. */
  desk?: string;
  /** Who the visitor is at your site, for the agents to see. */
  'user-id'?: string;
  /** HMAC-SHA-256 of `user-id` by your server, in hexadecimal: without it the agents see that nobody vouches for the id. */
  'user-hash'?: string;
  /** Name shown to the others, at most 64 characters. Default: asked before joining. */
  'display-name'?: string;
  /** Whether the microphone is on when joining. Default: on. */
  audio?: boolean | '' | 'on' | 'off';
  /** Whether the camera is on when joining. Default: on. */
  video?: boolean | '' | 'on' | 'off';
  /** Never a camera, neither sent nor received. Default: off. */
  'audio-only'?: boolean | '' | 'on' | 'off';
  /** No media at all, only chat and data. Default: off. */
  'data-only'?: boolean | '' | 'on' | 'off';
  /** Whether a preview comes before the call; off, one joins by button or script only. Default: on. */
  prejoin?: boolean | '' | 'on' | 'off';
  /** Joins as soon as the element is on the page. Default: off. */
  'auto-join'?: boolean | '' | 'on' | 'off';
  /** Whether there is a chat. Default: on. */
  chat?: boolean | '' | 'on' | 'off';
  /** Whether files can be sent and taken, in the chat. Off, those that are offered are declined. Default: on. */
  files?: boolean | '' | 'on' | 'off';
  /** Whether there is a button to share the screen, where the browser can. Default: on. */
  screenshare?: boolean | '' | 'on' | 'off';
  /** Names of the controls to show: `microphone camera screenshare people chat more hand reactions layout recording fullscreen picture-in-picture quality timer leave`. Default: all. */
  controls?: string;
  /** `auto`: a grid, or a shared screen with the people beside it; `grid`: all alike; `speaker`: whoever speaks is large. */
  layout?: 'auto' | 'grid' | 'speaker';
  /** Colours: `auto` follows the system, `light` and `dark` do not. */
  theme?: 'auto' | 'light' | 'dark';
  /** Where the call stands: `inline`, in the page; `floating`, in a window that a launcher opens; `modal`, in a dialog. Closing neither ends a call. */
  mode?: 'inline' | 'floating' | 'modal';
  /** Corner of window and launcher: `bottom-end` (default), `bottom-start`, `top-end`, `top-start`, or with `left` and `right`. */
  position?: string;
  /** No launcher while there is no call. Default: off. */
  'hide-launcher'?: boolean | '' | 'on' | 'off';
  /** Text of the launcher, and title of the window. */
  label?: string;
  /** Language, such as `de`, one for all calls of a page. Default: that of the page; English where there is no translation. */
  lang?: string;
  /** Seats, 2 to 8, if this page opens a room that asks for no token. Default: the Worker's, 4. */
  'max-participants'?: number | string;
  /** `relay` hides the own addresses from the others; needs TURN. */
  'ice-transport-policy'?: 'all' | 'relay';
  /** `worker`; `manual`: two people carry two texts, without a server and a room; `local`: elements of one page. */
  signaling?: 'worker' | 'manual' | 'local';
}

/** Properties of `<p2p-call>` beside those of the same name as an attribute. */
export type P2pCallProperties = Partial<Pick<P2pCall, 'iceServers' | 'siteKey' | 'userId' | 'userHash' | 'getToken' | 'processTrack' | 'displayName' | 'audioOnly' | 'dataOnly' | 'autoJoin' | 'isOpen' | 'hideLauncher' | 'strings' | 'maxParticipants' | 'iceTransportPolicy'>>;

/** Attributes of `<p2p-call-button>`: without `for` those of its own call. */
export interface P2pCallButtonAttributes extends P2pCallAttributes {
  /** Id of a `<p2p-call>` of the same page. Without it, the attributes are those of `<p2p-call>`. */
  for?: string;
}

/** Attributes of `<p2p-call-desk>`. */
export interface P2pCallDeskAttributes {
  /** Origin of your Worker, such as `https://calls.example.com`. Default: where the script came from. */
  server?: string;
  /** Name of the desk, as in the Worker's setting `DESKS`. */
  desk?: string;
  /** A token of an agent for this desk, [made by your own server](#support-calls-on-your-site). */
  token?: string;
  /** Name shown to visitors and colleagues, at most 64 characters, where the token says none. */
  'display-name'?: string;
  /** Colours: `auto` follows the system, `light` and `dark` do not. */
  theme?: 'auto' | 'light' | 'dark';
  /** Language, such as `de`. Default: that of the page; English where there is no translation. */
  lang?: string;
}

/** Properties of `<p2p-call-desk>` beside those of the same name as an attribute. */
export type P2pCallDeskProperties = Partial<Pick<P2pCallDesk, 'getToken' | 'displayName' | 'strings'>>;
