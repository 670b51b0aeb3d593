/** What shares a screen is loaded when it is wanted: what may happen meanwhile. */
import { beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../widget/call/call-options.ts';
import { OwnMedia } from '../../../widget/call/own-media.ts';
import { createScreenShare } from '../../../widget/parts/screen.ts';
import { FakeTrack, useFakeBrowser } from '../media/fake-devices.ts';

vi.mock('../../../widget/parts/screen.ts', { spy: true });

const browser = useFakeBrowser();
let media: OwnMedia;
let reported: string[];

beforeEach(() => {
  vi.mocked(createScreenShare).mockClear();
  browser.devices.display = () => [new FakeTrack('video', 'tab')];
  reported = [];
  media = new OwnMedia(() => DEFAULT_OPTIONS, {
    ontrack: () => {},
    onchange: () => {},
    onownstate: () => {},
    emit: () => {},
    report: ({ code, subject }) => reported.push(`${code} ${subject}`),
  });
});

it('what was taken back while it was loading asks nobody', async () => {
  const asked = vi.spyOn(navigator.mediaDevices, 'getDisplayMedia');
  const shared = media.toggleScreen(true);
  media.stop();
  expect(await shared).toBe(false);
  expect(asked).not.toHaveBeenCalled();
});

it('two wishes at once are one', async () => {
  const asked = vi.spyOn(navigator.mediaDevices, 'getDisplayMedia');
  expect(await Promise.all([media.toggleScreen(true), media.toggleScreen(true)])).toEqual([true, true]);
  expect(asked).toHaveBeenCalledOnce();
  expect(media.state.screen).toBe(true);
});

it('what was prepared is not loaded again', async () => {
  media.prepareScreen();
  await vi.waitFor(() => expect(vi.mocked(createScreenShare).mock.settledResults[0]?.type).toBe('fulfilled'));
  expect(await media.toggleScreen(true)).toBe(true);
  expect(createScreenShare).toHaveBeenCalledOnce();
});

it('a browser that cannot share loads nothing', () => {
  Object.assign(browser.devices, { getDisplayMedia: undefined });
  media.prepareScreen();
  expect(createScreenShare).not.toHaveBeenCalled();
});

it('what cannot be loaded is told, shown, and tried again at the next wish', async () => {
  vi.mocked(createScreenShare).mockRejectedValueOnce(new TypeError('gone'));
  await expect(media.toggleScreen(true)).rejects.toMatchObject({ code: 'server-error', subject: 'screen' });
  expect(reported).toEqual(['server-error screen']);
  expect(media.notices.map(({ subject }) => subject)).toEqual(['screen']);
  expect(await media.toggleScreen(true)).toBe(true);
  expect(media.notices).toEqual([]);
});
