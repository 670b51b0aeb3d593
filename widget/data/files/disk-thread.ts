/**
 * The page's side of the worker that writes files (disk-worker.ts): one for all files, which ends with the last of them. A page whose policy forbids it
 * is asked once. Must not know where the files are or what they are.
 * @see https://html.spec.whatwg.org/multipage/workers.html
 */
import { type DiskAnswer, type DiskRequest, serveDisk } from './disk-worker.ts';

/** How long the worker may take to start, in ms: a policy may keep it from doing so without a word. */
const START_TIMEOUT_MS = 5_000;

/** How a file on disk is written, one piece after the other. */
export interface FileWriter {
  /** Takes the memory of what is written, and resolves with it when it may serve again. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  close(): Promise<void>;
  /** Instead of `close`, or after it. */
  abort(): Promise<void>;
}

interface Waiting {
  resolve(answer: DiskAnswer): void;
  reject(error: unknown): void;
}

let starting: Promise<DiskThread | null> | null = null;
let isRefused = false;
let openCount = 0;
let lastFile = 0;

/** @param path of a file that is there, from the root of the page's own storage; nobody else can open it meanwhile. @returns null where the page can
 *  have no such worker. Rejects where the file cannot be opened. */
export async function openInThread(path: readonly string[]): Promise<FileWriter | null> {
  if (isRefused) return null;
  const release = hold();
  try {
    starting ??= DiskThread.start();
    const thread = await starting;
    if (thread !== null) return await openFile(thread, path, release);
    isRefused = true;
    release();
    return null;
  } catch (error) {
    release();
    throw error;
  }
}

/** Keeps the worker. @returns lets it go, the first time. */
function hold(): () => void {
  openCount += 1;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    openCount -= 1;
    if (openCount > 0) return;
    void starting?.then((thread) => thread?.end());
    starting = null;
  };
}

async function openFile(thread: DiskThread, path: readonly string[], release: () => void): Promise<FileWriter> {
  const file = (lastFile += 1);
  await thread.ask({ type: 'open', file, path });
  const close = async (): Promise<void> => {
    await thread.ask({ type: 'close', file }).finally(release);
  };
  return {
    write: async (bytes) => {
      const { memory = new ArrayBuffer() } = await thread.ask({ type: 'write', file, bytes }, [bytes.buffer]);
      return memory;
    },
    close,
    abort: close,
  };
}

type Question = DiskRequest extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

class DiskThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #isEnded = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<DiskAnswer>) => {
      const { id, error } = data;
      const asked = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) asked?.resolve(data);
      else asked?.reject(new DOMException('the disk did not take it', error));
    };
    worker.onerror = () => this.end();
  }

  /** @returns null where the page may have no such worker. */
  static async start(): Promise<DiskThread | null> {
    try {
      const thread = new DiskThread(ownWorker());
      const timer = setTimeout(() => thread.end(), START_TIMEOUT_MS);
      await new Promise((resolve, reject) => thread.#waiting.set(0, { resolve, reject }));
      clearTimeout(timer);
      return thread;
    } catch {
      return null;
    }
  }

  ask(question: Question, transfer: Transferable[] = []): Promise<DiskAnswer> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      if (this.#isEnded) return reject(new Error('the worker has ended'));
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...question, id }, transfer);
    });
  }

  /** Its files are closed with it. */
  end(): void {
    this.#isEnded = true;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error('the worker has ended'));
    this.#waiting.clear();
  }
}

/** A worker of the code that stands here. @throws where the page's policy does not want it. */
function ownWorker(): Worker {
  const code = { type: 'text/javascript' };
  return new Worker(trusted(URL.createObjectURL(new Blob([`(${String(serveDisk)})(self)`], code))));
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | undefined;

/** A page that requires trusted types allows the name `p2p-call`, or has no worker. @see https://www.w3.org/TR/trusted-types/ */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  policy ??= trustedTypes?.createPolicy('p2p-call', { createScriptURL: (text) => text });
  return policy?.createScriptURL(url) ?? url;
}
