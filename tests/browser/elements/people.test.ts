import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene, openPeople, rowOf } from './support/mount.ts';
import { ALL_RIGHTS, everyone, knockOf, participantNamed, selfNamed } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible before somebody is removed', async () => {
  const { element } = await mountScene('people-remove');
  await expectAccessible(element);
});

const focused = (element: P2pCall): Element | null => element.shadowRoot?.activeElement ?? null;
const texts = (element: P2pCall, selector: string): (string | undefined)[] =>
  [...element.renderRoot.querySelectorAll(selector)].map((it) => it.textContent.replaceAll(/\s+/g, ' ').trim());
const labels = (row: Element): (string | null)[] => [...row.querySelectorAll('[aria-label]')].map((it) => it.ariaLabel);

describe('the panel', () => {
  it('opens and closes with its button, and the focus comes back', async () => {
    const { element } = await mountScene('connected');
    const button = find(element, '[part~="button-people"]');
    expect(button.ariaExpanded).toBe('false');
    button.click();
    await expect.poll(() => focused(element)?.ariaLabel).toBe('Close the list of people');
    expect(button.ariaExpanded).toBe('true');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => focused(element)).toBe(button);
    expect(find(element, '.people').hidden).toBe(true);
  });

  it('takes the place of the chat, and the chat its', async () => {
    const { element } = await mountScene('chat');
    await openPeople(element);
    expect([find(element, '.chat').hidden, find(element, '.people').hidden]).toEqual([true, false]);
    find(element, '[part~="button-chat"]').click();
    await element.updateComplete;
    expect([find(element, '.chat').hidden, find(element, '.people').hidden]).toEqual([false, true]);
  });

  it('is closed when the call is over', async () => {
    const { element, call } = await mountScene('people-host');
    call.show({ state: 'ended', endReason: 'user_left' });
    call.fire('p2p-leave', { reason: 'user_left' });
    await element.updateComplete;
    call.show({ state: 'connected', endReason: null });
    await element.updateComplete;
    expect(find(element, '.people').hidden).toBe(true);
  });
});

describe('a plain guest', () => {
  it('sees who is there, with role and microphone, and nothing to press', async () => {
    const { element } = await mountScene('people-guest');
    expect(texts(element, '.people-list .person-name')).toEqual([
      'Alice (You) Host',
      'Bob',
      'Carol',
      'A name that is much too long for its row Visitor',
    ]);
    expect(labels(rowOf(element, 'Bob'))).toEqual(['Microphone on']);
    expect(labels(rowOf(element, 'Carol'))).toEqual(['Microphone off']);
    expect(find(element, '.people-body').querySelectorAll('button')).toHaveLength(0);
  });
});

describe('whoever may', () => {
  it('mutes, and sees it only when it is so', async () => {
    const { element, call } = await mountScene('people-host');
    const button = find(element, '[aria-label="Mute Bob"]');
    button.click();
    await element.updateComplete;
    expect(call.requested).toEqual(['mute p-Bob']);
    expect(button.ariaLabel).toBe('Mute Bob');
    call.show({ participants: everyone(participantNamed('Bob', { microphoneEnabled: false })) });
    await element.updateComplete;
    expect([button.ariaLabel, button.ariaDisabled]).toEqual(['Microphone off', 'true']);
    button.click();
    expect(call.requested).toEqual(['mute p-Bob']);
  });

  it('is shown only what that role may do, and to whom', async () => {
    const { element, call } = await mountScene('people-guest');
    call.may = (op, id) => (op === 'mute' || op === 'kick') && (id === undefined || id === participantNamed('Vera').id);
    call.show({ participants: everyone(participantNamed('Bob'), participantNamed('Vera', { role: 'visitor' })) });
    await element.updateComplete;
    expect(labels(rowOf(element, 'Bob'))).toEqual(['Microphone on']);
    expect(labels(rowOf(element, 'Vera'))).toEqual(['Mute Vera', 'Remove Vera']);
    expect(element.renderRoot.querySelector('[role="switch"], [part~="button-end"]')).toBeNull();
  });

  it('is offered nothing against oneself', async () => {
    const { element, call } = await mountScene('people-host');
    call.show({ localParticipant: selfNamed('Alice', { role: 'host' }), rights: ALL_RIGHTS });
    await element.updateComplete;
    expect(labels(rowOf(element, 'Alice'))).toEqual(['Microphone on']);
  });
});

