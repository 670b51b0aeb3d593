/** Devices that cannot be used, each with what to do about it. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { CallError } from '../call/call-error.ts';
import { errorText } from '../locales/error-text.ts';
import { icon } from './icons.ts';

interface Problem {
  readonly code: CallError['code'];
  readonly subject?: string;
}

/** One problem for both devices is one problem: the same code for camera and microphone becomes one entry about both. A
 *  screen is none of them. */
export function mergeNotices(notices: readonly CallError[]): readonly Problem[] {
  const byCode = new Map<CallError['code'], Set<string>>();
  const screens: Problem[] = [];
  for (const { code, subject = '' } of notices) {
    if (subject === 'screen') screens.push({ code, subject });
    else byCode.set(code, (byCode.get(code) ?? new Set<string>()).add(subject));
  }
  const devices = [...byCode].map(([code, subjects]): Problem => {
    const [only] = subjects;
    return subjects.size === 1 && only ? { code, subject: only } : { code };
  });
  return [...devices, ...screens];
}

export function deviceProblems(notices: readonly CallError[]): TemplateResult | typeof nothing {
  if (notices.length === 0) return nothing;
  return html`<ul class="problems" aria-label=${msg('Problems with your devices', { id: 'device-problems' })}>
    ${mergeNotices(notices).map(({ code, subject }) => {
      const { title, whatToDo } = errorText(code, subject);
      return html`<li class="problem">
        ${icon('warning')}<span><b>${title}.</b> ${whatToDo}</span>
      </li>`;
    })}
  </ul>`;
}
