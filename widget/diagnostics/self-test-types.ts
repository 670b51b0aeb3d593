/** The words of the self-test: what is checked, what may come of it, and what it is told. Nothing here runs. */
import type { IceServer } from '#protocol';

/** Every check, in the order in which they are shown. */
export const CHECK_IDS = [
  'browser',
  'secure-context',
  'permissions-policy',
  'codecs',
  'devices',
  'camera',
  'microphone',
  'signaling',
  'peer-connection',
  'stun',
  'turn-udp',
  'turn-tcp',
  'turn-tls',
  'relay',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** `warned`: calls work, but not everywhere, or not well. `skipped`: it could not be found out, or is not wanted here. */
export type CheckState = 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped';

/** What to do about it, or why it was skipped: a key, whose words are in the locales. */
export type Advice =
  // The browser and the page
  | 'unsupported-browser'
  | 'insecure-context'
  | 'policy-blocked'
  | 'policy-screen'
  | 'codec-missing'
  // Devices
  | 'permission-denied'
  | 'device-not-found'
  | 'device-in-use'
  | 'camera-missing'
  | 'microphone-missing'
  | 'picture-missing'
  | 'picture-dark'
  | 'picture-slow'
  | 'silence'
  | 'gesture-needed'
  | 'output-missing'
  | 'device-off'
  | 'not-wanted'
  // The server
  | 'server-unreachable'
  | 'server-slow'
  | 'server-error'
  | 'origin-not-allowed'
  | 'rate-limited'
  | 'invitation-needed'
  | 'invitation-refused'
  | 'refused'
  | 'no-server'
  // The network
  | 'webrtc-blocked'
  | 'ice-unknown'
  | 'stun-missing'
  | 'stun-unreachable'
  | 'address-same'
  | 'turn-none'
  | 'turn-missing'
  | 'turn-missing-local'
  | 'turn-missing-own'
  | 'turn-not-offered'
  | 'turn-refused'
  | 'turn-refused-own'
  | 'turn-unreachable'
  | 'turn-other-way'
  | 'relay-broken'
  | 'relay-lossy'
  | 'relay-slow'
  // The test itself
  | 'out-of-time'
  | 'unexpected'
  | 'needs-other';

/** Figures and codes, never text of a person, a label, a room, a token or an address. */
export type Detail = Readonly<Record<string, number | boolean | string>>;

/** What came of a check. */
export interface Outcome {
  readonly state: Exclude<CheckState, 'waiting' | 'running'>;
  readonly detail?: Detail;
  readonly advice?: Advice;
}

export interface SelfTestCheck {
  readonly id: CheckId;
  readonly state: CheckState;
  readonly detail: Detail;
  /** Null where nothing is to be done. */
  readonly advice: Advice | null;
}

export interface SelfTestReport {
  /** `running` until the end; then the worst of what was found. */
  readonly state: 'running' | 'passed' | 'warned' | 'failed';
  /** Every check, in the order of {@link CHECK_IDS}. */
  readonly checks: readonly SelfTestCheck[];
  /** All of it as text, to be copied into a report. Holds no address, no room, no token, no name of a person or a device. */
  readonly text: string;
}

export interface SelfTestOptions {
  /** Ends the test: what it uses is let go of, and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after every change of a check. */
  onprogress?(report: SelfTestReport, changed: SelfTestCheck): void;
  /** The camera that is being tested, to be shown; null: it is let go of. */
  onpreview?(track: MediaStreamTrack | null): void;
  /** What the microphone hears, 0 to 1, about twenty times a second. */
  onlevel?(level: number): void;
}

/** What is to be tested: where a call would go, with what. */
export interface SelfTestTarget {
  /** Origin of the Worker. */
  readonly server: string;
  /** `local` asks no Worker. */
  readonly signaling: 'worker' | 'manual' | 'local';
  readonly room: string;
  readonly token: string;
  readonly siteKey: string;
  readonly getToken: (() => string | Promise<string>) | null;
  readonly audioOnly: boolean;
  readonly dataOnly: boolean;
  /** Those that the page has set; null: the Worker's. */
  readonly iceServers: readonly IceServer[] | null;
  /** Devices in use, which the test borrows instead of opening them again; null where one is off. */
  readonly tracks: { readonly camera: MediaStreamTrack | null; readonly microphone: MediaStreamTrack | null };
  /** Whether a call is going on: then what is off stays off. */
  readonly isInCall: boolean;
  /** Those of the call; null before the seat. */
  readonly givenIceServers: readonly RTCIceServer[] | null;
}
