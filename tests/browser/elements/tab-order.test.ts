/** Where the tabulator goes: in the order in which one reads, through everything that can be pressed, and out again. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { find, loadDevices, mountScene } from './support/mount.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';

const MAX_STEPS = 40;

function nameOf(target: Element): string {
  const label = target instanceof HTMLInputElement ? target.labels?.[0]?.textContent : undefined;
  return (target.getAttribute('aria-label') ?? label ?? target.textContent ?? '').trim();
}

/** From a button before the element to one after it. */
async function walk(element: P2pCall): Promise<string[]> {
  const [before, after] = ['before', 'after'].map((textContent) =>
    Object.assign(document.createElement('button'), { textContent }),
  );
  if (!before || !after) throw new Error('no buttons');
  element.before(before);
  element.after(after);
  before.focus();
  const names: string[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await userEvent.tab();
    const active = element.shadowRoot?.activeElement;
    if (!active) break;
    names.push(nameOf(active));
  }
  expect(document.activeElement).toBe(after);
  return names;
}

const DEVICES = ['Microphone', 'Camera', 'Share screen'];
const CONTROLS = [...DEVICES, 'People', 'Chat', 'More', 'Leave the call'];

beforeEach(() => page.viewport(1000, 800));

afterEach(() => document.body.replaceChildren());

it.for([
  ['idle', ['Check camera and mic', 'Your name', 'Join']],
  [
    'prejoin-denied',
    ['Microphone', 'Choose microphone and speaker', 'Camera', 'Choose a camera', 'Your name', 'Try again', 'Join'],
  ],
  ['waiting', CONTROLS],
  ['knock', ['Decline Ada', 'Admit Ada', ...DEVICES, 'People, 1 waiting', 'Chat', 'More', 'Leave the call']],
  ['chat-empty', ['Close the chat', 'Messages', 'Send files', 'Message', 'Send', ...CONTROLS]],
  ['sharing-screen', ['Stop sharing your screen', ...CONTROLS]],
  ['error-full', ['Try again']],
  ['ended', ['Join again']],
  ['launcher', ['Call']],
] as const)('in the state %s', async ([scene, names]) => {
  const mounted = await mountScene(scene);
  if (mounted.call.state === 'prejoin') await loadDevices(mounted);
  expect(await walk(mounted.element)).toEqual(names);
});

it('stays in a dialog', async () => {
  const { element } = await mountScene('modal');
  find(element, '[part~="button-leave"]').focus();
  for (let step = 0; step < 12; step += 1) await userEvent.tab();
  const active = element.shadowRoot?.activeElement ?? document.activeElement;
  // Chromium lets the focus go to the bars of the browser in between, never to the page behind.
  expect(active === document.body || element.shadowRoot?.querySelector('dialog')?.contains(active)).toBe(true);
});
