/**
 * How much of a picture goes to one peer: less the more peers there are, because each gets a stream of its own over the same uplink,
 * and less where the way to this one is too narrow, so that sound goes first. Sound itself is never limited. Pure; knows no sender.
 *
 * Rows by number of others: the cameras together take some 2 Mbit/s, what Zoom asks for a group (1.8 Mbit/s up for 720p), and each is as
 * large as its rate allows (720p 1.2 Mbit/s, a good small picture 600 kbit/s there, too). Many small pictures also spare the processor:
 * without an SFU each peer costs an encoder.
 * @see https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0060748
 */
import type { ConnectionFigures } from './connection-figures.ts';

/** What a sender of pictures may send; `shortSide` in pixels, so that a phone held upright counts as the same size. */
export interface PictureLimits {
  readonly kbps: number;
  readonly shortSide: number;
  readonly framesPerSecond: number;
}

export interface SendLimits {
  /** Null: nothing for now. */
  readonly camera: PictureLimits | null;
  readonly screen: PictureLimits;
}

const limits = (kbps: number, shortSide: number, framesPerSecond: number): PictureLimits => {
  return { kbps, shortSide, framesPerSecond };
};

/** By number of others, from 1; for more of them the last. */
const CAMERA = [
  limits(2_000, 720, 30),
  limits(1_000, 540, 30),
  limits(700, 360, 30),
  limits(500, 360, 24),
  limits(400, 360, 20),
  limits(330, 270, 20),
  limits(280, 270, 15),
] as const;

/** A camera beside a shared screen is small wherever it is seen. */
const CAMERA_BESIDE_SCREEN = limits(250, 270, 15);

/** Text needs every pixel, and few frames. */
const WHOLE = Infinity;
const SCREEN = [
  limits(2_500, WHOLE, 15),
  limits(1_500, WHOLE, 15),
  limits(1_000, WHOLE, 15),
  limits(800, WHOLE, 10),
  limits(600, WHOLE, 10),
  limits(500, WHOLE, 5),
  limits(450, WHOLE, 5),
] as const;

/** A moving screen, as a film: `contentHint` is `motion`. */
const MOTION_FRAMES = 30;

/**
 * `whole`: as the row says. `narrow`: a small picture. `paused`: no camera at all, and of a screen what is left.
 */
export const SEND_STEPS = ['whole', 'narrow', 'paused'] as const;

export type SendStep = (typeof SEND_STEPS)[number];

/** With the sound it fits into 150 kbit/s. */
const NARROW_CAMERA = limits(60, 180, 10);
const NARROW_SCREEN = limits(200, WHOLE, 5);
const PAUSED_SCREEN = limits(80, WHOLE, 2);

function smaller(a: PictureLimits, b: PictureLimits): PictureLimits {
  return limits(
    Math.min(a.kbps, b.kbps),
    Math.min(a.shortSide, b.shortSide),
    Math.min(a.framesPerSecond, b.framesPerSecond),
  );
}

function rowOf(rows: readonly [PictureLimits, ...PictureLimits[]], number: number): PictureLimits {
  return rows[Math.min(Math.max(number, 1), rows.length) - 1] ?? rows[0];
}

export interface SendSituation {
  /** Others who are there. */
  readonly othersCount: number;
  readonly step: SendStep;
  /** Rows further down, because the processor cannot keep up. */
  readonly extraRows: number;
  readonly sharesScreen: boolean;
  /** Whether what is shared moves. */
  readonly isMotion: boolean;
}

export function sendLimits({ othersCount, step, extraRows, sharesScreen, isMotion }: SendSituation): SendLimits {
  const row = rowOf(CAMERA, othersCount + extraRows);
  const still = rowOf(SCREEN, othersCount + extraRows);
  const moving = limits(still.kbps, rowOf(CAMERA, othersCount).shortSide, MOTION_FRAMES);
  const screen = isMotion ? moving : still;
  const camera = sharesScreen ? smaller(row, CAMERA_BESIDE_SCREEN) : row;
  if (step === 'whole') return { camera, screen };
  if (step === 'paused') return { camera: null, screen: smaller(screen, PAUSED_SCREEN) };
  // What is narrow is too narrow for two pictures.
  return { camera: sharesScreen ? null : smaller(camera, NARROW_CAMERA), screen: smaller(screen, NARROW_SCREEN) };
}

