import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallError } from '../../../widget/call/call-error.ts';
import type { Participant } from '../../../widget/call/participant.ts';
import { MAX_MEMORY_BYTES } from '../../../widget/data/files/file-limits.ts';
import { CallRecorder, LAST_SLICE_MS, SLICE_MS } from '../../../widget/recording/call-recorder.ts';
import type { RecordingFormat } from '../../../widget/recording/recording-format.ts';
import type { RecordingSink } from '../../../widget/recording/recording-sink.ts';

/** As the browser's, with slices that a test hands out. */
class FakeMediaRecorder extends EventTarget {
  static fails: 'made' | 'started' | null = null;
  static readonly made: FakeMediaRecorder[] = [];
  readonly mimeType: string;
  state: RecordingState = 'inactive';
  sliceMs = 0;
  /** What comes with the end. */
  lastSlice = 'end';
  /** Whether it never answers to its end. */
  isStuck = false;

  constructor(_stream: MediaStream, { mimeType = '' }: MediaRecorderOptions) {
    super();
    if (FakeMediaRecorder.fails === 'made') throw new DOMException('', 'NotSupportedError');
    this.mimeType = mimeType;
    FakeMediaRecorder.made.push(this);
    log.push('made');
  }

  start(sliceMs: number): void {
    if (FakeMediaRecorder.fails === 'started') throw new DOMException('', 'NotSupportedError');
    this.state = 'recording';
    this.sliceMs = sliceMs;
    log.push('recording');
  }

  stop(): void {
    this.state = 'inactive';
    log.push('stopping');
    if (this.isStuck) return;
    queueMicrotask(() => {
      this.slice(this.lastSlice);
      this.dispatchEvent(new Event('stop'));
    });
  }

  slice(content: string | Blob): void {
    const data = typeof content === 'string' ? new Blob([content]) : content;
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data }));
  }
}

const FORMAT: RecordingFormat = { mimeType: 'video/mp4;codecs=avc1.42E01F,mp4a.40.2', extension: 'mp4' };
/** Everything that happened, in order. */
let log: string[];
let people: Participant[];
let listeners: Set<() => void>;
let errors: CallError[];
let saved: (File | null)[];
let changes: string[];
let sink: RecordingSink & { kept: string; fails: boolean; hold: Promise<void> };
let openSink: (picker: boolean, name: string) => Promise<RecordingSink | null>;
let format: RecordingFormat | null;
let isDownload: boolean;
let studioStarts: () => boolean;
let recorder: CallRecorder;
let window: EventTarget;

const named = (name: string): Participant => ({ id: name, name }) as unknown as Participant;
const changed = (): void => listeners.forEach((listener) => listener());
const media = (): FakeMediaRecorder => {
  const last = FakeMediaRecorder.made.at(-1);
  if (last === undefined) throw new Error('nothing was recorded');
  return last;
};

function newSink(): typeof sink {
  return {
    kept: '',
    fails: false,
    hold: Promise.resolve(),
    async write(bytes) {
      await this.hold;
      if (this.fails) throw new DOMException('', 'QuotaExceededError');
      this.kept += new TextDecoder().decode(bytes);
    },
    finish() {
      log.push(`kept ${this.kept}`);
      return Promise.resolve(new Blob([this.kept]));
    },
    abort() {
      log.push('dropped');
      return Promise.resolve();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 21, 9, 5) });
  [log, errors, saved, changes, people, isDownload, format] = [
    [],
    [],
    [],
    [],
    [named('me'), named('Bob')],
    false,
    FORMAT,
  ];
  studioStarts = () => true;
  listeners = new Set();
  sink = newSink();
  window = new EventTarget();
  openSink = (picker, name) => {
    log.push(`open ${picker ? 'chosen' : 'own'} ${name}`);
    return Promise.resolve(sink);
  };
  FakeMediaRecorder.fails = null;
  FakeMediaRecorder.made.length = 0;
  vi.stubGlobal('MediaRecorder', FakeMediaRecorder);
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  recorder = new CallRecorder(
    {
      room: () => 'coffee',
      people: () => people,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      setOn: (isOn) => log.push(isOn ? 'told on' : 'told off'),
      emit: (name, detail) => {
        if ('file' in detail) saved.push(detail.file);
        else changes.push(`${name} ${detail.participantId} ${detail.isRecording}`);
        return isDownload;
      },
      report: (error) => errors.push(error),
    },
    {
      format: () => format,
      openSink: (picker, name) => openSink(picker, name),
      createStudio: () => ({
        stream: {} as MediaStream,
        start: () => Promise.resolve(studioStarts()),
        update: (shown) => log.push(`shows ${shown.map(({ name }) => name).join(', ')}`),
        close: () => log.push('closed'),
      }),
    },
  );
});

