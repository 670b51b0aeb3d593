/** Both sides toggle cameras and screens again and again at nearly the same time, so that whatever negotiates meets itself. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import type { LabCall } from '../lab-call.ts';
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const INTERVAL_MS = 100;

/** Both show each other with camera and screen on, and send exactly these. */
async function isSettled(call: LabCall): Promise<boolean> {
  const pages = await Promise.all(
    call.parties.map(async ({ browser }) => ({
      status: await browser.call('status'),
      sendsOwnTracks: await browser.call('sendsOwnTracks'),
    })),
  );
  return pages.every(
    ({ status, sendsOwnTracks }) =>
      sendsOwnTracks &&
      status.participants.every(({ cameraEnabled, screenshareEnabled }) => cameraEnabled && screenshareEnabled),
  );
}

/**
 * Camera and screen of the other one move on both pages; the screen alone, where the other one says that it keeps its camera back: on a
 * machine with much else to do Chromium believes for a while that it can send 150 kbit/s.
 */
async function waitForAllPictures(call: LabCall): Promise<void> {
  for (const { browser } of call.parties) {
    const before = await browser.call('pictures');
    await until(
      'camera and screen of the other one move',
      async () => {
        const now = await browser.call('pictures');
        const { participants } = await browser.call('status');
        const isMoving = (slot: 'camera' | 'screen'): boolean =>
          now.some((line, i) => line.slot === slot && line.framesDecoded > (before[i]?.framesDecoded ?? 0));
        return isMoving('screen') && (isMoving('camera') || participants.some(({ cameraPaused }) => cameraPaused));
      },
      {
        describe: async () => {
          const pages = call.parties.map(async (party) => [party.browser.name, await party.browser.call('pictures')]);
          return JSON.stringify([browser.name, before, await Promise.all(pages), await call.describe()]);
        },
      },
    );
  }
}

export const glare: Scenario = {
  name: 'glare',
  title: 'both toggle cameras and screens 200 times (60 in the short selection), up to 100 ms apart',
  async run(context) {
    const toggles = context.isCi ? 60 : 200;
    const label = `${toggles} glare toggles, Ch-FF`;
    const shown = context.series({
      label,
      metric: 'last toggle shown on the other side after',
      unit: 'ms',
      goal: { of: 'max', limit: 3_000 },
    });
    const growth = context.series({
      label,
      metric: 'm-lines and connections more than before',
      unit: '',
      goal: { of: 'max', limit: 0 },
    });
    for (let round = 0; round < context.rounds(1, 1); round += 1) {
      await context.withCall([shown], PAIRS['Ch-FF'], {}, async (call) => {
        await call.settle();
        const count = async (): Promise<number> => {
          const all = await Promise.all(call.parties.map(({ browser }) => browser.call('connections')));
          return all.reduce((total, { openCount, mLineCount }) => total + openCount + mLineCount, 0);
        };
        const before = await count();
        const toggling: Promise<unknown>[] = [];
        for (let index = 0; index < toggles; index += 1) {
          const method = index % 4 < 2 ? 'toggleCamera' : 'toggleScreenshare';
          for (const { browser } of call.parties) toggling.push(browser.call(method, index % 2 === 1));
          await delay(context.random.int(0, INTERVAL_MS));
        }
        await Promise.all(toggling);
        for (const { browser } of call.parties) {
          await Promise.all([browser.call('toggleCamera', true), browser.call('toggleScreenshare', true)]);
        }
        const endedAt = Date.now();
        await until('both show each other with camera and screen on', () => isSettled(call), {
          describe: () => call.describe(),
        });
        shown.add(Date.now() - endedAt);
        await call.waitForMedia(endedAt);
        await waitForAllPictures(call);
        growth.add((await count()) - before);
      });
    }
  },
};
