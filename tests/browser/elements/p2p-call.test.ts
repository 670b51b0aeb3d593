import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mount, mountScene } from './support/mount.ts';
import { SCENES } from './support/scenes.ts';
import { messageFrom, participantNamed } from './support/scripted-call.ts';

const SLOTS = [
  ...['prejoin', 'header', 'logo', 'toolbar', 'toolbar-start', 'toolbar-end'],
  ...['side', 'empty', 'offline', 'waiting', 'ended'],
];

/** Longer than the grace after a removal. */
const afterRemoval = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));

afterEach(() => document.body.replaceChildren());

it('is accessible as it first stands on a page', async () => {
  const { element } = await mount();
  await expectAccessible(element);
});

describe('attributes', () => {
  it('reach the call', async () => {
    const { call } = await mount({
      server: 'https://calls.example.com',
      'display-name': 'Alice',
      audio: 'off',
      video: 'false',
      'audio-only': '',
      'max-participants': '6',
      'ice-transport-policy': 'relay',
      signaling: 'local',
    });
    expect(call.options).toMatchObject({
      server: 'https://calls.example.com',
      room: 'coffee',
      displayName: 'Alice',
      audio: false,
      video: false,
      audioOnly: true,
      dataOnly: false,
      maxParticipants: 6,
      iceTransportPolicy: 'relay',
      signaling: 'local',
    });
  });

  it('take the origin of the script as the server', async () => {
    const { call } = await mount();
    expect(call.options.server).toBe(location.origin);
  });

  it.for([
    ['chat', true],
    ['chat=""', true],
    ['chat="on"', true],
    ['chat="off"', false],
    ['chat="false"', false],
    ['', true],
  ] as const)('<p2p-call %s> has a chat: %s', async ([attribute, expected]) => {
    document.body.innerHTML = `<p2p-call room="coffee" ${attribute}></p2p-call>`;
    const element = document.querySelector('p2p-call') as P2pCall;
    await element.updateComplete;
    expect(element.chat).toBe(expected);
  });

  it('fall back to what is allowed', async () => {
    const { call, element } = await mount({ 'max-participants': '99', theme: 'neon', 'ice-transport-policy': 'some' });
    expect(call.options.maxParticipants).toBe(8);
    expect(call.options.iceTransportPolicy).toBe('all');
    expect(element.theme).toBe('auto');
  });

  it('change a running call without starting it anew', async () => {
    const { element, call } = await mountScene('connected');
    element.setAttribute('display-name', 'Alicia');
    await element.updateComplete;
    expect(call.options.displayName).toBe('Alicia');
    expect(call.requested).toEqual([]);
    expect(call.isDisposed).toBe(false);
  });

  it('reflect the state, and only the state', async () => {
    const { element, call } = await mount();
    expect(element.getAttribute('state')).toBe('idle');
    call.show({ state: 'waiting' });
    expect(element.getAttribute('state')).toBe('waiting');
    expect(element.getAttributeNames().sort()).toEqual(['room', 'state']);
  });
});

describe('events', () => {
  it('leave the shadow tree with the same name and detail', async () => {
    const { call } = await mountScene('connected');
    const heard = vi.fn<(event: CustomEvent) => void>();
    document.addEventListener('p2p-message', heard, { once: true });
    const message = messageFrom(participantNamed('Bob'), 'hello');
    call.fire('p2p-message', { message });
    expect(heard).toHaveBeenCalledOnce();
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ bubbles: true, composed: true, detail: { message } });
  });

  it('find the element in its new state', async () => {
    const { element, call } = await mount();
    const seen: string[] = [];
    element.addEventListener('p2p-state-change', () => seen.push(`${element.state} ${element.getAttribute('state')}`));
    call.show({ state: 'connecting' });
    expect(seen).toEqual(['connecting connecting']);
  });

  it('say in a hint what to do about an error', async () => {
    const { element, call } = await mount();
    const hints: string[] = [];
    element.addEventListener('p2p-error', ({ detail }) => hints.push(detail.hint));
    call.fire('p2p-error', { code: 'room-full', hint: '', fatal: true, subject: undefined });
    call.fire('p2p-error', { code: 'room-full', hint: 'as it came', fatal: true, subject: undefined });
    expect(hints).toEqual(['The call is full. Try again when someone has left.', 'as it came']);
  });

  it('say once that the element is ready', async () => {
    const ready = vi.fn<() => void>();
    document.addEventListener('p2p-ready', ready);
    const { element } = await mount();
    document.body.prepend(element);
    await afterRemoval();
    document.removeEventListener('p2p-ready', ready);
    expect(ready).toHaveBeenCalledOnce();
  });
});

