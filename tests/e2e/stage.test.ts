/** The stage with real sound from other browsers: only they tell how loud somebody is. */
import { describe, it } from 'vitest';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

describe.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('in %s, with %s', (own, other) => {
  const cast = useCast([own, other]);

  it('marks who speaks, shows a hand and a reaction, and makes large who was pinned', { timeout: 90_000 }, async () => {
    const [alice, bob, carol] = await Promise.all([
      cast.join('Alice', {}, own),
      cast.join('Bob', {}, other),
      cast.join('Carol', {}, other),
    ]);
    await Promise.all([alice, bob, carol].map((person) => person.waitForOthers(2, 30_000)));
    const count = (selector: string): Promise<number> =>
      alice.evaluate((element, wanted) => element.shadowRoot?.querySelectorAll(wanted).length ?? 0, selector);
    // The own tile has a mark of its own.
    const isSpeakerMarked = async (): Promise<boolean> => (await count('.tile.speaking:not(.local)')) === 1;
    await until('somebody is marked as the speaker', isSpeakerMarked, { timeoutMs: 20_000 });
    await bob.evaluate((element) => element.toggleHand(true));
    await until('the hand is seen', async () => (await count('.tile .hand-mark')) === 1);
    await bob.evaluate((element) => element.send({ reaction: '👏' }, { topic: 'p2p-call' }));
    await until('the reaction is seen', async () => (await count('.tile .reaction')) === 1);
    await alice.evaluate((element) =>
      element.shadowRoot?.querySelector<HTMLElement>('.tile:not(.local) [part~="button-pin"]')?.click(),
    );
    await until('one is large', async () => (await count('.tile.focused:not(.local)')) === 1);
  });
});
