/** Two people in a call, in two stock browsers, through the real Worker, on a page of another site. */
import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
];

/** Shorter than any grace: who leaves is gone by the word of it. */
const LEAVES_SEAT_WITHIN_MS = 10_000;

const HOSTILE_TEXT =
  '<b>bold</b><script>document.title = "owned"</script> https://example.com/a?b=c javascript:alert(1)';

describe.each(PAIRS)('%s with %s', (first, second) => {
  const cast = useCast([...new Set([first, second])]);

  it('shows moving pictures and lets hear on both sides', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    await Promise.all([alice.waitForSound(1), bob.waitForSound(1)]);
    expect(await alice.state()).toBe('connected');
    expect((await alice.participants()).map(({ name }) => name)).toEqual(['Bob']);
    expect((await bob.participants()).map(({ name }) => name)).toEqual(['Alice']);
  });

  it('carries chat both ways and shows markup as text', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await alice.evaluate((element, text) => element.sendMessage(text).then(() => undefined), HOSTILE_TEXT);
    await bob.evaluate((element) => element.sendMessage('hello back').then(() => undefined));
    await until(
      'both got the message',
      async () => (await alice.messages()).length === 1 && (await bob.messages()).length === 1,
    );
    expect(await bob.messages()).toEqual([{ from: 'Alice', text: HOSTILE_TEXT }]);
    expect(await alice.messages()).toEqual([{ from: 'Bob', text: 'hello back' }]);

    await bob.evaluate((element) => element.toggleChat(true));
    const shown = await bob.evaluate((element, text) => {
      const messages = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~="message"]') ?? [])];
      // His own may have come before it.
      const bubble = messages.find(({ textContent }) => textContent.includes(text));
      return {
        text: bubble?.textContent ?? '',
        markupCount: bubble?.querySelectorAll('b, script').length,
        links: [...(bubble?.querySelectorAll('a') ?? [])].map(({ href }) => href),
        title: document.title,
      };
    }, HOSTILE_TEXT);
    expect(shown.text).toContain(HOSTILE_TEXT);
    expect(shown).toMatchObject({ markupCount: 0, links: ['https://example.com/a?b=c'], title: 'A shop' });
  });

  it('shows at once that the other has left, and ends the own camera on leave', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await bob.evaluate((element) => element.leave());
    await until('Alice sees that Bob has left', async () => (await alice.participants()).length === 0, {
      timeoutMs: LEAVES_SEAT_WITHIN_MS,
    });
    expect(await bob.state()).toBe('ended');
    const states = await bob.trackStates();
    expect(states.length).toBeGreaterThanOrEqual(2);
    expect(new Set(states)).toEqual(new Set(['ended']));
    await alice.waitForState('waiting');
  });

  it('tells the other of a muted microphone and a camera turned off, without renegotiation', async () => {
    const [alice, bob] = await Promise.all([cast.join('Alice', {}, first), cast.join('Bob', {}, second)]);
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);
    const before = await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()]);
    const seen = (microphone: boolean, camera: boolean) => async (): Promise<boolean> => {
      const [other] = await bob.participants();
      return other?.microphoneEnabled === microphone && other.cameraEnabled === camera;
    };

    await alice.evaluate((element) => element.toggleMicrophone(false));
    await until('Bob sees the microphone off', seen(false, true));
    await alice.evaluate((element) => element.toggleCamera(false));
    await until('Bob sees the camera off', seen(false, false));
    await until('no camera of Alice is open', async () => (await alice.trackStates()).includes('ended'));
    await alice.evaluate((element) => element.toggleMicrophone(true));
    await alice.evaluate((element) => element.toggleCamera(true));
    await until('Bob sees both on again', seen(true, true));
    await bob.waitForMovingPictures(1);
    await bob.waitForSound(1);
    expect(await Promise.all([alice.localDescriptionCount(), bob.localDescriptionCount()])).toEqual(before);
  });
});
