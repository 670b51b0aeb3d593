/** One file in the conversation: what it is, where it stands with each who gets it, and what may be done about it. Decides nothing. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { Download, File as FileIcon, Pause, Play } from 'lucide';
import { formatTime } from '../locales/localization.ts';
import { textButton } from './controls.ts';
import { fileNameParts } from './file-name-parts.ts';
import type { FileShare, SharedFile } from './file-shelf.ts';
import { progressText, sizeText, statusText } from './file-texts.ts';
import { type Icon, icon } from './icons.ts';

/** What a gesture may ask for. */
export interface FileRequests {
  accept(share: FileShare): void;
  decline(share: FileShare): void;
  pause(share: FileShare): void;
  resume(share: FileShare): void;
  cancel(share: FileShare): void;
  /** Null where it would be of no use. */
  retry(share: FileShare): (() => void) | null;
  save(share: FileShare): void;
  enlarge(file: SharedFile): void;
}

export interface FileCard {
  readonly file: SharedFile;
  /** What of it can be seen, where it is a picture. */
  readonly picture: Element | null;
  readonly request: FileRequests;
}

const IN_PROGRESS: ReadonlySet<string> = new Set(['active', 'paused', 'interrupted']);

function fileName(name: string): TemplateResult {
  const [stem, extension] = fileNameParts(name);
  return html`<bdi class="file-name" title=${name}
    ><span class="file-stem">${stem}</span>${extension === '' ? nothing : html`<span>${extension}</span>`}</bdi
  >`;
}

function iconButton(name: string, image: Icon, label: string, onpress: () => void): TemplateResult {
  return html`<button
    type="button"
    part="button button-${name}"
    class="icon-button"
    aria-label=${label}
    title=${label}
    @click=${onpress}
  >
    ${icon(image)}
  </button>`;
}

function cancelButton(share: FileShare, request: FileRequests): TemplateResult {
  const label = msg(str`Cancel ${share.transfer.name}`, { id: 'file-cancel' });
  return iconButton('cancel-file', 'close', label, () => request.cancel(share));
}

function pauseButton(share: FileShare, request: FileRequests): TemplateResult | typeof nothing {
  const { name, state, pausedBy } = share.transfer;
  if (state === 'active') {
    const label = msg(str`Pause ${name}`, { id: 'file-pause' });
    return iconButton('pause-file', Pause, label, () => request.pause(share));
  }
  if (state !== 'paused' || pausedBy === 'peer') return nothing;
  const label = msg(str`Resume ${name}`, { id: 'file-resume' });
  return iconButton('resume-file', Play, label, () => request.resume(share));
}

function answers(share: FileShare, request: FileRequests): TemplateResult {
  const { name } = share.transfer;
  return html`<div class="file-actions">
    ${textButton({
      name: 'decline-file',
      text: msg('Decline', { id: 'reject' }),
      label: msg(str`Decline ${name}`, { id: 'reject-name' }),
      onpress: () => request.decline(share),
    })}
    ${textButton({
      name: 'accept-file',
      text: msg('Accept', { id: 'file-accept' }),
      label: msg(str`Accept ${name}`, { id: 'file-accept-name' }),
      kind: 'primary',
      onpress: () => request.accept(share),
    })}
  </div>`;
}

function progress(share: FileShare, request: FileRequests): TemplateResult {
  const { name, bytes, size } = share.transfer;
  const text = progressText(share);
  const status = statusText(share);
  return html`<div class="file-row">
    <div class="file-flow">
      <progress
        class="file-progress"
        max=${Math.max(1, size)}
        value=${Math.min(bytes, size)}
        aria-label="${name}, ${share.name}"
        aria-valuetext=${text}
      ></progress>
      <p class="file-status">${status === '' ? text : `${status} · ${text}`}</p>
    </div>
    ${pauseButton(share, request)} ${cancelButton(share, request)}
  </div>`;
}

function outcome(share: FileShare, request: FileRequests): TemplateResult {
  const { name, state, direction, file } = share.transfer;
  const retry = request.retry(share);
  const isHere = state === 'done' && direction === 'receive' && file !== undefined;
  return html`<div class="file-row">
      <p class="file-status ${state}">${state === 'done' ? icon('check') : nothing}${statusText(share)}</p>
      ${state === 'offered' ? cancelButton(share, request) : nothing}
    </div>
    ${
      retry === null
        ? nothing
        : html`<div class="file-actions">
            ${textButton({
              name: 'retry-file',
              text: msg('Try again', { id: 'retry' }),
              label: msg(str`Try again: ${name}`, { id: 'file-retry' }),
              onpress: retry,
            })}
          </div>`
    }
    ${
      isHere
        ? html`<div class="file-actions">
            ${textButton({
              name: 'save-file',
              text: msg('Save', { id: 'file-save' }),
              label: msg(str`Save ${name}`, { id: 'file-save-name' }),
              kind: 'primary',
              icon: Download,
              onpress: () => request.save(share),
            })}
          </div>`
        : nothing
    }`;
}

function share(it: FileShare, request: FileRequests): TemplateResult {
  const { state, direction } = it.transfer;
  if (state === 'offered' && direction === 'receive') return answers(it, request);
  return IN_PROGRESS.has(state) ? progress(it, request) : outcome(it, request);
}

function shares({ shares: all }: SharedFile, request: FileRequests): TemplateResult {
  const [only, ...others] = all;
  if (others.length === 0) return share(only, request);
  return html`<ul class="file-shares">
    ${all.map(
      (it) =>
        html`<li>
          <span class="file-person" dir="auto">${it.name}</span>
          ${share(it, request)}
        </li>`,
    )}
  </ul>`;
}

/** Says of itself only what the live region says: a bar that fills is no news. */
export function fileCard({ file, picture, request }: FileCard): TemplateResult {
  const { transfer, name } = file.shares[0];
  const isOwn = transfer.direction === 'send';
  const at = new Date(file.atMs);
  return html`<div part="message" class="message ${isOwn ? 'own' : 'other'}" data-file=${file.fileId} aria-live="off">
    <div class="message-head">
      <span class="message-name" dir="auto">${isOwn ? msg('You', { id: 'you' }) : name}</span>
      <time datetime=${at.toISOString()}>${formatTime(at)}</time>
    </div>
    <div class="file" role="group" tabindex="-1" aria-label=${msg(str`File: ${transfer.name}`, { id: 'file-label' })}>
      ${
        picture === null
          ? nothing
          : html`<button
              type="button"
              part="button button-picture"
              class="file-picture"
              aria-label=${msg(str`Show ${transfer.name} larger`, { id: 'picture-open' })}
              @click=${() => request.enlarge(file)}
            >
              ${picture}
            </button>`
      }
      <div class="file-head">
        ${icon(FileIcon)}
        <div class="file-what">${fileName(transfer.name)}<span class="file-size">${sizeText(transfer.size)}</span></div>
      </div>
      ${shares(file, request)}
    </div>
  </div>`;
}
