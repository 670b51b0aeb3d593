/** The screens of a support desk, as a visitor sees them. Drawn from the control; decides nothing. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import {
  availabilityText,
  endText,
  heldText,
  positionText,
  sentText,
  thanksText,
  visitorErrorText,
  waitText,
  waitingText,
} from '../locales/desk-visitor-text.ts';
import { sentences } from '../locales/sentences.ts';
import type { Banner } from './banner.ts';
import type { CallView, DeskLauncher } from './call-view.ts';
import { problemCard } from './cards.ts';
import { textButton } from './controls.ts';
import { deskForm } from './desk-form-view.ts';
import type { DeskVisitorControl } from './desk-visitor-control.ts';
import { deviceButtons } from './device-buttons.ts';
import { deviceProblems } from './device-problems.ts';
import { icon } from './icons.ts';
import { playTracks } from './play-tracks.ts';

const STARS = [1, 2, 3, 4, 5] as const;

function ownPicture({ call }: CallView): TemplateResult | typeof nothing {
  const { cameraEnabled, cameraTrack } = call.localParticipant;
  if (!cameraEnabled) return nothing;
  return html`<video
    part="video"
    class="local desk-picture"
    playsinline
    aria-label=${msg('Your camera', { id: 'your-camera' })}
    .muted=${true}
    ${playTracks({ audio: null, video: cameraTrack, onblocked: () => {} })}
  ></video>`;
}

/** How it is with the way to the desk, or what one may do meanwhile. */
function waitingDetail({ isReconnecting, situation }: DeskVisitorControl): string {
  if (isReconnecting) return msg('Reconnecting. You keep your place.', { id: 'desk-reconnecting' });
  const { problem } = situation;
  if (problem === null) {
    return msg('You can go on reading this website: the call comes along.', { id: 'desk-browse' });
  }
  const { title, whatToDo } = visitorErrorText(problem.code);
  return sentences(title, whatToDo);
}

function waitingCard(control: DeskVisitorControl, view: CallView): TemplateResult {
  const { call } = control.situation;
  const place = call === null ? '' : [positionText(call), waitText(call)].filter(Boolean).join(' ');
  const isOpen = view.call.state === 'prejoin';
  return html`<div class="card desk-waiting">
    <span class="desk-rings" aria-hidden="true">${icon('leave')}</span>
    <h2 class="title">${waitingText(call)}</h2>
    ${place === '' ? nothing : html`<p class="desk-place">${place}</p>`}
    <p class="detail">${waitingDetail(control)}</p>
    ${ownPicture(view)} ${isOpen ? html`<div class="desk-devices">${deviceButtons(view)}</div>` : nothing}
    ${deviceProblems(view.call.notices)}
    ${textButton({
      name: 'cancel-call',
      text: msg('Hang up', { id: 'desk-hang-up' }),
      kind: 'danger',
      first: true,
      pending: control.isLeaving,
      onpress: () => view.request.leave(),
    })}
  </div>`;
}

function star(control: DeskVisitorControl, stars: number): TemplateResult {
  const text =
    stars === 1 ? msg('1 star of 5', { id: 'desk-star' }) : msg(str`${stars} stars of 5`, { id: 'desk-stars' });
  return html`<label class="star ${stars <= control.stars ? 'chosen' : ''}">
    <input
      type="radio"
      name="stars"
      value=${stars}
      aria-label=${text}
      .checked=${stars === control.stars}
      @change=${() => control.choose(stars)}
    />
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M12 2.8l2.8 5.8 6.4.9-4.6 4.5 1.1 6.3L12 17.3l-5.7 3 1.1-6.3L2.8 9.5l6.4-.9z" />
    </svg>
  </label>`;
}

