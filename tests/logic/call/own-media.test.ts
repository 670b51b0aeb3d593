import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../widget/call/call-options.ts';
import type { CallOptions } from '../../../widget/call/call-options.ts';
import { OwnMedia } from '../../../widget/call/own-media.ts';
import { SETTLE_MS } from '../../../widget/media/device-list.ts';
import { FakeTrack, settle, useFakeBrowser } from '../media/fake-devices.ts';

const browser = useFakeBrowser();
let options: CallOptions;
let media: OwnMedia;
/** Everything that was told, in order, one line each. */
let log: string[];

const labelOf = (track: MediaStreamTrack | null): string =>
  track === null ? 'none' : track.label.replace('label of ', '');

beforeEach(() => {
  options = DEFAULT_OPTIONS;
  log = [];
  media = new OwnMedia(() => options, {
    ontrack: (slot, track) => {
      const line = `${slot}: ${labelOf(track)}`;
      if (log.findLast((other) => other.startsWith(`${slot}:`)) !== line) log.push(line);
    },
    onchange: () => {},
    onownstate: () => log.push(`told ${JSON.stringify(media.state)}`),
    emit: (name, detail) => log.push(`${name} ${JSON.stringify(detail)}`),
    report: ({ code, subject }) => log.push(`error ${code} ${subject}`),
  });
});

/** Forgets what was told until now. */
function forget(): void {
  log.length = 0;
}

describe('the start', () => {
  it('asks for what the options want', async () => {
    options = { ...DEFAULT_OPTIONS, video: false };
    await media.start();
    expect(browser.devices.asked).toEqual(['audio default']);
    expect(media.state).toEqual({ microphone: true, camera: false, screen: false });
  });

  it.each([
    [{ dataOnly: true }, 'camera', []],
    [{ dataOnly: true }, 'microphone', []],
    [{ audioOnly: true }, 'camera', []],
    [{ audioOnly: true }, 'microphone', ['audio default']],
  ] as const)('with %o opens no device without a place in the call: %s', async (change, device, asked) => {
    options = { ...DEFAULT_OPTIONS, ...change };
    await media.toggle(device, true);
    expect(browser.devices.asked).toEqual(asked);
  });
});

describe('what the page makes of the tracks', () => {
  const named =
    (name: string) =>
    (track: MediaStreamTrack, { kind }: { kind: 'audio' | 'video' }) =>
      new FakeTrack(kind, `${name} ${labelOf(track)}`) as unknown as MediaStreamTrack;

  it('is what the options say, and follows them', async () => {
    options = { ...DEFAULT_OPTIONS, processTrack: named('soft') };
    media.process();
    await media.start();
    expect([labelOf(media.tracks.microphone), labelOf(media.tracks.camera)]).toEqual(['soft headset', 'soft front']);
    forget();
    options = { ...DEFAULT_OPTIONS, processTrack: named('grey') };
    media.process();
    await settle();
    // Nobody is told that anything went off or on.
    expect(log).toEqual(expect.arrayContaining(['microphone: grey headset', 'camera: grey front']));
    expect(log.filter((line) => /toggle|told|error/.test(line))).toEqual([]);
  });

  it('is off with one error where it fails', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    await media.start();
    forget();
    options = {
      ...DEFAULT_OPTIONS,
      processTrack: (track, { kind }) => {
        if (kind === 'video') throw new Error('no model');
        return track;
      },
    };
    media.process();
    await settle();
    expect(log.filter((line) => !line.startsWith('microphone'))).toEqual([
      'camera: none',
      'told {"microphone":true,"camera":false,"screen":false}',
      'p2p-camera-toggle {"enabled":false}',
      'error unsupported-browser camera',
    ]);
    expect(media.notices.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['unsupported-browser camera']);
  });
});

