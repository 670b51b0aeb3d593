/** The page with both ends: what the left one sends is changed on the way, by the code that the page shows. */
import type { CallOptions } from '../call/call-options.ts';
import { enableCopyButtons } from './copy-button.ts';
import { type Look, cleaned, drawn } from './demo-effects.js';
// oxlint-disable-next-line import/default -- the build gives the text of the file
import source from './demo-effects.js?raw';

const LOOKS: Readonly<Record<string, Look>> = { blurred: 'blurred', pixels: 'pixels', grey: 'grey' };

/** Null where nothing is to be changed: then nothing is drawn and mixed. */
function processingOf(look: Look | undefined, isCleaned: boolean): CallOptions['processTrack'] {
  if (look === undefined && !isCleaned) return null;
  return (track, { kind, signal }) => {
    if (kind === 'audio') return isCleaned ? cleaned(track, signal) : track;
    return look === undefined ? track : drawn(track, signal, look);
  };
}

/** What to paste into a page that does the same. */
function snippetOf(look: Look | undefined, isCleaned: boolean): string {
  const picture = look === undefined ? 'track' : `drawn(track, signal, '${look}')`;
  const sound = isCleaned ? 'cleaned(track, signal)' : 'track';
  return `document.querySelector('p2p-call').processTrack = (track, { kind, signal }) =>
  kind === 'video' ? ${picture} : ${sound};

${source.replaceAll('export ', '')}`;
}

const form = document.querySelector<HTMLFormElement>('#effects');
const snippet = document.querySelector('#snippet');

function apply(): void {
  if (form === null) return;
  const data = new FormData(form);
  const chosen = data.get('look');
  const look = typeof chosen === 'string' ? LOOKS[chosen] : undefined;
  const isCleaned = data.has('cleaned');
  const call = document.querySelector('p2p-call');
  if (call) call.processTrack = processingOf(look, isCleaned);
  if (snippet) snippet.textContent = snippetOf(look ?? (isCleaned ? undefined : 'blurred'), isCleaned);
}

form?.addEventListener('change', apply);
// A browser may have kept what was chosen before.
apply();
enableCopyButtons(document);
