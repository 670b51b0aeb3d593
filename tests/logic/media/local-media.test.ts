import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SETTLE_MS } from '../../../widget/media/device-list.ts';
import { type DeviceChange, SHORT_LIFE_MS, STILL_MUTED_MS } from '../../../widget/media/local-device.ts';
import { LocalMedia } from '../../../widget/media/local-media.ts';
import { settle, useFakeBrowser } from './fake-devices.ts';

const browser = useFakeBrowser();
let media: LocalMedia;
let changes: DeviceChange[];

/** What was told, without the device: `replaced label of desk`. */
const told = (): string[] => changes.map(({ reason, label }) => `${reason} ${label}`);

beforeEach(() => {
  changes = [];
  media = new LocalMedia({ onchange: () => {}, ondevicechange: (change) => changes.push(change) });
});

const ON = { enabled: true, pending: false, systemMuted: false, failure: null };
const OFF = { enabled: false, pending: false, systemMuted: false, failure: null };

async function turnOnCamera(): Promise<void> {
  await media.setEnabled('camera', true);
  await settle();
}

describe('turning on and off', () => {
  it('asks for both with one prompt', async () => {
    await media.start(['microphone', 'camera']);
    expect(browser.devices.asked).toEqual(['audio default, video default']);
    expect([media.state('microphone'), media.state('camera')]).toEqual([ON, ON]);
  });

  it('leaves the microphone on where only the camera is missing', async () => {
    browser.devices.cameras = [];
    await media.start(['microphone', 'camera']);
    expect(media.state('microphone')).toEqual(ON);
    expect(media.state('camera').failure?.code).toBe('device-not-found');
  });

  it('does not ask again, one by one, after a plain refusal', async () => {
    browser.devices.permission = 'denied';
    await media.start(['microphone', 'camera']);
    expect(browser.devices.asked).toHaveLength(1);
    expect(media.state('microphone').failure?.code).toBe('permission-denied');
  });

  it('shows that the browser is being asked', async () => {
    browser.devices.isHeld = true;
    const on = media.setEnabled('camera', true);
    expect(media.state('camera')).toEqual({ ...OFF, pending: true });
    browser.devices.answer();
    expect(await on).toBe(true);
    expect(media.state('camera')).toEqual(ON);
  });

  it('opens a camera once for two presses', async () => {
    await Promise.all([media.setEnabled('camera', true), media.setEnabled('camera', true)]);
    expect(browser.devices.asked).toHaveLength(1);
  });

  it('keeps a muted microphone, and lets go of a camera that is off', async () => {
    await media.start(['microphone', 'camera']);
    await media.setEnabled('microphone', false);
    await media.setEnabled('camera', false);
    expect(browser.devices.tracks.map(({ enabled, readyState }) => `${enabled} ${readyState}`)).toEqual([
      'false live',
      'true ended',
    ]);
    await media.setEnabled('microphone', true);
    expect(browser.devices.asked).toHaveLength(1);
    expect(browser.devices.tracks[0]?.enabled).toBe(true);
  });

  it('ends a track that comes after the person turned the device off', async () => {
    browser.devices.isHeld = true;
    const on = media.setEnabled('camera', true);
    const off = media.setEnabled('camera', false);
    await settle();
    browser.devices.answer();
    expect(await Promise.all([on, off])).toEqual([false, false]);
    expect(browser.devices.liveCount).toBe(0);
    expect(media.state('camera')).toEqual(OFF);
  });

  it('ends up on after on, off, on while the browser is asked', async () => {
    browser.devices.isHeld = true;
    const all = [true, false, true].map((on) => media.setEnabled('camera', on));
    await settle();
    browser.devices.answer();
    await Promise.all(all);
    expect(media.state('camera')).toEqual(ON);
    expect(browser.devices.liveCount).toBe(1);
  });

  it('ends tracks that come after the call', async () => {
    browser.devices.isHeld = true;
    const started = media.start(['microphone', 'camera']);
    await settle();
    media.stop();
    browser.devices.answer();
    await started;
    expect(browser.devices.tracks).toHaveLength(2);
    expect(browser.devices.liveCount).toBe(0);
    expect(media.state('camera')).toEqual(OFF);
  });

  it('asks for nothing that was still waiting when the call ended', async () => {
    browser.devices.isHeld = true;
    const waiting = [media.setEnabled('camera', true), media.start(['microphone', 'camera'])];
    await settle();
    media.stop();
    browser.devices.answer();
    await Promise.all(waiting);
    expect(browser.devices.asked).toEqual(['video default']);
    expect(browser.devices.liveCount).toBe(0);
  });
});