/** Whether the browser would ask before the page goes. */
const asksBeforeLeaving = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a recording', () => {
  it('is told to the others before the first frame of it, and until after the last', async () => {
    expect(await recorder.start(false)).toBe(true);
    const shown = 'shows me, Bob';
    expect(log).toEqual(['open own coffee 2026-11-21 09.05.mp4', shown, shown, 'made', 'told on', 'recording']);
    log.length = 0;
    await recorder.stop();
    expect(log).toEqual(['stopping', 'closed', 'told off', 'kept end']);
  });

  it('is written slice by slice, in order, and saved as one file', async () => {
    await recorder.start(false);
    expect(media().sliceMs).toBe(SLICE_MS);
    for (const slice of ['one ', 'two ', '', 'three ']) media().slice(slice);
    const file = await recorder.stop();
    expect(await file?.text()).toBe('one two three end');
    expect([file?.name, file?.type]).toEqual(['coffee 2026-11-21 09.05.mp4', 'video/mp4']);
    expect(saved).toEqual([file]);
  });

  it('shows who comes, and who is gone', async () => {
    await recorder.start(false);
    people = [named('me'), named('Carol')];
    changed();
    expect(log.at(-1)).toBe('shows me, Carol');
    await recorder.stop();
    log.length = 0;
    changed();
    expect([log, listeners.size]).toEqual([[], 0]);
  });

  it('ends with the call, and is saved', async () => {
    await recorder.start(true);
    media().slice('talk ');
    people = [];
    changed();
    await recorder.stop();
    expect(saved).toHaveLength(1);
    expect(await saved[0]?.text()).toBe('talk end');
    expect(log.slice(-3)).toEqual(['closed', 'told off', 'kept talk end']);
    expect(changes).toEqual(['p2p-recording-change me true', 'p2p-recording-change me false']);
  });

  it('has the browser ask before the page goes, until it is saved', async () => {
    expect(asksBeforeLeaving()).toBe(false);
    await recorder.start(false);
    expect(asksBeforeLeaving()).toBe(true);
    const saving = recorder.stop();
    expect(asksBeforeLeaving()).toBe(true);
    await saving;
    expect(asksBeforeLeaving()).toBe(false);
  });

  it('is one at a time, and the next one is a new one', async () => {
    expect(await Promise.all([recorder.start(false), recorder.start(false), recorder.start(true)])).toEqual([
      true,
      true,
      true,
    ]);
    expect(await recorder.start(false)).toBe(true);
    expect(FakeMediaRecorder.made).toHaveLength(1);
    const first = recorder.stop();
    sink = newSink();
    const second = recorder.start(false);
    media().slice('late ');
    await second;
    expect(FakeMediaRecorder.made).toHaveLength(2);
    expect(await (await first)?.text()).toBe('late end');
    expect(await (await recorder.stop())?.text()).toBe('end');
    expect(saved).toHaveLength(2);
  });

  it('that is stopped while the person chooses a file ends as soon as it began', async () => {
    let choose = (_sink: RecordingSink): void => {};
    openSink = () => new Promise((resolve) => (choose = resolve));
    const started = recorder.start(true);
    const stopped = recorder.stop();
    choose(sink);
    expect(await started).toBe(true);
    await stopped;
    expect(log.at(-1)).toBe('kept end');
    expect(saved).toHaveLength(1);
  });

  it('is saved also where the browser does not answer to its end', async () => {
    await recorder.start(false);
    media().isStuck = true;
    media().slice('one');
    const saving = recorder.stop();
    await vi.advanceTimersByTimeAsync(LAST_SLICE_MS);
    expect(await (await saving)?.text()).toBe('one');
  });
});

