/** What the self-test measures with Chromium's own devices and connections, and that it leaves nothing behind. */
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { gather } from '../../../widget/diagnostics/gather.ts';
import { loopback } from '../../../widget/diagnostics/loopback.ts';
import { measureCamera, measureMicrophone } from '../../../widget/diagnostics/measure-devices.ts';
import type { SelfTestCheck } from '../../../widget/diagnostics/self-test-types.ts';
import { systemClock } from '../../../widget/link/clock.ts';

const NEVER = new AbortController().signal;

const tracks: MediaStreamTrack[] = [];
const connections: RTCPeerConnection[] = [];

beforeEach(() => {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  vi.spyOn(mediaDevices, 'getUserMedia').mockImplementation(async (constraints) => {
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  });
  const Real = RTCPeerConnection;
  vi.stubGlobal(
    'RTCPeerConnection',
    class extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    },
  );
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const track of tracks.splice(0)) track.stop();
  for (const connection of connections.splice(0)) connection.close();
});

async function trackOf(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  const [track] = (await navigator.mediaDevices.getUserMedia(constraints)).getTracks();
  if (track === undefined) throw new Error('There is no track.');
  return track;
}

const stateOf = (checks: readonly SelfTestCheck[]) =>
  Object.fromEntries(checks.map(({ id, state, advice }) => [id, advice === null ? state : `${state} ${advice}`]));

describe('the camera', () => {
  it('is measured by its pictures', async () => {
    const track = await trackOf({ video: { width: 640, height: 480, frameRate: 30 } });
    const { width, height, framesPerSecond, brightness } = await measureCamera(track, NEVER, systemClock);
    expect([width, height]).toEqual([640, 480]);
    expect(framesPerSecond).toBeGreaterThan(0);
    expect(framesPerSecond).toBeLessThan(40);
    expect(brightness).toBeGreaterThan(20);
    expect(track.readyState).toBe('live');
  });

  it('is black where its picture is', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const context = canvas.getContext('2d');
    const [track] = canvas.captureStream(30).getVideoTracks();
    const painting = setInterval(() => context?.fillRect(0, 0, 64, 64), 30);
    const figures = track && (await measureCamera(track, NEVER, systemClock));
    clearInterval(painting);
    expect(figures?.brightness).toBe(0);
  });

  it('that gives no picture is waited for until the time is over', async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const [track] = canvas.captureStream(0).getVideoTracks();
    const limit = new AbortController();
    const measuring = measureCamera(track as MediaStreamTrack, limit.signal, systemClock);
    limit.abort(new Error('over'));
    await expect(measuring).rejects.toThrow('over');
  });
});

describe('the microphone', () => {
  it('is heard', async () => {
    const levels: number[] = [];
    const track = await trackOf({ audio: true });
    const figures = await measureMicrophone(track, (level) => levels.push(level), NEVER, systemClock);
    expect(figures).toMatchObject({ isHeard: true });
    expect(Math.max(...levels)).toBeGreaterThan(0.02);
    expect(track.readyState).toBe('live');
  });

  it('that is silent is not heard, after four seconds', async () => {
    // A page that captures may use sound without a click.
    const capturing = await trackOf({ audio: true });
    const context = new AudioContext();
    const { stream } = context.createMediaStreamDestination();
    const [track] = stream.getAudioTracks();
    const figures = await measureMicrophone(track as MediaStreamTrack, () => {}, NEVER, systemClock);
    await context.close();
    expect(figures).toEqual({ peak: 0, isHeard: false });
    expect(capturing.readyState).toBe('live');
  });

  it('cannot be listened to where the browser allows no sound yet', async () => {
    const { stream } = new AudioContext().createMediaStreamDestination();
    const [track] = stream.getAudioTracks();
    // Whether it does depends on what the page has done before: here it never does.
    class Silenced extends AudioContext {
      override get state(): AudioContextState {
        return 'suspended';
      }
      override resume(): Promise<void> {
        return new Promise(() => {});
      }
    }
    vi.stubGlobal('AudioContext', Silenced);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(await measureMicrophone(track as MediaStreamTrack, () => {}, NEVER, systemClock)).toBe('gesture-needed');
  });
});

describe('the loopback', () => {
  it('sends packets there and back between two ends of the page, and closes both', async () => {
    const figures = await loopback({}, 25, NEVER, systemClock);
    expect(figures.sentCount).toBe(25);
    expect(figures.lossPercent).toBe(0);
    expect(figures.rttMs).toBeLessThan(5_000);
    expect(figures.path).toEqual({ path: 'direct', protocol: 'udp' });
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(['closed', 'closed']);
  });

  it('through a relay that is not there never ends, but with its signal', async () => {
    const limit = new AbortController();
    const iceServers = [{ urls: 'turn:127.0.0.1:9', username: 'u', credential: 'c' }];
    const trying = loopback({ iceServers, iceTransportPolicy: 'relay' }, 5, limit.signal, systemClock);
    setTimeout(() => limit.abort(new Error('over')), 300);
    await expect(trying).rejects.toThrow('over');
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(['closed', 'closed']);
  });
});

