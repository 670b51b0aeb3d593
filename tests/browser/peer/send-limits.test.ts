/** Limits on what is sent, on real RTCPeerConnections: what the browser is told, that it holds to it, and what the other side hears. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Heartbeat } from '../../../widget/data/heartbeat.ts';
import { systemClock } from '../../../widget/link/clock.ts';
import { MediaConnection, NO_TRACKS, type SlotTracks } from '../../../widget/peer/media-connection.ts';
import { limitSending, scaleFor } from '../../../widget/peer/send-limits.ts';
import { sendLimits } from '../../../widget/peer/send-policy.ts';
import type { Slot } from '../../../widget/peer/slots.ts';
import { camera as cameraOf } from './support/camera.ts';
import { exchangeOfferAnswer } from './support/exchange.ts';

const open: MediaConnection[] = [];
const tracks: MediaStreamTrack[] = [];

async function camera(width: number, height: number): Promise<MediaStreamTrack> {
  const track = await cameraOf(width, height);
  tracks.push(track);
  return track;
}

/** Two sides that are connected, of which the first sends `own`. */
async function connect(own: Partial<SlotTracks>): Promise<readonly [MediaConnection, MediaConnection]> {
  const made = (sent: Partial<SlotTracks>): MediaConnection => {
    const all = { ...NO_TRACKS, ...sent };
    const it = new MediaConnection({ configuration: {}, plan: 'all', tracks: all, clock: systemClock });
    open.push(it);
    return it;
  };
  const [a, b] = [made(own), made({})];
  await exchangeOfferAnswer(a, b);
  for (const it of [a, b]) {
    await vi.waitFor(() => expect(it.connection.connectionState).toBe('connected'), { timeout: 10_000 });
    it.handleConnected();
  }
  return [a, b];
}

function encodingOf(it: MediaConnection, slot: Slot): Partial<RTCRtpEncodingParameters> {
  return it.transceiver(slot)?.sender.getParameters().encodings[0] ?? {};
}

const SITUATION = { othersCount: 1, step: 'whole', extraRows: 0, sharesScreen: false, isMotion: false } as const;

async function frameHeightOf(it: MediaConnection): Promise<number> {
  const report = await it.readStats();
  const pictures = [...report.values()].filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  return Math.max(0, ...pictures.map(({ frameHeight = 0 }) => Number(frameHeight)));
}

async function framesDecodedOf(it: MediaConnection): Promise<number> {
  const report = await it.readStats();
  return [...report.values()].reduce((total, { framesDecoded = 0 }) => total + Number(framesDecoded), 0);
}

afterEach(() => {
  for (const it of open.splice(0)) it.close();
  for (const track of tracks.splice(0)) track.stop();
});

describe('a sender', () => {
  it('is told rate, frames and size, and sound goes first', async () => {
    const [a] = await connect({ camera: await camera(1280, 720) });
    const limits = sendLimits({ ...SITUATION, othersCount: 4 });
    limitSending(a, limits);
    await vi.waitFor(() =>
      expect(encodingOf(a, 'camera')).toMatchObject({ active: true, maxBitrate: 500_000, maxFramerate: 24 }),
    );
    await vi.waitFor(() => expect(encodingOf(a, 'microphone')).toMatchObject({ priority: 'high' }));
    expect(encodingOf(a, 'microphone').maxBitrate).toBeUndefined();
    await vi.waitFor(() => expect(encodingOf(a, 'screen')).toMatchObject({ priority: 'medium', maxBitrate: 800_000 }));
  });

  it('keeps the small size that it started with for a moment, and then has the wanted one', async () => {
    const [a] = await connect({ camera: await camera(1280, 720) });
    expect(encodingOf(a, 'camera').scaleResolutionDownBy).toBe(2);
    limitSending(a, sendLimits(SITUATION));
    await vi.waitFor(() => expect(encodingOf(a, 'camera').maxBitrate).toBe(2_000_000));
    expect(encodingOf(a, 'camera').scaleResolutionDownBy).toBe(2);
    await vi.waitFor(() => expect(encodingOf(a, 'camera').scaleResolutionDownBy).toBe(1), { timeout: 10_000 });
  });

  it('that is told nothing new is not told it again', async () => {
    const [a] = await connect({ camera: await camera(640, 480) });
    const { sender } = a.transceiver('camera') ?? {};
    if (sender === undefined) throw new Error('no sender');
    const told = vi.spyOn(sender, 'setParameters');
    for (let look = 0; look < 5; look += 1) limitSending(a, sendLimits(SITUATION));
    expect(told).toHaveBeenCalledOnce();
  });

  it('that refuses is told again with the next look', async () => {
    const [a] = await connect({ camera: await camera(640, 480) });
    const { sender } = a.transceiver('camera') ?? {};
    if (sender === undefined) throw new Error('no sender');
    const refused = vi.spyOn(sender, 'setParameters').mockRejectedValueOnce(new DOMException('', 'InvalidStateError'));
    limitSending(a, sendLimits(SITUATION));
    await vi.waitFor(() => expect(refused.mock.settledResults).toHaveLength(1));
    await vi.waitFor(() => {
      limitSending(a, sendLimits(SITUATION));
      expect(encodingOf(a, 'camera').maxBitrate).toBe(2_000_000);
    });
  });
});

