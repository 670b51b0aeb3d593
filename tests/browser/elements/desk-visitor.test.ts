/** A visitor of a support desk: calls, waits, is answered, hangs up, leaves a message, and finds it all again on the next page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { deskFactory } from '../../../widget/elements/desk-factory.ts';
import { DeskError } from '../../../widget/desk/desk-types.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, mount } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON, everyone, participantNamed } from './support/scripted-call.ts';
import { ANSWERED, AVAILABLE, type DeskSnapshot, PASS, ScriptedDesk, ownCall } from './support/scripted-desk.ts';
import { expectTargets } from './support/targets.ts';

const VISITOR = { room: '', desk: 'sales' };

beforeEach(() => {
  sessionStorage.clear();
  return page.viewport(800, 700);
});

afterEach(() => document.body.replaceChildren());

async function visit(attributes: Readonly<Record<string, string>> = {}, content = ''): Promise<Mounted> {
  const mounted = await mount({ ...VISITOR, ...attributes }, { content });
  mounted.desk.show({ availability: AVAILABLE });
  await mounted.element.updateComplete;
  return mounted;
}

const button = (element: P2pCall, name: string): HTMLElement => find(element, `[part~="button-${name}"]`);
const isThere = (element: P2pCall, selector: string): boolean =>
  [...element.renderRoot.querySelectorAll(selector)].some((it) => it.getClientRects().length > 0);
const screenText = (element: P2pCall): string => find(element, '.desk-screen').innerText.replaceAll(/\s+/g, ' ');

async function press({ element }: Mounted, name: string): Promise<void> {
  button(element, name).click();
  await settled(element);
}

async function settled(element: P2pCall): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await Promise.resolve();
    await element.updateComplete;
  }
}

async function type({ element }: Mounted, name: string, text: string): Promise<void> {
  const field = find<HTMLInputElement>(element, `.desk-form [name="${name}"]`);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await element.updateComplete;
}

/** In a call that Ann has answered. */
async function answered(attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
  const mounted = await visit(attributes);
  await press(mounted, 'call');
  mounted.desk.show({ call: ownCall('waiting', { position: 1 }) });
  mounted.desk.show({ call: ANSWERED });
  await settled(mounted.element);
  mounted.call.show({ state: 'connected', participants: everyone(participantNamed('Ann')) });
  await settled(mounted.element);
  return mounted;
}

function heard(element: P2pCall): string[] {
  const names: string[] = [];
  for (const name of [
    'availability-change',
    'queue-position',
    'call-accepted',
    'call-missed',
    'call-ended',
    'state-change',
    'error',
  ]) {
    element.addEventListener(`p2p-${name}`, (event) => {
      const {
        state,
        position,
        name: who,
        reason,
        code,
      } = (event as CustomEvent<Record<string, string | number | null>>).detail;
      names.push(`${name} ${String([state, position, who, reason, code].find((it) => it !== undefined))}`);
    });
  }
  return names;
}

/** A desk that says only with `found` whether it knows the call of the page before. */
function askedDesk(): { desk: ScriptedDesk; found(isThere: boolean): void } {
  const desk = new ScriptedDesk();
  let found = (_isThere: boolean): void => undefined;
  desk.resumed = new Promise((resolve) => {
    found = resolve;
  });
  return { desk, found: (isThere) => found(isThere) };
}

