/** The order, the deadlines and the decisions of the self-test, with tools that measure what a test tells them to. */
import { readFileSync } from 'node:fs';
import type { IceServer } from '#protocol';
import { describe, expect, it } from 'vitest';
import type { Gathered } from '../../../widget/diagnostics/gather.ts';
import type { LoopbackFigures } from '../../../widget/diagnostics/loopback.ts';
import { type SelfTestTools, runSelfTest } from '../../../widget/diagnostics/self-test.ts';
import {
  CHECK_IDS,
  type CheckId,
  type SelfTestReport,
  type SelfTestTarget,
} from '../../../widget/diagnostics/self-test-types.ts';
import { VERSION } from '../../../widget/diagnostics/version.ts';
import { type MediaFailureCode, MediaFailure } from '../../../widget/media/media-failure.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const TURN: IceServer[] = [
  { urls: ['stun:192.0.2.7:3478'] },
  {
    urls: ['turn:192.0.2.7:3478?transport=udp', 'turn:turn.example:80?transport=tcp', 'turns:turn.example:443'],
    username: 'user-secret',
    credential: 'credential-secret',
  },
];

class FakeTrack {
  readyState: MediaStreamTrackState = 'live';
  readonly clones: FakeTrack[] = [];
  stop(): void {
    this.readyState = 'ended';
  }
  clone(): FakeTrack {
    const copy = new FakeTrack();
    this.clones.push(copy);
    return copy;
  }
}

const asTrack = (track: FakeTrack): MediaStreamTrack => track as unknown as MediaStreamTrack;

const FOUND: Gathered = { isFound: true, hasCandidates: true, isComplete: true, errorCodes: [], durationMs: 40 };
const NOT_FOUND: Gathered = { ...FOUND, isFound: false, hasCandidates: false };
const WELL: LoopbackFigures = {
  connectMs: 90,
  sentCount: 100,
  lossPercent: 0,
  rttMs: 40,
  jitterMs: 3,
  path: { path: 'relay', protocol: 'udp' },
};

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

class Scene {
  readonly clock = new VirtualClock();
  readonly tracks = { camera: new FakeTrack(), microphone: new FakeTrack() };
  readonly captured: string[] = [];
  readonly gathered: string[] = [];
  target: SelfTestTarget = {
    server: 'https://calls.example.com',
    signaling: 'worker',
    room: 'room-secret',
    token: 'token-secret',
    siteKey: 'pk_secret',
    getToken: null,
    audioOnly: false,
    dataOnly: false,
    iceServers: null,
    tracks: { camera: null, microphone: null },
    isInCall: false,
    givenIceServers: null,
  };
  tools: SelfTestTools = {
    clock: this.clock,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    environment: () => ({
      isSecure: true,
      missing: [],
      policy: { camera: true, microphone: true, screen: true },
      codecs: ['opus', 'vp8'],
    }),
    capture: async (wanted) => {
      this.captured.push(...[...wanted].map(([device, id]) => (id === '' ? device : `${device} ${id}`)));
      return new Map([...wanted.keys()].map((device) => [device, { track: asTrack(this.tracks[device]) }]));
    },
    rememberedId: () => '',
    countDevices: async () => ({ cameras: 1, microphones: 1, speakers: 1, named: true }),
    measureCamera: async () => ({ width: 1280, height: 720, framesPerSecond: 30, brightness: 90 }),
    measureMicrophone: async () => ({ peak: 0.4, isHeard: true }),
    probeSignaling: async () => ({ ok: true, connectMs: 60, rttMs: 20, iceServers: TURN }),
    gather: async (servers, wanted) => {
      this.gathered.push(`${wanted} ${servers.flatMap(({ urls }) => urls).join(' ')}`);
      return FOUND;
    },
    loopback: async () => WELL,
  };

  with(tools: Partial<SelfTestTools>, target: Partial<SelfTestTarget> = {}): this {
    this.tools = { ...this.tools, ...tools };
    this.target = { ...this.target, ...target };
    return this;
  }

  /** Runs to the end, however long that takes by the fake clock. */
  async run(): Promise<SelfTestReport> {
    const running = runSelfTest(this.target, {}, this.tools);
    await this.clock.advanceUntilIdle(120_000);
    return running;
  }
}

const resultOf = ({ checks }: SelfTestReport, id: CheckId): string => {
  const check = checks.find((it) => it.id === id);
  return check?.advice === null ? check.state : `${check?.state} ${check?.advice}`;
};

