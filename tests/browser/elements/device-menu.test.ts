/** The menu of the devices, with Chromium's fake devices behind a scripted call. */
import { userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { SETTLE_MS } from '../../../widget/media/device-list.ts';
import { SILENT_AFTER_MS } from '../../../widget/media/level-meter.ts';
import { MEMORY_KEY } from '../../../widget/media/memory-key.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, loadDevices, mount, mountScene, openDevices } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON, selfNamed } from './support/scripted-call.ts';

const { mediaDevices } = navigator;
const { enumerateDevices } = mediaDevices;

/** What is plugged in, as `kind id label`. */
let plugged: string[];

beforeEach(() => {
  localStorage.removeItem(MEMORY_KEY);
  plugged = [
    'audioinput default Default',
    'audioinput headset Headset',
    'videoinput front Front',
    'videoinput back Back',
    'audiooutput default Default',
  ];
  mediaDevices.enumerateDevices = async () =>
    plugged.map((line) => {
      const [kind, deviceId, label = ''] = line.split(' ');
      return { kind, deviceId, label } as MediaDeviceInfo;
    });
});

afterEach(() => {
  mediaDevices.enumerateDevices = enumerateDevices;
  localStorage.removeItem(MEMORY_KEY);
  document.body.replaceChildren();
});

const pickerOf = (element: P2pCall, device: string): HTMLSelectElement =>
  find<HTMLSelectElement>(element, `[data-device="${device}"]`);

const optionsOf = (element: P2pCall, device: string): string[] =>
  [...pickerOf(element, device).options].map(({ text, selected }) => (selected ? `(${text})` : text));

const focused = (element: P2pCall): Element | null => element.shadowRoot?.activeElement ?? null;

function choose(element: P2pCall, device: string, id: string): void {
  const picker = pickerOf(element, device);
  picker.value = id;
  picker.dispatchEvent(new Event('change'));
}

/** A live camera with an id. */
function cameraTrack(deviceId: string): MediaStreamTrack {
  const [track] = document.createElement('canvas').captureStream().getVideoTracks();
  if (!track) throw new Error('no track');
  track.getSettings = () => ({ deviceId });
  return track;
}

/** With room for the arrows. */
async function wide(scene = 'connected'): Promise<Mounted> {
  const mounted = await mountScene(scene);
  mounted.element.style.setProperty('width', '700px');
  return mounted;
}

async function opened(device: 'microphone' | 'camera' = 'camera', scene = 'connected'): Promise<Mounted> {
  const mounted = await wide(scene);
  await openDevices(mounted, device);
  return mounted;
}

describe('the menu', () => {
  it('lists what there is, by name, and marks what is in use', async () => {
    const { element, call } = await opened();
    call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: cameraTrack('back') }) });
    await element.updateComplete;
    expect(optionsOf(element, 'microphone')).toEqual(['(Default)', 'Headset']);
    expect(optionsOf(element, 'camera')).toEqual(['Front', '(Back)']);
    expect(optionsOf(element, 'speaker')).toEqual(['(Default)']);
  });

  it('numbers what has no name before permission, and says what is missing', async () => {
    plugged = ['audioinput ', 'audioinput  ', 'audiooutput '];
    const { element } = await opened('microphone');
    expect(optionsOf(element, 'microphone').map((text) => text.replaceAll(/[()]/g, ''))).toEqual([
      'Microphone 1',
      'Microphone 2',
    ]);
    expect(optionsOf(element, 'camera')).toEqual(['(No camera found)']);
    expect(pickerOf(element, 'camera').disabled).toBe(true);
  });

  it('has no camera in a call without one', async () => {
    const mounted = await mountScene('connected', { 'audio-only': '' });
    await openDevices(mounted, 'microphone');
    expect(mounted.element.renderRoot.querySelector('[data-device="camera"], .button-camera-menu')).toBeNull();
  });

  it('follows what is plugged in while it is open', async () => {
    const { element } = await opened();
    plugged.push('videoinput desk Desk');
    mediaDevices.dispatchEvent(new Event('devicechange'));
    await expect.poll(() => optionsOf(element, 'camera'), { timeout: SETTLE_MS + 3_000 }).toContain('Desk');
  });

  it('hands the choice to the call, shows what is in use until it is done, and remembers', async () => {
    const { element, call } = await opened();
    call.show({ localParticipant: selfNamed('Alice') });
    const answer = call.hold();
    choose(element, 'camera', 'back');
    await element.updateComplete;
    expect(call.requested).toEqual(['setInputDevices {"videoDeviceId":"back"}']);
    expect([optionsOf(element, 'camera'), pickerOf(element, 'camera').ariaBusy]).toEqual([['(Front)', 'Back'], 'true']);
    answer();
    await expect.poll(() => optionsOf(element, 'camera')).toEqual(['Front', '(Back)']);
    expect(JSON.parse(localStorage.getItem(MEMORY_KEY) ?? '')).toEqual({ camera: { id: 'back', label: 'Back' } });
  });

  it('says why a device cannot be used, and remembers nothing', async () => {
    const { element, call } = await opened();
    call.failure = new CallError('device-in-use', { subject: 'camera' });
    choose(element, 'camera', 'back');
    await expect
      .poll(() => find(element, '.device-problem').textContent)
      .toBe('Another app is using the camera. Close the other app or tab, then try again.');
    expect(find(element, '.device-problem').hidden).toBe(false);
    expect(optionsOf(element, 'camera')).toEqual(['(Front)', 'Back']);
    expect(localStorage.getItem(MEMORY_KEY)).toBeNull();
    await expectAccessible(element);
  });

  it.for(['microphone', 'camera'] as const)(
    'opens at the %s with the keyboard, and gives the focus back',
    async (device) => {
      const mounted = await wide();
      const { element } = mounted;
      await loadDevices(mounted);
      const arrow = find(element, `.button-${device}-menu`);
      arrow.focus();
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => focused(element)?.getAttribute('data-device')).toBe(device);
      expect(arrow.ariaExpanded).toBe('true');
      await userEvent.keyboard('{Escape}');
      await expect.poll(() => focused(element)).toBe(arrow);
      expect(element.renderRoot.querySelector('.device-menu')).toBeNull();
    },
  );

  it('closes when one presses elsewhere, and with the call', async () => {
    const { element, call } = await opened();
    await userEvent.click(find(element, '.stage'), { position: { x: 60, y: 200 } });
    await expect.poll(() => element.renderRoot.querySelector('.device-menu')).toBeNull();
    find(element, '.button-camera-menu').click();
    await expect.poll(() => element.renderRoot.querySelector('.device-menu')).not.toBeNull();
    call.show({ state: 'ended' });
    await expect.poll(() => element.renderRoot.querySelector('.device-menu')).toBeNull();
  });

  it.for([
    ['devices', 960, 600],
    ['devices', 320, 568],
    ['devices', 280, 360],
    ['prejoin-devices', 320, 568],
  ] as const)('%s in %s x %s fits, with targets of 44 px', async ([scene, width, height]) => {
    const { element } = await mountScene(scene);
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    const menu = find(element, '.device-menu').getBoundingClientRect();
    const box = find(element, '.body').getBoundingClientRect();
    expect(menu.left).toBeGreaterThanOrEqual(box.left);
    expect(menu.right).toBeLessThanOrEqual(box.right);
    expect(menu.top).toBeGreaterThanOrEqual(box.top);
    expect(menu.bottom).toBeLessThanOrEqual(box.bottom);
    const targets = [
      ...element.renderRoot.querySelectorAll(
        '.device-menu button, .device-menu select, .toolbar button, .stage-tools button',
      ),
    ]
      .map((target) => target.getBoundingClientRect())
      .filter((rect) => rect.width > 0);
    expect(targets.length).toBeGreaterThan(3);
    for (const rect of targets) expect(Math.min(rect.width, rect.height)).toBeGreaterThanOrEqual(44);
    const rows = [...element.renderRoot.querySelectorAll('.toolbar button')]
      .map((it) => it.getBoundingClientRect())
      .filter((rect) => rect.width > 0)
      .map((rect) => rect.top + rect.height / 2);
    expect(new Set(rows).size).toBeLessThanOrEqual(1);
  });
});