describe('nothing is recorded', () => {
  it('outside a call', async () => {
    people = [];
    expect(await recorder.start(false)).toBe(false);
    expect([log, await recorder.stop()]).toEqual([[], null]);
  });

  it('where the person chooses no file', async () => {
    openSink = () => Promise.resolve(null);
    expect(await recorder.start(true)).toBe(false);
    expect(log).toEqual([]);
    expect(asksBeforeLeaving()).toBe(false);
  });

  it('where the call ended while the person chose', async () => {
    openSink = () => {
      people = [];
      return Promise.resolve(sink);
    };
    expect(await recorder.start(true)).toBe(false);
    expect(log).toEqual(['dropped']);
  });

  it('where the call ended while the sound began', async () => {
    studioStarts = () => {
      people = [];
      return true;
    };
    expect(await recorder.start(false)).toBe(false);
    expect(log.slice(-2)).toEqual(['closed', 'dropped']);
  });

  it('where the browser knows no format', async () => {
    format = null;
    await expect(recorder.start(false)).rejects.toMatchObject({ code: 'unsupported-browser', subject: 'recording' });
    expect(errors.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['unsupported-browser recording']);
  });

  it.each([
    ['made', []],
    ['started', ['told on', 'told off']],
  ] as const)('where it cannot be %s: nothing is left open, and it can be tried again', async (fails, told) => {
    FakeMediaRecorder.fails = fails;
    await expect(recorder.start(false)).rejects.toMatchObject({ code: 'unsupported-browser', subject: 'recording' });
    expect(log.filter((line) => line.startsWith('told'))).toEqual(told);
    expect([log.includes('closed'), listeners.size, asksBeforeLeaving()]).toEqual([true, 0, false]);
    expect(log.at(-1)).toBe('dropped');
    FakeMediaRecorder.fails = null;
    expect(await recorder.start(false)).toBe(true);
  });
});

it('a page that may play no sound records the picture, and says so', async () => {
  studioStarts = () => false;
  expect(await recorder.start(false)).toBe(true);
  expect(errors.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['device-not-found recording']);
  // Else Firefox would wait for it.
  expect(media().mimeType).toBe('video/mp4;codecs=avc1.42E01F');
  expect(await (await recorder.stop())?.text()).toBe('end');
});

describe('a recording in WebM', () => {
  beforeEach(() => (format = { mimeType: 'video/webm;codecs=vp8,opus', extension: 'webm' }));

  it('has its length in its head, also where that comes in pieces', async () => {
    const info = [0x15, 0x49, 0xa9, 0x66, 0x87, 0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40];
    const patches: number[][] = [];
    const { write } = sink;
    const written: number[] = [];
    sink.write = (bytes) => {
      written.push(...bytes);
      return write.call(sink, bytes);
    };
    sink.finish = (patch) => {
      if (patch) patches.push([patch.at, new DataView(patch.bytes.buffer).getFloat64(0)]);
      return Promise.resolve(new Blob([Uint8Array.from(written)]));
    };
    await recorder.start(false);
    media().slice(new Blob([Uint8Array.from(info.slice(0, 1))]));
    media().slice(new Blob([Uint8Array.from(info.slice(1))]));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(written).toEqual([]);
    media().slice(new Blob([new Uint8Array(1_000)]));
    await vi.advanceTimersByTimeAsync(1_250);
    await recorder.stop();
    expect(written).toHaveLength(info.length + 11 + 1_000 + 'end'.length);
    const [[at, lengthMs] = []] = patches;
    expect([written.slice(5, 8), patches.length, at]).toEqual([[0x44, 0x89, 0x88], 1, 8]);
    expect(lengthMs).toBe(4_250);
  });

  it('that is shorter than its head is kept as it is', async () => {
    await recorder.start(false);
    media().slice('short ');
    expect(await (await recorder.stop())?.text()).toBe('short end');
  });

  it('that has nothing in it is no file', async () => {
    await recorder.start(false);
    media().lastSlice = '';
    expect([await recorder.stop(), saved, errors]).toEqual([null, [], []]);
    expect(log.at(-1)).toBe('dropped');
  });
});