describe('methods', () => {
  it('work before the element is on the page', async () => {
    const element = document.createElement('p2p-call');
    await expect(element.toggleChat(true)).resolves.toBe(true);
    await expect(element.leave()).resolves.toBeUndefined();
    expect(element.state).toBe('idle');
  });

  it('hand their arguments to the call', async () => {
    const { element, call } = await mountScene('connected');
    await element.toggleMicrophone(false);
    await element.sendMessage('hello');
    await element.send({ x: 1 });
    await element.leave();
    expect(call.requested).toEqual(['toggleMicrophone', 'sendMessage hello', 'send {"x":1}', 'leave']);
  });

  it('reject without an uncaught error in the page', async () => {
    const uncaught = vi.fn<() => void>();
    addEventListener('unhandledrejection', uncaught);
    const { element, call } = await mount();
    call.failure = new CallError('signaling-unreachable');
    const joining = element.join();
    await afterRemoval();
    removeEventListener('unhandledrejection', uncaught);
    expect(uncaught).not.toHaveBeenCalled();
    await expect(joining).rejects.toThrow('signaling-unreachable');
  });
});

describe('life in the document', () => {
  it('keeps the call when it is moved', async () => {
    const { element, call } = await mountScene('connected');
    const other = document.createElement('section');
    document.body.append(other);
    other.append(element);
    await afterRemoval();
    expect(call.requested).toEqual([]);
    expect(element.state).toBe('connected');
  });

  it('leaves when it is removed', async () => {
    const { element, call } = await mountScene('connected');
    element.remove();
    await afterRemoval();
    expect(call.requested).toEqual(['leave']);
    expect(call.isDisposed).toBe(true);
  });

  it('starts afresh when it comes back after a removal', async () => {
    const { element, call } = await mountScene('connected');
    element.remove();
    await afterRemoval();
    document.body.append(element);
    await element.updateComplete;
    expect(element.state).toBe('idle');
    call.show({ state: 'connected' });
    expect(element.state).toBe('idle');
  });

  it('joins by itself with auto-join, once', async () => {
    const { element, call } = await mount({ 'auto-join': '' });
    await element.updateComplete;
    await afterRemoval();
    expect(call.requested).toEqual(['join']);
  });

  it('asks nobody for a device on its own', async () => {
    const { call } = await mount();
    await afterRemoval();
    expect(call.requested).toEqual([]);
  });

  it('stays registered when the script is loaded twice', async () => {
    const first = customElements.get('p2p-call');
    const again = '../../../widget/define.ts?second-load';
    await expect(import(/* @vite-ignore */ again)).resolves.toBeDefined();
    expect(customElements.get('p2p-call')).toBe(first);
  });

  it('leaves the page as it was', async () => {
    const before = [
      document.head.innerHTML.length,
      document.adoptedStyleSheets.length,
      document.documentElement.style.length,
    ];
    await mountScene('chat');
    expect([
      document.head.innerHTML.length,
      document.adoptedStyleSheets.length,
      document.documentElement.style.length,
    ]).toEqual(before);
  });
});

describe.for(Object.keys(SCENES))('state %s', (scene) => {
  it('has every slot, exactly once', async () => {
    const { element } = await mountScene(scene);
    const slots = [...element.renderRoot.querySelectorAll('slot')].map(({ name }) => name);
    // The launcher's own, beside the panel's.
    const expected = [...SLOTS, ...(element.mode === 'inline' ? [] : ['']), ...(element.desk ? ['desk-fields'] : [])];
    expect(slots.sort()).toEqual(expected.sort());
  });

  it('needs no inline style and no inline script', async () => {
    const { element } = await mountScene(scene);
    expect(element.renderRoot.querySelector('[style], style, script')).toBeNull();
  });
});

describe('slots', () => {
  it.for(['waiting', 'ended'] as const)('replace the screen: %s', async (name) => {
    const { element } = await mountScene(name);
    const own = document.createElement('p');
    own.slot = name;
    own.textContent = 'our own words';
    element.append(own);
    expect(find<HTMLSlotElement>(element, `slot[name="${name}"]`).assignedElements()).toEqual([own]);
    expect(own.getClientRects().length).toBe(1);
  });

  it('show the bar above the stage only when there is something in it', async () => {
    const { element } = await mountScene('connected');
    expect(find(element, '.header').hidden).toBe(true);
    element.insertAdjacentHTML('beforeend', '<b slot="header">Support</b>');
    await vi.waitFor(() => expect(find(element, '.header').hidden).toBe(false));
  });
});

describe('parts', () => {
  it.for([
    [
      'connected',
      [
        'panel',
        'stage',
        'tile',
        'tile-local',
        'video',
        'placeholder',
        'name',
        'toolbar',
        'button-microphone',
        'button-camera',
        'button-chat',
        'button-leave',
      ],
    ],
    ['chat', ['chat', 'message', 'input', 'button-send']],
    ['prejoin', ['button-join', 'input']],
    ['reconnecting', ['banner']],
  ] as const)('of state %s can be styled from the page', async ([scene, parts]) => {
    const { element } = await mountScene(scene);
    const missing = parts.filter((part) => element.renderRoot.querySelector(`[part~="${part}"]`) === null);
    expect(missing).toEqual([]);
  });
});