function rating(control: DeskVisitorControl): TemplateResult {
  if (control.rating === 'sent') {
    return html`<p class="detail">${thanksText()}</p>`;
  }
  return html`<form
    class="rating"
    @submit=${(event: Event) => {
      event.preventDefault();
      control.rate();
    }}
  >
    <fieldset>
      <legend>${msg('How was the call?', { id: 'desk-rating' })}</legend>
      ${STARS.map((stars) => star(control, stars))}
    </fieldset>
    ${
      control.stars === 0
        ? nothing
        : html`<button type="submit" part="button button-rate" class="text-button">
            ${msg('Send rating', { id: 'desk-send-rating' })}
          </button>`
    }
  </form>`;
}

function endedCard(control: DeskVisitorControl): TemplateResult {
  const { call, availability } = control.situation;
  const { title, detail } = endText(call?.reason);
  return html`<div class="card">
    <h2 class="title">${title}</h2>
    ${detail === '' ? nothing : html`<p class="detail">${detail}</p>`}
    ${call?.reason === 'no-answer' ? nothing : rating(control)}
    <div class="desk-actions">
      ${textButton({
        name: 'call-again',
        text: msg('Call again', { id: 'desk-call-again' }),
        kind: 'primary',
        first: true,
        onpress: () => control.showForm(),
      })}
      ${
        availability?.messages
          ? textButton({
              name: 'message',
              text: msg('Leave a message', { id: 'desk-leave-message' }),
              onpress: () => control.showMessage(),
            })
          : nothing
      }
    </div>
  </div>`;
}

function sentCard(control: DeskVisitorControl): TemplateResult {
  return html`<div class="card">
    <span class="card-icon good">${icon('check')}</span>
    <h2 class="title">${sentText()}</h2>
    <p class="detail">${msg('Somebody reads it as soon as possible.', { id: 'desk-sent-detail' })}</p>
    ${textButton({
      name: 'back',
      text: msg('Back', { id: 'back' }),
      first: true,
      onpress: () => control.showForm(),
    })}
  </div>`;
}

function card(control: DeskVisitorControl, view: CallView): TemplateResult | typeof nothing {
  switch (control.screen) {
    case 'waiting':
      return waitingCard(control, view);
    case 'ended':
      return endedCard(control);
    case 'sent':
      return sentCard(control);
    case 'problem': {
      const code = control.situation.problem?.code ?? 'server-error';
      return problemCard(code, visitorErrorText(code), () => control.again());
    }
    default:
      return nothing;
  }
}

export function deskScreen(control: DeskVisitorControl, view: CallView): TemplateResult {
  const { screen } = control;
  const isForm = screen === 'form' || screen === 'message';
  return html`<div class="screen desk-screen" ?hidden=${screen === 'call'}>
    ${card(control, view)} ${deskForm(control, isForm)}
  </div>`;
}

/** Over the stage, while one is alone in the room: the agent is on the way, or another one is looked for. */
export function roomCard({ situation }: DeskVisitorControl): TemplateResult {
  const { call } = situation;
  const isAgain = call?.again !== undefined && call.phase !== 'active';
  const place = isAgain ? [positionText(call), waitText(call)].filter(Boolean).join(' ') : '';
  return html`<div class="note-card">
    <h2 class="note-title">
      <span class="spinner"></span>${isAgain ? waitingText(call) : msg('Connecting…', { id: 'connecting' })}
    </h2>
    ${isAgain ? html`<p class="detail">${msg('Stay here: somebody else takes over.', { id: 'desk-stay' })} ${place}</p>` : nothing}
  </div>`;
}

export function heldBanners({ situation }: DeskVisitorControl): Banner[] {
  const { call } = situation;
  if (call?.phase !== 'active' || call.held !== true) return [];
  return [{ id: 'held', kind: 'quiet', icon: 'info', text: heldText(call.agent?.name ?? ''), dismissible: false }];
}

/** What the launcher says; while one waits, in place of the time. */
export function deskLauncher({ screen, situation, host }: DeskVisitorControl): DeskLauncher {
  const { availability, call } = situation;
  return {
    state: availability?.state ?? '',
    label: host.label || msg('Call us', { id: 'desk-call-us' }),
    detail: availability === null ? '' : availabilityText(availability),
    waiting: screen === 'waiting' ? (call === null ? '' : positionText(call)) || waitingText(call) : '',
  };
}
