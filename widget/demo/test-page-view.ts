/** How the self-test looks: one picture of one moment. Knows nothing of how it runs. */
import { type TemplateResult, html, nothing, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CheckState, SelfTestCheck, SelfTestReport } from '../diagnostics/self-test-types.ts';
import {
  adviceText,
  checkStateText,
  checkTitle,
  figuresText,
  pageTexts,
  summaryText,
} from '../locales/self-test-text.ts';

export interface TestView {
  /** Null before the first test. */
  readonly report: SelfTestReport | null;
  readonly preview: MediaStream | null;
  /** Of the microphone, 0 to 1. */
  readonly level: number;
  readonly isRunning: boolean;
  readonly isCopied: boolean;
  onpress(): void;
  oncopy(): void;
}

/** Strokes on a field of 24, as in the icons of the element. */
const MARKS: Readonly<Record<CheckState, TemplateResult>> = {
  passed: svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`,
  warned: svg`<path d="M12 6v7.5M12 17.5v.5" />`,
  failed: svg`<path d="M7 7l10 10M17 7L7 17" />`,
  skipped: svg`<path d="M7 12h10" />`,
  running: svg`<path d="M12 4a8 8 0 0 1 8 8" />`,
  waiting: svg`<path d="M12 12v.01" />`,
};

function mark(state: CheckState): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">${MARKS[state]}</svg>`;
}

function checkView({ id, state, detail, advice }: SelfTestCheck): TemplateResult {
  const figures = figuresText(id, detail);
  const words = adviceText(advice);
  return html`<li class="check" data-check=${id} data-state=${state}>
    ${mark(state)}
    <span class="check-title">${checkTitle(id)}</span>
    <span class="check-state">${checkStateText(state)}</span>
    ${figures === '' ? nothing : html`<span class="check-figures">${figures}</span>`}
    ${words === '' ? nothing : html`<p class="check-advice">${words}</p>`}
  </li>`;
}

function stageView({ preview, level }: TestView): TemplateResult {
  const { preview: name, level: meter } = pageTexts();
  return html`<div class="stage">
    <video class="picture" .srcObject=${preview} .muted=${true} autoplay playsinline aria-label=${name}></video>
    <meter class="level" min="0" max="1" .value=${Math.sqrt(level)} aria-label=${meter}></meter>
  </div>`;
}

function reportView({ text }: SelfTestReport, { isCopied, oncopy }: TestView): TemplateResult {
  const { report, copy, copied } = pageTexts();
  return html`<section class="panel">
    <button type="button" class="button" @click=${oncopy}>${isCopied ? copied : copy}</button>
    <details>
      <summary>${report}</summary>
      <pre id="report" class="code" dir="ltr" tabindex="0" aria-label=${report}>${text}</pre>
    </details>
  </section>`;
}

export function testView(view: TestView): TemplateResult {
  const { report, isRunning } = view;
  const { title, start, again, stop } = pageTexts();
  const label = isRunning ? stop : report === null ? start : again;
  return html`<h1>${title}</h1>
    <p class="lead" role="status" data-state=${report?.state ?? 'idle'}>${summaryText(report?.state ?? null)}</p>
    <p>
      <button type="button" class="button primary" @click=${() => view.onpress()}>${label}</button>
    </p>
    ${isRunning ? stageView(view) : nothing}
    ${
      report === null
        ? nothing
        : html`<ul class="checks" role="list">
            ${repeat(report.checks, ({ id }) => id, checkView)}
          </ul>`
    }
    ${report === null || isRunning ? nothing : reportView(report, view)}`;
}
