/** In a call: what the agent does with it, what the desk says of it, and what becomes of the `<p2p-call>`. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callModule } from '../../../widget/console/call-module.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { inCall, signedIn } from './support/console-scenes.ts';
import { type MountedDesk, inDesk, mountDesk, settled } from './support/mount-desk.ts';
import { callsOf } from './support/scripted-desk.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const own = (): NonNullable<ReturnType<typeof inCall>['ownCall']> => {
  const { ownCall } = inCall();
  if (!ownCall) throw new Error('no call');
  return ownCall;
};
const ID = own().id;

async function talking(): Promise<MountedDesk> {
  const mounted = await mountDesk({ theme: 'dark', lang: 'en' });
  mounted.desk.show(inCall());
  await settled(mounted);
  return mounted;
}

const roomOf = ({ element }: MountedDesk): P2pCall => inDesk<P2pCall>(element, 'p2p-call');
const linesOf = ({ element }: MountedDesk): string => inDesk(element, '.lines').textContent.trim();

/** The desk says that the own call is no more. */
async function over(mounted: MountedDesk, reason: 'visitor' | 'agent' | 'lost' | 'moved'): Promise<void> {
  const call = own();
  mounted.desk.show(signedIn({ calls: reason === 'moved' ? callsOf({ ...call, phase: 'waiting' }) : new Map() }));
  mounted.desk.show({ ownCall: null, pass: null });
  mounted.desk.fire({ type: 'call-end', call, reason });
  await settled(mounted);
}

describe('the room of the call', () => {
  it('is entered with the token of the desk, as the agent, with sound and without a picture', async () => {
    const mounted = await talking();
    const room = roomOf(mounted);
    expect(room).toMatchObject({ room: 'room', token: 'token', displayName: 'Anna', autoJoin: true, video: false });
    expect(room).toMatchObject({ audio: true, theme: 'dark', lang: 'en', prejoin: false });
    expect(await room.getToken?.()).toBe('fresh');
    expect(mounted.desk.requested).toContain(`pass ${ID}`);
  });

  it('is not entered anew when the desk says something of the call', async () => {
    const mounted = await talking();
    const room = roomOf(mounted);
    mounted.desk.show(inCall({ note: 'new', topic: 'Another topic' }));
    await settled(mounted);
    expect(roomOf(mounted)).toBe(room);
  });

  it('is left when the call is over, and what is next is another one', async () => {
    const mounted = await talking();
    const first = roomOf(mounted);
    const leave = vi.spyOn(first, 'leave');
    await over(mounted, 'visitor');
    expect(leave).toHaveBeenCalledOnce();
    expect(first.isConnected).toBe(false);
    mounted.desk.show(inCall({ id: 'c-next' as typeof ID }));
    await settled(mounted);
    expect(roomOf(mounted)).not.toBe(first);
  });

  it('says so where its script does not come, and tries again', async () => {
    const get = vi.spyOn(callModule, 'load').mockRejectedValueOnce(new TypeError('gone'));
    const mounted = await talking();
    expect(mounted.element.renderRoot.querySelector('p2p-call')).toBeNull();
    inDesk(mounted.element, '[part~="button-load"]').click();
    await settled(mounted);
    expect(get).toHaveBeenCalledTimes(2);
    expect(roomOf(mounted).room).toBe('room');
  });
});

