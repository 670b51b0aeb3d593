/** More than two: a mesh of three, a room that is full, people who vanish. */
import { describe, expect, it } from 'vitest';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

/** Shorter than any grace: who leaves is gone by the word of it. */
const LEAVES_SEAT_WITHIN_MS = 10_000;
/** How long a seat is kept after its tab has died, and the alarm that ends it may be late. */
const GRACE_AND_ALARM_MS = 36_000;

describe('a room of more than two', () => {
  const cast = useCast(['chromium']);

  it('connects three people with each other', async () => {
    const people = await Promise.all(['Alice', 'Bob', 'Carol'].map((name) => cast.join(name)));
    await Promise.all(people.map((person) => person.waitForOthers(2, 30_000)));
    await Promise.all(people.map((person) => person.waitForMovingPictures(2, 30_000)));
    await Promise.all(people.map((person) => person.waitForSound(2)));
  });

  it('refuses the fifth person in words', async () => {
    const people = await Promise.all(['Ann', 'Ben', 'Cem', 'Dana'].map((name) => cast.join(name, { 'data-only': '' })));
    await Promise.all(people.map((person) => person.waitForOthers(3)));
    const fifth = await cast.join('Eve', { 'data-only': '' });
    await fifth.waitForState('error');
    expect(await fifth.errors()).toContainEqual({ code: 'room-full', fatal: true });
    expect(await fifth.visibleText()).toMatch(/full/i);
    expect(await people[0]?.participants()).toHaveLength(3);
  });

  it('shows within the grace time that a tab was killed', { timeout: GRACE_AND_ALARM_MS + 30_000 }, async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice'), cast.join('Bob')]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    bob.crash();
    await until(
      'the killed one is shown as lost',
      async () => (await alice.participants())[0]?.connectionState !== 'connected',
      {
        timeoutMs: 10_000,
      },
    );
    await until('the killed one is gone', async () => (await alice.participants()).length === 0, {
      timeoutMs: GRACE_AND_ALARM_MS,
    });
    await alice.waitForState('waiting');
  });

  it('lets a person whose element is taken off the page leave, with the camera off', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice'), cast.join('Bob')]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await bob.evaluate((element) => element.remove());
    await until('Alice sees that Bob has left', async () => (await alice.participants()).length === 0, {
      timeoutMs: LEAVES_SEAT_WITHIN_MS,
    });
    await until('no device of Bob is open', async () => (await bob.trackStates()).every((state) => state === 'ended'));
    expect((await bob.trackStates()).length).toBeGreaterThanOrEqual(2);
  });
});
