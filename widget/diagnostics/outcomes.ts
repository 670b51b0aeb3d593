/**
 * What a figure means: passed, warned or failed, and what to do about it. Pure; measures nothing.
 */
import type { ErrorCode } from '#protocol';
import type { MediaFailureCode } from '../media/media-failure.ts';
import type { Gathered } from './gather.ts';
import type { LoopbackFigures } from './loopback.ts';
import type { CameraFigures, MicrophoneFigures, NoSound } from './measure-devices.ts';
import type { SignalingFigures } from './probe-signaling.ts';
import type { Advice, Detail, Outcome } from './self-test-types.ts';

/** Below this mean, of 255, a picture is that of a closed shutter: a dark room has more noise. */
const DARK = 6;

/** Below this many pictures in a second motion is no motion any more. */
const SLOW_FPS = 10;

/** An answer of the server that takes longer, in ms, is felt at every join. */
const SLOW_SERVER_MS = 1_000;

/** One way 150 ms is what a conversation bears (ITU-T G.114); both ends of the loopback are here, so that a packet goes to the relay
 *  and back twice. */
const SLOW_RELAY_MS = 600;

/** Above this sound suffers, in percent. */
const LOSSY_PERCENT = 3;

const PASSED: Outcome = { state: 'passed' };

function because(state: Outcome['state'], advice: Advice, detail: Detail = {}): Outcome {
  return { state, advice, detail };
}

/** A check that was not over in its time. */
export const OUT_OF_TIME: Outcome = because('failed', 'out-of-time');

/** A check that broke: its error has a name, and its text is not for a report. */
export function brokenOutcome(error: unknown): Outcome {
  return because('failed', 'unexpected', { error: error instanceof Error ? error.name : 'unknown' });
}

/** A check that another one, which failed, had to come before. */
export const NEEDS_OTHER: Outcome = because('skipped', 'needs-other');

export interface Environment {
  readonly isSecure: boolean;
  /** What a call cannot do without, and is missing. */
  readonly missing: readonly string[];
  /** Whether the page's policy lets it use this. */
  readonly policy: Readonly<Record<'camera' | 'microphone' | 'screen', boolean>>;
  /** Short names in lower case, those that can be received. */
  readonly codecs: readonly string[];
}

export function browserOutcome({ missing }: Environment): Outcome {
  return missing.length === 0 ? PASSED : because('failed', 'unsupported-browser', { missing: missing.join(' ') });
}

export function secureContextOutcome({ isSecure }: Environment): Outcome {
  return isSecure ? PASSED : because('failed', 'insecure-context');
}

export function policyOutcome({ policy }: Environment, wantsCamera: boolean, wantsMicrophone: boolean): Outcome {
  const { camera, microphone, screen } = policy;
  const detail = { camera, microphone, screen };
  if ((wantsCamera && !camera) || (wantsMicrophone && !microphone)) return because('failed', 'policy-blocked', detail);
  return wantsCamera && !screen ? because('warned', 'policy-screen', detail) : { ...PASSED, detail };
}

/** Opus and either VP8 or H264 are what every browser must have. @see https://www.rfc-editor.org/rfc/rfc7742#section-5 */
export function codecsOutcome({ codecs }: Environment, wantsCamera: boolean): Outcome {
  const detail = { codecs: codecs.join(' ') };
  const isComplete = codecs.includes('opus') && (!wantsCamera || codecs.includes('vp8') || codecs.includes('h264'));
  return isComplete ? { ...PASSED, detail } : because('failed', 'codec-missing', detail);
}

export interface DeviceCounts {
  readonly cameras: number;
  readonly microphones: number;
  readonly speakers: number;
  /** Whether the browser tells their names, which it does to pages that were let at one. */
  readonly named: boolean;
}

export function devicesOutcome(counts: DeviceCounts, wantsCamera: boolean): Outcome {
  const detail = { ...counts };
  const lacksCamera = wantsCamera && counts.cameras === 0;
  if (counts.microphones > 0) return lacksCamera ? because('warned', 'camera-missing', detail) : { ...PASSED, detail };
  return counts.cameras > 0 && wantsCamera
    ? because('warned', 'microphone-missing', detail)
    : because('failed', 'device-not-found', detail);
}

/** A device that could not be opened. */
export function captureOutcome(code: MediaFailureCode): Outcome {
  return because('failed', code);
}

export function cameraOutcome(figures: CameraFigures | null): Outcome {
  if (figures === null) return because('failed', 'picture-missing');
  const { width, height, framesPerSecond, brightness } = figures;
  const detail = { width, height, framesPerSecond };
  if (brightness !== null && brightness < DARK) return because('warned', 'picture-dark', detail);
  return framesPerSecond < SLOW_FPS ? because('warned', 'picture-slow', detail) : { ...PASSED, detail };
}

