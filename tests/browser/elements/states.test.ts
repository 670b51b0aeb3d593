import { afterEach, describe, expect, it, vi } from 'vitest';
import { ERROR_CODES, LEAVE_REASONS } from '#protocol';
import { CallError } from '../../../widget/call/call-error.ts';
import { page } from '../../../widget/elements/page.ts';
import { errorText } from '../../../widget/locales/error-text.ts';
import { leaveText } from '../../../widget/locales/leave-text.ts';
import { useLocale } from '../../../widget/locales/localization.ts';
import { expectAccessible } from './support/accessibility.ts';
import { find, mount, mountScene } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON, participantNamed } from './support/scripted-call.ts';

afterEach(async () => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  await useLocale('en');
});

it('is accessible in the state error', async () => {
  const { element } = await mountScene('error-full');
  await expectAccessible(element);
});

describe.for([...ERROR_CODES])('the error %s', (code) => {
  it('says what happened and what to do, with a button where one helps', async () => {
    const { element, call } = await mount();
    call.show({ state: 'error', error: new CallError(code, { fatal: true }) });
    await element.updateComplete;
    const reload = vi.spyOn(page, 'reload').mockReturnValue();
    const { title, whatToDo, next } = errorText(code);
    const card = find(element, '.card');
    expect(card.textContent).toContain(title);
    expect(card.textContent).toContain(whatToDo);
    expect(whatToDo.endsWith('.')).toBe(true);
    await expectAccessible(element);
    const buttons = [...card.querySelectorAll<HTMLButtonElement>('button')];
    expect(buttons.map((button) => button.getAttribute('part'))).toEqual(
      next === null ? [] : [`button button-${next}`],
    );
    buttons[0]?.click();
    expect(call.requested).toEqual(next === 'retry' ? ['join'] : []);
    expect(reload).toHaveBeenCalledTimes(next === 'reload' ? 1 : 0);
  });
});

describe.for([...LEAVE_REASONS])('an end by %s', (reason) => {
  it('says why, and one can join again unless one was removed', async () => {
    const { element, call } = await mount();
    call.show({ state: 'ended', endReason: reason });
    await element.updateComplete;
    const { title, detail } = leaveText(reason);
    expect(find(element, '.card').textContent).toContain(title);
    expect(find(element, '.card').textContent).toContain(detail);
    element.renderRoot.querySelector<HTMLElement>('.card [part~="button-join"]')?.click();
    expect(call.requested).toEqual(reason === 'kicked' ? [] : ['join']);
  });
});

describe('a room name that cannot be one', () => {
  it('is said at once, as a state, in words and as an event, and nothing is asked of the call', async () => {
    const heard = vi.fn<(event: CustomEvent) => void>();
    document.addEventListener('p2p-error', heard);
    const { element, call } = await mount({ room: 'no/such room' });
    await expect(element.join()).rejects.toThrow('invalid-room');
    document.removeEventListener('p2p-error', heard);
    expect(element.getAttribute('state')).toBe('error');
    expect(find(element, '.card').textContent).toContain('This room does not exist');
    expect(heard).toHaveBeenCalledOnce();
    expect(heard.mock.calls[0]?.[0].detail).toMatchObject({ code: 'invalid-room', fatal: true });
    expect(call.requested).toEqual([]);
  });

  it('is forgotten when the page gives a good one', async () => {
    const { element } = await mount({ room: 'no/such room' });
    element.room = 'coffee';
    await element.updateComplete;
    expect(element.state).toBe('idle');
    expect(find(element, '.prejoin-screen').hidden).toBe(false);
  });

  it('is no error while a page has not given one yet', async () => {
    const { element } = await mount({ room: '' });
    expect(element.state).toBe('idle');
    await expect(element.join()).rejects.toThrow('invalid-room');
    expect(element.state).toBe('error');
  });
});

describe('a new room after the end of a call', () => {
  it('starts before the call again', async () => {
    const { element, call } = await mountScene('ended');
    element.room = 'tea';
    await element.updateComplete;
    await vi.waitFor(() => expect(element.state).toBe('idle'));
    expect(call.isDisposed).toBe(true);
  });
});