describe('before the call', () => {
  it('asks nobody for a room, a microphone or a name that the page knows', async () => {
    const { element, call } = await visit({ 'display-name': 'Vera' });
    expect(element.state).toBe('idle');
    expect(call.requested).toEqual([]);
    expect(isThere(element, '.desk-form [name="name"]')).toBe(false);
    expect(isThere(element, '.prejoin')).toBe(false);
    expect(screenText(element)).toContain('Call us Somebody is here for you');
  });

  it('says what was typed, what the page asks, and where the visitor is', async () => {
    const mounted = await visit(
      { 'user-id': 'u-7', 'user-hash': 'a'.repeat(64) },
      `<label slot="desk-fields">Order <input name="order" value="4711" /></label>
       <label slot="desk-fields"><input type="checkbox" name="urgent" checked value="yes" /> Urgent</label>
       <input slot="desk-fields" type="password" name="secret" value="hunter2" />`,
    );
    await type(mounted, 'name', ' Vera ');
    await type(mounted, 'topic', 'A broken chair');
    await press(mounted, 'call');
    expect(mounted.desk.wishes).toEqual([
      {
        name: 'Vera',
        topic: 'A broken chair',
        form: { order: '4711', urgent: 'yes' },
        page: { url: location.origin + location.pathname, title: document.title },
        userId: 'u-7',
        userHash: 'a'.repeat(64),
      },
    ]);
  });

  it('takes fields of the page instead of its own', async () => {
    const mounted = await visit(
      {},
      `<input slot="desk-fields" type="hidden" name="topic" value="Checkout" />
       <input slot="desk-fields" type="hidden" name="name" value="Vera" />
       <input slot="desk-fields" type="hidden" name="department" value="repairs" />`,
    );
    const { element, desk } = mounted;
    desk.show({
      availability: { ...AVAILABLE, departments: ['sales', 'repairs'].map((name) => ({ name, state: 'available' })) },
    });
    await element.updateComplete;
    expect(element.renderRoot.querySelectorAll('.desk-form :is(input, select)').length).toBe(0);
    await press(mounted, 'call');
    expect(desk.wishes[0]).toMatchObject({ name: 'Vera', topic: 'Checkout', department: 'repairs', form: {} });
  });

  it('lets one choose a department where there are several', async () => {
    const mounted = await visit();
    const { element, desk } = mounted;
    desk.show({
      availability: { ...AVAILABLE, departments: ['sales', 'repairs'].map((name) => ({ name, state: 'busy' })) },
    });
    await element.updateComplete;
    const select = find<HTMLSelectElement>(element, 'select[name="department"]');
    expect([...select.options].map(({ value }) => value)).toEqual(['', 'sales', 'repairs']);
    select.value = 'repairs';
    select.dispatchEvent(new Event('change'));
    await press(mounted, 'call');
    expect(desk.wishes[0]?.department).toBe('repairs');
  });

  it('does not call before the page has what it needs', async () => {
    const mounted = await visit({}, '<input slot="desk-fields" name="order" required aria-label="Order" />');
    await press(mounted, 'call');
    expect(mounted.desk.wishes).toEqual([]);
    expect(mounted.call.requested).toEqual([]);
  });

  it('says that it is too much text before anybody is called, in any script', async () => {
    const fields = Array.from(
      { length: 8 },
      (_, i) => `<textarea slot="desk-fields" name="f${i}" aria-label="f${i}">${'名'.repeat(256)}</textarea>`,
    );
    const mounted = await visit({}, fields.join(''));
    const { element, desk, call } = mounted;
    await press(mounted, 'call');
    expect([desk.wishes, call.requested, element.state]).toEqual([[], [], 'idle']);
    expect(find(element, '.desk-problem').textContent).toBe('That is too much text. Please make your answers shorter.');
    element.querySelector('textarea')?.remove();
    await press(mounted, 'call');
    expect(Object.keys(desk.wishes[0]?.form ?? {})).toHaveLength(7);
    expect(find(element, '.desk-problem').textContent).toBe('');
  });

  it('leaves out the title of the page, and then its address, before an answer', async () => {
    const fields = (count: number, last: number): string =>
      Array.from(
        { length: count },
        (_, i) => `<input slot="desk-fields" name="f${i}" value="${'x'.repeat(i === count - 1 ? last : 256)}" />`,
      ).join('');
    const { title } = document;
    document.title = 't'.repeat(128);
    const some = await visit({}, fields(8, 60));
    await press(some, 'call');
    expect(some.desk.wishes[0]?.page).toEqual({ url: location.origin + location.pathname, title: '' });
    some.element.remove();
    const most = await visit({ desk: 'repairs' }, fields(8, 130));
    await press(most, 'call');
    expect(most.desk.wishes[0]?.page).toBeUndefined();
    document.title = title;
  });

  it('is called by Enter in a field of the page', async () => {
    const { element, desk } = await visit({}, '<input slot="desk-fields" name="order" aria-label="Order" />');
    element.querySelector('input')?.focus();
    await userEvent.keyboard('12{Enter}');
    await settled(element);
    expect(desk.wishes[0]?.form).toEqual({ order: '12' });
  });

  it('has the microphone asked for in the gesture, and no camera', async () => {
    const mounted = await visit();
    mounted.desk.hold();
    await press(mounted, 'call');
    expect(mounted.call.requested).toEqual(['prepare']);
    expect(mounted.call.options).toMatchObject({ room: '', video: false, audio: true });
  });

  it('has the camera on where the page says so', async () => {
    const mounted = await visit({ video: '' });
    await press(mounted, 'call');
    expect(mounted.call.options.video).toBe(true);
  });
});