describe('what was chosen at another time', () => {
  beforeEach(() => {
    localStorage.setItem(MEMORY_KEY, JSON.stringify({ camera: { id: 'old', label: 'Back' } }));
  });

  it('is used before the first picture, found by its name', async () => {
    const { element, call } = await mount({ 'auto-join': '' });
    await expect.poll(() => call.requested).toEqual(['setInputDevices {"videoDeviceId":"back"}', 'join']);
    expect(element.renderRoot.querySelector('.button-camera-menu')).not.toBeNull();
  });

  it('does not matter to a call without devices', async () => {
    const { call } = await mount({ 'auto-join': '', 'data-only': '' });
    await expect.poll(() => call.requested).toEqual(['join']);
  });
});

describe('the speaker', () => {
  /** Whether Carol sends sound. */
  let canHear: boolean;
  const { setSinkId } = HTMLMediaElement.prototype;

  beforeEach(() => {
    canHear = false;
    HTMLMediaElement.prototype.setSinkId = function (id) {
      // Chromium refuses it for a stream without sound.
      const isSilent = this.closest('.local, [data-participant="p-Carol"]') !== null && !canHear;
      if (isSilent) return Promise.reject(new DOMException('', 'AbortError'));
      if (id === 'broken') return Promise.reject(new DOMException('', 'NotFoundError'));
      Object.defineProperty(this, 'sinkId', { value: id, configurable: true });
      return Promise.resolve();
    };
  });

  afterEach(() => {
    HTMLMediaElement.prototype.setSinkId = setSinkId;
  });

  it('is used by all that plays, now and later', async () => {
    const { element, call } = await mountScene('connected');
    const changed = vi.fn<(detail: unknown) => void>();
    element.addEventListener('p2p-device-change', ({ detail }) => changed(detail));
    await element.setOutputDevice('default');
    expect(find<HTMLVideoElement>(element, '.tile:not(.local) video').sinkId).toBe('default');
    expect(changed.mock.calls).toEqual([[{ device: 'speaker', reason: 'selected', label: '' }]]);
    const carol = { ...[...call.participants.values()][0]!, id: 'p-Carol' as never, name: 'Carol' };
    call.show({ participants: new Map([...call.participants, [carol.id, carol]]) });
    await element.updateComplete;
    const later = find<HTMLVideoElement>(element, '[data-participant="p-Carol"] video');
    expect(later.sinkId).toBe('');
    await element.setOutputDevice('default');
    canHear = true;
    element.requestUpdate();
    await element.updateComplete;
    expect(later.sinkId).toBe('default');
  });

  it('that cannot be used is told, and the old one goes on', async () => {
    const { element } = await mountScene('connected');
    await element.setOutputDevice('default');
    await expect(element.setOutputDevice('broken')).rejects.toMatchObject({
      code: 'device-not-found',
      subject: 'speaker',
    });
    expect(find<HTMLVideoElement>(element, '.tile:not(.local) video').sinkId).toBe('default');
  });

  it('that the person cannot have is told in words', async () => {
    plugged.push('audiooutput broken Broken');
    const { element } = await opened('microphone');
    choose(element, 'speaker', 'broken');
    await expect
      .poll(() => find(element, '.device-problem').textContent)
      .toBe('This speaker cannot be used. Choose another one.');
    expect(optionsOf(element, 'speaker')).toEqual(['(Default)', 'Broken']);
  });

  it('is no choice where the browser has none', async () => {
    Reflect.deleteProperty(HTMLMediaElement.prototype, 'setSinkId');
    const { element } = await opened('microphone');
    expect(element.renderRoot.querySelector('[data-device="speaker"]')).toBeNull();
    await expect(element.setOutputDevice('default')).rejects.toMatchObject({ code: 'unsupported-browser' });
  });
});

