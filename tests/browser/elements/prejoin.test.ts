import { userEvent } from 'vitest/browser';
import { afterEach, expect, it } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mount, mountScene } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible with a device problem', async () => {
  const { element } = await mountScene('prejoin-denied');
  await expectAccessible(element);
});

it('asks for the devices when the visitor wants to check them', async () => {
  const { element, call } = await mount();
  find(element, '[part~="button-check"]').click();
  expect(call.requested).toEqual(['prepare']);
});

it('joins with Enter in the name field, under the name that was typed', async () => {
  const { element, call } = await mount();
  await userEvent.type(find(element, 'input[name="name"]'), 'Alice{Enter}');
  expect(call.requested).toEqual(['join']);
  expect(call.options.displayName).toBe('Alice');
});

it('takes at most 64 characters of a name', async () => {
  const { element } = await mount();
  expect(find<HTMLInputElement>(element, 'input[name="name"]').maxLength).toBe(64);
});

it('mirrors the own picture', async () => {
  const { element } = await mountScene('prejoin');
  expect(getComputedStyle(find(element, '.preview video')).scale).toBe('-1 1');
});

it.for([
  ['permission-denied', 'The camera is blocked'],
  ['device-not-found', 'No camera found'],
  ['device-in-use', 'Another app is using the camera'],
  ['policy-blocked', 'This website does not allow the camera'],
  ['insecure-context', 'The connection to this page is not secure'],
] as const)('says %s in words, and one can still join', async ([code, words]) => {
  const { element, call } = await mount();
  const failure = new CallError(code, { subject: 'camera' });
  call.show({
    state: 'prejoin',
    notices: [failure],
    devices: { microphone: DEVICE_ON, camera: { ...DEVICE_OFF, failure } },
  });
  await element.updateComplete;
  expect(find(element, '.problem').textContent).toContain(words);
  find(element, '[part~="button-join"]').click();
  expect(call.requested).toEqual(['join']);
});

it('tells one problem of both devices once', async () => {
  const { element } = await mountScene('prejoin-denied');
  const problems = [...element.renderRoot.querySelectorAll('.problem')].map(({ textContent }) => textContent);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('Camera and microphone are blocked');
});

it('has no camera with audio-only, and no devices with data-only', async () => {
  const { element } = await mountScene('prejoin', { 'audio-only': '' });
  expect(element.renderRoot.querySelector('[part~="button-camera"]')).toBeNull();
  element.dataOnly = true;
  await element.updateComplete;
  expect(element.renderRoot.querySelector('.preview')).toBeNull();
});

it('shows a button and nothing else with prejoin="off"', async () => {
  const { element, call } = await mount({ prejoin: 'off' });
  expect(find(element, '.prejoin-screen').hidden).toBe(true);
  find(element, '[part~="button-join"]').click();
  expect(call.requested).toEqual(['join']);
});
