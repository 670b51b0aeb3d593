/** What elements take from the page: listeners on what outlives them, timers, tracks, connections, sockets. */

/** What is in use at one moment. */
export interface InUse {
  readonly listeners: readonly string[];
  readonly intervals: number;
  readonly tracks: number;
  readonly connections: number;
  readonly sockets: number;
}

const LASTING: readonly (readonly [name: string, target: EventTarget | undefined])[] = [
  ['window', window],
  ['document', document],
  ['html', document.documentElement],
  ['body', document.body],
  ['mediaDevices', navigator.mediaDevices],
  ['connection', Reflect.get(navigator, 'connection') as EventTarget | undefined],
];

/** Counts from now on, until {@link PageResources.stop}. */
export class PageResources {
  /** By target, event and phase: how often each listener is there. */
  readonly #listeners = new Map<string, Set<unknown>>();
  readonly #intervals = new Set<unknown>();
  readonly #tracks: MediaStreamTrack[] = [];
  readonly #connections: RTCPeerConnection[] = [];
  readonly #sockets: WebSocket[] = [];
  readonly #restore: (() => void)[] = [];

  constructor() {
    this.#watchListeners();
    this.#watchIntervals();
    const devices = navigator.mediaDevices;
    const original = devices.getUserMedia.bind(devices);
    this.#replace(devices, 'getUserMedia', async (constraints?: MediaStreamConstraints) => {
      const stream = await original(constraints);
      this.#tracks.push(...stream.getTracks());
      return stream;
    });
    this.#watchClass('RTCPeerConnection', this.#connections);
    this.#watchClass('WebSocket', this.#sockets);
  }

  /** How many tracks there were at all: none would prove nothing. */
  get seen(): { readonly tracks: number; readonly connections: number; readonly sockets: number } {
    return { tracks: this.#tracks.length, connections: this.#connections.length, sockets: this.#sockets.length };
  }

  get inUse(): InUse {
    return {
      listeners: [...this.#listeners].flatMap(([key, listeners]) => [...listeners].map(() => key)).sort(),
      intervals: this.#intervals.size,
      tracks: this.#tracks.filter(({ readyState }) => readyState === 'live').length,
      connections: this.#connections.filter(({ signalingState }) => signalingState !== 'closed').length,
      sockets: this.#sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
    };
  }

  stop(): void {
    for (const restore of this.#restore) restore();
  }

  #replace(object: object, name: string, value: unknown): void {
    const own = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
    this.#restore.push(() =>
      own ? Object.defineProperty(object, name, own) : void Reflect.deleteProperty(object, name),
    );
  }

  #watchClass(name: 'RTCPeerConnection' | 'WebSocket', made: unknown[]): void {
    this.#replace(
      globalThis,
      name,
      new Proxy(globalThis[name], {
        construct(target, values, newTarget) {
          const instance: object = Reflect.construct(target, values, newTarget);
          made.push(instance);
          return instance;
        },
      }),
    );
  }

  #watchListeners(): void {
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const keyOf = (target: unknown, type: string, options: unknown): string | null => {
      const name = LASTING.find(([, lasting]) => lasting === (target ?? window))?.[0];
      const isCapture =
        options === true ||
        (typeof options === 'object' && options !== null && Reflect.get(options, 'capture') === true);
      return name === undefined ? null : `${name} ${type}${isCapture ? ' capture' : ''}`;
    };
    const listeners = this.#listeners;
    this.#replace(
      EventTarget.prototype,
      'addEventListener',
      function (this: unknown, ...values: Parameters<typeof add>) {
        const [type, listener, options] = values;
        const key = keyOf(this, type, options);
        const { signal, once } = typeof options === 'object' && options !== null ? options : {};
        if (key !== null && listener !== null && once !== true && signal?.aborted !== true) {
          const known = listeners.get(key) ?? new Set();
          listeners.set(key, known.add(listener));
          if (signal) add.call(signal, 'abort', () => known.delete(listener));
        }
        Reflect.apply(add, this ?? window, values);
      },
    );
    this.#replace(
      EventTarget.prototype,
      'removeEventListener',
      function (this: unknown, ...values: Parameters<typeof remove>) {
        const [type, listener, options] = values;
        const key = keyOf(this, type, options);
        if (key !== null) listeners.get(key)?.delete(listener);
        Reflect.apply(remove, this ?? window, values);
      },
    );
  }

  #watchIntervals(): void {
    const { setInterval: start, clearInterval: end } = globalThis;
    this.#replace(globalThis, 'setInterval', (...values: Parameters<typeof start>) => {
      const id = start(...values);
      this.#intervals.add(id);
      return id;
    });
    this.#replace(globalThis, 'clearInterval', (id: Parameters<typeof end>[0]) => {
      this.#intervals.delete(id);
      end(id);
    });
  }
}