describe('the line', () => {
  it('tells the place, and an estimate only where there is one', async () => {
    const { element, desk, call } = await visit();
    call.show({ state: 'prejoin', devices: { microphone: DEVICE_ON, camera: DEVICE_OFF } });
    desk.show({ call: ownCall('waiting', { position: 2, waitMs: 250_000 }) });
    await settled(element);
    expect(screenText(element)).toContain('You are in line You are number 2 in line. It should take about 5 minutes.');
    desk.show({ call: ownCall('ringing', { position: 1 }) });
    await settled(element);
    expect(screenText(element)).toContain('It is ringing… You are next. You');
    expect(screenText(element)).not.toMatch(/minute/);
    expect(element.state).toBe('ringing');
    expect(isThere(element, '[part~="button-microphone"]')).toBe(true);
    expect(isThere(element, '[part~="toolbar"]')).toBe(false);
  });

  it('is left by the button, with what was typed still there', async () => {
    const mounted = await visit();
    const { element, desk, call } = mounted;
    await type(mounted, 'topic', 'A broken chair');
    await press(mounted, 'call');
    desk.show({ call: ownCall('waiting') });
    await settled(element);
    await press(mounted, 'cancel-call');
    expect(desk.requested).toContain('cancel');
    expect(call.requested).toContain('leave');
    expect(element.state).toBe('idle');
    expect(find<HTMLInputElement>(element, '[name="topic"]').value).toBe('A broken chair');
  });

  it('is left also before the desk has answered, and nothing comes of it then', async () => {
    const mounted = await visit();
    const { element, desk } = mounted;
    const answer = desk.hold();
    desk.failure = new DeskError('desk-full');
    await press(mounted, 'call');
    expect(element.state).toBe('waiting');
    const left = element.hangUp();
    answer();
    await left;
    await settled(element);
    expect(element.state).toBe('idle');
    expect(find(element, '.desk-problem').textContent).toBe('');
  });

  it('is left at once, also where the desk hears of it late and somebody answers meanwhile', async () => {
    const mounted = await visit();
    const { element, desk, call } = mounted;
    await press(mounted, 'call');
    desk.show({ call: ownCall('waiting') });
    await settled(element);
    const answer = desk.hold();
    await press(mounted, 'cancel-call');
    expect(button(element, 'cancel-call').getAttribute('aria-busy')).toBe('true');
    await press(mounted, 'cancel-call');
    expect(desk.requested.filter((it) => it === 'cancel')).toHaveLength(1);
    desk.show({ call: ANSWERED });
    await settled(element);
    expect(call.requested).toEqual(['prepare', 'leave']);
    answer();
    await vi.waitFor(() => expect(element.state).toBe('idle'));
    expect(call.requested).not.toContain('join');
  });

  it('moves no focus to nowhere', async () => {
    const mounted = await visit();
    mounted.desk.hold();
    button(mounted.element, 'call').focus();
    await press(mounted, 'call');
    expect(mounted.element.shadowRoot?.activeElement).toBe(button(mounted.element, 'cancel-call'));
  });
});

describe('the call', () => {
  it('is in the room of the pass, with its tokens, and the attribute stays as it was', async () => {
    const { element, call, desk } = await answered();
    expect(call.requested).toEqual(['prepare', 'join']);
    expect(call.options).toMatchObject({ room: PASS.room, token: PASS.token, siteKey: '' });
    expect(await call.options.getToken?.()).toBe('d.e.f');
    expect(desk.requested).toContain('freshPass');
    expect(element.room).toBe('');
    expect(element.state).toBe('connected');
    expect(isThere(element, '.desk-screen')).toBe(false);
    expect(isThere(element, '[part~="button-leave"]')).toBe(true);
  });

  it('asks for no token where rooms are open', async () => {
    const { element, call, desk } = await visit({ 'site-key': 'k' });
    desk.show({ call: ownCall('active', { pass: { room: 'open-room' } }) });
    await settled(element);
    expect(call.options).toMatchObject({ room: 'open-room', token: '', siteKey: '', getToken: null });
  });

  it('says that it is held, and by whom', async () => {
    const { element, desk } = await answered();
    desk.show({ call: { ...ANSWERED, held: true } });
    await settled(element);
    expect(find(element, '[data-banner="held"]').textContent).toContain('Ann put you on hold and will be back.');
    desk.show({ call: ANSWERED });
    await settled(element);
    expect(element.renderRoot.querySelector('[data-banner="held"]')).toBeNull();
  });

  it('stays in the room while somebody else is looked for', async () => {
    const { element, desk, call } = await answered();
    call.show({ state: 'waiting', participants: everyone() });
    desk.show({ call: ownCall('waiting', { pass: PASS, again: 'transfer', position: 1 }) });
    await settled(element);
    expect(find(element, '.note').innerText).toMatch(/connected with somebody else[^]*You are next/);
    desk.show({ call: { ...ANSWERED, agent: { name: 'Bo' } } });
    await settled(element);
    expect(call.requested).toEqual(['prepare', 'join']);
    expect(desk.requested).not.toContain('end');
  });

  it('ends at the desk when the visitor hangs up', async () => {
    const { element, desk, call } = await answered();
    button(element, 'leave').click();
    call.show({ state: 'ended', endReason: 'user_left' });
    await settled(element);
    expect(desk.requested.filter((it) => it === 'end')).toEqual(['end']);
  });

  it('goes on at the desk when only the connection is lost', async () => {
    const { element, desk, call } = await answered();
    call.show({ state: 'ended', endReason: 'network_disconnect' });
    await settled(element);
    expect(desk.requested).not.toContain('end');
    await press({ element, desk, call }, 'join');
    expect(call.requested.at(-1)).toBe('join');
  });

  it('is left when the agent hangs up', async () => {
    const { element, desk, call } = await answered();
    desk.show({ call: ownCall('ended', { reason: 'agent' }) });
    await settled(element);
    expect(call.requested.at(-1)).toBe('leave');
    expect(element.state).toBe('ended');
    expect(screenText(element)).toContain('The call is over How was the call?');
  });

  it('opens the window that was minimized', async () => {
    const { element } = await answered({ mode: 'floating' });
    expect(element.isOpen).toBe(true);
  });
});

