/** The chat panel. Text is text: never HTML, links only to http and https. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatMessage } from '../call/events.ts';
import { linkify } from '../data/linkify.ts';
import { formatTime } from '../locales/localization.ts';
import { type CallView, isInCall } from './call-view.ts';
import { type Turn, messageKey, timelineOf } from './chat-timeline.ts';
import { directMessages, earlierMessages } from './earlier-messages.ts';
import type { SharedFile } from './file-shelf.ts';
import type { FilesControl } from './files-control.ts';
import { icon } from './icons.ts';
import { sideHeader } from './side-header.ts';
import { tellTyping, typingLine } from './typing-line.ts';

/** Messages of one person within this time share one heading. */
const GROUP_MS = 120_000;

function continues(message: ChatMessage, previous: ChatMessage | undefined): boolean {
  return previous !== undefined && previous.from === message.from && message.sentAt - previous.sentAt < GROUP_MS;
}

function body({ text }: ChatMessage): unknown[] {
  return linkify(text).map((piece) =>
    'url' in piece
      ? html`<a href=${piece.url} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`
      : piece.text,
  );
}

function bubble(message: ChatMessage, previous: ChatMessage | undefined): TemplateResult {
  const name = message.local ? msg('You', { id: 'you' }) : message.name || msg('Guest', { id: 'guest' });
  const isContinued = continues(message, previous);
  return html`<div part="message" class="message ${message.local ? 'own' : 'other'} ${isContinued ? 'continued' : ''}">
    <div class="message-head ${isContinued ? 'sr-only' : ''}">
      <span class="message-name" dir="auto">${name}</span>
      <time datetime=${new Date(message.sentAt).toISOString()}>${formatTime(new Date(message.sentAt))}</time>
    </div>
    <div class="bubble" dir="auto">${body(message)}</div>
  </div>`;
}

/** A message goes on under the heading of the one before, unless there is a file between them. */
function turn(it: Turn<SharedFile>, previous: Turn<SharedFile> | undefined, files: FilesControl): TemplateResult {
  if ('file' in it) return files.card(it.file);
  return bubble(it.message, previous !== undefined && 'message' in previous ? previous.message : undefined);
}

function textareaOf(element: EventTarget | null): HTMLTextAreaElement | null {
  if (!(element instanceof HTMLElement)) return null;
  return element.closest('.chat')?.querySelector('textarea') ?? null;
}

/** Grows with the text up to the height the style sheet allows. */
function fit(textarea: HTMLTextAreaElement): void {
  textarea.rows = Math.min(Math.max(textarea.value.split('\n').length, 1), 5);
}

async function submit(event: Event, view: CallView, files: FilesControl): Promise<void> {
  event.preventDefault();
  files.forgetProblem();
  const textarea = textareaOf(event.target);
  const text = textarea?.value.trim() ?? '';
  if (textarea === null || text === '') return;
  // What could not be sent stays where it was typed.
  if (!(await view.request.sendMessage(text))) return;
  textarea.value = '';
  fit(textarea);
}

/** Code of the keys that an input method takes. @see https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode */
const COMPOSING_KEY_CODE = 229;

function handleKey(event: KeyboardEvent, view: CallView, files: FilesControl): void {
  // While an input method composes, Enter chooses a word; Safari has ended it by then, and says so by the code alone.
  const isComposing = event.isComposing || event.keyCode === COMPOSING_KEY_CODE;
  if (event.key === 'Enter' && !event.shiftKey && !isComposing) void submit(event, view, files);
}

function handleInput({ target }: Event, view: CallView): void {
  if (!(target instanceof HTMLTextAreaElement)) return;
  fit(target);
  if (target.value.trim() !== '') tellTyping(view);
}

function composer(view: CallView, files: FilesControl): TemplateResult {
  const problem = view.chatProblem || files.problem;
  return html`<form class="composer" @submit=${(event: Event) => submit(event, view, files)}>
    ${problem === '' ? nothing : html`<p class="chat-problem" id="chat-problem" role="alert">${problem}</p>`}
    ${files.attachButton(view)}
    <textarea
      part="input"
      class="input chat-input"
      rows="1"
      dir="auto"
      aria-label=${msg('Message', { id: 'message' })}
      aria-describedby=${problem === '' ? nothing : 'chat-problem'}
      aria-invalid=${view.chatProblem === '' ? nothing : 'true'}
      placeholder=${msg('Write a message', { id: 'message-placeholder' })}
      @input=${(event: Event) => handleInput(event, view)}
      @keydown=${(event: KeyboardEvent) => handleKey(event, view, files)}
      @paste=${(event: ClipboardEvent) => files.handlePaste(event)}
    ></textarea>
    <button type="submit" part="button button-send" class="icon-button send" aria-label=${msg('Send', { id: 'send' })}>
      ${icon('send')}
    </button>
  </form>`;
}

function emptyText({ call }: CallView): string {
  const [only, ...others] = call.participants.values();
  if (only && others.length === 0 && only.name) {
    return msg(str`Messages go to ${only.name} directly and are not stored.`, { id: 'chat-empty-one' });
  }
  return msg('Messages go directly to the people in the call and are not stored.', { id: 'chat-empty' });
}

export function chat(view: CallView, files: FilesControl): TemplateResult | typeof nothing {
  const { call, state, hasChat, chatOpen, request } = view;
  const shared = files.follow(view);
  if (!hasChat) return nothing;
  const isTalking = isInCall(state);
  const turns = timelineOf(directMessages(call.messages), isTalking ? shared : []);
  const isEmpty = call.messages.length + shared.length === 0;
  return html`<section
      part="chat"
      class="side chat"
      aria-label=${msg('Chat', { id: 'chat' })}
      ?hidden=${!chatOpen || !isTalking}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && request.toggleChat(false)}
    >
      ${sideHeader({
        title: msg('Chat', { id: 'chat' }),
        close: msg('Close the chat', { id: 'chat-close' }),
        onclose: () => request.toggleChat(false),
      })}
      <div
        class="messages"
        role="log"
        aria-live="polite"
        tabindex="0"
        aria-label=${msg('Messages', { id: 'messages' })}
      >
        ${isEmpty ? html`<p class="chat-empty">${emptyText(view)}</p>` : nothing}
        ${earlierMessages(call.messages, bubble)}
        ${repeat(
          turns,
          (it) => ('file' in it ? it.file.fileId : messageKey(it.message)),
          (it, index) => turn(it, turns[index - 1], files),
        )}
      </div>
      ${typingLine(view)} ${composer(view, files)}
    </section>
    ${isTalking ? nothing : files.leftOver(shared)} ${files.surroundings()}`;
}