describe('the next camera', () => {
  it('is taken, one after the other, and not remembered', async () => {
    const { element, call } = await mountScene('connected');
    call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: cameraTrack('front') }) });
    expect(await element.cycleCamera()).toBe(true);
    call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: cameraTrack('back') }) });
    expect(await element.cycleCamera()).toBe(true);
    expect(call.requested).toEqual([
      'setInputDevices {"videoDeviceId":"back"}',
      'setInputDevices {"videoDeviceId":"front"}',
    ]);
    expect(localStorage.getItem(MEMORY_KEY)).toBeNull();
    plugged = ['videoinput front Front'];
    call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: cameraTrack('front') }) });
    expect(await element.cycleCamera()).toBe(false);
  });

  it.for([
    [true, true],
    [false, false],
  ])('has a button where the pointer is a finger: %s', async ([coarse, shown]) => {
    const spy = vi.spyOn(globalThis, 'matchMedia').mockReturnValue({ matches: coarse } as MediaQueryList);
    const { element, call } = await opened();
    call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: cameraTrack('front') }) });
    await element.updateComplete;
    const flip = element.renderRoot.querySelector<HTMLElement>('.button-flip');
    expect(flip !== null).toBe(shown);
    flip?.click();
    if (shown) await expect.poll(() => call.requested).toEqual(['setInputDevices {"videoDeviceId":"back"}']);
    spy.mockRestore();
  });
});

