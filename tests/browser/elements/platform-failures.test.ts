/**
 * A browser that throws at one of the calls the widget makes, as browsers do behind policies, in private windows and with broken drivers:
 * nothing is uncaught, and a person reads a sentence or is in the call all the same.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import '../../../widget/define.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find } from './support/mount.ts';

const WITHIN = { timeout: 20_000, interval: 20 };

const uncaught: string[] = [];
const hear = (event: Event): void => {
  uncaught.push(event instanceof PromiseRejectionEvent ? `rejection: ${event.reason}` : `error: ${event.type}`);
  event.preventDefault();
};

beforeEach(() => {
  callFactory.create = (options) => new Call(options);
  uncaught.length = 0;
  window.addEventListener('error', hear);
  window.addEventListener('unhandledrejection', hear);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
  // Whatever is still under way is told with the next tasks.
  await new Promise((resolve) => setTimeout(resolve));
  window.removeEventListener('error', hear);
  window.removeEventListener('unhandledrejection', hear);
  expect(uncaught).toEqual([]);
});

function elements(count: number, attributes = ''): P2pCall[] {
  const room = `room-${crypto.randomUUID().slice(0, 8)}`;
  const names = ['Left', 'Right'].slice(0, count);
  document.body.innerHTML = names
    .map((name) => `<p2p-call room="${room}" signaling="local" display-name="${name}" ${attributes}></p2p-call>`)
    .join('');
  return [...document.querySelectorAll('p2p-call')];
}

const textOf = (element: P2pCall, selector: string): string =>
  [...element.renderRoot.querySelectorAll(selector)].map(({ textContent }) => textContent).join(' ');

const fails = (name: string) => (): never => {
  throw new DOMException('broken', name);
};

class Unconstructable {
  constructor() {
    throw new DOMException('broken', 'NotSupportedError');
  }
}

describe('devices that cannot be had', () => {
  it.for([
    ['NotAllowedError', 'Camera and microphone are blocked'],
    ['NotFoundError', 'No camera or microphone found'],
    ['NotReadableError', 'Another app is using camera or microphone'],
    ['SecurityError', 'This website does not allow camera and microphone'],
    ['AbortError', 'Another app is using camera or microphone'],
    ['TypeError', ''],
  ] as const)('for %s are said, and one is in the call all the same', async ([name, sentence]) => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(fails(name));
    const [left, right] = elements(2, 'auto-join');
    if (!left || !right) throw new Error('no elements');
    await vi.waitFor(() => expect([left.state, right.state]).toEqual(['connected', 'connected']), WITHIN);
    await vi.waitFor(() => expect(textOf(left, '.banner')).toContain(sentence), WITHIN);
    expect(textOf(left, '.banner').trim()).not.toBe('');
    await expectAccessible(left);
  });

  it('are said before the call, too', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(fails('NotAllowedError'));
    const [element] = elements(1);
    if (!element) throw new Error('no element');
    await element.updateComplete;
    find(element, '[part~="button-check"]').click();
    await vi.waitFor(() => expect(textOf(element, '.problems')).toContain('are blocked'), WITHIN);
  });

  it('without a way to ask for them are said', async () => {
    vi.spyOn(navigator, 'mediaDevices', 'get').mockReturnValue(undefined as unknown as MediaDevices);
    const [left, right] = elements(2, 'auto-join');
    if (!left || !right) throw new Error('no elements');
    await vi.waitFor(() => expect(left.state).toBe('connected'), WITHIN);
    await vi.waitFor(() => expect(textOf(left, '.banner').trim()).not.toBe(''), WITHIN);
  });
});

describe('a call goes on without', () => {
  it.for([
    [
      'a list of devices',
      () => vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockImplementation(fails('InvalidStateError')),
    ],
    [
      'a list of devices in the end',
      () =>
        vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockRejectedValue(new DOMException('', 'NotAllowedError')),
    ],
    ['the local storage', () => vi.spyOn(window, 'localStorage', 'get').mockImplementation(fails('SecurityError'))],
    ['the session storage', () => vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(fails('SecurityError'))],
    [
      'writing into a storage',
      () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(fails('QuotaExceededError')),
    ],
    ['an AudioContext', () => vi.stubGlobal('AudioContext', Unconstructable)],
    ['a wake lock', () => vi.spyOn(navigator.wakeLock, 'request').mockImplementation(fails('NotAllowedError'))],
    ['permissions', () => vi.spyOn(navigator.permissions, 'query').mockImplementation(fails('TypeError'))],
  ] as const)('%s', async ([, breakIt]) => {
    breakIt();
    const [left, right] = elements(2, 'auto-join');
    if (!left || !right) throw new Error('no elements');
    await vi.waitFor(() => expect([left.state, right.state]).toEqual(['connected', 'connected']), WITHIN);
    // What is loaded with the seat uses most of it.
    await vi.waitFor(() => expect(left.renderRoot.querySelector('.call-time')).not.toBeNull(), WITHIN);
    await vi.waitFor(
      () => expect(left.renderRoot.querySelector('[part~="button-microphone-menu"]')).not.toBeNull(),
      WITHIN,
    );
    find(left, '[part~="button-microphone-menu"]').click();
    await vi.waitFor(() => expect(left.renderRoot.querySelector('.device-menu')).not.toBeNull(), WITHIN);
    expect(await left.toggleMicrophone(false)).toBe(false);
    await left.leave();
    await right.leave();
  });
});

describe('a connection that cannot be made', () => {
  it('for want of RTCPeerConnection is said at once', async () => {
    vi.stubGlobal('RTCPeerConnection', undefined);
    const [element] = elements(1, 'auto-join');
    if (!element) throw new Error('no element');
    await vi.waitFor(() => expect(textOf(element, '.card')).toContain('This browser cannot make calls'), WITHIN);
    await expectAccessible(element);
  });

  it('because its constructor throws is said', async () => {
    vi.stubGlobal('RTCPeerConnection', Unconstructable);
    const [left] = elements(2, 'auto-join');
    if (!left) throw new Error('no element');
    await vi.waitFor(() => expect(textOf(left, '.banner, .card')).toMatch(/No connection to/), WITHIN);
    await expectAccessible(left);
  });

  it('because a WebSocket cannot be made is said, with a way to try again', async () => {
    vi.stubGlobal('WebSocket', Unconstructable);
    const [element] = elements(1, 'auto-join');
    if (!element) throw new Error('no element');
    element.remove();
    element.setAttribute('signaling', 'worker');
    element.setAttribute('server', 'https://nowhere.invalid');
    document.body.append(element);
    await vi.waitFor(() => expect(textOf(element, '.card')).toContain('The call server cannot be reached'), WITHIN);
    expect(find(element, '.card [part~="button-retry"]').textContent).toContain('Try again');
  });
});