describe('a camera that is pulled', () => {
  it('is told as off before the next one is on', async () => {
    await media.start();
    forget();
    browser.devices.unplug('front');
    await settle();
    expect(log).toEqual([
      'camera: none',
      'told {"microphone":true,"camera":false,"screen":false}',
      'p2p-camera-toggle {"enabled":false}',
      'camera: desk',
      'told {"microphone":true,"camera":true,"screen":false}',
      'p2p-camera-toggle {"enabled":true}',
      'p2p-permission {"device":"camera","granted":true}',
      'p2p-device-change {"device":"camera","reason":"replaced","label":"label of desk"}',
    ]);
  });

  it('is an error once, and a notice until one is back', async () => {
    browser.devices.cameras = ['front'];
    await media.start();
    forget();
    browser.devices.unplug('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(log.filter((line) => line.startsWith('error'))).toEqual(['error device-not-found camera']);
    expect(media.notices.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['device-not-found camera']);
    browser.devices.plugCamera('front');
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(media.notices).toEqual([]);
    expect(media.state.camera).toBe(true);
  });

  it('whose permission is gone says so', async () => {
    await media.start();
    forget();
    browser.devices.permission = 'denied';
    media.tracks.camera?.dispatchEvent(new Event('ended'));
    await settle();
    expect(log).toContain('p2p-permission {"device":"camera","granted":false}');
    expect(log).toContain('error permission-denied camera');
  });
});

it('a microphone that the system mutes is told as off, while its switch stays on', async () => {
  await media.start();
  forget();
  const track = media.tracks.microphone as unknown as FakeTrack;
  track.setMuted(true);
  expect(log).toEqual([
    'microphone: headset',
    'told {"microphone":false,"camera":true,"screen":false}',
    'p2p-microphone-toggle {"enabled":false}',
    'p2p-device-change {"device":"microphone","reason":"muted","label":"label of headset"}',
  ]);
  expect(media.devices.microphone).toMatchObject({ enabled: true, systemMuted: true });
  forget();
  track.setMuted(false);
  expect(log).toContain('told {"microphone":true,"camera":true,"screen":false}');
});

describe('choosing devices', () => {
  it('switches both, and sends the new tracks', async () => {
    await media.start();
    forget();
    await media.select({ audioDeviceId: 'built-in', videoDeviceId: 'desk' });
    expect(log).toContain('microphone: built-in');
    expect(log).toContain('camera: desk');
    expect(media.state).toEqual({ microphone: true, camera: true, screen: false });
  });

  it('refuses an unknown one as an error of the call, and takes the other', async () => {
    await media.start();
    const choice = media.select({ audioDeviceId: 'nowhere', videoDeviceId: 'desk' });
    await expect(choice).rejects.toMatchObject({ name: 'CallError', code: 'device-not-found', subject: 'microphone' });
    expect(labelOf(media.tracks.microphone)).toBe('headset');
    expect(labelOf(media.tracks.camera)).toBe('desk');
  });
});

describe('a shared screen', () => {
  it('is sent with its sound on lines of their own, and told', async () => {
    browser.devices.display = () => [new FakeTrack('video', 'tab'), new FakeTrack('audio', 'tab sound')];
    expect(await media.toggleScreen()).toBe(true);
    expect(log.slice(-4)).toEqual([
      'screen: tab',
      'screenAudio: tab sound',
      'told {"microphone":false,"camera":false,"screen":true}',
      'p2p-screenshare-toggle {"enabled":true}',
    ]);
    forget();
    expect(await media.toggleScreen()).toBe(false);
    expect(log).toEqual([
      'screen: none',
      'screenAudio: none',
      'told {"microphone":false,"camera":false,"screen":false}',
      'p2p-screenshare-toggle {"enabled":false}',
    ]);
  });

  it('has no place in a call of sound alone', async () => {
    options = { ...DEFAULT_OPTIONS, audioOnly: true };
    expect(media.screenshare.isSupported).toBe(false);
    expect(await media.toggleScreen(true)).toBe(false);
    expect(browser.devices.asked).toEqual([]);
  });

  it('that the system refuses is an error of the call and a notice, until the next attempt', async () => {
    browser.devices.display = () => {
      throw new DOMException('Permission denied by system', 'NotAllowedError');
    };
    await expect(media.toggleScreen(true)).rejects.toMatchObject({ code: 'permission-denied', subject: 'screen' });
    expect(log).toContain('error permission-denied screen');
    expect(media.notices.map(({ subject }) => subject)).toEqual(['screen']);
    browser.devices.display = () => [new FakeTrack('video', 'tab')];
    await media.toggleScreen(true);
    expect(media.notices).toEqual([]);
  });

  it('ends with the call, with all the rest', async () => {
    await media.start();
    await media.toggleScreen(true);
    media.stop();
    expect(browser.devices.liveCount).toBe(0);
    expect(media.tracks).toEqual({ microphone: null, camera: null, screen: null, screenAudio: null });
  });
});
