/** Two people who meet by texts, without any server: two elements with real calls, and a person who carries. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import '../../../widget/define.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { find, mountScene } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

async function elementOf(name: string): Promise<P2pCall> {
  callFactory.create = (options) => new Call(options);
  const element = document.createElement('p2p-call');
  element.style.blockSize = '480px';
  for (const [key, value] of Object.entries({ signaling: 'manual', video: 'off', 'display-name': name }))
    element.setAttribute(key, value);
  document.body.append(element);
  await vi.waitFor(() => find(element, '[part~="button-join"]'));
  find(element, '[part~="button-join"]').click();
  await vi.waitFor(() => find(element, '.meeting'));
  return element;
}

/** By a click of the element's own: there are two buttons of each name on the page. */
async function press(element: P2pCall, name: string): Promise<void> {
  (await vi.waitFor(() => find(element, `.meeting [part~="button-${name}"]`))).click();
}

const ownTextOf = (element: P2pCall): Promise<string> =>
  vi.waitFor(() => {
    const { value } = find<HTMLTextAreaElement>(element, '.meeting-own');
    expect(value).toMatch(/^p2pcall1[ir]\.[\w-]+$/);
    return value;
  });

async function paste(element: P2pCall, text: string): Promise<void> {
  const field = find<HTMLTextAreaElement>(element, '.meeting-theirs');
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await element.updateComplete;
}

const faultOf = (element: P2pCall): string => find(element, '.meeting-fault').textContent.trim();

describe('two people who meet by texts', () => {
  it('have a call, and meet anew after it', async () => {
    const [alice, bob] = await Promise.all([elementOf('Alice'), elementOf('Bob')]);
    await press(alice, 'invite');
    const invitation = await ownTextOf(alice);
    await press(bob, 'join-invitation');
    await paste(bob, `Hello Bob,\n${invitation}\nAlice`);
    await paste(alice, await ownTextOf(bob));
    await vi.waitFor(() => expect([alice.state, bob.state]).toEqual(['connected', 'connected']));
    expect([...alice.participants.values()].map(({ name }) => name)).toEqual(['Bob']);
    const said = new Promise<string>((resolve) => {
      bob.addEventListener('p2p-message', ({ detail }) => resolve(detail.message.text), { once: true });
    });
    await alice.sendMessage('Do you hear me?');
    expect(await said).toBe('Do you hear me?');
    await bob.leave();
    await vi.waitFor(() => expect(alice.state).toBe('waiting'));
    expect(find(alice, '.meeting').textContent).toContain('I have an invitation');
  });

  it('are told what is wrong with a text, and go back', async () => {
    const alice = await elementOf('Alice');
    await press(alice, 'invite');
    const invitation = await ownTextOf(alice);
    await paste(alice, invitation);
    await vi.waitFor(() => expect(faultOf(alice)).toMatch(/^This is not a reply/));
    await press(alice, 'back');
    await vi.waitFor(() => find(alice, '.meeting [part~="button-join-invitation"]'));
    await press(alice, 'join-invitation');
    await vi.waitFor(() => expect(alice.shadowRoot?.activeElement).toBe(find(alice, '.meeting-theirs')));
    await paste(alice, 'p2pcall9i.abc');
    await vi.waitFor(() => expect(faultOf(alice)).toMatch(/newer version/));
  });

  it('may not ask for texts in a call with a server', async () => {
    const { element } = await mountScene('waiting');
    expect(element.renderRoot.querySelector('.meeting')).toBeNull();
    const call = new Call({ room: 'coffee-room', signaling: 'local', dataOnly: true });
    await expect(call.createInvitation()).rejects.toMatchObject({ code: 'not-allowed' });
    await call.join();
    await expect(call.acceptReply('p2pcall1r.x')).rejects.toMatchObject({ code: 'not-allowed' });
    call.dispose();
  });
});