describe('a device that ends', () => {
  it('is shown as off at once', async () => {
    await turnOnCamera();
    browser.devices.isHeld = true;
    browser.devices.unplug('front');
    expect(media.state('camera')).toEqual({ ...OFF, pending: true });
    expect(media.track('camera')).toBeNull();
  });

  it('is replaced by another one', async () => {
    await turnOnCamera();
    browser.devices.unplug('front');
    await settle();
    expect(media.state('camera')).toEqual(ON);
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(told()).toEqual(['replaced label of desk']);
  });

  it('is replaced by one that works where the default was taken by another program', async () => {
    await turnOnCamera();
    browser.devices.taken.add('front');
    browser.devices.latest.end();
    await settle();
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(media.state('camera')).toEqual(ON);
  });

  it('is lost where there is no other, and comes back by itself', async () => {
    browser.devices.cameras = ['front'];
    await turnOnCamera();
    browser.devices.unplug('front');
    await settle();
    expect(media.state('camera')).toMatchObject({ enabled: false, pending: false });
    expect(media.state('camera').failure?.code).toBe('device-not-found');
    browser.devices.plugCamera('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(media.state('camera')).toEqual(ON);
    expect(told()).toEqual(['lost label of front', 'returned label of front']);
  });

  it('is asked for once, however many events one plug makes', async () => {
    browser.devices.cameras = ['front'];
    await turnOnCamera();
    browser.devices.unplug('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    const before = browser.devices.asked.length;
    browser.devices.plugCamera('front');
    browser.devices.dispatchEvent(new Event('devicechange'));
    await vi.advanceTimersByTimeAsync(SETTLE_MS - 1);
    expect(browser.devices.asked).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(browser.devices.asked).toHaveLength(before + 1);
  });

  it('is asked for once when the list of devices changes while it is asked for', async () => {
    await turnOnCamera();
    browser.devices.isHeld = true;
    browser.devices.unplug('front');
    await vi.advanceTimersByTimeAsync(10 * SETTLE_MS);
    browser.devices.answer();
    await settle();
    expect(browser.devices.asked).toHaveLength(2);
    expect(media.state('camera')).toEqual(ON);
    expect(browser.devices.liveCount).toBe(1);
  });

  it('while the person toggles it ends up as the person wants it', async () => {
    await media.setEnabled('microphone', true);
    const toggles = [false, true].map((on) => media.setEnabled('microphone', on));
    browser.devices.unplug('headset');
    expect(await Promise.all(toggles)).toEqual([false, true]);
    await settle();
    expect(media.state('microphone')).toEqual(ON);
    expect(browser.devices.latest.deviceId).toBe('built-in');
    expect(browser.devices.liveCount).toBe(1);
  });

  it('stays off when the person turned it off meanwhile', async () => {
    browser.devices.cameras = ['front'];
    await turnOnCamera();
    browser.devices.unplug('front');
    await settle();
    await media.setEnabled('camera', false);
    expect(media.state('camera')).toEqual(OFF);
    browser.devices.plugCamera('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(media.state('camera')).toEqual(OFF);
    expect(browser.devices.liveCount).toBe(0);
  });

  it('stays off when the person turned it off while another one was being opened', async () => {
    await turnOnCamera();
    browser.devices.isHeld = true;
    browser.devices.unplug('front');
    await settle();
    const off = media.setEnabled('camera', false);
    browser.devices.answer();
    expect(await off).toBe(false);
    expect(browser.devices.liveCount).toBe(0);
    expect(changes).toEqual([]);
  });

  it('is not asked for again where it was off: a muted microphone that is pulled', async () => {
    await media.setEnabled('microphone', true);
    await media.setEnabled('microphone', false);
    browser.devices.unplug('headset');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(browser.devices.asked).toHaveLength(1);
    expect(media.track('microphone')).toBeNull();
    expect(await media.setEnabled('microphone', true)).toBe(true);
    expect(browser.devices.latest.deviceId).toBe('built-in');
  });

  it('is ended when it comes after the call', async () => {
    await turnOnCamera();
    browser.devices.isHeld = true;
    browser.devices.unplug('front');
    await settle();
    media.stop();
    browser.devices.answer();
    await settle();
    expect(browser.devices.liveCount).toBe(0);
    expect(media.state('camera')).toEqual(OFF);
  });

  it.each(['denied', 'prompt'] as const)('prompts nobody when the permission is now %s', async (permission) => {
    await turnOnCamera();
    browser.devices.permission = permission;
    browser.devices.latest.end();
    await settle();
    expect(browser.devices.asked).toHaveLength(1);
    expect(media.state('camera').failure?.code).toBe('permission-denied');
    browser.devices.dispatchEvent(new Event('devicechange'));
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(browser.devices.asked).toHaveLength(1);
  });

  it('is asked for where the browser says `prompt` all the time, as Safari does', async () => {
    browser.devices.permission = 'prompt';
    await turnOnCamera();
    browser.devices.unplug('front');
    await settle();
    expect(media.state('camera')).toEqual(ON);
  });

  it('is given up where it ends again and again', async () => {
    await turnOnCamera();
    browser.devices.latest.end();
    await settle();
    expect(media.state('camera')).toEqual(ON);
    await vi.advanceTimersByTimeAsync(SHORT_LIFE_MS - 1);
    browser.devices.latest.end();
    await settle();
    expect(media.state('camera').failure?.code).toBe('device-in-use');
    expect(browser.devices.asked).toHaveLength(2);
  });

  it('is noticed also where the browser forgot to say so', async () => {
    await turnOnCamera();
    browser.devices.latest.readyState = 'ended';
    browser.devices.dispatchEvent(new Event('devicechange'));
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(told()).toEqual(['replaced label of front']);
    expect(browser.devices.liveCount).toBe(1);
  });

  it('is not turned on by a new device where it never worked', async () => {
    browser.devices.cameras = [];
    await turnOnCamera();
    browser.devices.plugCamera('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(media.state('camera').enabled).toBe(false);
  });
});

describe('a device that the system mutes', () => {
  it('is shown as muted, and as on again', async () => {
    await turnOnCamera();
    browser.devices.latest.setMuted(true);
    expect(media.state('camera')).toEqual({ ...ON, systemMuted: true });
    browser.devices.latest.setMuted(false);
    expect(media.state('camera')).toEqual(ON);
    expect(told()).toEqual(['muted label of front', 'unmuted label of front']);
  });

  it('is left alone while the page is seen: the lid may open again', async () => {
    await turnOnCamera();
    browser.devices.latest.setMuted(true);
    await vi.advanceTimersByTimeAsync(10 * STILL_MUTED_MS);
    expect(browser.devices.asked).toHaveLength(1);
  });

  it.each(['visibilitychange', 'pageshow'])('is taken anew when it is still muted after %s', async (type) => {
    await turnOnCamera();
    const dead = browser.devices.latest;
    dead.setMuted(true);
    if (type === 'pageshow') browser.window.dispatchEvent(new Event(type));
    else browser.page.show();
    await vi.advanceTimersByTimeAsync(STILL_MUTED_MS - 1);
    expect(browser.devices.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(media.state('camera')).toEqual(ON);
    expect(dead.readyState).toBe('ended');
    expect(browser.devices.liveCount).toBe(1);
    expect(told().at(-1)).toBe('unmuted label of front');
  });

  it('is not taken anew when it came back in time', async () => {
    await turnOnCamera();
    browser.devices.latest.setMuted(true);
    browser.page.show();
    await vi.advanceTimersByTimeAsync(STILL_MUTED_MS - 1);
    browser.devices.latest.setMuted(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(browser.devices.asked).toHaveLength(1);
  });

  it('stays what it is where it cannot be taken anew', async () => {
    await turnOnCamera();
    browser.devices.latest.setMuted(true);
    browser.devices.taken.add('front');
    browser.page.show();
    await vi.advanceTimersByTimeAsync(STILL_MUTED_MS);
    expect(media.state('camera')).toEqual({ ...ON, systemMuted: true });
    expect(browser.devices.liveCount).toBe(1);
  });

  it('is not turned on by the page when the person turned it off', async () => {
    await turnOnCamera();
    browser.devices.latest.setMuted(true);
    browser.page.show();
    await media.setEnabled('camera', false);
    await vi.advanceTimersByTimeAsync(STILL_MUTED_MS);
    expect(browser.devices.asked).toHaveLength(1);
    expect(media.state('camera')).toEqual(OFF);
  });

  it('is taken anew when the person turns it off and on', async () => {
    await media.setEnabled('microphone', true);
    browser.devices.latest.setMuted(true);
    await media.setEnabled('microphone', false);
    expect(await media.setEnabled('microphone', true)).toBe(true);
    expect(media.state('microphone')).toEqual(ON);
    expect(browser.devices.liveCount).toBe(1);
  });

  it('is shown as muted from the start', async () => {
    browser.devices.isMuted = true;
    await turnOnCamera();
    expect(media.state('camera')).toEqual({ ...ON, systemMuted: true });
  });
});

describe('choosing a device', () => {
  it('switches what is on, and lets go of the old one', async () => {
    await turnOnCamera();
    await media.choose('camera', 'desk');
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(browser.devices.liveCount).toBe(1);
    expect(told()).toEqual(['selected label of desk']);
  });

  it('opens nothing while it is off, and remembers', async () => {
    await media.choose('camera', 'desk');
    expect(browser.devices.asked).toEqual([]);
    await media.start(['microphone', 'camera']);
    expect(browser.devices.asked).toEqual(['audio default, video desk']);
  });

  it('does not keep a microphone open that is muted while another one is asked for', async () => {
    await media.start(['microphone']);
    const old = media.track('microphone');
    browser.devices.isHeld = true;
    const chosen = media.choose('microphone', 'built-in');
    await settle();
    const off = media.setEnabled('microphone', false);
    expect([old?.enabled, media.state('microphone').enabled]).toEqual([false, false]);
    browser.devices.answer();
    await Promise.allSettled([chosen, off]);
    expect(media.state('microphone')).toEqual(OFF);
    expect(media.track('microphone')?.enabled ?? false).toBe(false);
  });

  it('refuses an unknown id, and the old one goes on', async () => {
    await turnOnCamera();
    await expect(media.choose('camera', 'nowhere')).rejects.toMatchObject({ code: 'device-not-found' });
    expect(browser.devices.liveCount).toBe(1);
    expect(media.state('camera')).toEqual(ON);
  });

  it('refuses one that another program has, and the old one goes on', async () => {
    await turnOnCamera();
    browser.devices.taken.add('desk');
    await expect(media.choose('camera', 'desk')).rejects.toMatchObject({ code: 'device-in-use' });
    expect(media.state('camera')).toEqual(ON);
    browser.devices.taken.clear();
    await media.setEnabled('camera', false);
    await turnOnCamera();
    expect(browser.devices.latest.deviceId).toBe('front');
  });

  it('falls back while the chosen one is away, and goes back to it', async () => {
    await turnOnCamera();
    await media.choose('camera', 'desk');
    browser.devices.unplug('desk');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(browser.devices.latest.deviceId).toBe('front');
    browser.devices.plugCamera('desk');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(browser.devices.liveCount).toBe(1);
    expect(told()).toEqual(['selected label of desk', 'replaced label of front', 'returned label of desk']);
  });

  it('uses the default for the empty id', async () => {
    await media.choose('camera', 'desk');
    await turnOnCamera();
    await media.choose('camera', '');
    expect(browser.devices.latest.deviceId).toBe('front');
    expect(browser.devices.asked.at(-1)).toBe('video default');
  });

  it('does not turn on a microphone that is off', async () => {
    await media.setEnabled('microphone', true);
    await media.setEnabled('microphone', false);
    await media.choose('microphone', 'built-in');
    expect(media.state('microphone')).toEqual(OFF);
    expect(browser.devices.liveCount).toBe(0);
    await media.setEnabled('microphone', true);
    expect(browser.devices.latest.deviceId).toBe('built-in');
  });

  it('ends the new one where the call ended while it was opened', async () => {
    await turnOnCamera();
    browser.devices.isHeld = true;
    const chosen = media.choose('camera', 'desk');
    await settle();
    media.stop();
    browser.devices.answer();
    await chosen;
    expect(browser.devices.liveCount).toBe(0);
  });

  it('survives that the old one ends while the new one is opened, as on iOS', async () => {
    await turnOnCamera();
    const old = browser.devices.latest;
    browser.devices.isHeld = true;
    const chosen = media.choose('camera', 'desk');
    await settle();
    old.end();
    browser.devices.answer();
    await chosen;
    await settle();
    expect(media.state('camera')).toEqual(ON);
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(browser.devices.liveCount).toBe(1);
  });

  it('lets go of the camera in use where the phone opens only one at a time', async () => {
    browser.devices.hasOneCameraAtATime = true;
    await turnOnCamera();
    await media.choose('camera', 'desk');
    expect(browser.devices.latest.deviceId).toBe('desk');
    expect(told()).toEqual(['selected label of desk']);
    expect(media.state('camera')).toEqual(ON);
  });

  it('has the old camera again where the other cannot be used there', async () => {
    browser.devices.hasOneCameraAtATime = true;
    await turnOnCamera();
    browser.devices.taken.add('desk');
    await expect(media.choose('camera', 'desk')).rejects.toMatchObject({ code: 'device-in-use' });
    await settle();
    expect(browser.devices.latest.deviceId).toBe('front');
    expect(media.state('camera')).toEqual(ON);
    expect(browser.devices.liveCount).toBe(1);
  });
});
