/** Who records the call: seen and said by everybody for as long as it lasts; and the switch in the menu "More". */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mountScene, openMore } from './support/mount.ts';
import { everyone, participantNamed, selfNamed } from './support/scripted-call.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const bannersOf = (element: P2pCall): (string | undefined)[] =>
  [...element.renderRoot.querySelectorAll('.banner .banner-text')].map((it) => it.textContent?.trim());
const said = (element: P2pCall): string | null | undefined =>
  element.renderRoot.querySelector('.toolbar [role="status"]')?.textContent;

it.for(['recording', 'recorded', 'recording-full'])('is accessible in scene %s', async (scene) => {
  const { element } = await mountScene(scene);
  await expect.poll(() => element.renderRoot.querySelector('.banner')).not.toBeNull();
  await expectAccessible(element);
});

describe('a recording', () => {
  it('of another one stands over the stage and in the list of people, and is said once', async () => {
    const { element, call } = await mountScene('people-guest');
    await openMore(element);
    const [bob, carol] = [participantNamed('Bob', { isRecording: true }), participantNamed('Carol')];
    call.show({ participants: everyone(bob, carol) });
    await expect.poll(() => bannersOf(element)).toEqual(['Bob is recording.']);
    expect(find(element, '.banner.recording').querySelector('button')).toBeNull();
    expect(find(element, '[data-person="p-Bob"] .recording-mark').ariaLabel).toBe('Recording');
    expect(element.renderRoot.querySelectorAll('.recording-mark')).toHaveLength(1);
    expect(said(element)).toBe('Bob is recording.');
    call.show({ participants: everyone(bob, carol, participantNamed('Dave')) });
    await element.updateComplete;
    expect(said(element)).toBe('Bob is recording.');
    call.show({ participants: everyone(participantNamed('Bob'), carol) });
    await element.updateComplete;
    expect([bannersOf(element), said(element)]).toEqual([[], 'Bob stopped recording.']);
  });

  it('that was there before is seen and said by who comes later', async () => {
    const { element } = await mountScene('recorded');
    await expect.poll(() => bannersOf(element)).toEqual(['Bob is recording.']);
    expect(said(element)).toBe('Bob is recording.');
  });

  it('of several is one line each, the own first, which can be stopped there', async () => {
    const { element, call } = await mountScene('recording');
    await expect.poll(() => bannersOf(element)).toEqual(['You are recording.', 'Bob is recording.']);
    find(element, '[part~="button-stop-recording"]').click();
    expect(call.requested).toEqual(['stopRecording']);
    call.show({ localParticipant: selfNamed('Alice') });
    await element.updateComplete;
    expect([bannersOf(element), said(element)]).toEqual([['Bob is recording.'], 'You stopped recording.']);
  });

  it('that could not go on says why, until it is dismissed, and again the next time', async () => {
    const { element, call } = await mountScene('recording-full');
    await expect.poll(() => bannersOf(element)).toEqual([expect.stringContaining('no more room')]);
    find(element, '.banner .icon-button').click();
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([]);
    call.show({ error: new CallError('unsupported-browser', { subject: 'recording' }) });
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([expect.stringContaining('cannot be recorded')]);
    call.show({ error: new CallError('device-not-found', { subject: 'recording' }) });
    await element.updateComplete;
    expect(bannersOf(element)).toEqual([expect.stringContaining('no sound')]);
  });
});

describe('the switch', () => {
  it('records into a file that the person chooses, and shows only what is so', async () => {
    const { element, call } = await mountScene('connected');
    await openMore(element);
    const button = find(element, '[part~="button-recording"]');
    button.click();
    await element.updateComplete;
    expect([call.requested, button.ariaPressed]).toEqual([['startRecording true'], 'false']);
    call.show({ localParticipant: selfNamed('Alice', { isRecording: true }) });
    await element.updateComplete;
    expect(button.ariaPressed).toBe('true');
    button.click();
    expect(call.requested).toEqual(['startRecording true', 'stopRecording']);
  });

  it('is not there where the page does not want it, in a call without media, and where the browser cannot record', async () => {
    const has = async (attributes: Record<string, string> = {}): Promise<boolean> => {
      const { element } = await mountScene('connected', attributes);
      await openMore(element);
      return element.renderRoot.querySelector('[part~="button-recording"]') !== null;
    };
    expect(await has()).toBe(true);
    expect(await has({ controls: 'more hand' })).toBe(false);
    expect(await has({ controls: 'more recording' })).toBe(true);
    expect(await has({ 'data-only': '' })).toBe(false);
    vi.stubGlobal('MediaRecorder', undefined);
    expect(await has()).toBe(false);
  });
});