describe('afterwards', () => {
  async function ended(): Promise<Mounted> {
    const mounted = await answered();
    mounted.desk.show({ call: ownCall('ended', { reason: 'agent' }) });
    await settled(mounted.element);
    return mounted;
  }

  it('takes stars by keyboard, once, when they are sent', async () => {
    const mounted = await ended();
    const { element, desk } = mounted;
    const stars = [...element.renderRoot.querySelectorAll<HTMLInputElement>('.star input')];
    expect(stars.map((it) => it.getAttribute('aria-label'))).toEqual([
      '1 star of 5',
      '2 stars of 5',
      '3 stars of 5',
      '4 stars of 5',
      '5 stars of 5',
    ]);
    stars[0]?.focus();
    await userEvent.keyboard(' {ArrowRight}{ArrowRight}{ArrowRight}');
    await settled(element);
    expect(desk.requested.some((it) => it.startsWith('rate'))).toBe(false);
    expectTargets(element.renderRoot);
    await expectAccessible(element);
    await press(mounted, 'rate');
    expect(desk.requested.at(-1)).toBe('rate 4');
    expect(screenText(element)).toContain('Thank you.');
  });

  it('one calls again', async () => {
    const mounted = await ended();
    await press(mounted, 'call-again');
    expect(mounted.desk.requested).toContain('forget');
    expect(isThere(mounted.element, '[part~="button-call"]')).toBe(true);
  });
});

