/** What a person chose, found again at the next visit, by id or by name. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { DeviceChoice } from '../../../widget/call/device-choice.ts';
import { SETTLE_MS } from '../../../widget/media/device-list.ts';
import { MEMORY_KEY } from '../../../widget/media/memory-key.ts';
import { settle, useFakeBrowser } from '../media/fake-devices.ts';

const browser = useFakeBrowser();
let stored: Map<string, string>;
let used: string[];
/** Ids that cannot be used. */
let broken: Set<string>;
let choice: DeviceChoice;

function use(id: string): Promise<void> {
  if (broken.has(id)) return Promise.reject(new CallError('device-in-use', { subject: 'camera' }));
  used.push(id);
  return Promise.resolve();
}

function create(): DeviceChoice {
  const setInputDevices = (devices: object): Promise<void> => use(Object.entries(devices).flat().join(' '));
  return new DeviceChoice({ setInputDevices, setSpeaker: (id) => use(`speaker ${id}`) }, () => undefined);
}

beforeEach(() => {
  [stored, used, broken] = [new Map(), [], new Set()];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  choice = create();
});

const remember = (choices: object): unknown => stored.set(MEMORY_KEY, JSON.stringify(choices));

describe('the choice', () => {
  it('is taken, and remembered with its name', async () => {
    await choice.refresh();
    await choice.choose('camera', 'desk');
    expect(used).toEqual(['videoDeviceId desk']);
    expect(choice.chosenId('camera')).toBe('desk');
    expect(JSON.parse(stored.get(MEMORY_KEY) ?? '')).toEqual({ camera: { id: 'desk', label: 'label of desk' } });
  });

  it('that fails is not remembered, and told', async () => {
    broken.add('videoDeviceId desk');
    await expect(choice.choose('camera', 'desk')).rejects.toMatchObject({ code: 'device-in-use' });
    expect([choice.chosenId('camera'), stored.size]).toEqual(['', 0]);
  });

  it('of a page, for this visit, is not remembered', async () => {
    await choice.use('speaker', 'speaker');
    expect([used, stored.size]).toEqual([['speaker speaker'], 0]);
  });
});

describe('the next visit', () => {
  it('takes nothing, and looks at nothing, where nothing was chosen', async () => {
    await choice.restore();
    expect([used, choice.options.camera]).toEqual([[], []]);
  });

  it('takes all that was chosen, by id', async () => {
    remember({
      camera: { id: 'desk', label: 'x' },
      microphone: { id: 'built-in', label: 'x' },
      speaker: { id: 'speaker', label: 'x' },
    });
    await choice.restore();
    expect(used.sort()).toEqual(['audioDeviceId built-in', 'speaker speaker', 'videoDeviceId desk']);
  });

  it('finds by its name what has a new id', async () => {
    remember({ camera: { id: 'old', label: 'label of desk' } });
    await choice.restore();
    expect(used).toEqual(['videoDeviceId desk']);
  });

  it('tries the id before there is permission, and the name after', async () => {
    remember({ camera: { id: 'old', label: 'label of desk' } });
    browser.devices.permission = 'prompt';
    await choice.restore();
    expect(used).toEqual(['videoDeviceId old']);
    await choice.refresh();
    expect(used).toHaveLength(1);
    browser.devices.permission = 'granted';
    await choice.refresh();
    await choice.refresh();
    expect(used).toEqual(['videoDeviceId old', 'videoDeviceId desk']);
  });

  it('waits for what is not plugged in', async () => {
    remember({ camera: { id: 'usb', label: 'label of usb' } });
    const lifetime = new AbortController();
    choice.watch(lifetime.signal);
    await choice.restore();
    expect(used).toEqual([]);
    browser.devices.plugCamera('usb');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(used).toEqual(['videoDeviceId usb']);
    lifetime.abort();
    browser.devices.plugCamera('later');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(choice.options.camera.map(({ id }) => id)).not.toContain('later');
  });

  it('goes on with the default where it fails', async () => {
    remember({ camera: { id: 'desk', label: 'x' } });
    broken.add('videoDeviceId desk');
    await choice.restore();
    expect(choice.chosenId('camera')).toBe('');
  });
});

it('leaves a speaker that is gone, and takes it again when it is back', async () => {
  browser.devices.speakers = ['built-in', 'bluetooth'];
  await choice.refresh();
  await choice.choose('speaker', 'bluetooth');
  browser.devices.speakers = ['built-in'];
  await choice.refresh();
  await choice.refresh();
  expect(used).toEqual(['speaker bluetooth', 'speaker ']);
  browser.devices.speakers = ['built-in', 'bluetooth'];
  await choice.refresh();
  expect(used.at(-1)).toBe('speaker bluetooth');
});

it('knows the next camera, and that there is none', async () => {
  expect((await choice.nextCamera('front'))?.id).toBe('desk');
  expect((await choice.nextCamera('desk'))?.id).toBe('front');
  expect((await choice.nextCamera(''))?.id).toBe('front');
  browser.devices.cameras = ['front'];
  expect(await choice.nextCamera('front')).toBeNull();
  browser.devices.cameras = [];
  expect(await choice.nextCamera('front')).toBeNull();
});

it('lists every kind, without the system\u2019s second name for one', async () => {
  browser.devices.microphones = ['default', 'communications', 'headset'];
  await choice.refresh();
  expect(choice.options.microphone.map(({ id }) => id)).toEqual(['default', 'headset']);
  await settle();
});
