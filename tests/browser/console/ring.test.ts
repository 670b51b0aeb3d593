/** What rings is heard, seen and announced once, and answered or declined by button and keys. */
import { userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { P2pCallDesk } from '../../../widget/console/p2p-call-desk.ts';
import { signedIn } from './support/console-scenes.ts';
import { type MountedDesk, inDesk, mountDesk, settled } from './support/mount-desk.ts';
import { callOf } from './support/scripted-desk.ts';

const MARA = callOf('Mara', { topic: 'Delivery' });

beforeEach(() => localStorage.clear());
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function atWork(): Promise<MountedDesk> {
  const mounted = await mountDesk();
  mounted.desk.show(signedIn());
  await settled(mounted);
  return mounted;
}

const alertOf = (element: P2pCallDesk): string => inDesk(element, '[role="alert"]').textContent;

describe('a call that rings', () => {
  it('is told to the page and announced, once, with its topic', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    const told = vi.fn<(event: Event) => void>();
    document.body.addEventListener('p2p-incoming-call', told, { once: true });
    desk.ring(MARA);
    await settled(mounted);
    expect(told).toHaveBeenCalledOnce();
    expect(told.mock.calls[0]?.[0]).toMatchObject({ detail: { call: { name: 'Mara' } }, composed: true });
    expect(alertOf(element)).toMatch(/^Mara is calling\W+Delivery/);
    const words = alertOf(element);
    desk.show({ waitingCount: 3 });
    await settled(mounted);
    expect(alertOf(element)).toBe(words);
    desk.endRing(MARA.id);
    await settled(mounted);
    expect(alertOf(element)).toBe('');
    expect(inDesk(element, '.rings').hidden).toBe(true);
  });

  it('stands in the title of the page until it is over', async () => {
    const mounted = await atWork();
    document.title = 'Shop';
    mounted.desk.ring(MARA);
    expect(document.title).toBe('(1) Incoming call');
    mounted.desk.endRing(MARA.id);
    expect(document.title).toBe('Shop');
  });

  it('says how many seconds are left', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    desk.ring(MARA, 20_000);
    await settled(mounted);
    expect(inDesk(element, '.countdown-text').textContent).toBe('20');
    const circle = element.renderRoot.querySelector('.countdown-left');
    expect(circle?.getAttribute('stroke-dashoffset')).toBe('0');
    desk.nowMs += 15_000;
    element.requestUpdate();
    await settled(mounted);
    expect(inDesk(element, '.countdown-text').textContent).toBe('5');
    expect(circle?.getAttribute('stroke-dashoffset')).toBe('75');
  });

  it('takes the focus from nobody', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    inDesk(element, '[part~="button-team"]').focus();
    desk.ring(MARA);
    await settled(mounted);
    expect(element.shadowRoot?.activeElement?.id).toBe('tab-team');
  });

  it.for([
    ['answer', 'accept', 'p2p-call-accepted'],
    ['decline', 'decline', 'p2p-call-declined'],
  ] as const)('is there to %s by its button', async ([button, op, type]) => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    const told = vi.fn<(event: Event) => void>();
    element.addEventListener(type, told);
    desk.ring(MARA);
    await settled(mounted);
    inDesk(element, `.ring [part~="button-${button}"]`).click();
    inDesk(element, `.ring [part~="button-${button}"]`).click();
    await settled(mounted);
    expect(desk.requested.filter((request) => request.endsWith(MARA.id))).toEqual([`${op} ${MARA.id}`]);
    expect(told).toHaveBeenCalledOnce();
    expect(told.mock.calls[0]?.[0]).toMatchObject({ detail: { callId: MARA.id } });
  });

  it.for([
    ['{Control>}{Enter}{/Control}', [`accept ${MARA.id}`]],
    ['{Control>}{Backspace}{/Control}', [`decline ${MARA.id}`]],
    ['{Enter}', []],
    ['{Backspace}', []],
    ['{Control>}{Shift>}{Enter}{/Shift}{/Control}', []],
  ] as const)('hears %s wherever the focus is', async ([keys, requested]) => {
    const mounted = await atWork();
    mounted.desk.ring(MARA);
    await settled(mounted);
    await userEvent.keyboard(keys);
    await settled(mounted);
    expect(mounted.desk.requested.filter((request) => request.includes(MARA.id))).toEqual(requested);
  });

  it('hears no keys of somebody who types', async () => {
    const mounted = await atWork();
    const field = document.body.appendChild(document.createElement('textarea'));
    field.focus();
    mounted.desk.ring(MARA);
    await settled(mounted);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await settled(mounted);
    expect(mounted.desk.requested).not.toContain(`accept ${MARA.id}`);
  });

  it('that a colleague has answered meanwhile is said so, kindly', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    desk.ring(MARA);
    desk.failure = 'already-taken';
    await settled(mounted);
    inDesk(element, '.ring [part~="button-answer"]').click();
    await settled(mounted);
    expect(inDesk(element, '.lines').textContent).toContain('Mara already has a colleague.');
    inDesk(element, '[part~="button-dismiss"]').click();
    await settled(mounted);
    expect(inDesk(element, '.lines').textContent.trim()).toBe('');
  });
});