describe('a message', () => {
  async function closed(): Promise<Mounted> {
    const mounted = await visit();
    mounted.desk.show({ availability: { ...AVAILABLE, state: 'offline' } });
    await settled(mounted.element);
    return mounted;
  }

  it('is what one leaves where nobody is', async () => {
    const mounted = await closed();
    await type(mounted, 'contact', 'vera@example.com');
    await type(mounted, 'text', 'Please call me\nback');
    await press(mounted, 'send-message');
    expect(mounted.desk.messages[0]).toMatchObject({
      message: { contact: 'vera@example.com', text: 'Please call me\nback' },
      voice: undefined,
    });
    expect(screenText(mounted.element)).toContain('Your message was sent');
    expect(find(mounted.element, '[role="status"]').textContent).toContain('Your message was sent.');
    await expectAccessible(mounted.element);
  });

  it('is kept when it cannot be sent, and sent once more', async () => {
    const mounted = await closed();
    const { element, desk } = mounted;
    await type(mounted, 'text', 'Hello');
    desk.failure = new DeskError('signaling-unreachable');
    await press(mounted, 'send-message');
    expect(find(element, '.desk-problem').textContent).toContain('Check your internet connection');
    expect(find<HTMLTextAreaElement>(element, '.desk-text').value).toBe('Hello');
    desk.failure = null;
    await press(mounted, 'send-message');
    expect(screenText(element)).toContain('Your message was sent');
  });

  it('can be stopped on its way', async () => {
    const mounted = await closed();
    mounted.desk.hold();
    await type(mounted, 'text', 'Hello');
    await press(mounted, 'send-message');
    expect(button(mounted.element, 'send-message').getAttribute('aria-busy')).toBe('true');
    await press(mounted, 'stop-sending');
    await vi.waitFor(() => expect(button(mounted.element, 'send-message').hasAttribute('aria-busy')).toBe(false));
    expect(find<HTMLTextAreaElement>(mounted.element, '.desk-text').value).toBe('Hello');
    expect(find(mounted.element, '.desk-problem').textContent).toBe('');
  });

  it('must say something', async () => {
    const mounted = await closed();
    await press(mounted, 'send-message');
    expect(mounted.desk.messages).toEqual([]);
    expect(find(mounted.element, '.desk-problem').textContent).toContain('Write something');
    expect(mounted.element.shadowRoot?.activeElement).toBe(find(mounted.element, '.desk-text'));
  });

  it('may be spoken, listened to and deleted', async () => {
    const mounted = await closed();
    const { element, desk } = mounted;
    await press(mounted, 'record-voice');
    await vi.waitFor(() => button(element, 'stop-voice'));
    expectTargets(element.renderRoot);
    await expectAccessible(element);
    await vi.waitFor(() => expect(find(element, '.voice-live').textContent).toBe('0:01'));
    await press(mounted, 'stop-voice');
    await vi.waitFor(() => button(element, 'play-voice'));
    await press(mounted, 'play-voice');
    await vi.waitFor(() => expect(button(element, 'play-voice').innerText).toBe('Listen'));
    await press(mounted, 'send-message');
    const voice = desk.messages[0]?.voice;
    expect(voice?.type).toBe('audio/webm');
    expect(voice?.size).toBeGreaterThan(100);
  });

  it('takes along what is still being said', async () => {
    const mounted = await closed();
    const { element, desk } = mounted;
    await type(mounted, 'text', 'Listen to this');
    await press(mounted, 'record-voice');
    await vi.waitFor(() => expect(find(element, '.voice-live').textContent).toBe('0:01'));
    await press(mounted, 'send-message');
    await vi.waitFor(() => expect(desk.messages.length).toBe(1));
    expect(desk.messages[0]?.voice?.size).toBeGreaterThan(100);
  });

  it('is not recorded behind a closed window', async () => {
    const mounted = await visit({ mode: 'floating', open: '' });
    const { element, desk } = mounted;
    desk.show({ availability: { ...AVAILABLE, state: 'offline' } });
    await settled(element);
    await press(mounted, 'record-voice');
    await vi.waitFor(() => expect(find(element, '.voice-live').textContent).toBe('0:01'));
    await element.close();
    await settled(element);
    await element.open();
    await vi.waitFor(() => expect(isThere(element, '[part~="button-play-voice"]')).toBe(true));
  });
});

describe('what goes wrong', () => {
  it.for([
    ['rate-limited', 'Too many attempts'],
    ['message-too-large', 'That is too much text'],
  ] as const)('%s is said on the form, and tried again', async ([code, words]) => {
    const mounted = await visit();
    const { element, desk, call } = mounted;
    const events = heard(element);
    desk.failure = new DeskError(code);
    await press(mounted, 'call');
    expect(find(element, '.desk-problem').textContent).toContain(words);
    expect(call.requested).toEqual(['prepare', 'leave']);
    expect(events).toContain(`error ${code}`);
    desk.failure = null;
    await press(mounted, 'call');
    expect(find(element, '.desk-problem').textContent).toBe('');
  });

  it('a desk that is full takes a message instead', async () => {
    const mounted = await visit();
    mounted.desk.failure = new DeskError('desk-full');
    await press(mounted, 'call');
    expect(screenText(mounted.element)).toContain('Too many people are waiting');
    expect(isThere(mounted.element, '[part~="button-send-message"]')).toBe(true);
  });

  it('a desk that cannot be reached for now is said while one waits', async () => {
    const mounted = await visit();
    mounted.desk.hold();
    await press(mounted, 'call');
    mounted.desk.show({ problem: { code: 'signaling-unreachable', fatal: false }, connection: 'connecting' });
    await settled(mounted.element);
    expect(screenText(mounted.element)).toContain('Check your internet connection');
    expect(isThere(mounted.element, '[part~="button-cancel-call"]')).toBe(true);
  });

  it('a call that the desk knows no more is over, and one may call again', async () => {
    const { element, desk, call } = await answered();
    desk.show({ call: null, problem: { code: 'call-gone', fatal: false } });
    await settled(element);
    expect(call.requested.at(-1)).toBe('leave');
    expect(find(element, '.desk-problem').textContent).toContain('This call is over');
    expect(isThere(element, '[part~="button-call"]')).toBe(true);
  });

  it('a desk that is closed and takes no messages has nothing to fill in', async () => {
    const { element, desk } = await visit({}, '<input slot="desk-fields" name="order" aria-label="Order" />');
    desk.show({ availability: { ...AVAILABLE, state: 'closed', messages: false } });
    await settled(element);
    expect(screenText(element)).toContain('Closed at the moment');
    expect(isThere(element, '.desk-form :is(input, button)')).toBe(false);
    expect(element.querySelector('input')?.getClientRects().length).toBe(0);
  });

  it('a desk that there is not says so, and is no way to call', async () => {
    const { element, desk } = await visit();
    const events = heard(element);
    desk.show({ problem: { code: 'invalid-desk', fatal: true }, connection: 'closed' });
    await settled(element);
    expect(element.state).toBe('error');
    expect(screenText(element)).toContain('This support desk does not exist');
    expect(events).toEqual(['error invalid-desk', 'state-change error']);
  });
});

