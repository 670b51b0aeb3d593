/** G6: however many agents want a call at the same time, in whatever order their frames come, one has it. */
import { expect, it } from 'vitest';
import { DeskHarness } from '../../support/desk-harness.ts';
import { randomFrom, seedFromEnvironment } from '../../support/random.ts';

const RACES = 1_000;
const AGENTS = 20;
const seed = seedFromEnvironment();

it(
  `20 agents accept one call, ${RACES} times: one winner and 19 already-taken, SEED=${seed}`,
  { timeout: 120_000 },
  () => {
    const random = randomFrom(seed);
    const desk = new DeskHarness({ ring: 'all' });
    const agents = Array.from({ length: AGENTS }, (_, i) => desk.available(`agent-${i}`));
    const winners = new Set<string>();
    for (let race = 0; race < RACES; race++) {
      const visitor = desk.caller(`v${race % 150}`);
      const call = desk.callOf(visitor);
      expect(agents.every((agent) => agent.screen.rings.has(call))).toBe(true);
      const order = agents.map((agent) => ({ agent, at: random.next() })).toSorted((a, b) => a.at - b.at);
      // Between two of them the object may be loaded anew, by which nobody gets a second chance.
      const results = order.map(({ agent }) => {
        if (random.chance(0.02)) desk.restart();
        return desk.command(agent, 'accept', { call });
      });
      expect(results).toEqual(['ok', ...Array<string>(AGENTS - 1).fill('already-taken')]);
      const winner = order[0]?.agent;
      if (winner === undefined) throw new Error('nobody');
      winners.add(winner.welcome.me);
      expect(visitor.own).toMatchObject({ phase: 'active', agent: { name: winner.grant.sub } });
      // A repeat of who has it is no second call, and gets the same room.
      expect([desk.command(winner, 'accept', { call }), desk.passOf(winner)?.room]).toEqual(['ok', `room-of-${call}`]);
      desk.ok(winner, 'end', { call });
      desk.ok(visitor, 'rate', { stars: 5 });
      desk.advance(1_000);
      desk.drop(visitor);
    }
    expect(winners.size).toBe(AGENTS);
    expect(desk.desk.stats()).toMatchObject({ answered: RACES, missed: 0, rating: 5 });
  },
);
