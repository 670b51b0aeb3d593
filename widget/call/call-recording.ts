/**
 * Who records the call. What records here is a module of its own, loaded when it is first wanted. Knows no state of the call; must not know
 * how a recording is made.
 */
import type { PeerId } from '#protocol';
import { createRecorder } from '../parts/studio.ts';
import type { CallRecorder, RecorderHost } from '../recording/call-recorder.ts';
import { CallError } from './call-error.ts';
import type { Participant } from './participant.ts';

export class CallRecording {
  readonly #host: RecorderHost;
  readonly #others = new Set<PeerId>();
  #recorder: Promise<CallRecorder> | null = null;

  constructor(host: RecorderHost) {
    this.#host = host;
  }

  /** @throws CallError `server-error` where it cannot be loaded; it is tried again with the next call. */
  async start(picker: boolean): Promise<boolean> {
    this.#recorder ??= createRecorder(this.#host).catch((cause: unknown) => {
      this.#recorder = null;
      const error = new CallError('server-error', { subject: 'recording', cause });
      this.#host.report(error, '');
      throw error;
    });
    return (await this.#recorder).start(picker);
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
}
