import { afterEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, mountScene } from './support/mount.ts';
import { DEVICE_OFF, DEVICE_ON, participantNamed } from './support/scripted-call.ts';

afterEach(() => document.body.replaceChildren());

it('is accessible when one was muted', async () => {
  const { element } = await mountScene('muted-by');
  await expectAccessible(element);
});

const banner = ({ element }: Mounted): HTMLElement | null =>
  element.renderRoot.querySelector('[data-banner="muted-by"]');

/** What `Call` does when the room asks for quiet. */
async function beMuted({ element, call }: Mounted, name: string): Promise<boolean> {
  const isWanted = call.fire('p2p-mute-request', { from: participantNamed(name).id }, true);
  if (isWanted) await turnMicrophone({ element, call }, false);
  return isWanted;
}

async function turnMicrophone({ element, call }: Omit<Mounted, 'desk'>, enabled: boolean): Promise<void> {
  call.show({ devices: { microphone: enabled ? DEVICE_ON : DEVICE_OFF, camera: DEVICE_ON } });
  call.fire('p2p-microphone-toggle', { enabled });
  await element.updateComplete;
}

describe('whoever was muted', () => {
  it('is told by whom, also aloud, and can turn it on again', async () => {
    const mounted = await mountScene('connected');
    expect(await beMuted(mounted, 'Bob')).toBe(true);
    expect(banner(mounted)?.textContent).toContain('Bob turned off your microphone.');
    expect(find(mounted.element, '[role="status"]').textContent).toContain('Bob turned off your microphone.');
    find(mounted.element, '[part~="button-unmute"]').click();
    expect(mounted.call.requested).toEqual(['toggleMicrophone']);
    await turnMicrophone(mounted, true);
    expect(banner(mounted)).toBeNull();
  });

  it('can put the note away, and gets the next', async () => {
    const mounted = await mountScene('connected');
    await beMuted(mounted, 'Bob');
    find(mounted.element, '[data-banner="muted-by"] [aria-label="Dismiss"]').click();
    await mounted.element.updateComplete;
    expect(banner(mounted)).toBeNull();
    await turnMicrophone(mounted, true);
    await beMuted(mounted, 'Bob');
    expect(banner(mounted)).not.toBeNull();
  });

  it('hears of one who has left meanwhile as of a guest', async () => {
    const mounted = await mountScene('connected');
    await beMuted(mounted, 'Nobody');
    expect(banner(mounted)?.textContent).toContain('Guest turned off your microphone.');
  });

  it('starts the next call without the note', async () => {
    const mounted = await mountScene('connected');
    await beMuted(mounted, 'Bob');
    mounted.call.fire('p2p-leave', { reason: 'user_left' });
    await mounted.element.updateComplete;
    expect(banner(mounted)).toBeNull();
  });
});

describe('a page that does not want it', () => {
  it('cancels the event, and nothing is said, not even when the person turns off the microphone later', async () => {
    const mounted = await mountScene('connected');
    const from: unknown[] = [];
    mounted.element.addEventListener('p2p-mute-request', (event) => {
      from.push(event.detail.from);
      event.preventDefault();
    });
    expect(await beMuted(mounted, 'Bob')).toBe(false);
    expect(from).toEqual([participantNamed('Bob').id]);
    await turnMicrophone(mounted, false);
    expect(banner(mounted)).toBeNull();
  });
});

describe('a microphone that is off', () => {
  it('by the own hand is nobody else’s doing', async () => {
    const mounted = await mountScene('connected');
    await turnMicrophone(mounted, false);
    expect(banner(mounted)).toBeNull();
  });

  it('already, is not said to be turned off, now or the next time by the own hand', async () => {
    const mounted = await mountScene('connected');
    await turnMicrophone(mounted, false);
    mounted.call.fire('p2p-mute-request', { from: participantNamed('Bob').id }, true);
    await mounted.element.updateComplete;
    expect(banner(mounted)).toBeNull();
    await turnMicrophone(mounted, true);
    await turnMicrophone(mounted, false);
    expect(banner(mounted)).toBeNull();
  });
});
