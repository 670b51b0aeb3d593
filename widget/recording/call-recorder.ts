/**
 * Records a call on this machine, one recording at a time: told to the others before it begins, written away while it grows, kept whatever
 * ends it. Knows neither signaling nor a view; what it sees of the call is {@link RecorderHost}.
 * @see https://www.w3.org/TR/mediastream-recording/
 */
import { CallError } from '../call/call-error.ts';
import type { CallEventDetails } from '../call/events.ts';
import type { Participant } from '../call/participant.ts';
import { MAX_MEMORY_BYTES } from '../data/files/file-limits.ts';
import { type RecordingFormat, recordingFormat } from './recording-format.ts';
import { DOWNLOAD_MS, type RecordingSink, openRecordingSink } from './recording-sink.ts';
import { Studio } from './studio.ts';
import { HEAD_BYTES, durationBytes, withRoomForDuration } from './webm-duration.ts';

export interface RecorderHost {
  /** Its name, for that of the file. */
  room(): string;
  /** Everybody in the call, the own page first; empty where it is in none. */
  people(): readonly Participant[];
  /** Calls `listener` after any change of the people. @returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** The others are to know whether it records. */
  setOn(isOn: boolean): void;
  /** @returns false where the page cancelled it. */
  emit<Name extends RecorderEvent>(name: Name, detail: CallEventDetails[Name], cancelable?: boolean): boolean;
  /** Something went wrong. @param hint what, for developers. */
  report(error: CallError, hint: string): void;
}

type RecorderEvent = 'p2p-recording-change' | 'p2p-recording-saved';

/** What the browser gives; a test has its own. */
export interface RecorderTools {
  format(): RecordingFormat | null;
  openSink(picker: boolean, name: string): Promise<RecordingSink | null>;
  createStudio(): Pick<Studio, 'stream' | 'start' | 'update' | 'close'>;
}

const BROWSER: RecorderTools = {
  format: recordingFormat,
  openSink: openRecordingSink,
  createStudio: () => new Studio(),
};

/** How often what was recorded is written away, in ms: as much is lost with the page. */
export const SLICE_MS = 1_000;

/** How long the browser may take for the last slice, in ms. */
export const LAST_SLICE_MS = 5_000;

const BIT_RATES = { videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 128_000 };

interface Run {
  readonly media: MediaRecorder;
  readonly studio: ReturnType<RecorderTools['createStudio']>;
  readonly sink: RecordingSink;
  readonly name: string;
  readonly lifetime: AbortController;
  /** Resolves when the last slice was handed out. */
  readonly ended: Promise<unknown>;
  /** Settles when everything that was recorded until now is written. */
  writing: Promise<void>;
  unwrittenBytes: number;
  /** Nothing more can be kept. */
  isFull: boolean;
  /** Whether it was told why it ends. */
  hasFailed: boolean;
  readonly startedAtMs: number;
  /** What is held back until the place of the length is known; null afterwards. */
  head: Blob | null;
  /** Where the length goes; null: nowhere. */
  durationAt: number | null;
}

export class CallRecorder {
  readonly #host: RecorderHost;
  readonly #tools: RecorderTools;
  #starting: Promise<boolean> | null = null;
  #run: Run | null = null;
  #saving: Promise<File | null> = Promise.resolve(null);
  /** Who was told to record. */
  #participantId: Participant['id'] | null = null;

  constructor(host: RecorderHost, tools = BROWSER) {
    this.#host = host;
    this.#tools = tools;
  }

