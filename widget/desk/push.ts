/**
 * Being called while the console is closed: web push, from the page's side. {@link pushState} for a switch, {@link enablePush} and
 * {@link disablePush} when it is pressed. Knows the browser's own API and three routes of the Worker; has no view, and no words but those
 * that it is given. The other end is the service worker (widget/desk-worker).
 * @see https://www.w3.org/TR/push-api/
 */
import type { DeskErrorCode, DeskPushSubscription } from '#protocol';
import { platformWith } from '../signaling/platform.ts';
import type { TokenSource } from '../signaling/signaling-channel.ts';
import { type DeskAddress, DeskDoor } from './desk-door.ts';
import { DeskError } from './desk-types.ts';
import { type PushPlace, forgetPlace, keepPlace, placesOf } from './push-place.ts';
import { type PushPlatform, pushPlatform, registerWorker } from './push-platform.ts';

/** `on`: this browser is called. `off`: it could be. `denied`: the browser lets this page show no notifications, which only its user can
 *  change. `unsupported`: it has no push, or not here (on iOS only for a page on the home screen). `not-configured`: the Worker has no
 *  `VAPID_PRIVATE_KEY`. Show the switch for the first two, say why for the third, hide it for the others. */
export type PushState = 'on' | 'off' | 'denied' | 'unsupported' | 'not-configured';

/** Why it could not be had. `refused`: the token is none of an agent, or over. `failed`: no answer from the Worker or the browser's push
 *  service; try again. */
export type PushErrorCode = Exclude<PushState, 'on' | 'off'> | 'refused' | 'failed';

export class PushError extends Error {
  override readonly name = 'PushError';
  readonly code: PushErrorCode;

