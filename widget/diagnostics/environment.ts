/** What this browser and this page are: read once, from the globals. Asks for nothing and starts nothing. */
import { type MediaSource, isBlockedByPolicy } from '../media/media-failure.ts';
import type { DeviceCounts, Environment } from './outcomes.ts';

const NEEDED: Readonly<Record<string, () => boolean>> = {
  RTCPeerConnection: () => typeof RTCPeerConnection !== 'undefined',
  RTCDataChannel: () => typeof RTCPeerConnection !== 'undefined' && 'createDataChannel' in RTCPeerConnection.prototype,
  WebSocket: () => typeof WebSocket !== 'undefined',
  // Hidden from pages that are not secure, for which there is a check of its own.
  getUserMedia: () => !isSecureContext || navigator.mediaDevices?.getUserMedia !== undefined,
};

/** Of transports and repair, no codecs of media. */
const HELPERS = /^(rtx|red|ulpfec|flexfec.*|telephone-event|cn)$/;

function codecNames(): string[] {
  const all = (['audio', 'video'] as const).flatMap(
    (kind) => globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs ?? [],
  );
  const names = all.map(({ mimeType }) => (mimeType.split('/')[1] ?? '').toLowerCase());
  return [...new Set(names)].filter((name) => name !== '' && !HELPERS.test(name)).sort();
}

export function readEnvironment(): Environment {
  const isAllowed = (source: MediaSource): boolean => !isBlockedByPolicy(source, document);
  return {
    isSecure: isSecureContext,
    missing: Object.keys(NEEDED).filter((name) => NEEDED[name]?.() !== true),
    policy: { camera: isAllowed('camera'), microphone: isAllowed('microphone'), screen: isAllowed('screen') },
    codecs: codecNames(),
  };
}

/** How many devices there are. Before permission browsers tell of one of each kind at most. */
export async function countDevices(): Promise<DeviceCounts> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const count = (kind: MediaDeviceKind): number => all.filter((it) => it.kind === kind).length;
  return {
    cameras: count('videoinput'),
    microphones: count('audioinput'),
    speakers: count('audiooutput'),
    named: all.some(({ label }) => label !== ''),
  };
}

const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Edge', /Edg(?:A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+(?:\.\d+)?).*Safari/],
];
const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

/** `Firefox 140, Linux`: the whole of a user agent says more than a report needs, and may look like an address.
 *  @param userAgent as in `navigator.userAgent`. */
export function browserName(userAgent: string): string {
  const [browser = 'unknown browser', version = ''] =
    BROWSERS.flatMap(([name, pattern]) => {
      const found = pattern.exec(userAgent);
      return found === null ? [] : [[name, found[1] ?? '']];
    })[0] ?? [];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'unknown system';
  return `${`${browser} ${version}`.trim()}, ${system}`;
}