describe('waiting alone', () => {
  it('offers no link on a page that is no room link', async () => {
    const { element } = await mountScene('waiting');
    expect(element.renderRoot.querySelector('.share')).toBeNull();
  });

  it('shows the link of a room page, and copies it', async () => {
    const { pathname } = location;
    history.replaceState(null, '', '/r/coffee');
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { element } = await mountScene('waiting');
    expect(find<HTMLInputElement>(element, '.share-link').value).toBe(`${location.origin}/r/coffee`);
    find(element, '[part~="button-copy"]').click();
    await vi.waitFor(() => expect(find(element, '[part~="button-copy"]').textContent).toContain('Copied'));
    expect(copied).toHaveBeenCalledWith(`${location.origin}/r/coffee`);
    history.replaceState(null, '', pathname);
  });
});

describe('banners', () => {
  it('of a device go away on request, and come back with a new problem', async () => {
    const { element, call } = await mountScene('device-lost');
    expect(find(element, '.banner').textContent).toContain('No camera found');
    find(element, '.banner [aria-label="Dismiss"]').click();
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.banner')).toBeNull();
    const failure = new CallError('device-in-use', { subject: 'camera' });
    call.show({ notices: [failure], devices: { microphone: DEVICE_ON, camera: { ...DEVICE_OFF, failure } } });
    await element.updateComplete;
    expect(find(element, '.banner').textContent).toContain('Another app is using the camera');
  });

  it.for([
    ['device-not-found', 'camera', ['toggleCamera']],
    ['permission-denied', 'microphone', ['toggleMicrophone']],
  ] as const)('of a device that is %s, %s, offer to try again', async ([code, device, requested]) => {
    const { element, call } = await mountScene('connected');
    const failure = new CallError(code, { subject: device });
    call.show({ notices: [failure], devices: { ...call.devices, [device]: { ...DEVICE_OFF, failure } } });
    await element.updateComplete;
    await expectAccessible(element);
    find(element, '.banner [part~="button-retry"]').click();
    expect(call.requested).toEqual(requested);
  });

  it('of two devices offer to try both', async () => {
    const { element, call } = await mountScene('connected');
    const failures = ['camera', 'microphone'].map((subject) => new CallError('device-in-use', { subject }));
    const [camera = null, microphone = null] = failures;
    const off = { camera: { ...DEVICE_OFF, failure: camera }, microphone: { ...DEVICE_OFF, failure: microphone } };
    call.show({ notices: failures, devices: off });
    await element.updateComplete;
    find(element, '.banner [part~="button-retry"]').click();
    expect(call.requested).toEqual(['toggleMicrophone', 'toggleCamera']);
  });

  it('of a device that another app has offer another one', async () => {
    const { element } = await mountScene('device-in-use');
    await expectAccessible(element);
    find(element, '.banner [part~="button-choose-device"]').click();
    await vi.waitFor(() => expect(find(element, '.device-menu').isConnected).toBe(true));
  });

  it.for([
    [320, 568],
    [280, 360],
  ] as const)('stay within a box of %s x %s, beside its button for the devices', async ([width, height]) => {
    const { element } = await mountScene('device-in-use');
    element.style.setProperty('width', `${width}px`);
    element.style.setProperty('height', `${height}px`);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const box = find(element, '.banner').getBoundingClientRect();
    const tools = find(element, '.button-devices').getBoundingClientRect();
    expect(tools.width).toBeGreaterThan(0);
    expect(box.top >= tools.bottom || box.left >= tools.right).toBe(true);
    for (const button of element.renderRoot.querySelectorAll('.banner button')) {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const hit = element.shadowRoot?.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      expect(hit?.closest('button')).toBe(button);
      expect(left).toBeGreaterThanOrEqual(box.left);
      expect(right).toBeLessThanOrEqual(box.right);
      expect(bottom).toBeLessThanOrEqual(box.bottom);
    }
  });

  it.for(['policy-blocked', 'insecure-context'] as const)('offer nothing that cannot help: %s', async (code) => {
    const { element, call } = await mountScene('connected');
    const failure = new CallError(code, { subject: 'camera' });
    call.show({ notices: [failure], devices: { microphone: DEVICE_ON, camera: { ...DEVICE_OFF, failure } } });
    await element.updateComplete;
    expect(find(element, '.banner').textContent).toContain(errorText(code, 'camera').whatToDo);
    expect(element.renderRoot.querySelector('.banner-actions')).toBeNull();
  });

  it('of a path that is not found, or a screen that is refused, offer to try again', async () => {
    const { element, call } = await mountScene('connected');
    call.show({ error: new CallError('ice-failed', { subject: 'p-Bob' }) });
    await element.updateComplete;
    find(element, '.banner [part~="button-retry"]').click();
    call.show({ error: null, notices: [new CallError('permission-denied', { subject: 'screen' })] });
    await element.updateComplete;
    find(element, '.banner [part~="button-retry"]').click();
    expect(call.requested).toEqual(['restartIce', 'toggleScreenshare']);
  });

  it('tell a lost server apart from a lost call', async () => {
    const { element } = await mountScene('signal-reconnecting');
    expect(find(element, '.banner').textContent).toContain('Your call goes on');
    expect(element.state).toBe('connected');
  });

  it('say whom there is no connection to, and offer to try again', async () => {
    const { element, call } = await mountScene('disconnected');
    expect(find(element, '.banner').textContent).toContain('No connection to \u2068Bob\u2069.');
    await expectAccessible(element);
    find(element, '.banner button').click();
    expect(call.requested).toEqual(['restartIce']);
  });
});

