import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import type { PeerId } from '#protocol';
import { CallError } from '../../../widget/call/call-error.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, mountScene } from './support/mount.ts';
import { type ScriptedCall, messageFrom, participantNamed, selfNamed } from './support/scripted-call.ts';

const BOB = participantNamed('Bob');

afterEach(() => document.body.replaceChildren());

/** What was asked of the call, without the word that somebody writes. */
const asked = ({ requested }: ScriptedCall): string[] => requested.filter((request) => request !== TYPING);
const TYPING = 'send {"typing":true}';

it.for(['chat', 'chat-earlier'])('is accessible with messages and with a problem: %s', async (scene) => {
  const { element } = await mountScene(scene);
  await expectAccessible(element);
  await userEvent.fill(find(element, '.chat-input'), 'x'.repeat(9000));
  await userEvent.keyboard('{Enter}');
  await expectAccessible(element);
});

describe('sending', () => {
  it('happens with Enter, and empties the field', async () => {
    const { element, call } = await mountScene('chat');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    await userEvent.type(input, 'hello{Enter}');
    await element.updateComplete;
    expect(asked(call)).toEqual(['sendMessage hello']);
    expect(input.value).toBe('');
  });

  it('does not happen with Shift and Enter, which makes a new line', async () => {
    const { element, call } = await mountScene('chat');
    await userEvent.type(find(element, '.chat-input'), 'one{Shift>}{Enter}{/Shift}two');
    expect(asked(call)).toEqual([]);
    expect(find<HTMLTextAreaElement>(element, '.chat-input').value).toBe('one\ntwo');
  });

  it.for([
    ['while an input method composes', { isComposing: true }],
    ['with the key that ended it, in Safari', { keyCode: 229 }],
  ] as const)('does not happen with an Enter %s', async ([, init]) => {
    const { element, call } = await mountScene('chat');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    await userEvent.fill(input, 'かな');
    const press = (more: KeyboardEventInit): boolean =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }));
    expect(press(init)).toBe(true);
    await element.updateComplete;
    expect(asked(call)).toEqual([]);
    expect(input.value).toBe('かな');
    expect(press({ keyCode: 13 })).toBe(false);
    expect(asked(call)).toEqual(['sendMessage かな']);
  });

  it('takes what is pasted as the plain text that is in it', async () => {
    const { element } = await mountScene('chat');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', '<b>bold</b>');
    clipboardData.setData('text/plain', 'bold');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    // Left to the browser, and a field of this kind takes no other.
    expect(input.type).toBe('textarea');
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true });
    expect(input.dispatchEvent(paste)).toBe(true);
  });

  it('tells that 8 KiB is the most, and keeps what was typed', async () => {
    const { element, call } = await mountScene('chat');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    await userEvent.fill(input, 'ä'.repeat(4097));
    await userEvent.keyboard('{Enter}');
    await element.updateComplete;
    expect(asked(call)).toEqual([]);
    expect(find(element, '.chat-problem').textContent).toContain('too long');
    expect(input.value).toHaveLength(4097);
  });

  it('tells why the call refused, and keeps what was typed', async () => {
    const { element, call } = await mountScene('chat');
    call.failure = new CallError('peer-unavailable');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    await userEvent.type(input, 'hello{Enter}');
    await expect.poll(() => find(element, '.chat-problem').textContent).toContain('cannot be reached');
    expect(input.value).toBe('hello');
  });
});

describe('a message', () => {
  it('is text, never HTML', async () => {
    const { element, call } = await mountScene('chat-empty');
    const text = '<img src=x onerror="alert(1)"> <b>bold</b>';
    call.show({ messages: [messageFrom(BOB, text)] });
    await element.updateComplete;
    expect(find(element, '.bubble').textContent).toBe(text);
    expect(element.renderRoot.querySelector('.bubble img, .bubble b')).toBeNull();
  });

  it('has links to http and https only, which open without a way back', async () => {
    const { element, call } = await mountScene('chat-empty');
    call.show({ messages: [messageFrom(BOB, 'javascript:alert(1) data:text/html,x https://example.com/a')] });
    await element.updateComplete;
    const links = [...element.renderRoot.querySelectorAll<HTMLAnchorElement>('.bubble a')];
    expect(links.map(({ href, target, rel }) => ({ href, target, rel }))).toEqual([
      { href: 'https://example.com/a', target: '_blank', rel: 'noopener noreferrer nofollow' },
    ]);
  });

  it('says who wrote it and when, once for several in a row', async () => {
    const { element, call } = await mountScene('chat-empty');
    call.show({
      messages: [messageFrom(BOB, 'one', 1), messageFrom(BOB, 'two', 2), messageFrom(selfNamed('Alice'), 'three', 3)],
    });
    await element.updateComplete;
    const heads = [...element.renderRoot.querySelectorAll('.message')].map(
      (message) =>
        `${message.querySelector('.message-name')?.textContent} ${message.querySelector('.sr-only') ? 'hidden' : 'shown'}`,
    );
    expect(heads).toEqual(['Bob shown', 'Bob hidden', 'You shown']);
  });
});

