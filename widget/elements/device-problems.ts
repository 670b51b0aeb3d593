/** Devices that cannot be used, each with what to do about it. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { CallError } from '../call/call-error.ts';
import { errorText } from '../locales/error-text.ts';
import { icon } from './icons.ts';

/** One problem for both devices is one problem: the same code for camera and microphone becomes one entry about both. */
export function mergeNotices(notices: readonly CallError[]): readonly { code: CallError['code']; subject?: string }[] {
  const byCode = new Map<CallError['code'], Set<string>>();
  for (const { code, subject = '' } of notices) byCode.set(code, (byCode.get(code) ?? new Set<string>()).add(subject));
  return [...byCode].map(([code, subjects]) => {
    const [only] = subjects;
    return subjects.size === 1 && only ? { code, subject: only } : { code };
  });
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
