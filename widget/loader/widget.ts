/**
 * `/widget.js`, a classic script for pages that cannot have a module: makes a `<p2p-call mode="floating">` at the end of the page, with
 * the `data-` attributes of its tag as attributes, and loads `/p2p-call.js` for it. A page that has it twice has one call.
 * Must not know the element: what is loaded is.
 */
import { checked } from '../parts/checked-load.ts';
import { type Command, CommandQueue } from './command-queue.ts';
import { PINNED } from './pinned.ts';

declare global {
  /** An array until this script runs: `(window.P2PCall ||= []).push(['open'])`. */
  var P2PCall: CommandQueue | Command[] | undefined;
}

/** `data-display-name` becomes `display-name`. */
function copyAttributes(from: Element, to: Element): void {
  for (const { name, value } of from.attributes) {
    if (name.startsWith('data-') && name.length > 5) to.setAttribute(name.slice(5), value);
  }
}

/** A script in the head runs before there is a body. */
function whenParsed(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }));
}

async function load(script: HTMLScriptElement, queue: CommandQueue): Promise<void> {
  const url = new URL(PINNED?.fileName ?? 'p2p-call.js', script.src);
  if (PINNED) await checked(url.href, PINNED.integrity);
  await Promise.all([import(/* @vite-ignore */ url.href), whenParsed()]);
  const call = document.createElement('p2p-call');
  call.setAttribute('mode', 'floating');
  copyAttributes(script, call);
  document.body.append(call);
  queue.start(call);
}

const { currentScript } = document;
const before = globalThis.P2PCall;
if (currentScript instanceof HTMLScriptElement && !(before && 'start' in before)) {
  const queue = new CommandQueue(before ?? []);
  globalThis.P2PCall = queue;
  load(currentScript, queue).catch((error: unknown) => console.error(error));
}
