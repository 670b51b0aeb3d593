import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ScreenShare } from '../../../widget/media/screen-share.ts';
import { canShareScreen } from '../../../widget/media/screen-state.ts';
import { FakeTrack, settle, useFakeBrowser } from './fake-devices.ts';

const browser = useFakeBrowser();
let screen: ScreenShare;

beforeEach(() => {
  screen = new ScreenShare(() => {});
});

const withSound = (): FakeTrack[] => [new FakeTrack('video', 'tab'), new FakeTrack('audio', 'tab')];

function refuse(name: string, message = ''): void {
  browser.devices.display = () => {
    throw new DOMException(message, name);
  };
}

describe('sharing', () => {
  it('takes picture and sound, and says that text must stay sharp', async () => {
    browser.devices.display = withSound;
    expect(await screen.start()).toBe(true);
    expect(screen.state).toEqual({ enabled: true, pending: false, failure: null });
    expect(screen.track?.contentHint).toBe('detail');
    expect(screen.audioTrack?.kind).toBe('audio');
  });

  it('does without sound', async () => {
    await screen.start();
    expect(screen.track).not.toBeNull();
    expect(screen.audioTrack).toBeNull();
  });

  it('shows one dialog for two presses', async () => {
    browser.devices.isHeld = true;
    const both = Promise.all([screen.start(), screen.start()]);
    await settle();
    expect(screen.state.pending).toBe(true);
    browser.devices.answer();
    expect(await both).toEqual([true, true]);
    expect(browser.devices.asked).toEqual(['screen']);
  });

  it('ends with all tracks', async () => {
    browser.devices.display = withSound;
    await screen.start();
    screen.stop();
    expect(browser.devices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect([screen.track, screen.audioTrack, screen.state.enabled]).toEqual([null, null, false]);
  });
});

describe('an end that comes from outside', () => {
  it("by the browser's own button turns it off", async () => {
    browser.devices.display = withSound;
    await screen.start();
    const [picture, sound] = [screen.track, screen.audioTrack];
    (picture as unknown as FakeTrack).end();
    expect(screen.state.enabled).toBe(false);
    expect(screen.track).toBeNull();
    expect(sound?.readyState).toBe('ended');
  });

  it('of the sound alone leaves the picture', async () => {
    browser.devices.display = withSound;
    await screen.start();
    (screen.audioTrack as unknown as FakeTrack).end();
    expect(screen.state.enabled).toBe(true);
    expect(screen.audioTrack).toBeNull();
  });

  it('of the call while the person chooses ends the late tracks', async () => {
    const tracks = withSound();
    browser.devices.display = () => tracks;
    browser.devices.isHeld = true;
    const started = screen.start();
    await settle();
    screen.stop();
    expect(screen.state.pending).toBe(false);
    browser.devices.answer();
    expect(await started).toBe(false);
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(screen.state.enabled).toBe(false);
  });
});

describe('a share that does not start', () => {
  it('is no error when the person cancels', async () => {
    refuse('NotAllowedError', 'Permission denied by user');
    expect(await screen.start()).toBe(false);
    expect(screen.state).toEqual({ enabled: false, pending: false, failure: null });
  });

  it.each([
    ['NotAllowedError', 'Permission denied by system', 'permission-denied'],
    ['NotReadableError', '', 'device-in-use'],
    ['NotFoundError', '', 'device-not-found'],
  ])('says why for %s %s', async (name, message, code) => {
    refuse(name, message);
    await expect(screen.start()).rejects.toMatchObject({ code, device: 'screen' });
    expect(screen.state.failure?.code).toBe(code);
  });

  it('forgets the failure with the next attempt', async () => {
    refuse('NotReadableError');
    await expect(screen.start()).rejects.toMatchObject({ code: 'device-in-use' });
    browser.devices.display = withSound;
    expect(await screen.start()).toBe(true);
    expect(screen.state.failure).toBeNull();
  });

  it('is refused where the website does not allow it', async () => {
    const allowsFeature = (feature: string): boolean => feature !== 'display-capture';
    Object.assign(browser.page, { permissionsPolicy: { allowsFeature } });
    await expect(screen.start()).rejects.toMatchObject({ code: 'policy-blocked' });
    expect(browser.devices.asked).toEqual([]);
  });

  it('is refused where the browser cannot, as on phones', async () => {
    vi.stubGlobal('navigator', { mediaDevices: {} });
    expect(canShareScreen()).toBe(false);
    await expect(screen.start()).rejects.toMatchObject({ code: 'unsupported-browser' });
  });
});