describe('gathering', () => {
  it('at a relay that is not there finds nothing, and tells what is known when the time is over', async () => {
    const limit = new AbortController();
    setTimeout(() => limit.abort(), 300);
    const servers = [{ urls: 'turn:127.0.0.1:9?transport=tcp', username: 'u', credential: 'c' }];
    const { isFound, hasCandidates } = await gather(servers, 'relay', limit.signal);
    expect({ isFound, hasCandidates }).toEqual({ isFound: false, hasCandidates: false });
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(['closed']);
  });
});

describe('runSelfTest of a call without a server', () => {
  it('passes what can be tested, skips the rest, and lets go of everything', async () => {
    const call = new Call({ signaling: 'local' });
    const seen: string[] = [];
    const previews: (string | null)[] = [];
    const report = await call.runSelfTest({
      onprogress: (_report, { id, state }) => seen.push(`${id} ${state}`),
      onpreview: (track) => previews.push(track?.readyState ?? null),
    });
    expect(stateOf(report.checks)).toEqual({
      browser: 'passed',
      'secure-context': 'passed',
      'permissions-policy': 'passed',
      codecs: 'passed',
      devices: 'passed',
      // On a busy machine.
      camera: expect.stringMatching(/^(passed|warned picture-slow)$/),
      microphone: 'passed',
      signaling: 'skipped no-server',
      'peer-connection': 'passed',
      stun: 'skipped ice-unknown',
      'turn-udp': 'skipped ice-unknown',
      'turn-tcp': 'skipped ice-unknown',
      'turn-tls': 'skipped ice-unknown',
      relay: 'skipped ice-unknown',
    });
    expect(report.state).toBe(report.checks.some(({ state }) => state === 'warned') ? 'warned' : 'passed');
    expect(previews).toEqual(['live', null]);
    expect(seen.indexOf('camera running')).toBeLessThan(seen.findLastIndex((it) => it.startsWith('camera ')));
    expect(tracks.length).toBe(2);
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(['closed', 'closed']);
  });

  it('that is ended in the middle rejects with the reason, and lets go of everything', async () => {
    const ending = new AbortController();
    const testing = new Call({ signaling: 'local' }).runSelfTest({
      signal: ending.signal,
      onpreview: (track) => track !== null && ending.abort(new Error('enough')),
    });
    await expect(testing).rejects.toThrow('enough');
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(connections.map(({ signalingState }) => signalingState)).toEqual(['closed', 'closed']);
  });

  it('in a call borrows what is on, and opens nothing that is off', async () => {
    const call = new Call({ signaling: 'local', room: 'self-test', audio: false });
    await call.join();
    await vi.waitFor(() => expect(call.localParticipant.cameraTrack).not.toBeNull());
    const openedCount = tracks.length;
    const { checks } = await call.runSelfTest();
    const { camera, microphone } = stateOf(checks);
    expect(camera).toMatch(/^(passed|warned picture-slow)$/);
    expect(microphone).toBe('skipped device-off');
    expect(tracks.length).toBe(openedCount);
    expect(call.localParticipant.cameraTrack?.readyState).toBe('live');
    await call.leave();
  });
});

describe('getDiagnostics', () => {
  it('of a call that has not begun is short', async () => {
    const { call, peers, events, text } = await new Call({ signaling: 'local', room: 'secret-room' }).getDiagnostics();
    expect(call).toMatchObject({ state: 'idle', others: 0, microphone: 'off', camera: 'off', turn: 'none' });
    expect([peers, events]).toEqual([[], {}]);
    expect(text).toMatch(/^p2p-call \S+, Chrome \d+, \w+\ncall: state=idle .*\nevents: none$/);
  });

  it('of a call has the way to each other one, and its figures', async () => {
    const room = 'secret-room';
    const calls = ['Ann Secret', 'Bob Secret'].map(
      (displayName) => new Call({ signaling: 'local', room, displayName, audio: false }),
    );
    await Promise.all(calls.map((call) => call.join()));
    const [call] = calls;
    await vi.waitFor(
      () => expect([...(call?.participants.values() ?? [])][0]?.connectionState).toBe('connected'),
      10_000,
    );
    await vi.waitFor(async () => {
      const { peers } = (await call?.getDiagnostics()) ?? { peers: [] };
      expect(peers[0]?.streams['in-video']?.['framesPerSecond']).toBeGreaterThan(0);
    }, 10_000);
    // A busy machine may have had one before.
    const before = (await call?.getDiagnostics())?.events['p2p-ice-restart'] ?? 0;
    await call?.restartIce();
    const found = await call?.getDiagnostics();
    for (const it of calls) await it.leave();
    expect(found?.peers).toHaveLength(1);
    expect(found?.peers[0]).toMatchObject({ connectionState: 'connected', path: 'direct', protocol: 'udp' });
    expect(found?.events['p2p-ice-restart']).toBeGreaterThan(before);
    expect(found?.call).toMatchObject({ state: 'connected', others: 1, camera: 'on', microphone: 'off' });
    expect(found?.text).toMatch(/^peer 1: state=connected path=direct protocol=udp rttMs=\d+$/m);
    expect(found?.text).toMatch(/^ {2}in-video: codec=\w+ kbps=[\d.]+ .*size=\d+x\d+ framesPerSecond=\d+/m);
    expect(JSON.stringify(found)).not.toMatch(/secret|\d+\.\d+\.\d+\.\d+|candidate/i);
  });
});