/** How bad the way out is. `some` and `much`: the browser believes in little. `harm`: so much is lost that sound is, too. */
export type Trouble = 'none' | 'some' | 'much' | 'harm';

/** Below these no picture fits beside the sound, which takes 50 kbit/s with its headers; or only a small one does. */
const MUCH_BELOW_KBPS = 70;
const SOME_BELOW_KBPS = 220;

/** Firefox does not tell what it could send. Loss alone may be the air's; with a long round trip it is a queue that is full. At 150 kbit/s Firefox
 *  goes on with a picture that costs a quarter of the sound (tests/network, narrow-uplink). */
const HARM = { lossPercent: 10, rttMs: 400 } as const;
const SOME = { lossPercent: 5, rttMs: 400 } as const;

/** @param step what is sent now: of a small picture a low estimate says nothing, as browsers believe in little more than they send. */
export function troubleOf(figures: ConnectionFigures, step: SendStep = 'whole'): Trouble {
  const { availableKbps, lossOutPercent, pictureKbpsOut, rttMs } = figures;
  const isBeyond = (bound: { readonly lossPercent: number; readonly rttMs: number }): boolean =>
    (lossOutPercent ?? 0) >= bound.lossPercent && (rttMs ?? 0) >= bound.rttMs;
  // Without a picture the browser never learns what more there would be.
  const isNarrower = (kbps: number): boolean =>
    availableKbps !== null && availableKbps < kbps && (pictureKbpsOut ?? 0) > 0;
  if (isBeyond(HARM)) return 'harm';
  if (isNarrower(MUCH_BELOW_KBPS)) return 'much';
  return isBeyond(SOME) || (step === 'whole' && isNarrower(SOME_BELOW_KBPS)) ? 'some' : 'none';
}

/** Looks in a row with trouble that are no accident. One with much is enough for a smaller picture, but not for none, as the estimate falls
 *  too low at first; one with harm is enough for either. */
const TROUBLE_COUNT = 2;

/** How long a smaller picture, or none, is sent before more is tried, in ms: longer each time that fails. */
const FIRST_TRY_MS = 20_000;
const LAST_TRY_MS = 160_000;

/** More that was tried and has gone well for so long, in ms, has not failed. */
const PROVEN_MS = 30_000;

export interface SendState {
  readonly step: SendStep;
  /** When that began. */
  readonly sinceMs: number;
  /** Whether it is more than before, to see if it goes well. */
  readonly isTry: boolean;
  /** How long it lasts at least before more is tried. */
  readonly tryMs: number;
  readonly troubleCount: number;
}

export function startSending(nowMs: number): SendState {
  return { step: 'whole', sinceMs: nowMs, isTry: false, tryMs: FIRST_TRY_MS, troubleCount: 0 };
}

function stepAfter(step: SendStep, by: 1 | -1): SendStep {
  return SEND_STEPS[SEND_STEPS.indexOf(step) + by] ?? step;
}

/** The state after a look, of which there is one in some seconds. Table-tested. */
export function nextSending(state: SendState, trouble: Trouble, nowMs: number): SendState {
  const { step, sinceMs, isTry, tryMs } = state;
  const lastedMs = nowMs - sinceMs;
  if (trouble !== 'none') {
    const troubleCount = state.troubleCount + 1;
    const isBad = trouble === 'harm' || (trouble === 'much' && step === 'whole');
    const isEnough = isBad || troubleCount >= TROUBLE_COUNT;
    const down = stepAfter(step, 1);
    if (!isEnough || down === step) return { ...state, troubleCount };
    const hasFailed = isTry && lastedMs < PROVEN_MS;
    const startTryMs = lastedMs < PROVEN_MS ? tryMs : FIRST_TRY_MS;
    const nextTryMs = hasFailed ? Math.min(LAST_TRY_MS, 2 * tryMs) : startTryMs;
    return { step: down, sinceMs: nowMs, isTry: false, tryMs: nextTryMs, troubleCount: 0 };
  }
  if (step === 'whole' || lastedMs < tryMs) return { ...state, troubleCount: 0 };
  return { step: stepAfter(step, -1), sinceMs: nowMs, isTry: true, tryMs, troubleCount: 0 };
}
