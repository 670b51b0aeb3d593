/** Sound that the browser holds back until a gesture: said, and let through by any tap in the element. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, find, mountScene } from './support/mount.ts';
import { portraitTrack } from './support/pictures.ts';
import { everyone, participantNamed } from './support/scripted-call.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

const isOffered = (element: P2pCall): boolean => element.renderRoot.querySelector('.hear') !== null;
const videoOf = (element: P2pCall): HTMLVideoElement => find(element, '.tile:not(.local) video');

/** Until it is called again with false, no sound may be heard. @returns how often it was told. */
function block(): { told: Event[]; allow(): void } {
  const { play } = HTMLMediaElement.prototype;
  const refusing = vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(function (this: HTMLMediaElement) {
    return this.muted ? play.call(this) : Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  const told: Event[] = [];
  document.addEventListener('p2p-autoplay-blocked', (event) => told.push(event));
  return { told, allow: () => refusing.mockRestore() };
}

async function comes({ element, call }: Mounted, ...names: string[]): Promise<void> {
  const others = names.map((name, index) =>
    participantNamed(name, { cameraEnabled: true, cameraTrack: portraitTrack(index) }),
  );
  call.show({ participants: everyone(...others) });
  await element.updateComplete;
}

it('is accessible', async () => {
  const { element } = await mountScene('tap-to-hear');
  await expectAccessible(element);
});

it('is told once for all who are there, and offered', async () => {
  const mounted = await mountScene('waiting');
  const { told } = block();
  mounted.call.show({ state: 'connected' });
  await comes(mounted, 'Bob', 'Carol');
  await expect.poll(() => isOffered(mounted.element)).toBe(true);
  await expect.poll(() => videoOf(mounted.element).muted).toBe(true);
  expect(told.map(({ target, bubbles, composed }) => [target === mounted.element, bubbles, composed])).toEqual([
    [true, true, true],
  ]);
});

describe.for([
  ['the button', '[part~="button-hear"]'],
  ['the stage', '.stage'],
  ['a control', '[part~="button-people"]'],
] as const)('a tap on %s', ([, selector]) => {
  it('lets it through, and the offer goes away', async () => {
    const { element } = await mountScene('tap-to-hear');
    expect([isOffered(element), videoOf(element).muted]).toEqual([true, true]);
    await userEvent.click(find(element, selector), { position: { x: 8, y: 8 } });
    await expect.poll(() => isOffered(element)).toBe(false);
    expect([videoOf(element).muted, videoOf(element).paused]).toEqual([false, false]);
  });
});

describe('startAudio', () => {
  it('lets it through', async () => {
    const { element } = await mountScene('tap-to-hear');
    expect(await element.startAudio()).toBe(true);
    await element.updateComplete;
    expect(isOffered(element)).toBe(false);
  });

  it('that a page calls without a gesture changes nothing, and is no circle', async () => {
    const mounted = await mountScene('waiting');
    const { told, allow } = block();
    const answers: Promise<boolean>[] = [];
    mounted.element.addEventListener('p2p-autoplay-blocked', () => void answers.push(mounted.element.startAudio()));
    mounted.call.show({ state: 'connected' });
    await comes(mounted, 'Bob');
    await expect.poll(() => answers.length).toBe(1);
    expect(await answers[0]).toBe(false);
    await mounted.element.updateComplete;
    expect([told.length, isOffered(mounted.element), videoOf(mounted.element).muted]).toEqual([1, true, true]);
    allow();
    expect(await mounted.element.startAudio()).toBe(true);
  });
});

it('is offered no more where there is nobody to hear', async () => {
  const mounted = await mountScene('tap-to-hear');
  const bob = participantNamed('Bob');
  mounted.call.show({ participants: new Map(), state: 'waiting' });
  mounted.call.fire('p2p-participant-leave', { participant: bob, reason: 'user_left' });
  await mounted.element.updateComplete;
  expect(isOffered(mounted.element)).toBe(false);
  mounted.call.show({ state: 'connected' });
  await comes(mounted, 'Bob');
  expect(isOffered(mounted.element)).toBe(false);
});