describe('the end of the call', () => {
  it('is told to the desk by the button, once', async () => {
    const mounted = await talking();
    inDesk(mounted.element, '[part~="button-end-call"]').click();
    inDesk(mounted.element, '[part~="button-end-call"]').click();
    await settled(mounted);
    expect(mounted.desk.requested.filter((request) => request === `end ${ID}`)).toHaveLength(1);
  });

  it.for([
    ['user_left', true],
    ['network_disconnect', false],
    ['server_shutdown', false],
  ] as const)('is told after a leave of the room because of %s: %s', async ([reason, isTold]) => {
    const mounted = await talking();
    for (const call of mounted.calls) call.fire('p2p-leave', { reason });
    await settled(mounted);
    expect(mounted.desk.requested.includes(`end ${ID}`)).toBe(isTold);
  });

  it.for([
    ['visitor', 'Mara Lindgren hung up.'],
    ['lost', 'Mara Lindgren lost the connection.'],
    ['agent', ''],
  ] as const)('because of %s is said so, and to the page', async ([reason, line]) => {
    const mounted = await talking();
    const told = vi.fn<(event: CustomEvent) => void>();
    mounted.element.addEventListener('p2p-call-ended', told);
    await over(mounted, reason);
    expect(linesOf(mounted)).toBe(line);
    expect(told.mock.calls[0]?.[0].detail).toEqual({ callId: ID, reason });
    expect(mounted.element.state).toBe('available');
  });

  it('that nobody has told is said as it is', async () => {
    const mounted = await talking();
    await over(mounted, 'moved');
    expect(linesOf(mounted)).toBe('Mara Lindgren is not there any more.');
  });

  it('of another call on the list is none of one’s own', async () => {
    const mounted = await talking();
    const told = vi.fn<(event: Event) => void>();
    mounted.element.addEventListener('p2p-call-ended', told);
    mounted.desk.fire({ type: 'call-end', call: { ...own(), id: 'c-other' as typeof ID }, reason: 'canceled' });
    await settled(mounted);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('holding', () => {
  it('is quiet at once, before the desk has answered, and shown as the desk says it', async () => {
    const mounted = await talking();
    const { element, desk, calls } = mounted;
    const release = desk.holdAnswers();
    inDesk(element, '[part~="button-hold"]').click();
    await settled(mounted);
    expect(calls.flatMap(({ requested }) => requested)).toEqual(['toggleMicrophone']);
    expect(element.renderRoot.querySelector('.held')).toBeNull();
    release();
    await settled(mounted);
    // The answer says less than the call.
    expect(calls.flatMap(({ requested }) => requested)).toEqual(['toggleMicrophone']);
    desk.show(inCall({ held: true }));
    await settled(mounted);
    expect(inDesk(element, '.held').textContent).toContain('Mara Lindgren is on hold');
    expect(desk.requested).toContain(`hold ${ID} true`);
  });

  it('that the desk does not take is taken back', async () => {
    const mounted = await talking();
    const { element, desk, calls } = mounted;
    desk.failure = 'signaling-unreachable';
    inDesk(element, '[part~="button-hold"]').click();
    await settled(mounted);
    expect(calls.flatMap(({ requested }) => requested)).toEqual(['toggleMicrophone', 'toggleMicrophone']);
    expect(linesOf(mounted)).toBe('The desk did not hear that. Try again.');
  });
});

describe('handing over', () => {
  it('offers whoever is free, and says why the others are not', async () => {
    const mounted = await talking();
    inDesk(mounted.element, '[part~="button-transfer"]').click();
    await settled(mounted);
    const choices = [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('.choice')];
    expect(choices.map((choice) => [choice.innerText.replaceAll(/\s+/g, ' ').trim(), choice.ariaDisabled])).toEqual([
      ['Chioma Available', null],
      ['Ben In a call', 'true'],
      ['Dmitri Away', 'true'],
      ['sales', null],
      ['repairs', null],
    ]);
    choices[1]?.click();
    expect(mounted.desk.requested.some((request) => request.startsWith('transfer'))).toBe(false);
    choices[0]?.click();
    await settled(mounted);
    expect(mounted.desk.requested).toContain(`transfer ${ID} a-Chioma`);
    await over(mounted, 'moved');
    expect(mounted.element.renderRoot.querySelector('dialog')).toBeNull();
    expect(linesOf(mounted)).toBe('Mara Lindgren waits for somebody else now.');
  });

  it('saves what was noted before', async () => {
    const mounted = await talking();
    await userEvent.fill(inDesk(mounted.element, '[part~="input-note"]'), 'For Chioma');
    await mounted.element.transfer({ department: 'repairs' });
    const asked = mounted.desk.requested.filter((request) => /^(?:note|transfer)/.test(request));
    expect(asked).toEqual([`note ${ID} For Chioma`, `transfer ${ID} repairs`]);
  });

  it('that is refused is said in the dialog, which stays', async () => {
    const mounted = await talking();
    mounted.desk.failure = 'peer-unavailable';
    inDesk(mounted.element, '[part~="button-transfer"]').click();
    await settled(mounted);
    inDesk(mounted.element, '.choice').click();
    await settled(mounted);
    expect(inDesk(mounted.element, 'dialog [role="status"]').textContent).toBe('This colleague is not free any more.');
  });

  it('is given up with Escape, and the focus goes back', async () => {
    const mounted = await talking();
    await userEvent.click(inDesk(mounted.element, '[part~="button-transfer"]'));
    await settled(mounted);
    expect(inDesk<HTMLDialogElement>(mounted.element, 'dialog').open).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => mounted.element.renderRoot.querySelector('dialog')).toBeNull();
    await expect.poll(() => mounted.element.shadowRoot?.activeElement?.part.value).toContain('button-transfer');
  });
});

describe('the note', () => {
  it('is saved when the field is left, and says so', async () => {
    const mounted = await talking();
    const field = inDesk<HTMLTextAreaElement>(mounted.element, '[part~="input-note"]');
    await userEvent.fill(field, 'Oil, twice');
    field.blur();
    await settled(mounted);
    expect(mounted.desk.requested).toContain(`note ${ID} Oil, twice`);
    expect(inDesk(mounted.element, '.note-state').textContent).toBe('Saved');
  });

  it('that is too long for the desk stays, and says so', async () => {
    const mounted = await talking();
    mounted.desk.failure = 'message-too-large';
    const field = inDesk<HTMLTextAreaElement>(mounted.element, '[part~="input-note"]');
    await userEvent.fill(field, 'x');
    field.blur();
    await settled(mounted);
    expect([field.value, inDesk(mounted.element, '.note-state').textContent]).toEqual(['x', 'Not saved']);
  });
});