  constructor(code: PushErrorCode, cause?: unknown) {
    super(code, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

export interface PushDesk extends DeskAddress {
  /** Of the agent. */
  readonly tokens: () => TokenSource;
  /** Replaces parts of the browser, in tests. */
  readonly platform?: Partial<PushPlatform>;
}

export interface PushOptions extends PushDesk, Pick<PushPlace, 'texts'> {
  /** What a click on a notification opens, where no window has it open. Default: this page, without its fragment. */
  readonly page?: string;
  /** Where the Worker's `/desk-worker.js` is on the page's own origin: browsers take no other. */
  readonly serviceWorker?: string;
}

const bytesOf = (base64Url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** What another token, or another desk, would mend. */
const OF_ACCESS: ReadonlySet<DeskErrorCode> = new Set([
  'token-invalid',
  'token-expired',
  'not-allowed',
  'origin-not-allowed',
  'invalid-desk',
]);

/** @throws {PushError} where the answer is no. */
async function ask(
  { fetch }: PushPlatform,
  desk: PushDesk,
  path: '/push' | '/push/forget',
  body?: unknown,
): Promise<Response> {
  const door = new DeskDoor(desk, desk.tokens, platformWith({ fetch }));
  try {
    return await door.ask(path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  } catch (cause) {
    const isRefused = cause instanceof DeskError && OF_ACCESS.has(cause.code);
    throw new PushError(isRefused ? 'refused' : 'failed', cause);
  }
}

/** @throws {PushError} */
async function keyOf(platform: PushPlatform, desk: PushDesk): Promise<Uint8Array<ArrayBuffer>> {
  const answer: unknown = await (await ask(platform, desk, '/push')).json().catch(() => null);
  const key = typeof answer === 'object' && answer !== null && 'publicKey' in answer ? answer.publicKey : undefined;
  if (key === null) throw new PushError('not-configured');
  if (typeof key !== 'string' || !/^[\w-]{87}$/.test(key)) throw new PushError('failed');
  return bytesOf(key);
}

/** What the Worker is told of a subscription. @throws {PushError} where the browser says too little. */
function told(subscription: PushSubscription): DeskPushSubscription {
  const { endpoint, keys: { p256dh, auth } = {} } = subscription.toJSON();
  if (endpoint === undefined || p256dh === undefined || auth === undefined) throw new PushError('unsupported');
  const short = (text: string): string => text.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
  return { endpoint, keys: { p256dh: short(p256dh), auth: short(auth) } };
}

/** One for the key of today: with that of yesterday the browser would get nothing. */
async function subscribe(
  { pushManager }: ServiceWorkerRegistration,
  key: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> {
  try {
    const known = await pushManager.getSubscription();
    const knownKey = known?.options.applicationServerKey;
    if (known !== null && knownKey instanceof ArrayBuffer && isSame(new Uint8Array(knownKey), key)) return known;
    await known?.unsubscribe();
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (cause) {
    const isDenied = cause instanceof DOMException && cause.name === 'NotAllowedError';
    throw new PushError(isDenied ? 'denied' : 'failed', cause);
  }
}

/** Whether this browser is called for this desk while its page is closed. Asks the browser, and the Worker where that says too little. */
export async function pushState(desk: PushDesk): Promise<PushState> {
  const platform = pushPlatform(desk.platform);
  if (!platform.isSupported) return 'unsupported';
  if (platform.permission() === 'denied') return 'denied';
  const registration = await platform.registrationOf(desk.server);
  const subscription = await registration?.pushManager.getSubscription();
  const places = registration === undefined ? [] : await placesOf(platform.caches, registration.scope);
  if (subscription !== null && subscription !== undefined && places.includes(desk.desk)) return 'on';
  try {
    await keyOf(platform, desk);
    return 'off';
  } catch (error) {
    // Whoever presses the switch is told what is wrong then.
    return error instanceof PushError && error.code === 'not-configured' ? 'not-configured' : 'off';
  }
}

/**
 * Asks for the right to show notifications, and has this browser called while its page is closed. Call it when somebody presses a switch:
 * browsers ask nobody else. Call it also after every sign-on with {@link pushState} `on`: the desk forgets at every sign-off, and a browser may
 * have another address meanwhile; it asks nothing then, and takes away what is shown of calls.
 * @throws {PushError}
 */
export async function enablePush(options: PushOptions): Promise<void> {
  const platform = pushPlatform(options.platform);
  if (!platform.isSupported) throw new PushError('unsupported');
  // First: a gesture is forgotten while something is waited for.
  const permission = await platform.askPermission();
  // Who looks away instead of answering may be asked again.
  if (permission !== 'granted') throw new PushError(permission === 'denied' ? 'denied' : 'failed');
  await quietPush(options);
  const key = await keyOf(platform, options);
  const registration = await registerWorker(platform, options.server, options.serviceWorker).catch((cause: unknown) => {
    throw new PushError('failed', cause);
  });
  const subscription = await subscribe(registration, key);
  await ask(platform, options, '/push', told(subscription));
  const { desk, texts, page = platform.page() } = options;
  await keepPlace(platform.caches, registration.scope, desk, { texts, page });
}

async function takeAway(registration: ServiceWorkerRegistration, desk: string): Promise<void> {
  for (const shown of await registration.getNotifications({ tag: desk })) shown.close();
}

/** Takes away what is shown of a call: its agent has seen to it in this browser, or nobody waits any more. */
export async function quietPush({ server, desk, platform }: Omit<PushDesk, 'tokens'>): Promise<void> {
  const registration = await pushPlatform(platform).registrationOf(server);
  if (registration !== undefined) await takeAway(registration, desk);
}

/**
 * This browser is called no more for this desk. Without an answer of the Worker, too, where it was the last desk: the browser's address is
 * given back then.
 * @throws {PushError} where the Worker does not answer, and other desks need the address.
 */
export async function disablePush(desk: PushDesk): Promise<void> {
  const platform = pushPlatform(desk.platform);
  if (!platform.isSupported) return;
  const registration = await platform.registrationOf(desk.server);
  if (registration === undefined) return;
  const subscription = await registration.pushManager.getSubscription();
  const places = await placesOf(platform.caches, registration.scope);
  if (subscription !== null) {
    const answered = ask(platform, desk, '/push/forget', { endpoint: subscription.endpoint });
    if (places.some((place) => place !== desk.desk)) await answered;
    else await Promise.allSettled([answered, subscription.unsubscribe()]);
  }
  await forgetPlace(platform.caches, registration.scope, desk.desk);
  await takeAway(registration, desk.desk);
}
