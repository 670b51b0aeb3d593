/**
 * Who records the call. What records here is a module of its own, loaded when it is first wanted. Knows no state of the call; must not know
 * how a recording is made.
 */
import type { PeerId } from '#protocol';
import { createRecorder } from '../parts/recording.ts';
import type { CallRecorder, RecorderHost } from '../recording/call-recorder.ts';
import { CallError } from './call-error.ts';
import type { CallEventDetails, CallEventName } from './events.ts';
import type { Participant } from './participant.ts';

export interface CallRecordingHost extends Pick<RecorderHost, 'room' | 'people' | 'subscribe'> {
  /** Whether this page records is other than before. */
  onchange(): void;
  emit<Name extends CallEventName>(name: Name, detail: CallEventDetails[Name], cancelable?: boolean): boolean;
  report(error: CallError): void;
}

export class CallRecording {
  /** Whether this page records. */
  isOn = false;
  readonly #host: CallRecordingHost;
  readonly #others = new Set<PeerId>();
  #recorder: Promise<CallRecorder> | null = null;

  constructor(host: CallRecordingHost) {
    this.#host = host;
  }

  /** @throws CallError `server-error` where it cannot be loaded; it is tried again with the next call. */
  async start(picker: boolean): Promise<boolean> {
    this.#recorder ??= this.#create();
    const recorder = await this.#recorder.catch((cause: unknown) => {
      this.#recorder = null;
      throw new CallError('server-error', { subject: 'recording', cause });
    });
    return recorder.start(picker);
  }

  async stop(): Promise<File | null> {
    return (await this.#recorder)?.stop() ?? null;
  }

  /** Tells of another one who began, or ended. */
  follow({ id, isRecording }: Pick<Participant, 'id' | 'isRecording'>): void {
    if (isRecording === this.#others.has(id)) return;
    if (isRecording) this.#others.add(id);
    else this.#others.delete(id);
    this.#host.emit('p2p-recording-change', { participantId: id, isRecording });
  }

  /** The stay is over. */
  end(): void {
    this.#others.clear();
    this.stop().catch(() => undefined);
  }

  #create(): Promise<CallRecorder> {
    const { room, people, subscribe, onchange, emit, report } = this.#host;
    let participantId: PeerId | undefined;
    return createRecorder({
      room,
      people,
      subscribe,
      tell: (isRecording) => {
        if (isRecording === this.isOn) return;
        this.isOn = isRecording;
        // Afterwards there may be none.
        if (isRecording) participantId = people()[0]?.id;
        onchange();
        if (participantId !== undefined) emit('p2p-recording-change', { participantId, isRecording });
      },
      onsaved: (file) => emit('p2p-recording-saved', { file }, true),
      onerror: report,
    });
  }
}
