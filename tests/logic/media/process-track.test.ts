import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalMedia } from '../../../widget/media/local-media.ts';
import { PROCESS_MS, type ProcessTrack, type TrackInfo, processed } from '../../../widget/media/process-track.ts';
import { FakeTrack, settle, useFakeBrowser } from './fake-devices.ts';

const browser = useFakeBrowser();
let media: LocalMedia;
/** What was made, in order. */
let made: FakeTrack[];
let told: TrackInfo[];
/** Every track of the camera that was to be sent, in order, as `front`, `blurred front` or `none`. */
let sent: string[];

const nameOf = (track: MediaStreamTrack | null): string => track?.label.replace('label of ', '') ?? 'none';

/** Makes a track named `blurred {what it was made from}`. */
const blur: ProcessTrack = (track, info) => make('blurred', track, info);

function make(word: string, track: MediaStreamTrack, info: TrackInfo): MediaStreamTrack {
  const result = new FakeTrack(info.kind, `${word} ${nameOf(track)}`);
  made.push(result);
  told.push(info);
  return result as unknown as MediaStreamTrack;
}

beforeEach(() => {
  [made, told, sent] = [[], [], []];
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  media = new LocalMedia({
    onchange: (device) => {
      const name = nameOf(media.track('camera'));
      if (device === 'camera' && sent.at(-1) !== name) sent.push(name);
    },
    ondevicechange: () => {},
  });
});

const use = (process: ProcessTrack | null): void =>
  media.setMaker(process && ((raw, source, life) => processed(raw, source, process, life)));
const raw = (): FakeTrack[] => browser.devices.tracks;
const live = (tracks: readonly FakeTrack[]): string[] =>
  tracks.filter(({ readyState }) => readyState === 'live').map(({ deviceId }) => deviceId);
const turnOn = (): Promise<boolean> => media.setEnabled('camera', true);

describe('what a page makes of a track', () => {
  it('is sent instead of it, from the first moment', async () => {
    use(blur);
    await media.start(['microphone', 'camera']);
    expect(sent).toEqual(['none', 'blurred front']);
    expect(nameOf(media.track('microphone'))).toBe('blurred headset');
    expect(told.map(({ kind, source }) => [kind, source])).toEqual(
      expect.arrayContaining([
        ['audio', 'microphone'],
        ['video', 'camera'],
      ]),
    );
  });

  it('may be the same track', async () => {
    use((track) => track);
    await turnOn();
    expect(sent).toEqual(['none', 'front']);
    expect(live(raw())).toEqual(['front']);
  });

  it('ends with the track of the device when the camera is turned off, and whoever made it is told', async () => {
    use(blur);
    await turnOn();
    await media.setEnabled('camera', false);
    expect([live(raw()), live(made), told[0]?.signal.aborted]).toEqual([[], [], true]);
  });

  it('ends with the call', async () => {
    use(blur);
    await media.start(['microphone', 'camera']);
    media.stop();
    expect([live(raw()), live(made), told.every(({ signal }) => signal.aborted)]).toEqual([[], [], true]);
  });

  it('is muted with the microphone, and made once for many turns', async () => {
    use(blur);
    await media.start(['microphone']);
    await media.setEnabled('microphone', false);
    expect([made[0]?.enabled, live(raw())]).toEqual([false, ['headset']]);
    await media.setEnabled('microphone', true);
    expect([made[0]?.enabled, made.length]).toEqual([true, 1]);
  });

  it('says that it is the device it was made from', async () => {
    browser.devices.hasOneCameraAtATime = true;
    use(blur);
    await turnOn();
    expect(media.track('camera')?.getSettings()).toEqual({ deviceId: 'front', facingMode: 'user' });
  });

  it('follows the device that is chosen, and the one that takes over', async () => {
    use(blur);
    await turnOn();
    await media.choose('camera', 'desk');
    browser.devices.unplug('desk');
    await settle();
    expect(sent).toEqual(['none', 'blurred front', 'blurred desk', 'none', 'blurred front']);
    expect([live(raw()), live(made)]).toEqual([['front'], ['blurred front']]);
  });

  it('is made anew where it ends by itself', async () => {
    use(blur);
    await turnOn();
    made[0]?.end();
    await settle();
    expect(sent).toEqual(['none', 'blurred front', 'none', 'blurred front']);
    expect([live(raw()).length, live(made).length]).toEqual([1, 1]);
  });
});

describe('a change in a call', () => {
  it('takes the same device, and ends what was made before', async () => {
    await turnOn();
    use(blur);
    await settle();
    use((track, info) => make('grey', track, info));
    await settle();
    expect(sent).toEqual(['none', 'front', 'blurred front', 'grey front']);
    expect([live(made), browser.devices.asked.length]).toEqual([['grey front'], 1]);
    use(null);
    await settle();
    expect(sent.at(-1)).toBe('front');
    expect([live(raw()), live(made)]).toEqual([['front'], []]);
  });

  it('makes one after the other, in order, however long each takes', async () => {
    await turnOn();
    const running: string[] = [];
    let most = 0;
    const slow =
      (word: string, ms: number): ProcessTrack =>
      async (track, info) => {
        most = Math.max(most, running.push(word));
        await new Promise((resolve) => setTimeout(resolve, ms));
        running.splice(running.indexOf(word), 1);
        return make(word, track, info);
      };
    use(slow('first', 500));
    await vi.advanceTimersByTimeAsync(100);
    use(slow('second', 300));
    use(slow('third', 10));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(most).toBe(1);
    // The second was over before its turn came.
    expect(sent).toEqual(['none', 'front', 'first front', 'third front']);
    expect(live(made)).toEqual(['third front']);
  });

  it('lets go of a microphone that is off, whose next sound is processed', async () => {
    await media.start(['microphone']);
    await media.setEnabled('microphone', false);
    use(blur);
    await settle();
    expect(live(raw())).toEqual([]);
    await media.setEnabled('microphone', true);
    expect(nameOf(media.track('microphone'))).toBe('blurred headset');
  });
});

