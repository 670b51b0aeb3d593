/** The rest of the console: the way to work and away from it, the queue and the lists, and where the focus stays. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Availability, CallId } from '#protocol';
import { deskFactory } from '../../../widget/console/desk-factory.ts';
import { P2pCallDesk } from '../../../widget/console/p2p-call-desk.ts';
import { MESSAGES, signedIn } from './support/console-scenes.ts';
import { type MountedDesk, inDesk, mountDesk, mountDeskScene, settled } from './support/mount-desk.ts';
import { ScriptedDesk, callOf, callsOf, missedOf } from './support/scripted-desk.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const ADA = callOf('Ada');
const BEN = callOf('Ben');

async function atWork(change: Parameters<typeof signedIn>[0] = {}): Promise<MountedDesk> {
  const mounted = await mountDesk();
  mounted.desk.show(signedIn(change));
  await settled(mounted);
  return mounted;
}

const focusOf = ({ element }: MountedDesk): Element | null => element.shadowRoot?.activeElement ?? null;
const linesOf = ({ element }: MountedDesk): string =>
  inDesk(element, '.lines').innerText.replaceAll(/\s+/g, ' ').trim();

describe('the way to work', () => {
  it('is open as soon as there is a token, and closed when the element is gone', async () => {
    const { element, desk } = await mountDesk({ token: '' });
    expect([desk.requested, element.state]).toEqual([[], 'closed']);
    element.getToken = () => 'token';
    await element.updateComplete;
    expect([desk.requested, element.state]).toEqual([['open'], 'connecting']);
    element.remove();
    await expect.poll(() => desk.requested).toEqual(['open', 'close']);
  });

  it('stays open when the element is moved in the document', async () => {
    const { element, desk } = await atWork();
    const box = document.body.appendChild(document.createElement('div'));
    box.append(element);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(desk.requested).not.toContain('close');
    expect(element.state).toBe('available');
  });

  it('is open again when the element comes back later', async () => {
    const { element, desk } = await atWork();
    const again = new ScriptedDesk();
    deskFactory.create = () => again;
    element.remove();
    await expect.poll(() => desk.requested).toContain('close');
    document.body.append(element);
    await element.updateComplete;
    expect(again.requested).toEqual(['open']);
  });

  it('says by the attribute where the agent stands', async () => {
    const mounted = await atWork();
    expect(mounted.element.getAttribute('state')).toBe('available');
    expect(inDesk<HTMLSelectElement>(mounted.element, 'select').value).toBe('available');
  });

  it('is the button of whoever is away', async () => {
    const mounted = await mountDeskScene('console-away');
    inDesk(mounted.element, '[part~="button-online"]').click();
    await settled(mounted);
    expect(mounted.desk.requested).toContain('status available');
  });

  it('is the menu of the states, too', async () => {
    const mounted = await atWork();
    await userEvent.selectOptions(inDesk(mounted.element, 'select'), 'busy');
    await settled(mounted);
    expect(mounted.desk.requested).toContain('status busy');
  });

  it('is taken back from another page of one’s own', async () => {
    const mounted = await atWork();
    const told = vi.fn<(event: CustomEvent) => void>();
    mounted.element.addEventListener('p2p-error', told);
    mounted.desk.show({ connection: 'closed', me: '', problem: { code: 'duplicate-session', fatal: true } });
    await settled(mounted);
    expect(linesOf(mounted)).toBe('Another page of yours took over. Take it back');
    expect(told.mock.calls.map(([{ detail }]) => detail)).toEqual([
      { code: 'duplicate-session', fatal: true, hint: 'Another page of yours took over.', subject: undefined },
    ]);
    inDesk(mounted.element, '[part~="button-reopen"]').click();
    expect(mounted.desk.requested.filter((request) => request === 'open')).toHaveLength(2);
  });

  it('says that whether somebody could answer is another, once', async () => {
    const mounted = await mountDesk();
    const told = vi.fn<(event: CustomEvent) => void>();
    mounted.element.addEventListener('p2p-availability-change', told);
    const availability: Availability = { state: 'busy', departments: [], messages: true };
    mounted.desk.show(signedIn({ availability }));
    mounted.desk.show({ availability: { ...availability }, waitingCount: 7 });
    expect(told.mock.calls.map(([{ detail }]) => detail)).toEqual([availability]);
  });
});

describe('the queue', () => {
  it('is in order, with the time that each has waited, which goes on', async () => {
    const mounted = await mountDeskScene('console-queue');
    const texts = (): string[] =>
      [...mounted.element.renderRoot.querySelectorAll('.queue [data-since]')].map(({ textContent }) => textContent);
    expect(texts()).toEqual(['1:06:40', '1:35', '0:40', '0:08']);
    mounted.desk.nowMs += 5_000;
    const drawn = vi.spyOn(mounted.element, 'render');
    await expect.poll(texts).toEqual(['1:06:45', '1:40', '0:45', '0:13']);
    expect(drawn).not.toHaveBeenCalled();
  });

  it('says how many wait that are not shown', async () => {
    const { element } = await mountDeskScene('console-queue');
    expect(inDesk(element, '.queue > .detail').textContent).toBe('And 57 more.');
  });

  it('opens the page of a visitor in another tab, which learns nothing of this one', async () => {
    const { element } = await mountDeskScene('console-queue');
    const link = inDesk<HTMLAnchorElement>(element, '.queue a');
    expect([link.href, link.target, link.rel]).toEqual([
      'https://shop.example/tables/oak-for-six',
      '_blank',
      'noopener noreferrer nofollow',
    ]);
    // A title can promise anything.
    expect(inDesk(element, '.queue .page').innerText).toMatch(/^shop\.example /);
  });

  it('gives a call to whoever presses, and offers none in a call', async () => {
    const mounted = await atWork({ calls: callsOf(ADA) });
    inDesk(mounted.element, '[part~="button-accept"]').click();
    await settled(mounted);
    expect(mounted.desk.requested).toContain(`accept ${ADA.id}`);
    mounted.desk.show({ ownCall: { ...BEN, phase: 'active' } });
    await settled(mounted);
    expect(mounted.element.renderRoot.querySelector('[part~="button-accept"]')).toBeNull();
  });

  it('keeps the focus where it is when others come and go', async () => {
    const mounted = await atWork({ calls: callsOf(ADA, BEN) });
    const button = inDesk(mounted.element, `[data-call="${BEN.id}"] button`);
    button.focus();
    mounted.desk.show({ calls: callsOf(BEN, callOf('Cem')) });
    await settled(mounted);
    expect(focusOf(mounted)).toBe(button);
    mounted.desk.show({ calls: callsOf(callOf('Cem'), BEN) });
    await settled(mounted);
    expect(focusOf(mounted)).toBe(button);
  });

  it('has the focus, and no button of it, when the call under it is gone', async () => {
    const mounted = await atWork({ calls: callsOf(ADA, BEN) });
    inDesk(mounted.element, `[data-call="${ADA.id}"] button`).focus();
    mounted.desk.show({ calls: callsOf(BEN) });
    await settled(mounted);
    expect(focusOf(mounted)?.ariaLabel).toBe('Waiting calls');
    mounted.desk.show({ calls: callsOf() });
    await settled(mounted);
    expect(focusOf(mounted)?.className).toBe('idle');
  });
});

describe('the lists', () => {
  it('are tabs, that arrows move in the direction of writing', async () => {
    const mounted = await atWork();
    const tab = (name: string): HTMLElement => inDesk(mounted.element, `#tab-${name}`);
    tab('missed').focus();
    await userEvent.keyboard('{ArrowRight}');
    await settled(mounted);
    expect([focusOf(mounted)?.id, tab('messages').ariaSelected, tab('missed').tabIndex]).toEqual([
      'tab-messages',
      'true',
      -1,
    ]);
    mounted.element.lang = 'ar';
    await settled(mounted);
    await userEvent.keyboard('{ArrowRight}');
    await settled(mounted);
    expect(focusOf(mounted)?.id).toBe('tab-missed');
    await userEvent.keyboard('{End}');
    expect(focusOf(mounted)?.id).toBe('tab-team');
  });

  it('let go of a missed call that somebody has seen to', async () => {
    const missed = missedOf('Ada', { reason: 'canceled' });
    const mounted = await atWork({ missed: [missed] });
    expect(inDesk(mounted.element, '.list').textContent).toContain('Left the queue');
    inDesk(mounted.element, '[part~="button-clear"]').click();
    await settled(mounted);
    expect(mounted.desk.requested).toContain(`clear ${missed.id}`);
  });

  it('tell the page of a call that was missed', async () => {
    const mounted = await atWork();
    const told = vi.fn<(event: CustomEvent) => void>();
    mounted.element.addEventListener('p2p-call-missed', told);
    const call = missedOf('Ada');
    mounted.desk.fire({ type: 'missed', call });
    await settled(mounted);
    expect(told.mock.calls[0]?.[0].detail).toEqual({ callId: call.id, reason: 'no-answer' });
    expect(inDesk(mounted.element, '[role="status"]').textContent).toContain('A call was missed.');
  });

  it('fetch what messages say when somebody looks, with ways to answer', async () => {
    const mounted = await atWork({ messages: MESSAGES });
    mounted.desk.contents = MESSAGES;
    expect(mounted.desk.requested).not.toContain('messages');
    inDesk(mounted.element, '#tab-messages').click();
    await settled(mounted);
    const hrefs = [...mounted.element.renderRoot.querySelectorAll('.contact a')].map((it) => it.getAttribute('href'));
    expect(hrefs).toEqual(['mailto:erin@mail.example', 'tel:+49301234567']);
    expect(inDesk(mounted.element, '.message-text').innerText).toBe(
      'Are you open on the 24th?\nI would like to come by and see the table.',
    );
  });

  it('play a voice with the player of the browser', async () => {
    const mounted = await mountDeskScene('console-messages');
    inDesk(mounted.element, '[part~="button-voice"]').click();
    await settled(mounted);
    const player = inDesk<HTMLAudioElement>(mounted.element, 'audio');
    expect([player.controls, player.src.slice(0, 5), player.ariaLabel]).toEqual([true, 'blob:', 'Voice message']);
  });

  it('take back what was not meant to be handled', async () => {
    const mounted = await mountDeskScene('console-handled');
    expect(inDesk(mounted.element, '.leaving').textContent).toContain('This message will be deleted.');
    inDesk(mounted.element, '[part~="button-undo"]').click();
    await settled(mounted);
    expect(mounted.element.renderRoot.querySelectorAll('[data-message]')).toHaveLength(2);
    expect(mounted.desk.requested.some((request) => request.startsWith('handled'))).toBe(false);
  });
});

describe('the settings', () => {
  it('are closed with Escape, and the focus goes back', async () => {
    const mounted = await atWork();
    const button = inDesk(mounted.element, '[part~="button-settings"]');
    button.click();
    await settled(mounted);
    expect(focusOf(mounted)?.ariaLabel).toBe('Close the settings');
    await userEvent.keyboard('{Escape}');
    await settled(mounted);
    expect([focusOf(mounted), button.ariaExpanded]).toEqual([button, 'false']);
  });

  it('have the switch of the notifications only where there can be one', async () => {
    const { pushModule } = await import('../../../widget/console/push-switch.ts');
    for (const [state, isShown] of [
      ['off', true],
      ['on', true],
      ['unsupported', false],
      ['not-configured', false],
    ] as const) {
      const mounted = await mountDesk();
      pushModule.load = async () => ({
        pushState: async () => state,
        enablePush: async () => {},
        disablePush: async () => {},
        quietPush: async () => {},
      });
      mounted.desk.show(signedIn());
      await settled(mounted);
      inDesk(mounted.element, '[part~="button-settings"]').click();
      await settled(mounted);
      const found = mounted.element.renderRoot.querySelector('[part~="button-push"]');
      expect([state, found?.ariaChecked ?? null]).toEqual([state, isShown ? String(state === 'on') : null]);
      mounted.element.remove();
    }
  });
});

it('takes away a notification of a call that is seen to here', async () => {
  const { pushModule } = await import('../../../widget/console/push-switch.ts');
  const mounted = await mountDesk();
  const quieted: string[] = [];
  pushModule.load = async () => ({
    pushState: async () => 'on',
    enablePush: async () => {},
    disablePush: async () => {},
    quietPush: async ({ desk }) => void quieted.push(desk),
  });
  mounted.desk.show(signedIn());
  await settled(mounted);
  expect(quieted).toEqual([]);
  mounted.desk.onevent?.({ type: 'ring-end', id: 'c1' as CallId, reason: 'accepted' });
  await expect.poll(() => quieted).toEqual(['sales']);
});

it('takes the colours and words of a page', async () => {
  const mounted = await mountDeskScene('console-away');
  mounted.element.strings = { 'agent-online': 'Start my shift' };
  mounted.element.style.setProperty('--p2p-call-accent', 'rgb(200, 16, 46)');
  const button = inDesk(mounted.element, '[part~="button-online"]');
  await expect.poll(() => button.textContent.trim()).toBe('Start my shift');
  await expect.poll(() => getComputedStyle(button).backgroundColor).toBe('rgb(200, 16, 46)');
});

it('is registered under its name', () => {
  expect(customElements.get('p2p-call-desk')).toBe(P2pCallDesk);
});