describe('a disk', () => {
  it('that is full ends it, says so once, and what there is is saved', async () => {
    await recorder.start(false);
    media().slice('one ');
    await vi.advanceTimersByTimeAsync(0);
    sink.fails = true;
    media().slice('two ');
    media().slice('three ');
    await recorder.stop();
    expect(saved).toHaveLength(1);
    expect(errors.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['storage-full recording']);
    expect(await saved[0]?.text()).toBe('one ');
    expect(log).toContain('told off');
    sink = newSink();
    expect(await recorder.start(false)).toBe(true);
  });

  it('that is too slow ends it before the memory is full', async () => {
    await recorder.start(false);
    let goOn = (): void => {};
    sink.hold = new Promise((resolve) => (goOn = resolve));
    const slice = new Blob([new Uint8Array(MAX_MEMORY_BYTES / 4)]);
    media().slice(slice);
    await vi.advanceTimersByTimeAsync(0);
    for (let count = 0; count < 3; count += 1) media().slice(slice);
    expect(errors).toEqual([]);
    media().slice(slice);
    expect(errors.map(({ code }) => code)).toEqual(['storage-full']);
    goOn();
    await recorder.stop();
    expect(saved).toHaveLength(1);
  });

  it('on which nothing could be kept is an error, not a file', async () => {
    sink.finish = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
    await recorder.start(false);
    expect(await recorder.stop()).toBeNull();
    expect([saved, errors.map(({ code }) => code), asksBeforeLeaving()]).toEqual([[], ['storage-full'], false]);
    expect(log.at(-1)).toBe('dropped');
  });

  it('the person chose needs no download', async () => {
    sink.finish = () => Promise.resolve(null);
    isDownload = true;
    await recorder.start(true);
    expect([await recorder.stop(), saved]).toEqual([null, [null]]);
  });
});

it('a browser that gives up in the middle ends it, and what there is is saved', async () => {
  await recorder.start(false);
  media().slice('one ');
  media().dispatchEvent(Object.assign(new Event('error'), { error: new DOMException('', 'UnknownError') }));
  await recorder.stop();
  expect(saved).toHaveLength(1);
  expect(errors.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['unsupported-browser recording']);
  expect(await saved[0]?.text()).toBe('one end');
});

it('what a browser hands out after it gave up is saved, too', async () => {
  await recorder.start(false);
  media().slice('one ');
  media().state = 'inactive';
  media().dispatchEvent(Object.assign(new Event('error'), { error: new DOMException('', 'UnknownError') }));
  const saving = recorder.stop();
  await vi.advanceTimersByTimeAsync(LAST_SLICE_MS / 2);
  media().slice('rest');
  media().dispatchEvent(new Event('stop'));
  expect(await (await saving)?.text()).toBe('one rest');
});

it('a browser that ended it by itself is not waited for', async () => {
  await recorder.start(false);
  media().slice('all');
  media().state = 'inactive';
  media().dispatchEvent(new Event('stop'));
  expect(await (await recorder.stop())?.text()).toBe('all');
});