describe('by script', () => {
  it('calls as soon as it is there, with `auto-join`', async () => {
    const { desk } = await mount({ ...VISITOR, 'auto-join': '' });
    await vi.waitFor(() => expect(desk.wishes.length).toBe(1));
  });

  it('does not call twice, and goes back into the room of the call', async () => {
    const { element, desk, call } = await visit();
    await element.call();
    desk.show({ call: ownCall('waiting') });
    await element.join();
    expect(desk.wishes.length).toBe(1);
    desk.show({ call: ANSWERED });
    await settled(element);
    call.show({ state: 'ended', endReason: 'network_disconnect' });
    await element.join();
    expect(call.requested).toEqual(['prepare', 'join', 'join']);
  });

  it('calls again after a call that is being left', async () => {
    const { element, desk, call } = await answered();
    call.leave = async () => {
      call.show({ state: 'ended', endReason: 'user_left' });
      call.fire('p2p-state-change', { state: 'ended', previous: 'connected' });
    };
    desk.end = async () => {
      await Promise.resolve();
      desk.show({ call: ownCall('ended', { reason: 'visitor' }) });
    };
    void element.hangUp();
    await element.call();
    expect(desk.wishes.length).toBe(2);
    desk.show({ call: ownCall('waiting') });
    void element.hangUp();
    await element.call();
    expect(desk.wishes.length).toBe(3);
  });

  it('keeps a call at its desk when the attribute changes, until the visitor has seen its end', async () => {
    const mounted = await answered();
    const { element, desk, call } = mounted;
    const other = new ScriptedDesk();
    deskFactory.create = () => other;
    element.desk = 'repairs';
    await settled(element);
    expect([desk.isDisposed, call.requested.includes('leave')]).toEqual([false, false]);
    desk.show({ call: ownCall('ended', { reason: 'agent' }) });
    await settled(element);
    expect([desk.isDisposed, other.requested]).toEqual([false, []]);
    await press(mounted, 'call-again');
    expect([desk.isDisposed, other.requested]).toEqual([true, ['watchAvailability']]);
  });

  it('lets go of the microphone where the desk is taken away while one waits', async () => {
    const mounted = await visit();
    const { element, desk, call } = mounted;
    await press(mounted, 'call');
    desk.show({ call: ownCall('waiting') });
    expect(call.requested).toEqual(['prepare']);
    element.desk = '';
    await settled(element);
    expect([desk.isDisposed, call.requested]).toEqual([true, ['prepare', 'leave']]);
  });

  it('leaves the line with the element, and can call again where that is put back', async () => {
    const mounted = await visit();
    const { element, desk, call } = mounted;
    await press(mounted, 'call');
    desk.show({ call: ownCall('waiting', { position: 1 }) });
    const next = new ScriptedDesk();
    deskFactory.create = () => next;
    element.remove();
    await vi.waitFor(() => expect([desk.isDisposed, call.requested.at(-1)]).toEqual([true, 'leave']));
    document.body.append(element);
    await settled(element);
    next.show({ availability: AVAILABLE });
    await settled(element);
    expect([element.state, next.requested]).toEqual(['idle', ['watchAvailability']]);
    await press(mounted, 'call');
    expect(next.wishes.length).toBe(1);
  });

  it('is at another desk when the attribute changes, and at none without it', async () => {
    const { element, desk } = await visit();
    const other = new ScriptedDesk();
    deskFactory.create = () => other;
    element.desk = 'repairs';
    await settled(element);
    expect([desk.isDisposed, other.requested]).toEqual([true, ['watchAvailability']]);
    element.desk = '';
    await settled(element);
    expect(other.isDisposed).toBe(true);
    expect(isThere(element, '.desk-screen')).toBe(false);
    expect(isThere(element, '.prejoin')).toBe(true);
  });
});