describe('removing somebody', () => {
  it('is asked first, with what follows from it', async () => {
    const { element, call } = await mountScene('people-remove');
    const question = find(element, '.question');
    expect(question.textContent).toContain('Remove Bob? Bob cannot come back.');
    expect(question.textContent).toContain('lock the room, too');
    await expect.poll(() => focused(element)?.textContent.trim()).toBe('Cancel');
    expect(call.requested).toEqual([]);
    find(element, '.question [part~="button-kick"]').click();
    expect(call.requested).toEqual(['kick p-Bob']);
  });

  it('does not tell to lock a room that is locked', async () => {
    const { element, call } = await mountScene('people-remove');
    call.show({ locked: true });
    await element.updateComplete;
    expect(find(element, '.question').textContent).not.toContain('lock');
  });

  it.for(['{Enter}', '{Escape}'])('is given up with %s, and the focus goes back', async (key) => {
    const { element, call } = await mountScene('people-host');
    const button = find(element, '[aria-label="Remove Bob"]');
    button.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => focused(element)?.textContent.trim()).toBe('Cancel');
    await userEvent.keyboard(key);
    await expect.poll(() => focused(element)).toBe(button);
    expect(element.renderRoot.querySelector('.question')).toBeNull();
    expect(find(element, '.people').hidden).toBe(false);
    expect(call.requested).toEqual([]);
  });

  it('keeps the focus in the panel when the row is gone', async () => {
    const { element, call } = await mountScene('people-remove');
    find(element, '.question [part~="button-kick"]').focus();
    await userEvent.keyboard('{Enter}');
    call.show({ participants: everyone(participantNamed('Carol')) });
    await element.updateComplete;
    expect(focused(element)?.closest('.people')).not.toBeNull();
  });

  it('that is refused is said at the row, and aloud', async () => {
    const { element, call } = await mountScene('people-remove');
    call.failure = new CallError('signaling-unreachable');
    find(element, '.question [part~="button-kick"]').click();
    await expect
      .poll(() => rowOf(element, 'Bob').querySelector('.people-problem')?.textContent)
      .toContain('The call server cannot be reached.');
    expect(find(element, '[role="status"]').textContent).toContain('The call server cannot be reached.');
    expect(element.renderRoot.querySelector('.question')).toBeNull();
    await expectAccessible(element);
  });
});

describe('those who wait', () => {
  it('are let in or sent away one by one', async () => {
    const { element, call } = await mountScene('people-host');
    find(element, '.waiting-list [aria-label="Admit Ada"]').click();
    find(element, '.waiting-list [aria-label^="Decline Augusta"]').click();
    expect(call.requested).toEqual(['admit k-Ada', 'reject k-Augusta Ada Byron, Countess of Lovelace']);
  });

  it('are let in all at once, in order', async () => {
    const { element, call } = await mountScene('people-host');
    call.show({ knocks: ['Ada', 'Grace', 'Radia'].map(knockOf) });
    await element.updateComplete;
    find(element, '[part~="button-admit-all"]').click();
    expect(call.requested).toEqual(['admit k-Ada', 'admit k-Grace', 'admit k-Radia']);
  });

  it('are said to be too many where there is no seat', async () => {
    const { element, call } = await mountScene('people-host');
    call.failure = new CallError('room-full');
    find(element, '.waiting-list [aria-label="Admit Ada"]').click();
    await expect
      .poll(() => find(element, '.waiting-list').querySelector('[data-person="k-Ada"]')?.textContent)
      .toContain('The call is full.');
  });

  it('keep the focus among them, but on no answer, for a key that is held down', async () => {
    const { element, call } = await mountScene('people-host');
    call.show({ knocks: [knockOf('Ada'), knockOf('Grace')] });
    await element.updateComplete;
    find(element, '[aria-label="Admit Ada"]').focus();
    call.show({ knocks: [knockOf('Grace')] });
    await element.updateComplete;
    expect(focused(element)?.ariaLabel).toBe('Waiting');
    call.show({ knocks: [] });
    await element.updateComplete;
    expect(focused(element)?.ariaLabel).toBe('People in the call');
  });
});