describe('who is writing', () => {
  const line = ({ element }: Mounted): string => find(element, '.typing').textContent;
  const said = ({ element }: Mounted): string => find(element, '.chat [role="status"]').textContent;
  async function hear(mounted: Mounted, from: PeerId, data: unknown = { typing: true }, topic = 'p2p-call') {
    mounted.call.fire('p2p-data', { from, topic, data });
    await mounted.element.updateComplete;
  }

  it('is told to the others from the first letter on, and not with each', async () => {
    const { element, call } = await mountScene('chat-empty');
    await userEvent.type(find(element, '.chat-input'), ' ');
    expect(call.requested).toEqual([]);
    await userEvent.type(find(element, '.chat-input'), 'hello');
    expect(call.requested).toEqual([TYPING]);
  });

  it('is nobody on the wire as long as the chat is closed, or nobody is there', async () => {
    const { call } = await mountScene('connected');
    expect(call.requested).toEqual([]);
    const alone = await mountScene('chat-empty');
    alone.call.show({ participants: new Map() });
    await alone.element.updateComplete;
    await userEvent.type(find(alone.element, '.chat-input'), 'hello');
    expect(alone.call.requested).toEqual([]);
  });

  it('is shown until the message is there', async () => {
    const mounted = await mountScene('chat-empty');
    expect(line(mounted)).toBe('');
    await hear(mounted, BOB.id);
    expect(line(mounted)).toBe('Bob is typing');
    mounted.call.fire('p2p-message', { message: messageFrom(BOB, 'hello') });
    await mounted.element.updateComplete;
    expect(line(mounted)).toBe('');
  });

  it('is said to who hears the page once for each message, however often one pauses', async () => {
    const mounted = await mountScene('chat-earlier');
    const carol = participantNamed('Carol');
    expect([line(mounted), said(mounted)]).toEqual(['Bob and Carol are typing', 'Carol is typing']);
    mounted.call.fire('p2p-participant-leave', { participant: carol, reason: 'user_left' });
    await mounted.element.updateComplete;
    expect([line(mounted), said(mounted)]).toEqual(['Bob is typing', '']);
    await hear(mounted, carol.id);
    await hear(mounted, carol.id);
    expect([line(mounted), said(mounted)]).toEqual(['Bob and Carol are typing', '']);
  });

  it('is nobody who is not there, and nothing that a page or a stranger makes up', async () => {
    const mounted = await mountScene('chat-empty');
    await hear(mounted, 'nobody' as PeerId);
    await hear(mounted, BOB.id, { typing: 'yes' });
    await hear(mounted, BOB.id, { typing: true }, 'mine');
    expect([line(mounted), said(mounted)]).toEqual(['', '']);
  });
});

describe('messages of before one came', () => {
  it('stand apart, with who passed them on, and are not read out', async () => {
    const { element } = await mountScene('chat-earlier');
    const group = find(element, '.earlier');
    expect(group.ariaLabel).toBe('Earlier messages, passed on by Bob');
    expect(group.ariaLive).toBe('off');
    expect(group.querySelectorAll('.message')).toHaveLength(2);
    const direct = [...element.renderRoot.querySelectorAll('.messages > .message .bubble')];
    expect(direct.map(({ textContent }) => textContent)).toEqual(['Here I am.', 'Hello Alice!']);
  });

  it('never go on under the heading of a message that came directly', async () => {
    const { element, call } = await mountScene('chat-empty');
    const passedOnBy = { id: BOB.id, name: 'Bob' };
    call.show({ messages: [{ ...messageFrom(BOB, 'before', 1), passedOnBy }, messageFrom(BOB, 'after', 1)] });
    await element.updateComplete;
    expect(element.renderRoot.querySelectorAll('.message .sr-only')).toHaveLength(0);
    expect(find(element, '.messages > .message .message-name').textContent).toBe('Bob');
  });

  it('are said of each who passed some on', async () => {
    const { element, call } = await mountScene('chat-empty');
    const by = (name: string) => ({ passedOnBy: { id: participantNamed(name).id, name } });
    call.show({
      messages: [
        { ...messageFrom(BOB, 'one', 1), ...by('Bob') },
        { ...messageFrom(BOB, 'two', 2), ...by('') },
      ],
    });
    await element.updateComplete;
    const headings = [...element.renderRoot.querySelectorAll('.earlier-head')].map(({ textContent }) => textContent);
    expect(headings).toEqual(['Earlier messages, passed on by Bob', 'Earlier messages, passed on by Guest']);
  });
});

it('counts what came while it was closed, and forgets when it opens', async () => {
  const { element } = await mountScene('connected');
  expect(find(element, '[part~="button-chat"] .badge').textContent).toBe('3');
  expect(find(element, '[part~="button-chat"]').ariaLabel).toBe('Chat, 3 unread');
  await element.toggleChat(true);
  await element.updateComplete;
  expect(element.renderRoot.querySelector('[part~="button-chat"] .badge')).toBeNull();
});

it('keeps the newest message in view when the box shrinks, and not while one reads further up', async () => {
  const { element, call } = await mountScene('chat-empty');
  const many = Array.from({ length: 60 }, (_, minute) => messageFrom(BOB, `line ${minute}`, minute));
  call.show({ messages: many });
  await element.updateComplete;
  const list = find(element, '.messages');
  const distance = (): number => list.scrollHeight - list.scrollTop - list.clientHeight;
  expect(distance()).toBeLessThan(2);
  element.style.setProperty('height', '370px');
  await expect.poll(distance).toBeLessThan(2);
  list.scrollTop = 0;
  await expect.poll(() => list.scrollTop).toBe(0);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  call.show({ messages: [...many, messageFrom(BOB, 'one more', 61)] });
  await element.updateComplete;
  expect(list.scrollTop).toBe(0);
});

it('moves the focus into the field and back to its button', async () => {
  const { element } = await mountScene('connected');
  find(element, '[part~="button-chat"]').click();
  await expect.poll(() => element.shadowRoot?.activeElement?.className).toContain('chat-input');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => element.shadowRoot?.activeElement?.getAttribute('part')).toContain('button-chat');
});

it('is not there with chat="off"', async () => {
  const { element } = await mountScene('connected', { chat: 'off' });
  expect(element.renderRoot.querySelector('.chat, [part~="button-chat"]')).toBeNull();
  await expect(element.toggleChat(true)).resolves.toBe(false);
});
