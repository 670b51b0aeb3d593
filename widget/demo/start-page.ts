/** The start page: makes a room that nobody can guess, its link, and the lines to paste. Nothing is sent anywhere. */
import { roomNameFrom } from '#protocol';
import { enableCopyButtons } from './copy-button.ts';

const room = roomNameFrom(crypto.getRandomValues(new Uint8Array(16)));
const link = `${location.origin}/r/${room}`;

document.querySelector('#start')?.setAttribute('href', link);
document.querySelector('#link')?.setAttribute('value', link);

const snippet = document.querySelector('#snippet');
if (snippet) {
  snippet.textContent = [
    `<script type="module" src="${location.origin}/p2p-call.js"></script>`,
    '<p2p-call room="coffee"></p2p-call>',
  ].join('\n');
}
enableCopyButtons(document);