it('a picture arrives in the size that was asked for', async () => {
  const [a, b] = await connect({ camera: await camera(640, 480) });
  await vi.waitFor(async () => expect(await frameHeightOf(b)).toBeGreaterThan(0), { timeout: 15_000 });
  await vi.waitFor(
    async () => {
      limitSending(a, sendLimits({ ...SITUATION, step: 'narrow' }));
      const height = await frameHeightOf(b);
      expect(height).toBeGreaterThan(0);
      expect(height).toBeLessThanOrEqual(180);
    },
    { timeout: 15_000, interval: 200 },
  );
});

it('a camera that is kept back stops, says so with the beats, and comes back', async () => {
  const [a, b] = await connect({ camera: await camera(640, 480) });
  const heard: Heartbeat[] = [];
  b.onbeat = (beat) => heard.push(beat);
  await vi.waitFor(async () => expect(await framesDecodedOf(b)).toBeGreaterThan(5), { timeout: 15_000 });
  expect(limitSending(a, sendLimits({ ...SITUATION, step: 'paused' }))).toBe(true);
  await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ held: true, tx: 0 }), { timeout: 10_000 });
  expect(b.flow.remoteTx).toBe(0);
  // What was on its way has come when two looks see the same.
  let last = -1;
  await vi.waitFor(
    async () => {
      const before = last;
      last = await framesDecodedOf(b);
      expect(last).toBe(before);
    },
    { timeout: 10_000, interval: 500 },
  );
  const before = await framesDecodedOf(b);
  expect(limitSending(a, sendLimits(SITUATION))).toBe(false);
  await vi.waitFor(() => expect(heard.at(-1)).toEqual({ rx: true, tx: 2 }), { timeout: 10_000 });
  await vi.waitFor(async () => expect(await framesDecodedOf(b)).toBeGreaterThan(before), { timeout: 15_000 });
});

it('nothing is kept back where there is no camera', async () => {
  const [a] = await connect({});
  expect(limitSending(a, sendLimits({ ...SITUATION, step: 'paused' }))).toBe(false);
});

describe('the scale', () => {
  const trackOf = (width: number, height: number): Pick<MediaStreamTrack, 'getSettings'> => ({
    getSettings: () => ({ width, height }),
  });

  it.each([
    ['a large camera', 1280, 720, 360, 2],
    ['a phone held upright', 720, 1280, 360, 2],
    ['one that is smaller is not made larger', 320, 240, 360, 1],
    ['a screen stays whole', 3840, 2160, Infinity, 1],
    ['one that does not tell its size', 0, 0, 360, 1],
  ])('%s', (_name, width, height, shortSide, scale) => {
    expect(scaleFor(trackOf(width, height), shortSide)).toBe(scale);
  });
});
