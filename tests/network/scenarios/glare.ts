/** Both sides toggle their cameras again and again at nearly the same time, so that whatever negotiates meets itself. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const INTERVAL_MS = 100;

export const glare: Scenario = {
  name: 'glare',
  title: 'both toggle their cameras 200 times (60 in the short selection), up to 100 ms apart',
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
          for (const { browser } of call.parties) toggling.push(browser.call('toggleCamera', index % 2 === 1));
          await delay(context.random.int(0, INTERVAL_MS));
        }
        await Promise.all(toggling);
        for (const { browser } of call.parties) await browser.call('toggleCamera', true);
        const endedAt = Date.now();
        await until(
          'both show each other with the camera on',
          async () => {
            const all = await Promise.all(call.parties.map(({ browser }) => browser.call('status')));
            return all.every(({ participants }) => participants.every(({ cameraEnabled }) => cameraEnabled));
          },
          { describe: () => call.describe() },
        );
        shown.add(Date.now() - endedAt);
        await call.waitForMedia(endedAt);
        growth.add((await count()) - before);
      });
    }
  },
};