it('mirrors the own picture, but not what the rear camera sees', async () => {
  const { element, call } = await mountScene('connected');
  const scaleOf = (): string => getComputedStyle(find(element, '.tile.local video')).scale;
  expect(scaleOf()).toBe('-1 1');
  const rear = cameraTrack('back');
  rear.getSettings = () => ({ deviceId: 'back', facingMode: 'environment' });
  call.show({ localParticipant: selfNamed('Alice', { cameraEnabled: true, cameraTrack: rear }) });
  await element.updateComplete;
  expect(scaleOf()).toBe('none');
});

describe('Space', () => {
  async function muted(): Promise<Mounted> {
    const mounted = await mountScene('connected');
    await loadDevices(mounted);
    mounted.call.show({
      devices: { microphone: DEVICE_OFF, camera: DEVICE_ON },
      localParticipant: selfNamed('Alice', { microphoneEnabled: false }),
    });
    await mounted.element.updateComplete;
    mounted.call.toggleMicrophone = (on) => {
      mounted.call.requested.push(`microphone ${on}`);
      mounted.call.show({ localParticipant: selfNamed('Alice', { microphoneEnabled: on === true }) });
      return Promise.resolve(on === true);
    };
    return mounted;
  }

  it('turns the microphone on for as long as it is held, and is said in the tooltip', async () => {
    const { element, call } = await muted();
    expect(find(element, '.button-microphone').title).toBe('Turn on the microphone (M). Hold Space to talk');
    find(element, '.stage').focus();
    await userEvent.keyboard('{ >3}');
    expect(call.requested).toEqual(['microphone true']);
    await userEvent.keyboard('{/ }');
    expect(call.requested).toEqual(['microphone true', 'microphone false']);
  });

  it('presses the button that has the focus instead', async () => {
    const { element, call } = await muted();
    find(element, '.button-people').focus();
    await userEvent.keyboard(' ');
    expect(call.requested).toEqual([]);
    await expect.poll(() => find(element, '.people').hidden).toBe(false);
  });

  it('is a press of the microphone where that has the focus, if it is short', async () => {
    const { element, call } = await muted();
    find(element, '.button-microphone').focus();
    await userEvent.keyboard(' ');
    expect(call.requested).toEqual(['microphone true']);
  });

  it('lets go when the page loses the focus', async () => {
    const { element, call } = await muted();
    find(element, '.stage').focus();
    await userEvent.keyboard('{ >}');
    globalThis.dispatchEvent(new Event('blur'));
    expect(call.requested).toEqual(['microphone true', 'microphone false']);
    await userEvent.keyboard('{/ }');
    expect(call.requested).toHaveLength(2);
  });

  it('is a space while one types, and nothing while the microphone is on', async () => {
    const { element, call } = await muted();
    await element.toggleChat(true);
    await userEvent.type(find(element, '.chat-input'), 'a b');
    expect(call.requested.filter((it) => it.startsWith('microphone'))).toEqual([]);
    call.show({ localParticipant: selfNamed('Alice') });
    find(element, '.stage').focus();
    await userEvent.keyboard(' ');
    expect(call.requested.filter((it) => it.startsWith('microphone'))).toEqual([]);
  });
});

