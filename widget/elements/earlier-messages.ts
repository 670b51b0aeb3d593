/**
 * What was said before this page came. It is what one of the others says that was said, so it stands apart from what came from each
 * person directly, under the name of who passed it on. Not read out by itself: it comes all at once.
 */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { ChatMessage } from '../call/events.ts';
import { nameOf } from './tile.ts';

/** @returns those that came directly. */
export function directMessages(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.filter(({ passedOnBy }) => passedOnBy === undefined);
}

type Bubble = (message: ChatMessage, previous: ChatMessage | undefined) => TemplateResult;

function group(name: string, messages: readonly ChatMessage[], bubble: Bubble): TemplateResult {
  const heading = msg(str`Earlier messages, passed on by ${nameOf({ name })}`, { id: 'chat-earlier' });
  return html`<div class="earlier" role="group" aria-live="off" aria-label=${heading}>
    <p class="earlier-head" dir="auto" aria-hidden="true">${heading}</p>
    ${messages.map((message, index) => bubble(message, messages[index - 1]))}
  </div>`;
}

/** One group for each who passed on some. @param bubble draws a message, after the one before it. */
export function earlierMessages(messages: readonly ChatMessage[], bubble: Bubble): TemplateResult | typeof nothing {
  const groups = new Map<string, { readonly name: string; readonly messages: ChatMessage[] }>();
  for (const message of messages) {
    if (message.passedOnBy === undefined) continue;
    const { id, name } = message.passedOnBy;
    const known = groups.get(id) ?? { name, messages: [] };
    known.messages.push(message);
    groups.set(id, known);
  }
  if (groups.size === 0) return nothing;
  return html`${[...groups.values()].map((it) => group(it.name, it.messages, bubble))}`;
}