describe('without a result', () => {
  const failing: [string, ProcessTrack][] = [
    [
      'throws',
      () => {
        throw new Error('no model');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no model'))],
    ['gives nothing', () => undefined as never],
    ['gives a track of the other kind', () => new FakeTrack('audio', 'x') as unknown as MediaStreamTrack],
    [
      'gives a track that has ended',
      () => {
        const track = new FakeTrack('video', 'x');
        track.stop();
        return track as unknown as MediaStreamTrack;
      },
    ],
  ];

  it.each(failing)('the camera stays off, and nothing raw is sent: %s', async (_, process) => {
    use(process);
    expect(await turnOn()).toBe(false);
    expect(sent).toEqual(['none']);
    expect(live(raw())).toEqual([]);
    expect(media.state('camera')).toMatchObject({ enabled: false, pending: false });
    expect(media.state('camera').failure).toMatchObject({ code: 'unsupported-browser', device: 'camera' });
  });

  it('the camera goes off where it was on, and can be tried again', async () => {
    await turnOn();
    let isBroken = true;
    use((track, info) => {
      if (isBroken) throw new Error('no model');
      return make('blurred', track, info);
    });
    await settle();
    expect(sent).toEqual(['none', 'front', 'none']);
    expect([live(raw()), media.state('camera').failure?.code]).toEqual([[], 'unsupported-browser']);
    isBroken = false;
    expect(await turnOn()).toBe(true);
    expect([sent.at(-1), media.state('camera').failure]).toEqual(['blurred front', null]);
  });

  it('another camera is not taken, and the one in use goes on', async () => {
    use((track, info) => {
      if (nameOf(track) === 'desk') throw new Error('too large');
      return make('blurred', track, info);
    });
    await turnOn();
    await expect(media.choose('camera', 'desk')).rejects.toMatchObject({ code: 'unsupported-browser' });
    expect([sent, live(raw()), live(made)]).toEqual([['none', 'blurred front'], ['front'], ['blurred front']]);
  });

  it('for half a minute, the camera stays off, and what comes later is ended', async () => {
    let finish = (_track: MediaStreamTrack): void => {};
    use(() => new Promise((resolve) => (finish = resolve)));
    const on = turnOn();
    await vi.advanceTimersByTimeAsync(PROCESS_MS);
    expect(await on).toBe(false);
    expect(media.state('camera').failure?.code).toBe('unsupported-browser');
    finish(make('late', raw()[0] as unknown as MediaStreamTrack, { kind: 'video' } as TrackInfo));
    await settle();
    expect([live(raw()), live(made), sent]).toEqual([[], [], ['none']]);
  });
});

describe('while something is made', () => {
  /** Made when told. */
  function held(): { readonly process: ProcessTrack; readonly finish: () => void } {
    const waiting: (() => void)[] = [];
    const process: ProcessTrack = (track, info) =>
      new Promise((resolve) => waiting.push(() => resolve(make('blurred', track, info))));
    return { process, finish: () => waiting.splice(0).forEach((go) => go()) };
  }

  it('the switch shows that it is not on yet', async () => {
    const { process, finish } = held();
    use(process);
    const on = turnOn();
    await settle();
    expect(media.state('camera')).toMatchObject({ enabled: false, pending: true });
    finish();
    expect(await on).toBe(true);
  });

  it.each([
    ['is turned off', () => void media.setEnabled('camera', false)],
    ['is let go of at the end', () => media.stop()],
  ])('a camera that %s is dark at once', async (_, end) => {
    const { process, finish } = held();
    use(process);
    const on = turnOn();
    await settle();
    expect(live(raw())).toEqual(['front']);
    end();
    await settle();
    expect(live(raw())).toEqual([]);
    expect(await on).toBe(false);
    finish();
    await settle();
    expect([live(made), sent, media.state('camera').failure]).toEqual([[], ['none'], null]);
  });

  it('off and on again ends with one camera that is on', async () => {
    const { process, finish } = held();
    use(process);
    const all = [turnOn()];
    await settle();
    all.push(media.setEnabled('camera', false), turnOn());
    await settle();
    finish();
    await Promise.all(all);
    expect([media.state('camera').enabled, live(raw()), live(made)]).toEqual([true, ['front'], ['blurred front']]);
  });

  it('a camera that is pulled is replaced', async () => {
    const { process, finish } = held();
    use(process);
    const on = turnOn();
    await settle();
    browser.devices.unplug('front');
    finish();
    await on;
    await settle();
    finish();
    await settle();
    expect([nameOf(media.track('camera')), live(raw()), live(made)]).toEqual([
      'blurred desk',
      ['desk'],
      ['blurred desk'],
    ]);
  });

  it('anew, a microphone that is turned off is taken anew when it is turned on', async () => {
    await media.start(['microphone']);
    const { process, finish } = held();
    use(process);
    await settle();
    await media.setEnabled('microphone', false);
    finish();
    await settle();
    expect(live(raw())).toEqual([]);
    const on = media.setEnabled('microphone', true);
    await settle();
    finish();
    expect(await on).toBe(true);
    expect(nameOf(media.track('microphone'))).toBe('blurred headset');
  });
});
