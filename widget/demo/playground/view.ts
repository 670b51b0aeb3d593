/** How the playground looks: options, lines to paste, events. Knows nothing of how they come about. */
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Choice } from './choice.ts';
import type { Logged } from './event-log.ts';
import { MAX_GUESTS } from './guests.ts';
import type { Option } from './options.ts';
import { isLive } from './preview.ts';

export interface PlaygroundView {
  readonly options: readonly Option[];
  readonly scripted: readonly Option[];
  readonly choice: Choice;
  readonly snippet: string;
  readonly link: string;
  readonly guestCount: number;
  readonly log: readonly Logged[];
  /** Whether the call stands in a window or a dialog, which is opened. */
  readonly isApart: boolean;
  readonly preview: HTMLElement;
  onchoose(option: Option, value: string): void;
  onguests(count: number): void;
  onopen(): void;
  onreset(): void;
  onclear(): void;
}

function hintId({ name }: Option): string {
  return `hint-${name.replace(/^--/, '')}`;
}

function valueOf({ choice }: PlaygroundView, { name, byDefault }: Option): string {
  return choice.get(name) ?? byDefault;
}

/** The first colour of `light-dark(#0b6b64, #4fd1c0)`, as the field for colours takes it. */
function colourOf(value: string): string {
  return /#[0-9a-f]{6}\b/i.exec(value)?.[0] ?? '#000000';
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

function field(option: Option, view: PlaygroundView): TemplateResult {
  const { name, kind, words, byDefault } = option;
  const value = valueOf(view, option);
  const choose = (event: Event): void => view.onchoose(option, textOf(event));
  const id = `option-${name}`;
  if (kind === 'switch') {
    const toggle = (event: Event): void =>
      view.onchoose(option, (event.target as HTMLInputElement).checked ? 'on' : 'off');
    return html`<label class="option-row">
      <input type="checkbox" .checked=${value === 'on'} aria-describedby=${hintId(option)} @change=${toggle} />
      <code>${name}</code>
    </label>`;
  }
  if (kind === 'words') return wordsField(option, view);
  const label = html`<label for=${id}><code>${name}</code></label>`;
  if (kind === 'choice') {
    return html`${label}
      <select id=${id} aria-describedby=${hintId(option)} @change=${choose}>
        ${words.map((word) => html`<option value=${word} ?selected=${word === value}>${word}</option>`)}
      </select>`;
  }
  if (kind === 'colour') {
    return html`${label}
      <span class="option-row">
        <input id=${id} type="color" .value=${colourOf(value)} aria-describedby=${hintId(option)} @input=${choose} />
        ${
          view.choice.has(name)
            ? html`<button
                type="button"
                class="button small"
                aria-label="Default of ${name}"
                @click=${() => view.onchoose(option, '')}
              >
                Default
              </button>`
            : nothing
        }
      </span>`;
  }
  return html`${label}
    <input
      id=${id}
      type=${kind === 'number' ? 'number' : 'text'}
      min=${kind === 'number' ? '0' : nothing}
      list=${words.length > 0 ? `${id}-words` : nothing}
      placeholder=${byDefault}
      .value=${view.choice.get(name) ?? ''}
      autocomplete="off"
      spellcheck="false"
      dir="ltr"
      aria-describedby=${hintId(option)}
      @input=${choose}
    />
    ${
      words.length > 0
        ? html`<datalist id="${id}-words">${words.map((word) => html`<option value=${word}></option>`)}</datalist>`
        : nothing
    }`;
}

/** All of them until one is left out. */
function wordsField(option: Option, view: PlaygroundView): TemplateResult {
  const { name, words } = option;
  const chosen = new Set(view.choice.get(name)?.split(' ') ?? words);
  const toggle = (word: string): void => {
    const next = words.filter((it) => (it === word ? !chosen.has(it) : chosen.has(it)));
    view.onchoose(option, next.length === words.length ? '' : next.join(' '));
  };
  return html`<div role="group" aria-label=${name} aria-describedby=${hintId(option)}>
    <code>${name}</code>
    <div class="words">
      ${words.map(
        (word) =>
          html`<label class="option-row">
            <input type="checkbox" .checked=${chosen.has(word)} @change=${() => toggle(word)} />${word}
          </label>`,
      )}
    </div>
  </div>`;
}

function optionView(option: Option, view: PlaygroundView): TemplateResult {
  const note = isLive(option.name) ? '' : ' Only in the lines to paste, not in the preview.';
  return html`<div class="option">
    ${field(option, view)}
    <p class="hint" id=${hintId(option)}>${option.description}${note}</p>
  </div>`;
}

function groupViews(view: PlaygroundView): TemplateResult[] {
  const all = [...view.options, ...view.scripted];
  return [...new Set(all.map(({ group }) => group))].map((group, index) => {
    const options = all.filter((option) => option.group === group);
    return html`<details class="group" ?open=${index < 2}>
      <summary>${group}</summary>
      ${repeat(
        options,
        ({ name }) => name,
        (option) => optionView(option, view),
      )}
    </details>`;
  });
}

function guestsView({ guestCount, onguests }: PlaygroundView): TemplateResult {
  const words = ['nobody else, by the real server', 'one more person', 'two more people', 'three more people'];
  return html`<label class="guests">
    In the preview:
    <select @change=${(event: Event) => onguests(Number(textOf(event)))}>
      ${words
        .slice(0, MAX_GUESTS + 1)
        .map((word, count) => html`<option value=${count} ?selected=${count === guestCount}>${word}</option>`)}
    </select>
  </label>`;
}

function logView({ log, onclear }: PlaygroundView): TemplateResult {
  return html`<section class="events" aria-labelledby="events">
    <div class="row">
      <h2 id="events">Events</h2>
      <button type="button" class="button small" @click=${onclear}>Clear</button>
    </div>
    <div class="panel log code" role="log" aria-live="off" aria-labelledby="events" tabindex="0">
      ${log.length === 0 ? html`<p class="hint">Press something in the preview: its events are listed here.</p>` : nothing}
      ${repeat(
        log,
        ({ id }) => id,
        ({ time, name, detail }) => html`<p><time>${time}</time> <b>${name}</b> ${detail}</p>`,
      )}
    </div>
  </section>`;
}

export function playgroundView(view: PlaygroundView): TemplateResult {
  return html`
    <div class="shown">
      <section aria-labelledby="preview">
        <div class="row">
          <h2 id="preview">Preview</h2>
          ${guestsView(view)}
          ${view.isApart ? html`<button type="button" class="button small" @click=${view.onopen}>Open it</button>` : nothing}
        </div>
        ${view.preview}
      </section>
      <section aria-labelledby="lines">
        <h2 id="lines">Lines to paste</h2>
        <div class="panel">
          <pre id="snippet" class="code" tabindex="0" role="group" aria-labelledby="lines">${view.snippet}</pre>
          <button type="button" class="button" data-copy="snippet">Copy the lines</button>
        </div>
        <div class="row link-row">
          <input id="link" class="code" readonly dir="ltr" aria-label="Link to this playground" .value=${view.link} />
          <button type="button" class="button" data-copy="link">Copy link</button>
        </div>
      </section>
    </div>
    <section class="options" aria-labelledby="options">
      <div class="row">
        <h2 id="options">Options</h2>
        <button type="button" class="button small" @click=${view.onreset}>Start over</button>
      </div>
      ${groupViews(view)}
    </section>
    ${logView(view)}
  `;
}