describe('the level of the microphone', () => {
  let context: AudioContext;
  let volume: GainNode;
  let track: MediaStreamTrack;

  beforeEach(async () => {
    // Sound needs a gesture.
    document.body.append(document.createElement('button'));
    await userEvent.click(document.body);
    context = new AudioContext();
    await context.resume();
    volume = context.createGain();
    const tone = context.createOscillator();
    const target = context.createMediaStreamDestination();
    tone.connect(volume).connect(target);
    tone.start();
    [track] = target.stream.getAudioTracks() as [MediaStreamTrack];
  });

  afterEach(() => context.close());

  const widthOf = (element: P2pCall): number => Number(find(element, '.level-now').getAttribute('width'));

  it('follows what is heard, in the preview and in the menu', async () => {
    const mounted = await mountScene('prejoin');
    const { element, call } = mounted;
    await loadDevices(mounted);
    call.show({ localParticipant: selfNamed('Alice', { microphoneTrack: track }) });
    await expect.poll(() => widthOf(element)).toBeGreaterThan(90);
    volume.gain.value = 0;
    await expect.poll(() => widthOf(element)).toBe(0);
    find(element, '.preview .button-camera-menu').click();
    await expect.poll(() => element.renderRoot.querySelectorAll('.level-now').length).toBe(2);
    volume.gain.value = 1;
    await expect.poll(() => Number(find(element, '.device-menu .level-now').getAttribute('width'))).toBeGreaterThan(90);
  });

  it('is not looked at in a call while the menu is closed, nor when the element is gone', async () => {
    const contexts: AudioContext[] = [];
    const Original = globalThis.AudioContext;
    vi.stubGlobal(
      'AudioContext',
      class extends Original {
        constructor() {
          super();
          contexts.push(this);
        }
      },
    );
    const states = (): string[] => contexts.map(({ state }) => state);
    const mounted = await wide();
    const { element, call } = mounted;
    await loadDevices(mounted);
    // On, and nothing comes through: the mark on the own tile does not listen.
    call.show({ localParticipant: selfNamed('Alice', { microphoneTrack: track, microphoneEnabled: false }) });
    await element.updateComplete;
    expect(states()).toEqual([]);
    find(element, '.button-microphone-menu').click();
    await expect.poll(states).toEqual(['running']);
    find(element, '.button-microphone-menu').click();
    await expect.poll(states).toEqual(['closed']);
    find(element, '.button-microphone-menu').click();
    await expect.poll(states).toEqual(['closed', 'running']);
    element.remove();
    await expect.poll(states).toEqual(['closed', 'closed']);
    expect(track.readyState).toBe('live');
    vi.unstubAllGlobals();
  });

  it('says that nobody hears who speaks while muted, and lets go of the copy', async () => {
    const copies: MediaStreamTrack[] = [];
    const { clone } = track;
    track.clone = () => {
      const copy = clone.call(track);
      copies.push(copy);
      return copy;
    };
    track.enabled = false;
    const mounted = await mountScene('connected');
    const { element, call } = mounted;
    await loadDevices(mounted);
    call.show({
      devices: { microphone: DEVICE_OFF, camera: DEVICE_ON },
      localParticipant: selfNamed('Alice', { microphoneEnabled: false, microphoneTrack: track }),
    });
    await expect
      .poll(() => element.renderRoot.querySelector('.muted-note')?.textContent.trim(), { timeout: 5_000 })
      .toBe('You are muted. Hold Space to talk, or turn on the microphone.');
    await expectAccessible(element);
    expect(track.enabled).toBe(false);
    call.show({
      devices: { microphone: DEVICE_ON, camera: DEVICE_ON },
      localParticipant: selfNamed('Alice', { microphoneTrack: track }),
    });
    await expect.poll(() => element.renderRoot.querySelector('.muted-note')).toBeNull();
    expect(copies.map(({ readyState }) => readyState)).toEqual(['ended']);
    call.show({ devices: { microphone: DEVICE_OFF, camera: DEVICE_ON } });
    await expect.poll(() => copies.length).toBe(2);
    element.remove();
    await expect.poll(() => copies.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('is said to be nothing where nothing is heard for a while, until something is', async () => {
    volume.gain.value = 0;
    const mounted = await mountScene('prejoin');
    const { element, call } = mounted;
    await loadDevices(mounted);
    call.show({ localParticipant: selfNamed('Alice', { microphoneTrack: track }) });
    const hint = (): string => find(element, '.level-hint').textContent.trim();
    await expect.poll(hint, { timeout: SILENT_AFTER_MS + 5_000 }).toMatch(/^Your microphone hears nothing/);
    await expectAccessible(element);
    volume.gain.value = 1;
    await expect.poll(hint).toBe('');
  });
});
