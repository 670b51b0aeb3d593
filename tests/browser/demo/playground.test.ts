/** The playground as a page: what is chosen is in the preview, in the lines and in the address. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { Call } from '../../../widget/core.ts';
import { manifest } from '../../../widget/demo/manifest.ts';
import { startPlayground } from '../../../widget/demo/playground/playground.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from '../elements/support/accessibility.ts';
import '../../../widget/define.ts';

const { pathname } = location;
let stop = (): void => undefined;

function start(fragment = ''): { readonly root: HTMLElement; readonly call: P2pCall } {
  history.replaceState(null, '', `${pathname}${fragment}`);
  document.body.innerHTML = '<main><h1>Playground</h1><div id="playground"></div></main>';
  const root = document.querySelector<HTMLElement>('#playground') ?? document.body;
  stop = startPlayground({ root, manifest, Call, room: 'a-room-of-the-test' });
  const call = root.querySelector('p2p-call');
  if (!call) throw new Error('no preview');
  return { root, call };
}

function set(root: HTMLElement, name: string, value: string): void {
  const field = root.querySelector<HTMLInputElement | HTMLSelectElement>(`[id="option-${name}"]`);
  if (!field) throw new Error(`no field for ${name}`);
  field.value = value;
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}

function flip(root: HTMLElement, name: string): void {
  root.querySelector<HTMLElement>(`[aria-describedby="hint-${name}"]`)?.click();
}

const lines = (root: HTMLElement): string => root.querySelector('#snippet')?.textContent ?? '';

/** Of the page, by links as it has them. */
function style(name: string): Promise<unknown> {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', className: 'of-the-page' });
  link.href = new URL(`../../../widget/demo/${name}.css`, import.meta.url).href;
  document.head.append(link);
  return new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
}

beforeEach(async () => {
  document.body.className = 'playground';
  await Promise.all(['pages', 'playground'].map(style));
});

afterEach(async () => {
  await document.querySelector('p2p-call')?.leave();
  stop();
  document.body.replaceChildren();
  document.body.className = '';
  for (const link of document.querySelectorAll('.of-the-page')) link.remove();
  document.documentElement.style.colorScheme = '';
  history.replaceState(null, '', pathname);
  await page.viewport(414, 896);
});

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
] as const)('in %s, %i px wide', (scheme, width) => {
  it('has no accessibility violation, and nothing to scroll sideways', async () => {
    await page.viewport(width, 700);
    document.documentElement.style.colorScheme = scheme;
    const { root } = start('#mode=floating');
    for (const group of root.querySelectorAll('details')) group.open = true;
    await expectAccessible(document.body);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  });
});

describe('an option', () => {
  it('changes the preview, the lines and the address at once, and back', () => {
    const { root, call } = start();
    set(root, 'theme', 'dark');
    flip(root, 'chat');
    expect([call.theme, call.chat]).toEqual(['dark', false]);
    expect(lines(root)).toContain('<p2p-call room="a-room-of-the-test" theme="dark" chat="off"></p2p-call>');
    expect(location.hash).toBe('#theme=dark&chat=off');
    flip(root, 'chat');
    set(root, 'theme', 'auto');
    expect([call.theme, call.chat]).toEqual(['auto', true]);
    expect(location.hash).toBe('');
  });

  it('can be a colour, a size, or some of the controls', () => {
    const { root, call } = start();
    set(root, '--p2p-call-accent', '#aa0000');
    set(root, '--p2p-call-radius', '3px');
    root.querySelector<HTMLElement>('[aria-label="controls"] input')?.click();
    expect(call.style.getPropertyValue('--p2p-call-accent')).toBe('#aa0000');
    expect(lines(root)).toContain('--p2p-call-radius: 3px;');
    expect(call.controls).not.toBe('');
    expect(call.controls.split(' ')).not.toContain('microphone');
    root.querySelector<HTMLElement>('[aria-label="Default of --p2p-call-accent"]')?.click();
    expect(call.style.getPropertyValue('--p2p-call-accent')).toBe('');
  });

  it('comes back from a link, and from the button Back', async () => {
    const { root, call } = start('#layout=speaker&label=Hi&nonsense=1&theme=pink');
    expect([call.layout, call.label, call.theme]).toEqual(['speaker', 'Hi', 'auto']);
    expect(root.querySelector<HTMLSelectElement>('[id="option-layout"]')?.value).toBe('speaker');
    location.hash = '#layout=grid';
    await vi.waitFor(() => expect(call.layout).toBe('grid'));
    root.querySelector<HTMLElement>('.options .button')?.click();
    expect([call.layout, location.hash]).toEqual(['auto', '']);
  });

  it('of a link makes no call by itself, and opens nothing', async () => {
    const { root, call } = start('#auto-join=on&server=https%3A%2F%2Fevil.example&token=a&mode=modal&open=on');
    expect(lines(root)).toContain('auto-join');
    await call.updateComplete;
    expect([call.autoJoin, call.server, call.token, call.isOpen]).toEqual([false, '', '', false]);
  });
});

describe('the preview', () => {
  it('has people to talk to, whose call is in this page, and tells its events', async () => {
    const { root, call } = start();
    call.audioOnly = true;
    call.audio = false;
    await call.join();
    await vi.waitFor(() => expect([...call.participants.values()].map(({ name }) => name)).toEqual(['Grace', 'Alan']), {
      timeout: 15_000,
    });
    expect(call.signaling).toBe('local');
    const log = root.querySelector('[role="log"]');
    await vi.waitFor(() => expect(log?.textContent).toContain('p2p-participant-join'));
    [...root.querySelectorAll<HTMLElement>('.events .button')][0]?.click();
    expect(log?.textContent).not.toContain('p2p-participant-join');
  });

  it('is alone in the room of the lines where nobody else is wanted', async () => {
    const { root, call } = start('#room=coffee');
    expect([call.room, call.signaling]).toEqual(['a-room-of-the-test', 'local']);
    const guests = root.querySelector<HTMLSelectElement>('.guests select');
    if (guests) guests.value = '0';
    guests?.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect([call.room, call.signaling]).toEqual(['coffee', 'worker']));
  });
});