describe('from page to page', () => {
  it('the call is back without a press, and the window as it was', async () => {
    sessionStorage.setItem('p2p-call-desk-window sales', 'open');
    const { desk, found } = askedDesk();
    const { element, call } = await mount({ ...VISITOR, mode: 'floating' }, { desk });
    expect(element.isOpen).toBe(true);
    expect(element.state).toBe('idle');
    desk.show({ call: ANSWERED });
    found(true);
    await settled(element);
    expect(call.resumedRooms).toEqual([PASS.room]);
    expect(call.requested).toEqual(['join']);
    expect(element.isOpen).toBe(true);
    expect(desk.pages.map(({ url }) => url)).toEqual([location.origin + location.pathname]);
  });

  /** The next page of somebody in a call: the desk is asked, and has not answered. */
  async function asked(): Promise<Mounted & { readonly answer: (isThere: boolean) => void }> {
    const desk = new ScriptedDesk();
    let answer = (_isThere: boolean): void => undefined;
    desk.resumed = new Promise((resolve) => {
      answer = resolve;
    });
    desk.kept = ANSWERED;
    const mounted = await mount({ ...VISITOR, mode: 'floating' }, { desk });
    return { ...mounted, answer };
  }

  it('the seat is taken back while the desk is asked, and a new one only afterwards', async () => {
    const { element, call, answer } = await asked();
    await settled(element);
    expect([call.resumedRooms, call.requested, element.state]).toEqual([[PASS.room], [], 'connecting']);
    answer(true);
    await settled(element);
    expect(call.requested).toEqual(['join']);
  });

  it('a seat that was taken back stays when the desk says so too', async () => {
    const { element, desk, call, answer } = await asked();
    call.resumed = Promise.resolve(true);
    call.show({ state: 'connected' });
    await settled(element);
    expect(element.state).toBe('connected');
    answer(true);
    await settled(element);
    expect([element.state, call.requested, desk.pages.length]).toEqual(['connected', [], 1]);
  });

  it('a call that is over meanwhile is left, and the page hears of no error', async () => {
    const { element, desk, call, answer } = await asked();
    const events = heard(element);
    call.show({ state: 'error' });
    call.fire('p2p-error', { code: 'not-admitted', hint: '', fatal: true, subject: undefined });
    await settled(element);
    desk.show({ call: ownCall('ended', { reason: 'agent' }) });
    answer(false);
    await settled(element);
    expect(call.requested).toEqual(['leave']);
    expect(element.state).toBe('ended');
    expect(events).toEqual(['call-ended agent', 'state-change ended']);
  });

  it('whoever hangs up before the desk has answered is not brought back', async () => {
    const { element, desk, call, answer } = await asked();
    let take = (_isThere: boolean): void => undefined;
    call.resumed = new Promise((resolve) => {
      take = resolve;
    });
    await settled(element);
    void element.hangUp();
    take(false);
    answer(true);
    await settled(element);
    expect([desk.requested.includes('end'), call.requested]).toEqual([true, ['leave']]);
  });

  it('a window that was minimized stays so, and one without a call is closed', async () => {
    sessionStorage.setItem('p2p-call-desk-window sales', 'closed');
    const desk = new ScriptedDesk();
    desk.resumed = new Promise(() => undefined);
    const { element } = await mount({ ...VISITOR, mode: 'floating' }, { desk });
    desk.show({ call: ANSWERED });
    await settled(element);
    expect(element.isOpen).toBe(false);
    sessionStorage.setItem('p2p-call-desk-window repairs', 'open');
    const other = await mount({ ...VISITOR, desk: 'repairs', mode: 'floating' });
    await vi.waitFor(() => expect(other.element.isOpen).toBe(false));
    await vi.waitFor(() => expect(sessionStorage.getItem('p2p-call-desk-window repairs')).toBeNull());
  });

  it('is told to the agent where the page changes without being loaded', async () => {
    const { element, desk } = await answered();
    const { href } = location;
    history.pushState(null, '', '/cart?secret=1#x');
    await vi.waitFor(() => expect(desk.pages.at(-1)?.url).toBe(`${location.origin}/cart`));
    history.replaceState(null, '', href);
    element.remove();
    await vi.waitFor(() => expect(desk.isDisposed).toBe(true));
  });
});

