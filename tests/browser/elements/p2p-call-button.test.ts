import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { callFactory } from '../../../widget/elements/call-factory.ts';
import type { P2pCallButton } from '../../../widget/elements/p2p-call-button.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import '../../../widget/define.ts';
import { expectAccessible } from './support/accessibility.ts';
import { ScriptedCall } from './support/scripted-call.ts';

let calls: ScriptedCall[] = [];

beforeEach(async () => {
  await page.viewport(1000, 800);
  calls = [];
  callFactory.create = (options) => {
    const call = new ScriptedCall(options);
    calls.push(call);
    return call;
  };
});

afterEach(() => document.body.replaceChildren());

function find<Found extends Element>(element: Element, selector: string): Found {
  const found = element.shadowRoot?.querySelector<Found>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

async function button(html: string): Promise<{ element: P2pCallButton; press: HTMLButtonElement }> {
  document.body.insertAdjacentHTML('beforeend', html);
  const element = document.querySelector('p2p-call-button');
  if (element === null) throw new Error('no button');
  return { element, press: await vi.waitFor(() => find<HTMLButtonElement>(element, 'button')) };
}

it.for(['light', 'dark'])('is accessible in %s', async (scheme) => {
  document.body.style.colorScheme = scheme;
  const { element } = await button('<p2p-call-button room="coffee">Call us</p2p-call-button>');
  await expectAccessible(element);
  document.body.removeAttribute('style');
});

it('is a button with its label, as large as a finger', async () => {
  const { press } = await button('<p2p-call-button room="coffee">Ok</p2p-call-button>');
  const { width, height } = press.getBoundingClientRect();
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  expect(press.getAttribute('aria-expanded')).toBe('false');
});

describe('with a call of its own', () => {
  it('makes none before it is pressed, and then one in a dialog, with its attributes', async () => {
    const { element, press } = await button(
      '<p2p-call-button room="coffee" display-name="Ada" audio-only id="mine">Call us</p2p-call-button>',
    );
    expect(calls).toHaveLength(0);
    await userEvent.click(press);
    const call = find<P2pCall>(element, 'p2p-call');
    await vi.waitFor(() => expect(call.shadowRoot?.querySelector('dialog')?.matches(':modal')).toBe(true));
    expect([call.room, call.displayName, call.audioOnly, call.mode, call.id]).toEqual([
      'coffee',
      'Ada',
      true,
      'modal',
      '',
    ]);
    expect(press.getAttribute('aria-expanded')).toBe('true');
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(press.getAttribute('aria-expanded')).toBe('false'));
    expect(find(element, 'p2p-call')).toBe(call);
    expect(element.shadowRoot?.activeElement).toBe(press);
  });

  it('follows its attributes, and lets its events out', async () => {
    const { element, press } = await button('<p2p-call-button room="coffee" mode="floating">Call</p2p-call-button>');
    await userEvent.click(press);
    const call = find<P2pCall>(element, 'p2p-call');
    expect(call.mode).toBe('floating');
    element.setAttribute('display-name', 'Grace');
    await vi.waitFor(() => expect(call.displayName).toBe('Grace'));
    const heard = vi.fn<() => void>();
    element.addEventListener('p2p-state-change', heard);
    await call.updateComplete;
    calls.at(-1)?.show({ state: 'connecting' });
    expect(heard).toHaveBeenCalledOnce();
  });

  it('speaks the language of the page', async () => {
    const { element, press } = await button(
      '<section lang="de"><p2p-call-button room="coffee">Anrufen</p2p-call-button></section>',
    );
    await userEvent.click(press);
    const call = find<P2pCall>(element, 'p2p-call');
    await vi.waitFor(() => expect(call.shadowRoot?.textContent).toContain('Beitreten'));
  });

  it('ends it when it goes', async () => {
    const { element, press } = await button('<p2p-call-button room="coffee">Call</p2p-call-button>');
    await userEvent.click(press);
    const call = find<P2pCall>(element, 'p2p-call');
    await call.updateComplete;
    const made = calls.at(-1);
    element.remove();
    await vi.waitFor(() => expect(made?.isDisposed).toBe(true));
  });
});

describe('for another call', () => {
  it('opens and closes that one, and says whether it is open', async () => {
    document.body.innerHTML = '<p2p-call id="support" room="coffee" mode="floating" hide-launcher></p2p-call>';
    const { press } = await button('<p2p-call-button for="support">Call us</p2p-call-button>');
    const call = document.querySelector('p2p-call');
    await userEvent.click(press);
    await vi.waitFor(() => expect(press.getAttribute('aria-expanded')).toBe('true'));
    expect(call?.isOpen).toBe(true);
    await vi.waitFor(() => expect(call?.shadowRoot?.activeElement?.closest('.panel')).toBeTruthy());
    await userEvent.click(press);
    await vi.waitFor(() => expect(press.getAttribute('aria-expanded')).toBe('false'));
    expect(call?.isOpen).toBe(false);
  });

  it('says in the console that there is none', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { press } = await button('<p2p-call-button for="nothing">Call us</p2p-call-button>');
    await userEvent.click(press);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});