describe('notifications of the system', () => {
  const shown: { title: string; options: NotificationOptions | undefined; isOpen: boolean; press(): void }[] = [];

  class FakeNotification extends EventTarget {
    static permission: NotificationPermission = 'default';
    static requestPermission = vi.fn<() => Promise<NotificationPermission>>(async () => {
      FakeNotification.permission = 'granted';
      return 'granted';
    });
    readonly #entry: (typeof shown)[number];
    constructor(title: string, options?: NotificationOptions) {
      super();
      this.#entry = { title, options, isOpen: true, press: () => void this.dispatchEvent(new Event('click')) };
      shown.push(this.#entry);
    }
    close(): void {
      this.#entry.isOpen = false;
    }
  }

  beforeEach(() => {
    shown.length = 0;
    FakeNotification.permission = 'default';
    FakeNotification.requestPermission.mockClear();
    vi.stubGlobal('Notification', FakeNotification);
  });
  afterEach(() => void vi.unstubAllGlobals());

  const isHidden = (hidden: boolean): unknown => vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);

  it('are asked for after going online, and only then', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    expect(element.renderRoot.querySelector('[part~="button-notices"]')).toBeNull();
    await element.setStatus('available');
    await settled(mounted);
    expect(desk.requested).toContain('status available');
    inDesk(element, '[part~="button-notices"]').click();
    await settled(mounted);
    expect(FakeNotification.requestPermission).toHaveBeenCalledOnce();
    expect(element.renderRoot.querySelector('[part~="button-notices"]')).toBeNull();
  });

  it('are not asked for again after a no', async () => {
    const first = await atWork();
    await first.element.setStatus('available');
    await settled(first);
    inDesk(first.element, '[part~="button-later"]').click();
    await settled(first);
    document.body.replaceChildren();
    const second = await atWork();
    await second.element.setStatus('available');
    await settled(second);
    expect(second.element.renderRoot.querySelector('[part~="button-notices"]')).toBeNull();
    expect(FakeNotification.requestPermission).not.toHaveBeenCalled();
  });

  it('tell of a call while nobody looks, one for each, and go with it', async () => {
    FakeNotification.permission = 'granted';
    isHidden(true);
    const mounted = await atWork();
    mounted.desk.ring(MARA);
    expect(shown).toMatchObject([{ title: 'Mara is calling', options: { body: 'Delivery' }, isOpen: true }]);
    mounted.desk.endRing(MARA.id);
    expect(shown).toMatchObject([{ isOpen: false }]);
  });

  it('bring the page to the front when they are pressed', async () => {
    FakeNotification.permission = 'granted';
    isHidden(true);
    const focus = vi.spyOn(window, 'focus').mockReturnValue();
    const mounted = await atWork();
    mounted.desk.ring(MARA);
    shown[0]?.press();
    expect(focus).toHaveBeenCalledOnce();
    expect(shown).toMatchObject([{ isOpen: false }]);
  });

  it('are none while somebody sees the page', async () => {
    FakeNotification.permission = 'granted';
    isHidden(false);
    (await atWork()).desk.ring(MARA);
    expect(shown).toEqual([]);
  });
});

describe('the ring tone', () => {
  it('can be heard, as loud as it was set, and is over with the ring', async () => {
    const mounted = await atWork();
    const { element, desk } = mounted;
    // A real gesture: without one a browser makes no sound.
    await userEvent.click(inDesk(element, '[part~="button-mute"]'));
    await userEvent.click(inDesk(element, '[part~="button-mute"]'));
    const meter = listen();
    desk.ring(MARA);
    await expect.poll(() => meter.loudest(), { timeout: 10_000 }).toBeGreaterThan(0.02);
    desk.endRing(MARA.id);
    await expect.poll(() => meter.now(), { timeout: 10_000 }).toBe(0);
    meter.stop();
  });

  it('that a browser would not let be heard is said before it rings', async () => {
    const mounted = await atWork();
    Object.defineProperty(navigator, 'userActivation', { configurable: true, value: { hasBeenActive: false } });
    mounted.element.requestUpdate();
    await settled(mounted);
    await userEvent.click(inDesk(mounted.element, '[part~="button-sound"]'));
    await expect.poll(() => mounted.element.renderRoot.querySelector('[part~="button-sound"]')).toBeNull();
  });

  it('is muted by its switch, which stays as it is for the next time', async () => {
    const first = await atWork();
    inDesk(first.element, '[part~="button-mute"]').click();
    await settled(first);
    expect(inDesk(first.element, '[part~="button-mute"]').ariaPressed).toBe('false');
    document.body.replaceChildren();
    const second = await atWork();
    expect(inDesk(second.element, '[part~="button-mute"]').ariaPressed).toBe('false');
  });
});

/** Measures what goes to the speakers. */
function listen(): { loudest(): number; now(): number; stop(): void } {
  const { connect } = GainNode.prototype;
  let analyser: AnalyserNode | null = null;
  let loudest = 0;
  const samples = new Float32Array(2048);
  const now = (): number => {
    analyser?.getFloatTimeDomainData(samples);
    return analyser === null ? 0 : Math.max(...samples.map(Math.abs));
  };
  vi.spyOn(GainNode.prototype, 'connect').mockImplementation(function (this: GainNode, ...to: unknown[]) {
    if (to[0] === this.context.destination) {
      analyser ??= new AnalyserNode(this.context);
      Reflect.apply(connect, this, [analyser]);
    }
    return Reflect.apply(connect, this, to) as AudioNode;
  });
  const timer = setInterval(() => (loudest = Math.max(loudest, now())), 20);
  return { loudest: () => loudest, now, stop: () => clearInterval(timer) };
}
