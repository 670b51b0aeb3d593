/** A voice message: what the recorder does with a microphone, by a clock and a browser of the test. */
import { describe, expect, it } from 'vitest';
import { MAX_VOICE_BYTES, MAX_VOICE_MS } from '#protocol';
import { type VoicePlatform, VoiceRecorder } from '../../../widget/call/voice-recorder.ts';

class FakeTrack extends EventTarget {
  readyState = 'live';
  stop(): void {
    this.readyState = 'ended';
  }
}

/** What a MediaRecorder does, when the test says so. */
class FakeRecorder {
  state = 'inactive';
  ondataavailable: ((event: { data: Blob }) => void) | null = null;
  onstop: (() => void) | null = null;
  start(): void {
    this.state = 'recording';
  }
  give(bytes: number): void {
    this.ondataavailable?.({ data: new Blob([new Uint8Array(bytes)]) });
  }
  stop(): void {
    if (this.state === 'inactive') return;
    this.state = 'inactive';
    this.give(10);
    this.onstop?.();
  }
}

function setUp(change: Partial<VoicePlatform> = {}) {
  const track = new FakeTrack();
  const recorders: FakeRecorder[] = [];
  const options: MediaRecorderOptions[] = [];
  const watch = { level: (_level: number): void => undefined, isOver: false };
  const timers = new Map<number, { action: () => void; atMs: number }>();
  const clock = { nowMs: 1_000 };
  const stream = { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream;
  const changes = { count: 0 };
  const recorder = new VoiceRecorder(() => void (changes.count += 1), {
    nowMs: () => clock.nowMs,
    setTimeout: (action, delayMs) => {
      timers.set(timers.size + 1, { action, atMs: clock.nowMs + delayMs });
      return timers.size as unknown as ReturnType<typeof setTimeout>;
    },
    clearTimeout: (timer) => timers.delete(Number(timer)),
    openMicrophone: () => Promise.resolve(stream),
    isTypeSupported: (type) => type === 'audio/mp4',
    createRecorder: (_stream, given) => {
      const made = new FakeRecorder();
      recorders.push(made);
      options.push(given);
      return made as unknown as MediaRecorder;
    },
    watchLevel: (_track, onlevel) => {
      watch.level = onlevel;
      return () => {
        watch.isOver = true;
      };
    },
    ...change,
  });
  const pass = (ms: number): void => {
    clock.nowMs += ms;
    for (const [id, { action, atMs }] of timers) {
      if (atMs <= clock.nowMs && timers.delete(id)) action();
    }
  };
  return { recorder, recorders, options, track, watch, timers, pass, changes };
}

describe('the recorder', () => {
  it('records in what the browser has of what the desk takes, and lets go of the microphone', async () => {
    const { recorder, recorders, options, track, watch, timers, pass } = setUp();
    expect(recorder.isSupported).toBe(true);
    await recorder.start();
    expect(options).toEqual([{ mimeType: 'audio/mp4', audioBitsPerSecond: 32_000 }]);
    pass(3_000);
    watch.level(0.4);
    expect(recorder.state).toEqual({ phase: 'recording', startedAtMs: 1_000, level: 0.4 });
    expect(recorder.elapsedMs).toBe(3_000);
    recorders[0]?.give(90);
    recorder.stop();
    const { state } = recorder;
    if (state.phase !== 'recorded') throw new Error(state.phase);
    expect([state.durationMs, state.voice.size, state.voice.type]).toEqual([3_000, 100, 'audio/mp4']);
    expect([track.readyState, watch.isOver, timers.size]).toEqual(['ended', true, 0]);
  });

  it('shows the time also where no level is heard, as in Firefox before a gesture', async () => {
    const { recorder, recorders, pass, changes } = setUp();
    await recorder.start();
    const before = changes.count;
    pass(1_000);
    recorders[0]?.give(90);
    expect([changes.count - before, recorder.elapsedMs]).toEqual([1, 1_000]);
  });

  it('ends at two minutes', async () => {
    const { recorder, track, pass } = setUp();
    await recorder.start();
    pass(MAX_VOICE_MS - 1);
    expect(recorder.state.phase).toBe('recording');
    pass(1);
    expect(recorder.state).toMatchObject({ phase: 'recorded', durationMs: MAX_VOICE_MS });
    expect(track.readyState).toBe('ended');
  });

  it('never holds more than the desk takes, nor a hole', async () => {
    const { recorder, recorders } = setUp();
    await recorder.start();
    recorders[0]?.give(MAX_VOICE_BYTES - 20);
    recorders[0]?.give(30);
    const { state } = recorder;
    // The last slice of the stop would have fitted.
    expect(state.phase === 'recorded' && state.voice.size).toBe(MAX_VOICE_BYTES - 20);
  });

  it('keeps what was said when the microphone is pulled out', async () => {
    const { recorder, recorders, track } = setUp();
    await recorder.start();
    recorders[0]?.give(90);
    track.dispatchEvent(new Event('ended'));
    expect(recorder.state.phase).toBe('recorded');
  });

  it('opens nothing for whoever has changed their mind meanwhile', async () => {
    let open = (_stream: MediaStream): void => undefined;
    const { recorder, recorders, track } = setUp({
      openMicrophone: () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    });
    const started = recorder.start();
    expect(recorder.state.phase).toBe('starting');
    recorder.discard();
    open({ getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream);
    await started;
    expect([recorder.state.phase, recorders.length, track.readyState]).toEqual(['idle', 0, 'ended']);
  });

  it('does not begin for whoever has stopped it before', async () => {
    let open = (_stream: MediaStream): void => undefined;
    const { recorder, recorders, track } = setUp({
      openMicrophone: () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    });
    const started = recorder.start();
    expect(await recorder.finish()).toBeUndefined();
    open({ getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream);
    await started;
    expect([recorder.state.phase, recorders.length, track.readyState]).toEqual(['idle', 0, 'ended']);
  });

  it('gives what was said until now to whoever is finished, once it is there', async () => {
    const { recorder, recorders, track } = setUp();
    expect(await recorder.finish()).toBeUndefined();
    await recorder.start();
    const [made] = recorders;
    if (made === undefined) throw new Error('nothing records');
    // As browsers do: the last slice comes later.
    const { stop } = made;
    made.stop = () => queueMicrotask(() => queueMicrotask(() => stop.call(made)));
    made.give(90);
    expect((await recorder.finish())?.size).toBe(100);
    expect(track.readyState).toBe('ended');
    expect((await recorder.finish())?.size).toBe(100);
  });

  it('gives nothing of what is thrown away meanwhile', async () => {
    const { recorder, recorders } = setUp();
    await recorder.start();
    const [made] = recorders;
    if (made === undefined) throw new Error('nothing records');
    made.stop = () => undefined;
    const finished = recorder.finish();
    recorder.discard();
    expect(await finished).toBeUndefined();
  });

  it.for(['createRecorder', 'start'] as const)(
    'lets go of the microphone where the browser fails at %s',
    async (at) => {
      const broken = (): never => {
        throw new DOMException('', 'NotSupportedError');
      };
      const made = Object.assign(new FakeRecorder(), { start: broken }) as unknown as MediaRecorder;
      const { recorder, track, timers } = setUp({ createRecorder: at === 'start' ? () => made : broken });
      await recorder.start();
      expect([recorder.state, track.readyState, timers.size]).toEqual([
        { phase: 'failed', code: 'unsupported-browser' },
        'ended',
        0,
      ]);
    },
  );

  it('throws away what is being recorded', async () => {
    const { recorder, recorders, track, timers } = setUp();
    await recorder.start();
    recorders[0]?.give(90);
    recorder.discard();
    expect([recorder.state.phase, recorders[0]?.state, track.readyState, timers.size]).toEqual([
      'idle',
      'inactive',
      'ended',
      0,
    ]);
  });

  it.for([
    ['NotAllowedError', 'permission-denied'],
    ['NotFoundError', 'device-not-found'],
    ['NotReadableError', 'device-in-use'],
  ] as const)('says why there is no microphone: %s', async ([name, code]) => {
    const { recorder } = setUp({ openMicrophone: () => Promise.reject(new DOMException('', name)) });
    await recorder.start();
    expect(recorder.state).toEqual({ phase: 'failed', code });
  });

  it('is not there where the browser cannot record what the desk takes', () => {
    expect(setUp({ isTypeSupported: () => false }).recorder.isSupported).toBe(false);
  });
});
