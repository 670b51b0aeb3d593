/**
 * What web push needs of a browser, in one object so that tests replace it, and how its service worker is registered. Read when it is asked
 * for, never when the module is loaded. Knows no desk.
 */

export interface PushPlatform {
  readonly isSupported: boolean;
  readonly permission: () => NotificationPermission;
  readonly askPermission: () => Promise<NotificationPermission>;
  readonly register: (script: string, scope: string) => Promise<ServiceWorkerRegistration>;
  /** The one of a Worker; undefined where there is none. */
  readonly registrationOf: (server: string) => Promise<ServiceWorkerRegistration | undefined>;
  readonly caches: CacheStorage;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** This page, without its fragment. */
  readonly page: () => string;
}

/** A scope in which no page lies: it controls none, is in nobody's way, and gets pushes all the same. One for each Worker, because a
 *  registration has one key. */
export const scopeOf = (server: string): string => `/desk-worker/${encodeURIComponent(new URL(server).host)}/`;

const DEFAULT_SCRIPT = '/desk-worker.js';

/** How long a service worker may take to start, in ms. */
const START_TIMEOUT_MS = 30_000;

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy;
}

let policy: ScriptUrlPolicy | null = null;

/** A page that requires Trusted Types must allow the name `p2p-call-desk`.
 *  @see https://www.w3.org/TR/trusted-types/ */
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  policy ??= factory?.createPolicy('p2p-call-desk', { createScriptURL: (text) => text }) ?? {
    createScriptURL: (text) => text,
  };
  return policy.createScriptURL(url);
}

export function pushPlatform(parts: Partial<PushPlatform> = {}): PushPlatform {
  const { navigator } = globalThis;
  return {
    isSupported:
      globalThis.isSecureContext &&
      'serviceWorker' in navigator &&
      'PushManager' in globalThis &&
      'Notification' in globalThis,
    permission: () => Notification.permission,
    askPermission: () => Notification.requestPermission(),
    register: (script, scope) => navigator.serviceWorker.register(trusted(script), { scope, updateViaCache: 'none' }),
    registrationOf: async (server) => {
      const scope = new URL(scopeOf(server), location.href).href;
      return (await navigator.serviceWorker.getRegistrations()).find((one) => one.scope === scope);
    },
    caches: globalThis.caches,
    fetch: (url, init) => fetch(url, init),
    page: () => location.origin + location.pathname + location.search,
    ...parts,
  };
}

/** Nothing can be subscribed before it runs. */
function started(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (registration.active !== null || worker === null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const lifetime = new AbortController();
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      lifetime.abort();
      how();
    };
    const timer = setTimeout(() => settle(() => reject(new Error('it does not start'))), START_TIMEOUT_MS);
    const look = (): void => {
      if (worker.state === 'activated') settle(resolve);
      if (worker.state === 'redundant') settle(() => reject(new Error('it failed to start')));
    };
    worker.addEventListener('statechange', look, { signal: lifetime.signal });
    look();
  });
}

export async function registerWorker(
  platform: PushPlatform,
  server: string,
  script = DEFAULT_SCRIPT,
): Promise<ServiceWorkerRegistration> {
  const registration = await platform.register(script, scopeOf(server));
  await started(registration);
  return registration;
}