export function microphoneOutcome(figures: MicrophoneFigures | NoSound): Outcome {
  if (figures === 'gesture-needed') return because('skipped', figures);
  if (figures === 'output-missing') return because('warned', figures);
  const detail = { peakPercent: Math.round(figures.peak * 100) };
  return figures.isHeard ? { ...PASSED, detail } : because('warned', 'silence', detail);
}

const REFUSALS: Partial<Record<ErrorCode, Advice>> = {
  'signaling-unreachable': 'server-unreachable',
  'server-error': 'server-error',
  'origin-not-allowed': 'origin-not-allowed',
  'rate-limited': 'rate-limited',
  'token-expired': 'invitation-refused',
  'token-invalid': 'invitation-refused',
  'invalid-room': 'invitation-refused',
};

/** @param figures null: no answer in time. */
export function signalingOutcome(figures: SignalingFigures | null): Outcome {
  if (figures === null) return because('failed', 'server-unreachable');
  if (!figures.ok) {
    const { code, isStranger } = figures;
    // It was reached, and lets in nobody without an invitation: that is no fault of the network.
    if (isStranger && code === 'token-invalid') return because('skipped', 'invitation-needed');
    return because('failed', REFUSALS[code] ?? 'refused', { code });
  }
  const { connectMs, rttMs, iceServers } = figures;
  const detail = { connectMs, rttMs, entered: iceServers !== null };
  return rttMs > SLOW_SERVER_MS ? because('warned', 'server-slow', detail) : { ...PASSED, detail };
}

export function stunOutcome({ isFound, errorCodes, durationMs, hasCandidates, isComplete }: Gathered): Outcome {
  const detail = { durationMs };
  if (isFound) return { ...PASSED, detail };
  // Without a NAT the address that the server sees is one that the browser knows, which it does not tell again (RFC 8445 §5.1.3).
  if (errorCodes.length === 0 && isComplete && hasCandidates) return because('warned', 'address-same', detail);
  return because('failed', 'stun-unreachable', { ...detail, ...errorsOf(errorCodes) });
}

/** What a TURN server answers is 300 to 699; 701 only says that one address did not reach it. */
const isRefusal = (code: number): boolean => code >= 300 && code < 700;

function errorsOf(codes: readonly number[]): Detail {
  return codes.length === 0 ? {} : { errors: [...new Set(codes)].join(' ') };
}

/** @param isOwn whether the page set the ICE servers. */
export function turnOutcome({ isFound, errorCodes, durationMs }: Gathered, isOwn: boolean): Outcome {
  const detail = { durationMs, ...errorsOf(errorCodes) };
  if (isFound) return { ...PASSED, detail: { durationMs } };
  if (errorCodes.some(isRefusal)) return because('failed', isOwn ? 'turn-refused-own' : 'turn-refused', detail);
  return because('failed', 'turn-unreachable', detail);
}

/** A way to the relay that is closed is no failure while another one is open. */
export function besideOthers(outcome: Outcome, isAnotherOpen: boolean): Outcome {
  if (outcome.state !== 'failed' || !isAnotherOpen) return outcome;
  const { advice } = outcome;
  return { ...outcome, state: 'warned', ...(advice === 'turn-unreachable' ? { advice: 'turn-other-way' } : {}) };
}

function loopbackDetail({ connectMs, sentCount, lossPercent, rttMs, jitterMs, path }: LoopbackFigures): Detail {
  const times = rttMs === null || jitterMs === null ? {} : { rttMs, jitterMs };
  return {
    connectMs,
    packets: sentCount,
    lossPercent,
    ...times,
    ...(path === null ? {} : { protocol: path.protocol }),
  };
}

/** @param figures null: the two ends did not find each other. */
export function peerConnectionOutcome(figures: LoopbackFigures | null): Outcome {
  if (figures === null || figures.rttMs === null) return because('failed', 'webrtc-blocked');
  return { ...PASSED, detail: loopbackDetail(figures) };
}

/** @param figures null: the two ends did not find each other. */
export function relayOutcome(figures: LoopbackFigures | null): Outcome {
  if (figures === null) return because('failed', 'relay-broken');
  const detail = loopbackDetail(figures);
  if (figures.rttMs === null) return because('failed', 'relay-broken', detail);
  if (figures.lossPercent > LOSSY_PERCENT) return because('warned', 'relay-lossy', detail);
  return figures.rttMs > SLOW_RELAY_MS ? because('warned', 'relay-slow', detail) : { ...PASSED, detail };
}

/** Where there is no relay at all. @param isLocal whether the Worker is on this machine, where nobody needs one. */
export function noTurnOutcome(isLocal: boolean, isOwn: boolean): Outcome {
  if (isOwn) return because('warned', 'turn-missing-own');
  return isLocal ? because('skipped', 'turn-missing-local') : because('warned', 'turn-missing');
}
