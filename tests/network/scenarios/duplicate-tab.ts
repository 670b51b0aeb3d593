/** A tab is duplicated in a call: the second has the session of the first, and only one of them can have the seat. */
import { PAIRS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

const TIMEOUT_MS = 15_000;

export const duplicateTab: Scenario = {
  name: 'duplicate-tab',
  title: 'a tab is duplicated with its session in a call',
  async run(context) {
    const row = context.series({
      label: 'duplicate tab, Ch-Ch',
      metric: 'first tab ended after the second had its seat',
      unit: 'ms',
      goal: { of: 'max', limit: 1_000 },
    });
    for (let round = 0; round < context.rounds(3, 1); round += 1) {
      await context.withCall([row], PAIRS['Ch-Ch'], {}, async (call) => {
        await call.settle();
        const { joinedAt, leftAt, leaveReason, states } = await call.pair[0].browser.duplicate(TIMEOUT_MS);
        const what = `first tab ${states[0]}, second ${states[1]}, reason ${leaveReason ?? 'none'}`;
        if (joinedAt === null) throw new Error(`The second tab got no seat: ${what}`);
        if (leftAt === null || leaveReason !== 'duplicate_session')
          throw new Error(`The first tab did not end: ${what}`);
        row.add(Math.max(0, leftAt - joinedAt));
      });
    }
  },
};
