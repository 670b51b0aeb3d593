/** `/playground`: see widget/demo/playground. Loads the element the way a customer does, and has its calls from the same module. */
import { roomNameFrom } from '#protocol';
import { enableCopyButtons } from './copy-button.ts';
import { manifest } from './manifest.ts';
import { startPlayground } from './playground/playground.ts';

const root = document.querySelector<HTMLElement>('#playground');
const address = '/p2p-call.js';
const { Call } = (await import(/* @vite-ignore */ address)) as typeof import('../index.ts');
const room = roomNameFrom(crypto.getRandomValues(new Uint8Array(16)));
if (root !== null) startPlayground({ root, manifest, Call, room });
enableCopyButtons(document);
