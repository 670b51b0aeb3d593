/** G7: established media never depends on the server. The Worker is killed in the middle of a call, or never was there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from '../../worker/dev/ports.ts';
import { useCast } from '../support/cast.ts';
import { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

describe('without the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.stop());
  const cast = useCast(['chromium'], () => server.url);

  it(
    'G7: media and chat go on while the Worker is dead, and signaling resumes when it is back',
    { timeout: 120_000 },
    async () => {
      const people = await Promise.all([cast.join('Alice'), cast.join('Bob')]);
      const [alice, bob] = people;
      await Promise.all(people.map((person) => person.waitForOthers(1)));
      await Promise.all(people.map((person) => person.waitForMovingPictures(1)));
      const idOf = (): Promise<string[]> =>
        Promise.all(people.map((person) => person.evaluate((element) => element.localParticipant.id)));
      const idsBefore = await idOf();

      await server.kill();
      await until('the page says that signaling is lost', () =>
        alice.evaluate((element) => element.connectionState === 'signal-reconnecting'),
      );
      await Promise.all(people.map((person) => person.waitForMovingPictures(1)));
      await Promise.all(people.map((person) => person.waitForSound(1)));
      await alice.evaluate((element) => element.sendMessage('still here').then(() => undefined));
      await until('chat arrives without the server', async () => (await bob.messages()).length === 1);
      await alice.evaluate((element) => element.toggleMicrophone(false));

      await server.startAgain();
      for (const person of people) {
        await until('signaling is back', () => person.evaluate((element) => element.connectionState === 'connected'), {
          timeoutMs: 30_000,
        });
      }
      await until(
        'what was switched meanwhile arrives',
        async () => (await bob.participants())[0]?.microphoneEnabled === false,
      );
      expect(await idOf()).toEqual(idsBefore);
      await Promise.all(people.map((person) => person.waitForMovingPictures(1)));
    },
  );

  it('says in words that the Worker cannot be reached', { timeout: 60_000 }, async () => {
    const dead = `http://localhost:${await findFreePort()}`;
    const visitor = await cast.join('Alice', { server: dead });
    await visitor.waitForState('error', 40_000);
    expect(await visitor.errors()).toContainEqual({ code: 'signaling-unreachable', fatal: true });
    expect((await visitor.visibleText()).length).toBeGreaterThan(40);
  });
});