describe('a self-test in which all is well', () => {
  it('passes every check, in their order, and says so', async () => {
    const report = await new Scene().run();
    expect(report.checks.map(({ id }) => id)).toEqual([...CHECK_IDS]);
    expect(report.checks.filter(({ state }) => state !== 'passed')).toEqual([]);
    expect(report.state).toBe('passed');
  });

  it('asks each kind of relay alone, and STUN without credentials', async () => {
    const scene = new Scene();
    await scene.run();
    expect(scene.gathered.toSorted()).toEqual([
      'relay turn:192.0.2.7:3478?transport=udp',
      'relay turn:turn.example:80?transport=tcp',
      'relay turns:turn.example:443',
      'srflx stun:192.0.2.7:3478',
    ]);
  });

  it('ends its tracks', async () => {
    const scene = new Scene();
    await scene.run();
    expect(Object.values(scene.tracks).map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('tells every change, each with the whole report', async () => {
    const scene = new Scene();
    const seen: string[] = [];
    const running = runSelfTest(
      scene.target,
      { onprogress: (report, { id, state }) => seen.push(`${report.state}: ${id} ${state}`) },
      scene.tools,
    );
    await scene.clock.advanceUntilIdle(1_000);
    await running;
    expect(seen[0]).toBe('running: browser passed');
    expect(seen).toContain('running: camera running');
    expect(seen.at(-1)).toBe('passed: relay passed');
  });
});

describe('the text of a report', () => {
  const PRIVATE = /secret|\d+\.\d+\.\d+\.\d+|([0-9a-f]{0,4}:){2,}|candidate|calls\.example|turn\.example|Mozilla/i;

  it('holds neither addresses nor room, token, key, credentials or servers, whatever happens', async () => {
    const broken = new Scene().with({
      countDevices: () => Promise.reject(new Error('192.0.2.1 secret')),
      measureCamera: () => Promise.reject(new TypeError('candidate:1 1 udp 2113937151 192.0.2.9 54400 typ host')),
      gather: async () => ({ ...NOT_FOUND, errorCodes: [401, 701] }),
      loopback: () => Promise.reject(new DOMException('fe80::1', 'OperationError')),
    });
    for (const report of [await new Scene().run(), await broken.run()]) {
      expect(report.text).not.toMatch(PRIVATE);
      expect(JSON.stringify(report.checks)).not.toMatch(PRIVATE);
      expect(report.text.split('\n')).toHaveLength(CHECK_IDS.length + 1);
    }
    expect('192.0.2.1').toMatch(PRIVATE);
    expect('fe80::1').toMatch(PRIVATE);
  });

  it('begins with the version, which is that of the package, and the browser without its details', async () => {
    const { text } = await new Scene().run();
    const { version }: { version: string } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    );
    expect(VERSION).toBe(version);
    expect(text.split('\n')[0]).toBe(`p2p-call ${version}, Chrome 140, Linux: self-test passed`);
    expect(text).toContain('relay              passed  connectMs=90 packets=100 lossPercent=0 rttMs=40 jitterMs=3');
  });
});

describe('the page', () => {
  const environment = (change: object) => () => ({ ...new Scene().tools.environment(), ...change });

  it('that is not secure has no devices, and is connected all the same', async () => {
    const scene = new Scene().with({ environment: environment({ isSecure: false }) });
    const report = await scene.run();
    expect(resultOf(report, 'secure-context')).toBe('failed insecure-context');
    expect(resultOf(report, 'camera')).toBe('skipped needs-other');
    expect(resultOf(report, 'relay')).toBe('passed');
    expect(scene.captured).toEqual([]);
  });

  it('without WebRTC tests no network', async () => {
    const report = await new Scene().with({ environment: environment({ missing: ['RTCPeerConnection'] }) }).run();
    expect(resultOf(report, 'browser')).toBe('failed unsupported-browser');
    expect(['signaling', 'stun', 'turn-tls', 'relay'].map((id) => resultOf(report, id as CheckId))).toEqual(
      Array.from({ length: 4 }, () => 'skipped needs-other'),
    );
    expect(report.state).toBe('failed');
  });

  it.for([
    [{ camera: false, microphone: true, screen: true }, 'failed policy-blocked'],
    [{ camera: true, microphone: false, screen: true }, 'failed policy-blocked'],
    [{ camera: true, microphone: true, screen: false }, 'warned policy-screen'],
  ] as const)('with the policy %o is %s', async ([policy, result]) => {
    expect(resultOf(await new Scene().with({ environment: environment({ policy }) }).run(), 'permissions-policy')).toBe(
      result,
    );
  });

  it('for sound alone needs no camera', async () => {
    const policy = { camera: false, microphone: true, screen: false };
    const scene = new Scene().with({ environment: environment({ policy, codecs: ['opus'] }) }, { audioOnly: true });
    const report = await scene.run();
    expect(resultOf(report, 'permissions-policy')).toBe('passed');
    expect(resultOf(report, 'codecs')).toBe('passed');
    expect(resultOf(report, 'camera')).toBe('skipped not-wanted');
    expect(scene.captured).toEqual(['microphone']);
  });
});

describe('devices', () => {
  it.for<MediaFailureCode>(['permission-denied', 'device-not-found', 'device-in-use'])(
    'that cannot be opened (%s) fail with it, and only they',
    async (code) => {
      const track = new FakeTrack();
      const report = await new Scene()
        .with({
          capture: async () =>
            new Map([
              ['camera', { failure: new MediaFailure(code, 'camera') }],
              ['microphone', { track: asTrack(track) }],
            ] as const),
        })
        .run();
      expect(resultOf(report, 'camera')).toBe(`failed ${code}`);
      expect(resultOf(report, 'microphone')).toBe('passed');
      expect(track.readyState).toBe('ended');
    },
  );

  it('are those that were chosen for calls', async () => {
    const scene = new Scene().with({ rememberedId: (device) => (device === 'camera' ? 'desk' : '') });
    await scene.run();
    expect(scene.captured).toEqual(['microphone', 'camera desk']);
  });

  it('that nobody allows in time fail, and are let go of when somebody does so later', async () => {
    const scene = new Scene();
    type Captures = Awaited<ReturnType<SelfTestTools['capture']>>;
    let allow = (_captures: Captures): void => undefined;
    const allowed = new Promise<Captures>((resolve) => {
      allow = resolve;
    });
    const report = await scene.with({ capture: () => allowed }).run();
    expect(resultOf(report, 'camera')).toBe('failed out-of-time');
    expect(resultOf(report, 'microphone')).toBe('failed out-of-time');
    expect(scene.clock.now()).toBeLessThanOrEqual(60_000);
    allow(new Map([['camera', { track: asTrack(scene.tracks.camera) }]]));
    await scene.clock.advance(0);
    expect(scene.tracks.camera.readyState).toBe('ended');
  });

  it.for([
    [{ cameras: 0, microphones: 1 }, 'warned camera-missing'],
    [{ cameras: 1, microphones: 0 }, 'warned microphone-missing'],
    [{ cameras: 0, microphones: 0 }, 'failed device-not-found'],
  ] as const)('%o are %s', async ([counts, result]) => {
    const countDevices = async () => ({ speakers: 1, named: true, ...counts });
    expect(resultOf(await new Scene().with({ countDevices }).run(), 'devices')).toBe(result);
  });

  it.for([
    [{ brightness: 0 }, 'warned picture-dark'],
    [{ brightness: null }, 'passed'],
    [{ framesPerSecond: 4 }, 'warned picture-slow'],
  ] as const)('a camera with %o is %s', async ([change, result]) => {
    const figures = { width: 640, height: 480, framesPerSecond: 30, brightness: 80 };
    const report = await new Scene().with({ measureCamera: async () => ({ ...figures, ...change }) }).run();
    expect(resultOf(report, 'camera')).toBe(result);
  });

  it('a camera that gives no picture fails when its time is over, and is ended', async () => {
    const scene = new Scene().with({ measureCamera: (_track, signal) => untilAborted(signal) });
    expect(resultOf(await scene.run(), 'camera')).toBe('failed picture-missing');
    expect(scene.clock.now()).toBe(10_000);
    expect(scene.tracks.camera.readyState).toBe('ended');
  });

  it.for([
    ['gesture-needed', 'skipped gesture-needed'],
    ['output-missing', 'warned output-missing'],
    [{ peak: 0.001, isHeard: false }, 'warned silence'],
  ] as const)('a microphone with %o is %s', async ([figures, result]) => {
    expect(resultOf(await new Scene().with({ measureMicrophone: async () => figures }).run(), 'microphone')).toBe(
      result,
    );
  });

  it('in a call are borrowed as copies, and what is off stays off', async () => {
    const camera = new FakeTrack();
    const scene = new Scene().with({}, { isInCall: true, tracks: { camera: asTrack(camera), microphone: null } });
    const report = await scene.run();
    expect(resultOf(report, 'camera')).toBe('passed');
    expect(resultOf(report, 'microphone')).toBe('skipped device-off');
    expect(scene.captured).toEqual([]);
    expect(camera.readyState).toBe('live');
    expect(camera.clones.map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it('before a call are borrowed where they are on, and opened where they are off', async () => {
    const camera = new FakeTrack();
    const scene = new Scene().with({}, { tracks: { camera: asTrack(camera), microphone: null } });
    const report = await scene.run();
    expect([resultOf(report, 'camera'), resultOf(report, 'microphone')]).toEqual(['passed', 'passed']);
    expect(scene.captured).toEqual(['microphone']);
    expect(camera.readyState).toBe('live');
  });
});

describe('the server', () => {
  it.for([
    ['signaling-unreachable', true, 'failed server-unreachable'],
    ['origin-not-allowed', true, 'failed origin-not-allowed'],
    ['rate-limited', true, 'failed rate-limited'],
    ['server-error', true, 'failed server-error'],
    ['token-invalid', true, 'skipped invitation-needed'],
    ['token-invalid', false, 'failed invitation-refused'],
    ['token-expired', false, 'failed invitation-refused'],
    ['unsupported-version', true, 'failed refused'],
  ] as const)('that refuses with %s (a stranger: %s) is %s', async ([code, isStranger, result]) => {
    const report = await new Scene().with({ probeSignaling: async () => ({ ok: false, code, isStranger }) }).run();
    expect(resultOf(report, 'signaling')).toBe(result);
    expect(resultOf(report, 'stun')).toBe('skipped ice-unknown');
    expect(resultOf(report, 'peer-connection')).toBe('passed');
  });

  it('that never answers fails when its time is over', async () => {
    const scene = new Scene().with({ probeSignaling: (_target, signal) => untilAborted(signal) });
    expect(resultOf(await scene.run(), 'signaling')).toBe('failed server-unreachable');
    expect(scene.clock.now()).toBe(10_000);
  });

  it('that answers slowly is warned of', async () => {
    const probeSignaling = async () => ({ ok: true, connectMs: 3_000, rttMs: 1_200, iceServers: [] }) as const;
    expect(resultOf(await new Scene().with({ probeSignaling }).run(), 'signaling')).toBe('warned server-slow');
  });

  it('is not asked where calls use none', async () => {
    const report = await new Scene().with({}, { signaling: 'local' }).run();
    expect(resultOf(report, 'signaling')).toBe('skipped no-server');
  });

  it('that was only asked at the door tells no ICE servers, but the call that is going on has them', async () => {
    const probeSignaling = async () => ({ ok: true, connectMs: 60, rttMs: 20, iceServers: null }) as const;
    expect(resultOf(await new Scene().with({ probeSignaling }).run(), 'turn-udp')).toBe('skipped ice-unknown');
    const givenIceServers = [{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }];
    const inCall = await new Scene().with({ probeSignaling }, { givenIceServers }).run();
    expect(resultOf(inCall, 'turn-udp')).toBe('passed');
    expect(resultOf(inCall, 'turn-tls')).toBe('skipped turn-not-offered');
  });
});

describe('the network', () => {
  const without = (kind: RegExp, errorCodes: number[] = [701]): Partial<SelfTestTools> => ({
    gather: async (servers) => {
      const isClosed = servers.some(({ urls }) => [urls].flat().some((url) => kind.test(url)));
      return isClosed ? { ...NOT_FOUND, errorCodes } : FOUND;
    },
  });

  it('that blocks UDP fails STUN, and warns of the relay over UDP where TCP gets through', async () => {
    const report = await new Scene().with(without(/^stun|transport=udp/)).run();
    expect(resultOf(report, 'stun')).toBe('failed stun-unreachable');
    expect(resultOf(report, 'turn-udp')).toBe('warned turn-other-way');
    expect(resultOf(report, 'turn-tcp')).toBe('passed');
    expect(resultOf(report, 'relay')).toBe('passed');
  });

  it('that lets nothing through to the relay fails every way', async () => {
    const report = await new Scene().with(without(/^turn/)).run();
    expect(['turn-udp', 'turn-tcp', 'turn-tls', 'relay'].map((id) => resultOf(report, id as CheckId))).toEqual([
      ...Array.from({ length: 3 }, () => 'failed turn-unreachable'),
      'skipped needs-other',
    ]);
  });

  it.for([
    [null, 'failed turn-refused'],
    [TURN, 'failed turn-refused-own'],
  ] as const)('with credentials that the relay refuses, of %o, is %s', async ([iceServers, result]) => {
    const report = await new Scene().with(without(/^turn/, [701, 401]), { iceServers }).run();
    expect(resultOf(report, 'turn-tcp')).toBe(result);
  });

  it('whose relay does not answer is told when the time of the browser is over, not later', async () => {
    const scene = new Scene().with({
      gather: (_servers, _wanted, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ...NOT_FOUND, isComplete: false }))),
    });
    const report = await scene.run();
    expect(resultOf(report, 'stun')).toBe('failed stun-unreachable');
    expect(resultOf(report, 'turn-udp')).toBe('failed turn-unreachable');
    expect(scene.clock.now()).toBe(11_000);
  });

  it('without a router may have no other address', async () => {
    const report = await new Scene().with({ gather: async () => ({ ...FOUND, isFound: false }) }).run();
    expect(resultOf(report, 'stun')).toBe('warned address-same');
  });

  it.for([
    ['https://calls.example.com', [], 'warned turn-missing'],
    ['http://localhost:8787', [], 'skipped turn-missing-local'],
    ['http://127.0.0.1:8787', [], 'skipped turn-missing-local'],
    ['https://localhost.example', [], 'warned turn-missing'],
  ] as const)('of %s with %o as ICE servers is %s', async ([server, iceServers, result]) => {
    const probeSignaling = async () => ({ ok: true, connectMs: 6, rttMs: 2, iceServers }) as const;
    const report = await new Scene().with({ probeSignaling }, { server }).run();
    expect(resultOf(report, 'turn-udp')).toBe('skipped turn-none');
    expect(resultOf(report, 'relay')).toBe(result);
    expect(resultOf(report, 'stun')).toBe('skipped stun-missing');
  });

  it('of a page with ICE servers of its own, without a relay, is the affair of the page', async () => {
    const report = await new Scene().with({}, { iceServers: [{ urls: ['stun:stun.example'] }] }).run();
    expect(resultOf(report, 'relay')).toBe('warned turn-missing-own');
  });

  it.for([
    [{ lossPercent: 8 }, 'warned relay-lossy'],
    [{ rttMs: 900 }, 'warned relay-slow'],
    [{ rttMs: null, jitterMs: null, lossPercent: 100 }, 'failed relay-broken'],
  ] as const)('whose relay has %o is %s', async ([change, result]) => {
    const loopback: SelfTestTools['loopback'] = async ({ iceTransportPolicy }) =>
      iceTransportPolicy === 'relay' ? { ...WELL, ...change } : WELL;
    const report = await new Scene().with({ loopback }).run();
    expect(resultOf(report, 'relay')).toBe(result);
    expect(resultOf(report, 'peer-connection')).toBe('passed');
  });

  it('in which no two ends find each other is told as such', async () => {
    const report = await new Scene().with({ loopback: (_configuration, _count, signal) => untilAborted(signal) }).run();
    expect(resultOf(report, 'peer-connection')).toBe('failed webrtc-blocked');
    expect(resultOf(report, 'relay')).toBe('failed relay-broken');
  });
});

describe('a self-test that is ended', () => {
  it('before it began does nothing', async () => {
    const scene = new Scene();
    await expect(
      runSelfTest(scene.target, { signal: AbortSignal.abort(new Error('no')) }, scene.tools),
    ).rejects.toThrow('no');
    expect(scene.captured).toEqual([]);
  });

  it('rejects with the reason, ends its tracks, and says nothing more', async () => {
    const scene = new Scene().with({
      measureCamera: (_track, signal) => untilAborted(signal),
      probeSignaling: (_target, signal) => untilAborted(signal),
      loopback: (_configuration, _count, signal) => untilAborted(signal),
    });
    const ending = new AbortController();
    const seen: string[] = [];
    const running = runSelfTest(
      scene.target,
      { signal: ending.signal, onprogress: (_report, { id, state }) => seen.push(`${id} ${state}`) },
      scene.tools,
    );
    const ended = running.catch((error: unknown) => error);
    await scene.clock.advance(500);
    expect(seen).toContain('camera running');
    const seenCount = seen.length;
    ending.abort(new Error('enough'));
    expect(String(await ended)).toContain('enough');
    expect(seen).toHaveLength(seenCount);
    expect(Object.values(scene.tracks).map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(scene.clock.pendingCount).toBe(0);
  });

  it('is not ended by a check that breaks', async () => {
    const report = await new Scene().with({ countDevices: () => Promise.reject(new TypeError('broken')) }).run();
    expect(resultOf(report, 'devices')).toBe('failed unexpected');
    expect(report.checks.find(({ id }) => id === 'devices')?.detail).toEqual({ error: 'TypeError' });
    expect(resultOf(report, 'relay')).toBe('passed');
  });
});
