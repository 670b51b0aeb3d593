/** The connection of a peer on real RTCPeerConnections: fixed lines, toggles without negotiation, the quick start. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../widget/link/clock.ts';
import { MediaConnection, NO_TRACKS, type SlotTracks } from '../../../widget/peer/media-connection.ts';
import type { MediaPlan } from '../../../widget/peer/slots.ts';
import { camera } from './support/camera.ts';
import { exchangeOfferAnswer } from './support/exchange.ts';

const open: MediaConnection[] = [];

function connectionOf(plan: MediaPlan, tracks: SlotTracks = NO_TRACKS, clock: Clock = systemClock): MediaConnection {
  const made = new MediaConnection({ configuration: {}, plan, tracks, clock });
  open.push(made);
  return made;
}

const scaleOf = (made: MediaConnection): number | undefined =>
  made.connection.getTransceivers()[1]?.sender.getParameters().encodings[0]?.scaleResolutionDownBy;

afterEach(() => {
  for (const made of open.splice(0)) made.close();
});

describe('the media lines', () => {
  it('are four in a fixed order and the channels, the same on both sides', async () => {
    const [a, b] = [connectionOf('all'), connectionOf('all')];
    await exchangeOfferAnswer(a, b);
    for (const { connection } of [a, b]) {
      expect(connection.getTransceivers().map(({ mid, receiver }) => `${mid} ${receiver.track.kind}`)).toEqual([
        '0 audio',
        '1 video',
        '2 video',
        '3 audio',
      ]);
      expect(connection.getTransceivers().map(({ currentDirection }) => currentDirection)).toEqual(
        Array.from({ length: 4 }, () => 'sendrecv'),
      );
    }
  });

  it('let a page without a camera receive pictures, and carry a camera later without another offer', async () => {
    const [a, b] = [connectionOf('all'), connectionOf('all')];
    await exchangeOfferAnswer(a, b);
    const negotiationneeded = vi.fn<() => void>();
    a.connection.onnegotiationneeded = negotiationneeded;
    const track = await camera(640, 480);
    a.setTrack('camera', track);
    const received = b.remoteTrack('camera');
    await vi.waitFor(() => expect(received?.muted).toBe(false), { timeout: 10_000 });
    expect(a.connection.signalingState).toBe('stable');
    expect(negotiationneeded).not.toHaveBeenCalled();
    track.stop();
  });

  it('of a page that takes part with sound only are inactive for pictures', async () => {
    const [a, b] = [connectionOf('all'), connectionOf('audio')];
    await exchangeOfferAnswer(a, b);
    expect(a.remoteTrack('microphone')).not.toBeNull();
    expect(a.remoteTrack('camera')).toBeNull();
    expect(b.remoteTrack('camera')).toBeNull();
  });

  it('count as sent only where the other side takes them', async () => {
    const track = await camera(640, 480);
    const [a, b] = [connectionOf('all', { ...NO_TRACKS, camera: track }), connectionOf('audio')];
    const [c, d] = [connectionOf('all', { ...NO_TRACKS, camera: track }), connectionOf('all')];
    await Promise.all([exchangeOfferAnswer(a, b), exchangeOfferAnswer(c, d)]);
    for (const made of [a, b, c, d]) {
      await vi.waitFor(() => expect(made.connection.connectionState).toBe('connected'), { timeout: 10_000 });
      made.handleConnected();
    }
    await vi.waitFor(() => expect([b.flow.hasReceived, d.flow.hasReceived]).toEqual([true, true]), { timeout: 10_000 });
    await vi.waitFor(() => expect([b.flow.remoteTx, d.flow.remoteTx]).toEqual([0, 2]), { timeout: 10_000 });
    track.stop();
  });

  it('are none for data only, and the channels open all the same', async () => {
    const [a, b] = [connectionOf('none'), connectionOf('none')];
    await exchangeOfferAnswer(a, b);
    expect(a.connection.getTransceivers()).toHaveLength(0);
    await vi.waitFor(() => expect(a.channels?.chat.readyState).toBe('open'), { timeout: 10_000 });
  });
});

describe('a large camera', () => {
  it('starts at half its size on both sides, and is sent whole once the connection stands', async () => {
    const large = await camera(1280, 720);
    const tracks = { ...NO_TRACKS, camera: large };
    const whole: (() => void)[] = [];
    const clock: Clock = {
      ...systemClock,
      setTimeout(callback, delayMs) {
        if (delayMs === 1_500) whole.push(callback);
        return 0;
      },
    };
    const [a, b] = [connectionOf('all', tracks, clock), connectionOf('all', tracks, clock)];
    await exchangeOfferAnswer(a, b);
    await vi.waitFor(() => expect([scaleOf(a), scaleOf(b)]).toEqual([2, 2]));
    for (const made of [a, b]) made.handleConnected();
    for (const send of whole) send();
    await vi.waitFor(() => expect([scaleOf(a), scaleOf(b)]).toEqual([1, 1]));
    large.stop();
  });

  it('stays whole when the other side offers again', async () => {
    const large = await camera(1280, 720);
    const tracks = { ...NO_TRACKS, camera: large };
    const [a, b] = [connectionOf('all', tracks), connectionOf('all', tracks)];
    await exchangeOfferAnswer(a, b);
    const sender = b.connection.getTransceivers()[1]?.sender;
    const parameters = sender?.getParameters();
    if (parameters?.encodings[0] === undefined) throw new Error('no encoding');
    parameters.encodings[0].scaleResolutionDownBy = 1;
    await sender?.setParameters(parameters);
    a.connection.restartIce();
    await exchangeOfferAnswer(a, b, false);
    expect(scaleOf(b)).toBe(1);
    large.stop();
  });

  it('a small one is sent whole from the start', async () => {
    const small = await camera(640, 480);
    const tracks = { ...NO_TRACKS, camera: small };
    const [a, b] = [connectionOf('all', tracks), connectionOf('all', tracks)];
    await exchangeOfferAnswer(a, b);
    expect([scaleOf(a), scaleOf(b) ?? 1]).toEqual([1, 1]);
    small.stop();
  });
});