describe('two elements at one desk', () => {
  const LIVE: readonly [string, Partial<DeskSnapshot>][] = [
    ['in line', { call: ownCall('waiting', { position: 1 }) }],
    ['answered', { call: ANSWERED }],
  ];

  it.each(LIVE)('have one call: a press on the other one leads to it (%s)', async (_name, snapshot) => {
    const bubble = await visit({ mode: 'floating' });
    const footer = await visit();
    bubble.desk.show(snapshot);
    await settled(bubble.element);
    bubble.element.isOpen = false;
    await settled(bubble.element);
    await press(footer, 'call');
    expect([footer.desk.wishes, footer.call.requested]).toEqual([[], []]);
    expect(bubble.element.isOpen).toBe(true);
  });

  it('open one window', async () => {
    const bubble = await visit({ mode: 'floating' });
    const header = await visit({ mode: 'modal' });
    bubble.desk.show({ call: ANSWERED });
    await settled(bubble.element);
    bubble.element.isOpen = false;
    await settled(bubble.element);
    header.element.isOpen = true;
    await vi.waitFor(() => expect([header.element.isOpen, bubble.element.isOpen]).toEqual([false, true]));
  });

  it('lead to the one in the page, where that has it', async () => {
    const inPage = await visit();
    const bubble = await visit({ mode: 'floating' });
    inPage.desk.show({ call: ownCall('waiting', { position: 1 }) });
    await settled(inPage.element);
    bubble.element.isOpen = true;
    await vi.waitFor(() =>
      expect(inPage.element.shadowRoot?.activeElement).toBe(button(inPage.element, 'cancel-call')),
    );
    expect(bubble.element.isOpen).toBe(false);
  });

  it('are free again when the call is over', async () => {
    const bubble = await visit({ mode: 'floating' });
    const footer = await visit();
    bubble.desk.show({ call: ANSWERED });
    bubble.desk.show({ call: ownCall('ended', { reason: 'agent' }) });
    await press(footer, 'call');
    expect(footer.desk.wishes).toHaveLength(1);
  });

  it('are free again when the one with the call is taken off the page', async () => {
    const bubble = await visit({ mode: 'floating' });
    const footer = await visit();
    bubble.desk.show({ call: ANSWERED });
    await settled(bubble.element);
    bubble.element.remove();
    await press(footer, 'call');
    expect(footer.desk.wishes).toHaveLength(1);
  });

  it('are two at two desks', async () => {
    const bubble = await visit({ mode: 'floating' });
    const footer = await visit({ desk: 'repairs' });
    bubble.desk.show({ call: ANSWERED });
    await press(footer, 'call');
    expect(footer.desk.wishes).toHaveLength(1);
  });

  it('take back one call on the next page, and the window as it was', async () => {
    sessionStorage.setItem('p2p-call-desk-window sales', 'open');
    const { desk, found } = askedDesk();
    const bubble = await mount({ ...VISITOR, mode: 'floating' }, { desk });
    const header = await mount({ ...VISITOR, mode: 'modal' });
    expect([desk.resumeCount, header.desk.resumeCount]).toEqual([1, 0]);
    desk.show({ call: ANSWERED });
    found(true);
    await settled(bubble.element);
    await settled(header.element);
    expect([bubble.element.isOpen, header.element.isOpen]).toEqual([true, false]);
    expect(sessionStorage.getItem('p2p-call-desk-window sales')).toBe('open');
  });
});

it('tells the page everything, in order', async () => {
  const mounted = await mount(VISITOR);
  const { element, desk, call } = mounted;
  const events = heard(element);
  desk.show({ availability: AVAILABLE });
  await settled(element);
  await press(mounted, 'call');
  desk.show({ call: ownCall('waiting', { position: 1 }) });
  desk.show({ call: ownCall('ringing', { position: 1 }) });
  call.show({ state: 'prejoin' });
  desk.show({ call: ANSWERED });
  call.show({ state: 'connecting' });
  call.show({ state: 'connected', participants: everyone(participantNamed('Ann')) });
  desk.show({ call: ownCall('ended', { reason: 'agent' }) });
  call.show({ state: 'ended', endReason: 'user_left' });
  await settled(element);
  expect(events).toEqual([
    'availability-change available',
    'state-change waiting',
    'queue-position 1',
    'state-change ringing',
    'queue-position null',
    'call-accepted Ann',
    'state-change connecting',
    'state-change connected',
    'call-ended agent',
    'state-change ended',
  ]);
});

it('tells of a call that nobody answered', async () => {
  const { element, desk } = await visit();
  const events = heard(element);
  desk.show({ call: ownCall('waiting', { position: 1 }) });
  desk.show({ call: ownCall('ended', { reason: 'no-answer' }) });
  await settled(element);
  expect(events).toContain('call-missed no-answer');
  expect(screenText(element)).toContain('Sorry, nobody could answer');
  expect(isThere(element, '[part~="button-send-message"]')).toBe(true);
});