  /** @param picker have the person choose the file: in the handler of a click; Chromium only, elsewhere as without.
   *  @returns whether it records; not where the person chose no file, or is in no call.
   *  @throws CallError `unsupported-browser`. Without sound to record, `device-not-found` is reported, and the picture recorded. */
  start(picker: boolean): Promise<boolean> {
    if (this.#run !== null) return Promise.resolve(true);
    this.#starting ??= this.#start(picker)
      .catch((cause: unknown) => {
        const error = unsupported(cause);
        this.#host.report(error, `This call cannot be recorded: ${cause instanceof Error ? cause.message : ''}`);
        throw error;
      })
      .finally(() => (this.#starting = null));
    return this.#starting;
  }

  /** @returns the file; null where it is already where the person wanted it, or where nothing was recorded. */
  stop(): Promise<File | null> {
    const run = this.#run;
    if (run === null) return this.#starting === null ? this.#saving : this.#starting.then(() => this.stop());
    this.#run = null;
    this.#saving = this.#save(run);
    return this.#saving;
  }

  async #start(picker: boolean): Promise<boolean> {
    const format = this.#tools.format();
    if (format === null) throw new Error('the browser has no format for it.');
    if (this.#host.people().length === 0) return false;
    const name = `${this.#host.room()} ${timeText(new Date())}.${format.extension}`;
    // Before anything else, as long as the gesture counts.
    const sink = await this.#tools.openSink(picker, name);
    await this.#saving;
    if (sink === null) return false;
    try {
      this.#run = await this.#begin(sink, name, format);
      return this.#run !== null;
    } finally {
      if (this.#run === null) await sink.abort();
    }
  }

  async #begin(sink: RecordingSink, name: string, { mimeType }: RecordingFormat): Promise<Run | null> {
    // Gone meanwhile.
    if (this.#host.people().length === 0) return null;
    const lifetime = new AbortController();
    let studio: Run['studio'] | undefined;
    try {
      studio = this.#tools.createStudio();
      // At once, so that pictures play when the first one is drawn.
      studio.update(this.#host.people());
      const hasSound = await studio.start();
      const people = this.#host.people();
      if (people.length === 0) {
        studio.close();
        return null;
      }
      studio.update(people);
      // Firefox waits for ever for a sound that is announced.
      const announced = hasSound ? mimeType : mimeType.replace(/,.*/, '');
      const media = new MediaRecorder(studio.stream, { mimeType: announced, ...BIT_RATES });
      const ended = new Promise((resolve) => media.addEventListener('stop', resolve, { once: true }));
      const writing = Promise.resolve();
      const head = mimeType.startsWith('video/webm') ? new Blob() : null;
      const startedAtMs = performance.now();
      const unset = { unwrittenBytes: 0, isFull: false, hasFailed: false, durationAt: null };
      const run: Run = { media, studio, sink, name, lifetime, ended, writing, startedAtMs, head, ...unset };
      this.#listen(run);
      this.#tell(true);
      media.start(SLICE_MS);
      if (!hasSound) {
        const error = new CallError('device-not-found', { subject: 'recording' });
        this.#host.report(error, 'The recording has no sound: there was no gesture, or nothing that could play any.');
      }
      return run;
    } catch (cause) {
      lifetime.abort();
      studio?.close();
      this.#tell(false);
      throw cause;
    }
  }

  #tell(isRecording: boolean): void {
    if (isRecording === (this.#participantId !== null)) return;
    // Afterwards there may be none.
    const participantId = this.#participantId ?? this.#host.people()[0]?.id;
    this.#participantId = isRecording ? (participantId ?? null) : null;
    this.#host.setOn(isRecording);
    if (participantId !== undefined) this.#host.emit('p2p-recording-change', { participantId, isRecording });
  }

  #listen(run: Run): void {
    const { media, studio, lifetime } = run;
    const { signal } = lifetime;
    media.addEventListener('dataavailable', ({ data }) => this.#write(run, data), { signal });
    media.addEventListener('error', ({ error }) => this.#fail(run, unsupported(error)), { signal });
    const unsubscribe = this.#host.subscribe(() => {
      if (this.#run !== run) return;
      const people = this.#host.people();
      if (people.length > 0) studio.update(people);
      else void this.stop();
    });
    signal.addEventListener('abort', unsubscribe);
    // The browser asks whether the person really wants to go.
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
  }

  #write(run: Run, slice: Blob): void {
    if (run.isFull || slice.size === 0) return;
    run.unwrittenBytes += slice.size;
    const write = async (): Promise<void> => {
      if (!run.isFull) await keep(run, slice);
      run.unwrittenBytes -= slice.size;
    };
    const full = (cause?: unknown): void => {
      run.isFull = true;
      this.#fail(run, new CallError('storage-full', { subject: 'recording', cause }));
    };
    run.writing = run.writing.then(write).catch(full);
    // A disk that is too slow would fill the memory.
    if (run.unwrittenBytes > MAX_MEMORY_BYTES) full();
  }

  /** What there is is saved. */
  #fail(run: Run, error: CallError): void {
    if (run.hasFailed) return;
    run.hasFailed = true;
    const why = error.code === 'storage-full' ? 'there is no room for it' : 'the browser gave up';
    this.#host.report(error, `The recording was stopped, and saved as far as it went: ${why}.`);
    if (this.#run === run) void this.stop();
  }

  async #save(run: Run): Promise<File | null> {
    const { media, studio, sink, name, lifetime } = run;
    const durationMs = performance.now() - run.startedAtMs;
    try {
      await stopped(run);
      studio.close();
      this.#tell(false);
      await run.writing;
      if (run.head !== null && run.head.size > 0 && !run.isFull) await keep(run, new Blob(), true);
      const at = run.durationAt;
      const kept = await sink.finish(at === null ? null : { at, bytes: durationBytes(durationMs) });
      // It was over before the browser had anything.
      if (kept?.size === 0) {
        await sink.abort();
        return null;
      }
      const file = kept && new File([kept], name, { type: media.mimeType.replace(/;.*/, '') });
      const isWanted = this.#host.emit('p2p-recording-saved', { file }, true);
      if (isWanted && file !== null) download(file);
      return file;
    } catch (cause) {
      this.#fail(run, new CallError('storage-full', { subject: 'recording', cause }));
      await sink.abort();
      return null;
    } finally {
      lifetime.abort();
    }
  }
}

function unsupported(cause: unknown): CallError {
  return new CallError('unsupported-browser', { subject: 'recording', cause });
}

/** The first bytes get room for the length. @param isLast nothing more is to come. */
async function keep(run: Run, slice: Blob, isLast = false): Promise<void> {
  if (run.head === null) return run.sink.write(await bytesOf(slice));
  run.head = new Blob([run.head, slice]);
  if (run.head.size < HEAD_BYTES && !isLast) return;
  const { head, at } = withRoomForDuration(await bytesOf(run.head));
  run.head = null;
  run.durationAt = at;
  await run.sink.write(head);
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** Resolves when the last slice was handed out: a browser that gave up is inactive at once, and hands it out afterwards. */
async function stopped({ media, ended }: Run): Promise<void> {
  if (media.state !== 'inactive') media.stop();
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LAST_SLICE_MS))]);
}

/** `2026-11-21 17.05`, by the clock on the wall. */
function timeText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}`;
}

function download(file: File): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), DOWNLOAD_MS);
}