describe('the doors', () => {
  it.for([
    ['lock', 'locked'],
    ['lobby', 'lobby'],
  ] as const)('%s is a switch that shows what is', async ([name, property]) => {
    const { element, call } = await mountScene('people-host');
    call.show({ [property]: false });
    await element.updateComplete;
    const answer = call.hold();
    const door = find(element, `[role="switch"][part~="button-${name}"]`);
    door.click();
    await element.updateComplete;
    expect([door.ariaChecked, door.ariaBusy]).toEqual(['false', 'true']);
    door.click();
    expect(call.requested).toEqual([name === 'lock' ? 'lock other' : 'setLobby other']);
    answer();
    call.show({ [property]: true });
    await expect.poll(() => [door.ariaChecked, door.ariaBusy]).toEqual(['true', null]);
  });

  it('say why they did not move', async () => {
    const { element, call } = await mountScene('people-locked');
    call.failure = new CallError('not-allowed');
    find(element, '[part~="button-lock"]').click();
    await expect
      .poll(() => texts(element, '.people-body > .people-problem'))
      .toEqual(['You may not do that. Ask the host of the call to do it.']);
  });
});

it('ends the call for everyone, asked first', async () => {
  const { element, call } = await mountScene('people-locked');
  find(element, '[part~="button-end"]').click();
  await expect
    .poll(() => texts(element, '.question p'))
    .toEqual(['End the call for everyone? Everyone leaves it, and so do you.']);
  await expectAccessible(element);
  expect(call.requested).toEqual([]);
  find(element, '.question [part~="button-end"]').click();
  expect(call.requested).toEqual(['endCall']);
});

it.for([
  ['people-host', 960, 600],
  ['people-host', 320, 568],
  ['people-host', 280, 360],
  ['people-remove', 320, 568],
] as const)('%s in %s x %s has targets of 44 px, and nothing beside the box', async ([scene, width, height]) => {
  const { element } = await mountScene(scene);
  element.style.setProperty('width', `${width}px`);
  element.style.setProperty('height', `${height}px`);
  const body = find(element, '.people-body');
  expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
  const box = body.getBoundingClientRect();
  expect(box.bottom).toBeLessThanOrEqual(find(element, '.toolbar').getBoundingClientRect().top);
  for (const button of element.renderRoot.querySelectorAll(
    '.people button, .toolbar button:not(.button-screenshare)',
  )) {
    const { width: w, height: h } = button.getBoundingClientRect();
    expect(Math.min(w, h)).toBeGreaterThanOrEqual(44);
  }
  const rows = new Set(
    [...element.renderRoot.querySelectorAll('.toolbar button:not(.button-screenshare)')].map(
      (it) => it.getBoundingClientRect().top,
    ),
  );
  expect(rows.size).toBe(1);
});

describe('methods of the element', () => {
  it('are those of the call, with result and error', async () => {
    const { element, call } = await mountScene('people-host');
    const { id } = participantNamed('Bob');
    await Promise.all([
      element.admit(id),
      element.reject(id),
      element.mute(id),
      element.kick(id),
      element.lock(true),
      element.setLobby(false),
      element.endCall(),
    ]);
    const ids = ['admit', 'reject', 'mute', 'kick'].map((op) => `${op} ${id}`);
    expect(call.requested).toEqual([...ids, 'lock true', 'setLobby false', 'endCall']);
    expect(element.may('kick', id)).toBe(true);
    expect([element.locked, element.lobby, element.queuePosition]).toEqual([false, true, null]);
    expect(element.knocks).toBe(call.knocks);
    call.failure = new CallError('peer-unavailable');
    await expect(element.kick(id)).rejects.toMatchObject({ code: 'peer-unavailable' });
  });

  it('leave the role of ARIA alone', async () => {
    const { element } = await mountScene('people-host');
    element.role = 'region';
    expect(element.getAttribute('role')).toBe('region');
    expect(element.localParticipant.role).toBe('host');
  });
});

it('says that one is the host now', async () => {
  const { element, call } = await mountScene('connected');
  call.fire('p2p-role-change', { role: 'host' });
  await element.updateComplete;
  expect(find(element, '[role="status"]').textContent).toBe('You are the host.');
});
