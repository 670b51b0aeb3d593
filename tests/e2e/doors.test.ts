/** Who may come in and who must leave, pressed by people in real browsers, through the real Worker. */
import { describe, expect, it } from 'vitest';
import type { CallPage } from '../support/call-page.ts';
import { useCast } from '../support/cast.ts';
import { until } from '../support/until.ts';

/** Presses the control of this name, or that begins with it, once it is there. */
async function press(person: CallPage, name: string): Promise<void> {
  await until(
    `there is a control: ${name}`,
    () =>
      person.evaluate((element, wanted) => {
        const controls = [...(element.shadowRoot?.querySelectorAll('button') ?? [])];
        const shown = controls.filter((it) => it.getClientRects().length > 0 && it.ariaBusy !== 'true');
        const nameOf = (it: HTMLElement): string => it.ariaLabel ?? it.innerText.trim();
        const control = shown.find((it) => nameOf(it) === wanted) ?? shown.find((it) => nameOf(it).startsWith(wanted));
        control?.click();
        return control !== undefined;
      }, name),
    { describe: () => person.visibleText() },
  );
}

async function waitForText(person: CallPage, text: string): Promise<void> {
  const read = (): Promise<string> => person.visibleText();
  await until(`it says: ${text}`, async () => (await read()).includes(text), { describe: read });
}

describe('the host of an open room', () => {
  const cast = useCast(['chromium']);

  it('lets one in and sends another away', async () => {
    const alice = await cast.join('Alice');
    await alice.waitForState('waiting');
    await press(alice, 'People');
    await press(alice, 'Lobby');
    await until('the lobby is on', () => alice.evaluate((element) => element.lobby));
    await press(alice, 'Close the list');

    const bob = await cast.join('Bob');
    await waitForText(bob, 'Waiting to be let in');
    await waitForText(alice, 'Bob wants to come in.');
    const carol = await cast.join('Carol', { 'data-only': '' });
    await waitForText(carol, 'You are number 2 in line.');
    await waitForText(alice, '2 people want to come in: \u2068Bob\u2069, \u2068Carol\u2069');
    await press(alice, 'Show them');
    await press(alice, 'Admit Bob');
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await Promise.all([alice.waitForMovingPictures(1), bob.waitForMovingPictures(1)]);

    await press(alice, 'Decline Carol');
    await carol.waitForState('error');
    await waitForText(carol, 'You were not let in');
    expect((await alice.participants()).map(({ name }) => name)).toEqual(['Bob']);
  });

  it('mutes one, who can turn it on again, and removes one', async () => {
    const alice = await cast.join('Alice');
    await alice.waitForState('waiting');
    const bob = await cast.join('Bob');
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await alice.waitForSound(1);
    await press(alice, 'People');
    await press(alice, 'Mute Bob');
    await waitForText(bob, 'Alice turned off your microphone.');
    await until('Alice sees it', async () => (await alice.participants())[0]?.microphoneEnabled === false);
    await press(bob, 'Turn on again');
    await until('Alice sees it, too', async () => (await alice.participants())[0]?.microphoneEnabled === true);
    await alice.waitForSound(1);

    await press(alice, 'Remove Bob');
    await waitForText(alice, 'Bob cannot come back.');
    await press(alice, 'Remove');
    await bob.waitForState('ended');
    await waitForText(bob, 'You were removed from the call');
    await until('no device of Bob is open', async () => (await bob.trackStates()).every((state) => state === 'ended'));
    await until('Alice is alone', async () => (await alice.participants()).length === 0);
  });

  it('locks the room, and ends the call for everyone', async () => {
    const alice = await cast.join('Alice', { 'data-only': '' });
    await alice.waitForState('waiting');
    const bob = await cast.join('Bob', { 'data-only': '' });
    await Promise.all([alice.waitForOthers(1), bob.waitForOthers(1)]);
    await press(alice, 'People');
    await press(alice, 'Lock the room');
    await until('the room is locked', () => alice.evaluate((element) => element.locked));
    const carol = await cast.join('Carol', { 'data-only': '' });
    await carol.waitForState('error');
    await waitForText(carol, 'The call is locked');

    await press(alice, 'End for everyone');
    await waitForText(alice, 'End the call for everyone?');
    await press(alice, 'End');
    await Promise.all([alice.waitForState('ended'), bob.waitForState('ended')]);
    await waitForText(bob, 'It was ended for everyone.');
  });
});
