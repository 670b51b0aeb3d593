import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, loadDevices, mountScene } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible while a change is under way', async () => {
  const { element } = await mountScene('connected-avatars');
  await expectAccessible(element);
});

it('moves no button when the arrows of the devices come', async () => {
  const mounted = await mountScene('connected');
  const { element } = mounted;
  element.style.inlineSize = '900px';
  const places = (): number[] =>
    ['microphone', 'camera', 'chat', 'leave'].map((name) =>
      Math.round(find(element, `.toolbar .button-${name}`).getBoundingClientRect().x),
    );
  expect(element.renderRoot.querySelector('.button-microphone-menu')).toBeNull();
  const before = places();
  await loadDevices(mounted);
  expect(find(element, '.button-microphone-menu').checkVisibility()).toBe(true);
  expect(places()).toEqual(before);
});

describe('a switch', () => {
  it('shows what is, not what was wished', async () => {
    const { element, call } = await mountScene('connected');
    const button = find(element, '[part~="button-camera"]');
    button.click();
    await element.updateComplete;
    expect(call.requested).toEqual(['toggleCamera']);
    expect(button.ariaPressed).toBe('true');
    call.show({ devices: { microphone: DEVICE_ON, camera: DEVICE_OFF } });
    await element.updateComplete;
    expect(button.ariaPressed).toBe('false');
  });

  it('takes no second press while the browser has not answered', async () => {
    const { element, call } = await mountScene('connected-avatars');
    const button = find(element, '[part~="button-camera"]');
    expect(button.ariaBusy).toBe('true');
    button.click();
    expect(call.requested).toEqual([]);
  });

  it('says why a device fails', async () => {
    const { element, call } = await mountScene('connected');
    const failure = new CallError('device-in-use', { subject: 'microphone' });
    call.show({ devices: { microphone: { ...DEVICE_OFF, failure }, camera: DEVICE_ON } });
    await element.updateComplete;
    expect(find(element, '[part~="button-microphone"]').title).toBe('Another app is using the microphone');
  });
});

describe('the keys', () => {
  it('M and V switch while the focus is inside', async () => {
    const { element, call } = await mountScene('connected');
    find(element, '[part~="button-leave"]').focus();
    await userEvent.keyboard('mv');
    expect(call.requested).toEqual(['toggleMicrophone', 'toggleCamera']);
  });

  it('are letters while one types', async () => {
    const { element, call } = await mountScene('chat');
    await userEvent.type(find(element, '.chat-input'), 'mv');
    expect(call.requested.filter((request) => request.startsWith('toggle'))).toEqual([]);
  });

  it('do nothing while the focus is elsewhere, or with a modifier', async () => {
    const { element, call } = await mountScene('connected');
    await userEvent.keyboard('mv');
    find(element, '[part~="button-leave"]').focus();
    await userEvent.keyboard('{Control>}m{/Control}');
    expect(call.requested).toEqual([]);
  });

  it('are said in the tooltips', async () => {
    const { element } = await mountScene('connected');
    expect(find(element, '[part~="button-microphone"]').title).toBe('Turn off the microphone (M)');
    expect(find(element, '[part~="button-camera"]').title).toBe('Turn off the camera (V)');
  });
});

it('has targets of at least 44 px, also in the smallest box', async () => {
  const { element } = await mountScene('connected');
  element.style.setProperty('width', '280px');
  element.style.setProperty('height', '360px');
  await element.updateComplete;
  for (const button of element.renderRoot.querySelectorAll('.toolbar button:not(.button-screenshare)')) {
    const { width, height } = button.getBoundingClientRect();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
});

it.for([280, 300, 320, 341, 360, 400, 419, 420, 440, 480, 639, 640])('is one row in a box of %i px', async (width) => {
  const { element } = await mountScene('more');
  element.style.inlineSize = `${width}px`;
  await element.updateComplete;
  const buttons = [...find(element, '.toolbar').querySelectorAll<HTMLElement>('slot > .button')];
  const seen = buttons.filter((button) => button.checkVisibility());
  expect(seen.length).toBeGreaterThan(5);
  const { left, right } = find(element, '.toolbar').getBoundingClientRect();
  expect(new Set(seen.map((button) => button.offsetTop + button.offsetHeight / 2)).size).toBe(1);
  for (const button of seen) {
    const box = button.getBoundingClientRect();
    expect([box.left >= left, box.right <= right]).toEqual([true, true]);
  }
});

it('is walked in reading order with the tabulator', async () => {
  const { element } = await mountScene('connected');
  find(element, '.stage').focus();
  const walked: (string | null | undefined)[] = [];
  element.style.setProperty('width', '600px');
  for (let step = 0; step < 7; step += 1) {
    await userEvent.tab();
    walked.push(element.shadowRoot?.activeElement?.getAttribute('aria-label'));
  }
  expect(walked).toEqual([
    'Microphone',
    'Camera',
    'Share screen',
    'People',
    'Chat, 3 unread',
    'More',
    'Leave the call',
  ]);
});
