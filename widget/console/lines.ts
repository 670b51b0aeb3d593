/** Lines under the bar: what is wrong, what happened last, and what the agent should be asked. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { type TextButton, textButton } from '../elements/controls.ts';
import { icon } from '../elements/icons.ts';
import { problemText, remedyFor } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';

interface Line {
  readonly text: string;
  readonly isWrong: boolean;
  readonly actions: readonly TextButton[];
}

function problemLine({ desk, request }: DeskView): Line | null {
  const { problem } = desk;
  if (problem === null) return null;
  const text =
    remedyFor(problem.code) === 'take-back'
      ? msg('Take it back', { id: 'agent-take-back' })
      : msg('Try again', { id: 'retry' });
  const actions = problem.fatal ? [{ name: 'reopen', text, onpress: () => request.reopen() }] : [];
  return { text: problemText(problem), isWrong: true, actions };
}

function soundLine({ sound, state, request }: DeskView): Line | null {
  if (!sound.isBlocked || sound.setting.isMuted || state !== 'available') return null;
  return {
    text: msg('This page may make no sound yet, so that you would not hear it ring.', { id: 'agent-silent' }),
    isWrong: true,
    actions: [
      { name: 'sound', text: msg('Turn on the sound', { id: 'agent-unlock' }), onpress: () => request.unlockSound() },
    ],
  };
}

function noticesLine({ asksForNotices, state, request }: DeskView): Line | null {
  // Not beside what is more important.
  if (!asksForNotices || state !== 'available') return null;
  return {
    text: msg('Shall your browser tell you of calls while you look at something else?', { id: 'agent-notices' }),
    isWrong: false,
    actions: [
      { name: 'later', text: msg('No', { id: 'agent-notices-no' }), onpress: () => request.allowNotices(false) },
      {
        name: 'notices',
        text: msg('Yes', { id: 'agent-notices-yes' }),
        kind: 'primary',
        onpress: () => request.allowNotices(true),
      },
    ],
  };
}

function lineOf({ text, isWrong, actions }: Line): TemplateResult {
  return html`<div part="banner" class="line ${isWrong ? 'wrong' : ''}">
    ${icon(isWrong ? 'warning' : 'info')}<span class="line-text" dir="auto">${text}</span>
    ${actions.length === 0 ? nothing : html`<span class="line-actions">${actions.map(textButton)}</span>`}
  </div>`;
}

/** What happened last can be put away, and goes with the next thing that is asked. */
function lastLine({ wishes }: DeskView): TemplateResult | typeof nothing {
  if (wishes.line === '') return nothing;
  return html`<div part="banner" class="line">
    ${icon('info')}<span class="line-text" dir="auto">${wishes.line}</span>
    <button
      type="button"
      part="button button-dismiss"
      class="icon-button"
      aria-label=${msg('Dismiss', { id: 'dismiss' })}
      @click=${() => wishes.say('')}
    >
      ${icon('close')}
    </button>
  </div>`;
}

export function lines(view: DeskView): TemplateResult {
  const all = [problemLine(view), soundLine(view), noticesLine(view)];
  return html`<div class="lines">${all.map((it) => (it === null ? nothing : lineOf(it)))} ${lastLine(view)}</div>`;
}