describe('the live region', () => {
  it('says who comes and goes and how the connection stands', async () => {
    const { element, call } = await mountScene('connected');
    const said: (string | null)[] = [];
    const listen = async (): Promise<void> => {
      await element.updateComplete;
      said.push(find(element, '[role="status"]').textContent);
    };
    call.fire('p2p-participant-join', { participant: participantNamed('Carol') });
    await listen();
    call.fire('p2p-participant-leave', { participant: participantNamed('Carol'), reason: 'user_left' });
    await listen();
    call.show({ state: 'reconnecting' });
    await listen();
    call.show({ state: 'connected' });
    await listen();
    expect(said).toEqual(['Carol joined.', 'Carol left.', 'Connection interrupted. Reconnecting.', 'Connected again.']);
  });
});

describe('what is announced', () => {
  it('is said once, however often the call is drawn, and again when it happens again', async () => {
    const { element, call } = await mountScene('connected');
    const region = find(element, '.panel > [role="status"]');
    const said: string[] = [];
    const watch = new MutationObserver(() => said.push(region.textContent ?? ''));
    watch.observe(region, { childList: true, characterData: true, subtree: true });
    for (let round = 0; round < 2; round += 1) {
      call.fire('p2p-camera-toggle', { enabled: false });
      for (let draw = 0; draw < 3; draw += 1) {
        element.requestUpdate();
        await element.updateComplete;
      }
    }
    watch.disconnect();
    // The same words are another text, or a screen reader would stay silent.
    expect(said.map((text) => text.trim())).toEqual(['Camera off.', 'Camera off.']);
    expect(said[0]).not.toBe(said[1]);
  });

  it('is nothing while somebody merely speaks or a figure changes', async () => {
    const { element, call } = await mountScene('connected');
    const before = find(element, '.panel > [role="status"]').textContent;
    const [other] = call.participants.values();
    if (other) call.fire('p2p-participant-update', { participant: other });
    call.show({ participants: new Map(call.participants) });
    await element.updateComplete;
    expect(find(element, '.panel > [role="status"]').textContent).toBe(before);
  });
});

describe('the focus', () => {
  it('goes to the next control when its own goes away', async () => {
    const { element, call } = await mountScene('connected');
    find(element, '[part~="button-leave"]').focus();
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.textContent?.trim()).toBe('Join again');
  });

  it('is not taken from the page', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    const { element, call } = await mountScene('connected');
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    expect(document.activeElement).toBe(field);
  });
});

describe('language', () => {
  it('follows the attribute, and everything is said in it', async () => {
    const { element } = await mount({ lang: 'de-AT' });
    await vi.waitFor(() => expect(find(element, '[part~="button-join"]').textContent?.trim()).toBe('Beitreten'));
    expect(find(element, '.panel').dir).toBe('ltr');
  });

  it('writes from right to left for languages that do, even untranslated', async () => {
    const { element } = await mount({ lang: 'fa' });
    expect(find(element, '.panel').dir).toBe('rtl');
    expect(find(element, '[part~="button-join"]').textContent?.trim()).toBe('Join');
  });

  it('leaves the direction to the page without the attribute', async () => {
    const { element } = await mount();
    expect(find(element, '.panel').hasAttribute('dir')).toBe(false);
  });
});
