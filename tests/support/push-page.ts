/** The parts of a browser that a page needs for web push, without a browser: service workers, subscriptions, permission, cache, and the Worker. */
import type { PushPlatform } from '../../widget/desk/push-platform.ts';

const ORIGIN = 'https://calls.example';

class FakeCache {
  readonly entries = new Map<string, Response>();
  put = (url: string, response: Response): Promise<void> => Promise.resolve(void this.entries.set(url, response));
  match = (url: string): Promise<Response | undefined> => Promise.resolve(this.entries.get(url)?.clone());
  delete = (url: string): Promise<boolean> => Promise.resolve(this.entries.delete(url));
  keys = (): Promise<{ url: string }[]> => Promise.resolve([...this.entries.keys()].map((url) => ({ url })));
}

class FakeSubscription {
  readonly endpoint: string;
  readonly options: { readonly applicationServerKey: ArrayBuffer };
  readonly #ongone: () => void;

  constructor(number: number, key: Uint8Array<ArrayBuffer>, ongone: () => void) {
    this.endpoint = `https://fcm.googleapis.com/fcm/send/${number}`;
    this.options = { applicationServerKey: key.slice().buffer };
    this.#ongone = ongone;
  }

  toJSON(): unknown {
    return { endpoint: this.endpoint, expirationTime: null, keys: { p256dh: 'BA+/', auth: 'AAAA==' } };
  }

  unsubscribe(): Promise<boolean> {
    this.#ongone();
    return Promise.resolve(true);
  }
}

interface Asked {
  readonly path: string;
  readonly method: string;
  readonly token: string | null;
  readonly body: unknown;
}

export class PushPage {
  readonly asked: Asked[] = [];
  readonly cache = new FakeCache();
  /** Tags of notifications that are shown. */
  readonly shown = new Set<string>();
  permission: NotificationPermission = 'default';
  /** What the person says when it is asked. */
  answer: NotificationPermission = 'granted';
  publicKey: string | null = `B${'A'.repeat(86)}`;
  /** What the Worker answers, where not as it should. */
  status = 200;
  code: string | null = null;
  /** The one that the Worker takes; null: each. */
  goodToken: string | null = null;
  subscription: FakeSubscription | null = null;
  scope: string | null = null;
  script: string | null = null;
  #subscriptionCount = 0;
  #subscribeError: Error | null = null;

  /** The browser's push service does not want to. */
  refuse(error: Error): void {
    this.#subscribeError = error;
  }

  get #registration(): ServiceWorkerRegistration {
    const notifications = ({ tag }: { tag: string }): { close: () => void }[] =>
      this.shown.has(tag) ? [{ close: () => void this.shown.delete(tag) }] : [];
    return {
      scope: this.scope ?? '',
      active: {},
      getNotifications: (filter: { tag: string }) => Promise.resolve(notifications(filter)),
      pushManager: {
        getSubscription: () => Promise.resolve(this.subscription),
        subscribe: (options: { userVisibleOnly: boolean; applicationServerKey: Uint8Array<ArrayBuffer> }) => {
          if (this.#subscribeError !== null) return Promise.reject(this.#subscribeError);
          if (this.permission !== 'granted' || !options.userVisibleOnly) return Promise.reject(new Error('not asked'));
          if (this.subscription !== null) return Promise.reject(new Error('another key'));
          this.#subscriptionCount += 1;
          this.subscription = new FakeSubscription(this.#subscriptionCount, options.applicationServerKey, () => {
            this.subscription = null;
          });
          return Promise.resolve(this.subscription);
        },
      },
    } as unknown as ServiceWorkerRegistration;
  }

  /** The Worker. */
  #fetch(url: string, init: RequestInit): Response {
    const { pathname } = new URL(url);
    const token = new Headers(init.headers).get('Authorization');
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    this.asked.push({ path: pathname, method: init.method ?? '', token, body });
    if (this.status === 0) throw new TypeError('Failed to fetch');
    if (this.status !== 200) return Response.json({ code: this.code }, { status: this.status });
    if (this.goodToken !== null && token !== this.goodToken)
      return Response.json({ code: 'token-expired' }, { status: 401 });
    return init.method === 'GET' ? Response.json({ publicKey: this.publicKey }) : new Response(null, { status: 204 });
  }

  get platform(): PushPlatform {
    return {
      isSupported: true,
      permission: () => this.permission,
      askPermission: () => {
        if (this.permission === 'default') this.permission = this.answer;
        return Promise.resolve(this.permission);
      },
      register: (script, scope) => {
        this.script = script;
        this.scope = new URL(scope, ORIGIN).href;
        return Promise.resolve(this.#registration);
      },
      registrationOf: () => Promise.resolve(this.scope === null ? undefined : this.#registration),
      caches: { open: () => Promise.resolve(this.cache) } as unknown as CacheStorage,
      // As a task of its own: a failure is one of the answer, not of the call.
      fetch: async (url, init) => this.#fetch(url, init),
      page: () => `${ORIGIN}/desk?desk=support`,
    };
  }
}
