/** What stands around a call that is not in the text of the page: the launcher, the bar of its window, and the question at the end. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing, svg } from 'lit';
import { type CallView, type DeskLauncher, isInCall } from './call-view.ts';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';
import type { WindowDrag } from './window-drag.ts';

const MAX_SHOWN_COUNT = 99;

export interface LauncherView {
  readonly view: CallView;
  /** The attribute `label`. */
  readonly label: string;
  /** The page has put something into the element. */
  readonly hasOwnContent: boolean;
  readonly time: string;
  readonly isHidden: boolean;
  readonly onopen: () => void;
  /** What the page has put there is another one. */
  readonly onslotchange: () => void;
}

/** What one has missed: messages, and people who wait to be let in. */
function missedCount({ unreadCount, call }: CallView): number {
  return unreadCount + call.knocks.length;
}

/** For those who do not see the pictures and the badge. */
function news({ view, label, hasOwnContent }: LauncherView): string {
  const isRunning = isInCall(view.state);
  const isMuted = isRunning && view.hasMicrophone && !view.call.devices.microphone.enabled;
  const isNamed = hasOwnContent || label !== '';
  return [
    isRunning
      ? msg('Back to the call', { id: 'launcher-back' })
      : isNamed || view.desk !== null
        ? ''
        : msg('Call', { id: 'launcher-call' }),
    hasOwnContent && !isRunning ? (view.desk?.launcher.detail ?? '') : '',
    isMuted ? msg('Microphone off', { id: 'microphone-off' }) : '',
    view.unreadCount > 0 ? msg('New messages', { id: 'launcher-unread' }) : '',
    view.call.knocks.length > 0 ? msg('Somebody waits to be let in', { id: 'launcher-knock' }) : '',
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function runningCall({ view, time }: LauncherView): TemplateResult {
  const { microphone } = view.call.devices;
  const waiting = view.desk?.launcher.waiting ?? '';
  if (waiting !== '') return html`<span class="spinner"></span><span>${waiting}</span>`;
  return html`<span class="launcher-dot"></span
    ><span class="launcher-time">${time}</span>
    ${view.hasMicrophone ? icon(microphone.enabled ? 'microphone' : 'microphone-off') : nothing}`;
}

/** Whether somebody is there, before anybody has asked. */
function deskInvitation({ state, label, detail }: DeskLauncher): TemplateResult {
  return html`<span class="launcher-icon"
      >${icon('leave')}${state === '' ? nothing : html`<span class="launcher-state" data-state=${state}></span>`}</span
    ><span class="launcher-words"
      ><span>${label}</span>${detail === '' ? nothing : html`<span class="launcher-detail">${detail}</span>`}</span
    >`;
}

function invitation({ view, label }: LauncherView): TemplateResult {
  if (view.desk !== null) return deskInvitation(view.desk.launcher);
  return html`${icon('leave')}${label === '' ? nothing : html`<span>${label}</span>`}`;
}

export function launcherButton(launcher: LauncherView): TemplateResult {
  const { view, hasOwnContent, isHidden, onopen, onslotchange } = launcher;
  const missed = missedCount(view);
  const isRunning = isInCall(view.state);
  return html`<button
    type="button"
    part="launcher"
    class="launcher ${isRunning ? 'running' : ''}"
    aria-haspopup="dialog"
    ?hidden=${isHidden}
    @click=${onopen}
  >
    ${isRunning ? runningCall(launcher) : hasOwnContent ? nothing : invitation(launcher)}
    <span class="launcher-own" ?hidden=${isRunning || !hasOwnContent}><slot @slotchange=${onslotchange}></slot></span>
    <span class="sr-only">${news(launcher)}</span>
    ${missed > 0 ? html`<span class="badge" aria-hidden="true">${Math.min(missed, MAX_SHOWN_COUNT)}</span>` : nothing}
  </button>`;
}

export interface BarView {
  readonly title: string;
  /** Null where the window stays where it is. */
  readonly drag: WindowDrag | null;
  /** A call goes on without the window. */
  readonly isKept: boolean;
  readonly onclose: () => void;
}

const minus = (): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${svg`<path d="M5 12h14" />`}</svg>`;

function title({ title: text, drag }: BarView): TemplateResult {
  if (drag === null) return html`<h2 class="window-title">${text}</h2>`;
  return html`<button
    type="button"
    class="window-title window-grip"
    title=${msg('Move with the arrow keys, or press for the next corner', { id: 'window-move' })}
    @click=${drag.handleClick}
    @keydown=${drag.handleKey}
  >
    <span>${text}</span>
  </button>`;
}

/** The top of the window: its name, by which it is moved, and the button that closes it. */
export function windowBar(bar: BarView): TemplateResult {
  const { drag, isKept, onclose } = bar;
  const label = isKept
    ? msg('Minimize; the call goes on', { id: 'window-minimize' })
    : msg('Close', { id: 'window-close' });
  return html`<div
    class="window-bar"
    @pointerdown=${drag?.handlePointerDown}
    @pointermove=${drag?.handlePointerMove}
    @pointerup=${drag?.handlePointerEnd}
    @pointercancel=${drag?.handlePointerEnd}
  >
    ${title(bar)}
    <button
      type="button"
      part="button button-close"
      class="icon-button"
      aria-label=${label}
      title=${label}
      @click=${onclose}
    >
      ${isKept ? minus() : icon('close')}
    </button>
  </div>`;
}

/** Asked before a dialog with a call in it closes. */
export function endQuestion(onleave: () => void, onstay: () => void): TemplateResult {
  const text = msg('Leave the call?', { id: 'window-question' });
  return html`<div part="dialog" class="end-question" role="group" aria-label=${text}>
    <p>${text}</p>
    ${textButton({ name: 'stay', text: msg('Stay', { id: 'window-stay' }), onpress: onstay })}
    ${textButton({ name: 'end', text: msg('Leave', { id: 'window-leave' }), kind: 'danger', onpress: onleave })}
  </div>`;
}
