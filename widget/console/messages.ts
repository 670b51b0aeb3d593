/** Messages that were left, the newest first: what they say, how to answer, a voice to be heard; and the way to be done with one. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Play } from 'lucide';
import { textButton } from '../elements/controls.ts';
import { visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import type { MessageBox, MessageRow } from './message-box.ts';
import { momentText } from './moment-text.ts';
import { visitorFacts, visitorPage, visitorTitle, visitorTopic } from './visitor-facts.ts';
import { contactHref } from './visitor-links.ts';

function contactLine(contact: string): TemplateResult | typeof nothing {
  if (contact.trim() === '') return nothing;
  const href = contactHref(contact);
  return html`<p class="contact" dir="auto">${href === null ? contact : html`<a href=${href}>${contact}</a>`}</p>`;
}

function voicePlayer({ note, voice }: MessageRow, box: MessageBox): TemplateResult | typeof nothing {
  if (!note.voice) return nothing;
  const label = msg('Voice message', { id: 'agent-voice' });
  if (typeof voice === 'object' && voice !== null) {
    return html`<audio part="voice" controls src=${voice.url} aria-label=${label}></audio>`;
  }
  return html`${textButton({
    name: 'voice',
    text: label,
    icon: Play,
    pending: voice === 'loading',
    onpress: () => void box.fetchVoice(note.id),
  })}${voice === 'failed' ? html`<p class="wrong-text">${msg('It could not be loaded. Try again.', { id: 'agent-voice-failed' })}</p>` : nothing}`;
}

function content(it: MessageRow, box: MessageBox): TemplateResult {
  const { message } = it;
  if (message === null) return html`<p class="detail"><span class="spinner" aria-hidden="true"></span></p>`;
  if (message.unreadable) {
    return html`<p class="wrong-text">
      ${msg('No secret of this desk opens it any more.', { id: 'agent-unreadable' })}
    </p>`;
  }
  return html`${visitorTopic(message)}
  ${message.text === '' ? nothing : html`<p class="message-text" dir="auto">${message.text}</p>`}
  ${contactLine(message.contact)} ${voicePlayer(it, box)} ${visitorPage(message)} ${visitorFacts(message)}`;
}

function row(it: MessageRow, view: DeskView, box: MessageBox): TemplateResult {
  const { note, message, isLeaving } = it;
  const name = visitorName(message ?? { name: '' });
  if (isLeaving) {
    return html`<li part="message" class="row leaving">
      <p>${msg('This message will be deleted.', { id: 'agent-handled' })}</p>
      ${textButton({ name: 'undo', text: msg('Undo', { id: 'agent-undo' }), onpress: () => box.undo(note.id) })}
    </li>`;
  }
  return html`<li part="message" class="row" data-message=${note.id}>
    <div class="row-head">
      <span class="row-name">${message === null ? name : visitorTitle(message)}</span>
      <time class="time" datetime=${new Date(note.at).toISOString()}>${momentText(note.at, view.desk.now())}</time>
    </div>
    ${content(it, box)}
    <div class="row-actions">
      ${textButton({
        name: 'handled',
        text: msg('Done', { id: 'agent-done' }),
        label: msg(str`Done: ${name}`, { id: 'agent-done-name' }),
        icon: 'check',
        onpress: () => view.request.handled(note.id),
      })}
    </div>
  </li>`;
}

export function messages(view: DeskView, box: MessageBox): TemplateResult {
  const rows = [...box.rows].sort((first, second) => second.note.at - first.note.at);
  if (rows.length === 0) return html`<p class="empty">${msg('No messages.', { id: 'agent-messages-none' })}</p>`;
  return html`${
      box.hasFailed
        ? html`<div class="line wrong">
            <span class="line-text">${msg('The messages could not be loaded.', { id: 'agent-messages-failed' })}</span>
            ${textButton({ name: 'fetch', text: msg('Try again', { id: 'retry' }), onpress: () => void box.fetch() })}
          </div>`
        : nothing
    }
    <ul class="rows">
      ${repeat(
        rows,
        ({ note }) => note.id,
        (it) => row(it, view, box),
      )}
    </ul>`;
}
