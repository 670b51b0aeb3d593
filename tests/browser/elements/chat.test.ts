import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene } from './support/mount.ts';
import { messageFrom, participantNamed, selfNamed } from './support/scripted-call.ts';

const BOB = participantNamed('Bob');

afterEach(() => document.body.replaceChildren());

it('is accessible with messages and with a problem', async () => {
  const { element } = await mountScene('chat');
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
    expect(call.requested).toEqual(['sendMessage hello']);
    expect(input.value).toBe('');
  });

  it('does not happen with Shift and Enter, which makes a new line', async () => {
    const { element, call } = await mountScene('chat');
    await userEvent.type(find(element, '.chat-input'), 'one{Shift>}{Enter}{/Shift}two');
    expect(call.requested).toEqual([]);
    expect(find<HTMLTextAreaElement>(element, '.chat-input').value).toBe('one\ntwo');
  });

  it('tells that 8 KiB is the most, and keeps what was typed', async () => {
    const { element, call } = await mountScene('chat');
    const input = find<HTMLTextAreaElement>(element, '.chat-input');
    await userEvent.fill(input, 'ä'.repeat(4097));
    await userEvent.keyboard('{Enter}');
    await element.updateComplete;
    expect(call.requested).toEqual([]);
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
