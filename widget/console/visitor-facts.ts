/** What a visitor has said and where it is, as rows of a list. All of it is somebody else's text: shown, never followed. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { BadgeCheck } from 'lucide';
import type { DeskCall } from '#protocol';
import { icon } from '../elements/icons.ts';
import { avatarColorOf, initialsOf } from '../elements/initials.ts';
import { visitorName } from './agent-texts.ts';
import { pageHref } from './visitor-links.ts';

export type Facts = Pick<DeskCall, 'name' | 'topic' | 'department' | 'form' | 'page' | 'user'>;

function pageLink({ url, title }: NonNullable<Facts['page']>): TemplateResult {
  const text = title.trim() || url;
  const href = pageHref(url);
  if (href === null) return html`<span dir="auto">${text}</span>`;
  // The title is the visitor's word, and may promise another site than the address leads to.
  return html`${text === url ? nothing : html`<span class="host" dir="ltr">${new URL(href).host}</span> `}<a
      href=${href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      >${text}</a
    >`;
}

function row(name: string, value: unknown): TemplateResult {
  return html`<div class="fact">
    <dt dir="auto">${name}</dt>
    <dd dir="auto">${value}</dd>
  </div>`;
}

/** What stands for the visitor: initials and a colour. */
export function visitorPicture({ name }: Facts): TemplateResult {
  return html`<span class="picture" data-color=${avatarColorOf(name)} aria-hidden="true"
    >${initialsOf(name) || icon('person')}</span
  >`;
}

/** Who calls; with a mark where the site's own server vouches for it. */
export function visitorTitle(facts: Facts): TemplateResult {
  const verified = msg('Known to the website', { id: 'agent-verified' });
  return html`<span class="who" dir="auto">${visitorName(facts)}</span>${
      facts.user?.verified === true
        ? html`<span class="verified" role="img" aria-label=${verified} title=${verified}>${icon(BadgeCheck)}</span>`
        : nothing
    }`;
}

/** The topic and the department on one line; nothing where neither is known. */
export function visitorTopic({ topic, department }: Facts): TemplateResult | typeof nothing {
  if (topic.trim() === '' && department === null) return nothing;
  return html`<p class="topic">
    ${department === null ? nothing : html`<span class="tag">${department}</span>`}<span dir="auto">${topic}</span>
  </p>`;
}

export function visitorPage({ page }: Facts): TemplateResult | typeof nothing {
  return page === null ? nothing : html`<p class="page">${pageLink(page)}</p>`;
}

/** The user at the site and the answers to the form. */
export function visitorFacts({ form, user }: Facts): TemplateResult | typeof nothing {
  const answers = Object.entries(form);
  if (user === null && answers.length === 0) return nothing;
  return html`<dl class="facts">
    ${user === null ? nothing : row(msg('Customer', { id: 'agent-user' }), user.id)}
    ${answers.map(([name, answer]) => row(name, answer))}
  </dl>`;
}
