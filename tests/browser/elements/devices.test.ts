import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { SHOWN_MS } from '../../../widget/elements/device-change-notice.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { find, mountScene } from './support/mount.ts';
import { DEVICE_ON } from './support/scripted-call.ts';

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const bannersOf = (element: P2pCall): string[] =>
  [...element.renderRoot.querySelectorAll('[part~="banner"] .banner-text')].map(({ textContent }) => textContent ?? '');

const said = (element: P2pCall): string => find(element, '[role="status"]').textContent ?? '';

describe('a device that another one stands in for', () => {
  it('is told with its name, to eye and ear, for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { element } = await mountScene('device-replaced');
    expect(bannersOf(element)).toEqual(['The camera is now: HD Webcam C270 (046d:0825)']);
    expect(said(element)).toBe('The camera is now: HD Webcam C270 (046d:0825)');
    vi.advanceTimersByTime(SHOWN_MS);
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([]);
  });

  it('can be dismissed, and the next one is told again', async () => {
    const { element, call } = await mountScene('device-replaced');
    find(element, '[part~="banner"] .icon-button').click();
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([]);
    call.fire('p2p-device-change', { device: 'microphone', reason: 'returned', label: '' });
    await element.updateComplete;
    expect(bannersOf(element)).toEqual(['Another microphone is in use now.']);
  });

  it('is no news where the person chose it', async () => {
    const { element, call } = await mountScene('connected');
    call.fire('p2p-device-change', { device: 'camera', reason: 'selected', label: 'Desk' });
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([]);
  });
});

describe('a device that the system muted', () => {
  it('is told until it is back, and again the next time', async () => {
    const { element, call } = await mountScene('system-muted');
    expect(bannersOf(element)[0]).toContain('The system has muted the microphone.');
    const button = find(element, '[part~="button-microphone"]');
    expect(button.title).toBe('The system has muted the microphone');
    expect(button.querySelector('.badge.warning')).not.toBeNull();
    find(element, '[part~="banner"] .icon-button').click();
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([]);
    const devices = (systemMuted: boolean) => ({ microphone: { ...DEVICE_ON, systemMuted }, camera: DEVICE_ON });
    call.show({ devices: devices(false) });
    await element.updateComplete;
    expect(button.title).toBe('Turn off the microphone (M)');
    call.show({ devices: devices(true) });
    await element.updateComplete;
    expect(bannersOf(element)).toHaveLength(1);
  });

  it('is said by its event', async () => {
    const { element, call } = await mountScene('connected');
    call.fire('p2p-device-change', { device: 'camera', reason: 'muted', label: 'Desk' });
    await element.updateComplete;
    expect(said(element)).toBe('The system has paused the camera.');
  });
});

it('says which device is gone', async () => {
  const { element, call } = await mountScene('device-lost');
  call.fire('p2p-device-change', { device: 'camera', reason: 'lost', label: 'Desk' });
  await element.updateComplete;
  expect(said(element)).toBe('The camera is gone: Desk');
  expect(bannersOf(element)[0]).toContain('No camera found');
});

it('hands a choice of devices to the call, and its refusal back', async () => {
  const { element, call } = await mountScene('connected');
  await element.setInputDevices({ videoDeviceId: 'desk' });
  expect(call.requested).toEqual(['setInputDevices {"videoDeviceId":"desk"}']);
  call.failure = new CallError('device-not-found', { subject: 'camera' });
  await expect(element.setInputDevices({ videoDeviceId: 'nowhere' })).rejects.toMatchObject({
    code: 'device-not-found',
  });
});
