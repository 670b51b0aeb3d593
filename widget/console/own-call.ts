/** The call that this agent is in: the `<p2p-call>` of its room, and beside it who it is with, the note, and what can be done with it. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ArrowRightLeft, Pause, Play } from 'lucide';
import { type DeskCall, MAX_NOTE_LENGTH } from '#protocol';
import { textButton } from '../elements/controls.ts';
import { visitorName } from './agent-texts.ts';
import type { DeskView } from './desk-view.ts';
import type { NoteState } from './note-keeper.ts';
import type { OwnCallControl } from './own-call-control.ts';
import { visitorFacts, visitorPage, visitorPicture, visitorTitle, visitorTopic } from './visitor-facts.ts';
import { wishKey } from './wishes.ts';

function noteText(state: NoteState): string {
  if (state === 'saved') return msg('Saved', { id: 'agent-note-saved' });
  return state === 'failed'
    ? msg('Not saved', { id: 'agent-note-failed' })
    : msg('Saving…', { id: 'agent-note-saving' });
}

function noteField({ note }: OwnCallControl): TemplateResult {
  const type = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) note.type(target.value);
  };
  return html`<label class="note">
    <span class="note-head">
      <span>${msg('Note for colleagues', { id: 'agent-note' })}</span>
      <span class="note-state" data-state=${note.state}
        >${note.text === '' && note.state === 'saved' ? nothing : noteText(note.state)}</span
      >
    </span>
    <textarea
      part="input input-note"
      class="input"
      rows="3"
      dir="auto"
      maxlength=${MAX_NOTE_LENGTH}
      .value=${note.text}
      @input=${type}
      @blur=${() => void note.flush()}
    ></textarea>
  </label>`;
}

function actions(call: DeskCall, { wishes, opened, request }: DeskView): TemplateResult {
  return html`<div class="call-actions">
    ${textButton({
      name: 'hold',
      text: call.held ? msg('Resume', { id: 'agent-resume' }) : msg('Hold', { id: 'agent-hold' }),
      kind: call.held ? 'primary' : 'secondary',
      icon: call.held ? Play : Pause,
      pending: wishes.isPending(wishKey('hold', call.id)),
      onpress: () => request.hold(!call.held),
    })}
    ${textButton({
      name: 'transfer',
      text: msg('Hand over', { id: 'agent-transfer' }),
      icon: ArrowRightLeft,
      pending: wishes.isPending(wishKey('transfer', call.id)),
      onpress: () => request.toggle(opened === 'transfer' ? null : 'transfer'),
    })}
    ${textButton({
      name: 'end-call',
      text: msg('End the call', { id: 'agent-end' }),
      kind: 'danger',
      icon: 'leave',
      pending: wishes.isPending(wishKey('end', call.id)),
      onpress: () => request.hangUp(),
    })}
  </div>`;
}

function held(call: DeskCall): TemplateResult | typeof nothing {
  if (!call.held) return nothing;
  const name = visitorName(call);
  return html`<p class="held">
    ${msg(str`${name} is on hold: you neither hear each other nor see each other.`, { id: 'agent-held' })}
  </p>`;
}

function room(view: DeskView, { module }: OwnCallControl): TemplateResult {
  const { desk, request } = view;
  if (module === 'failed') {
    return html`<div class="loading">
      <p>${msg('The call could not be loaded.', { id: 'agent-call-missing' })}</p>
      ${textButton({ name: 'load', text: msg('Try again', { id: 'retry' }), kind: 'primary', onpress: () => request.load() })}
    </div>`;
  }
  const { pass } = desk;
  if (module === 'loading' || pass === null) {
    return html`<div class="loading">
      <span class="spinner" aria-hidden="true"></span>${msg('Connecting…', { id: 'connecting' })}
    </div>`;
  }
  return html`<p2p-call
    class="call"
    server=${view.server}
    room=${pass.room}
    token=${pass.token ?? ''}
    display-name=${view.ownName}
    lang=${view.lang}
    theme=${view.theme}
    prejoin="off"
    auto-join
    video="off"
    .strings=${view.strings}
    .getToken=${pass.token === undefined ? null : view.getToken}
    @p2p-leave=${({ detail }: CustomEvent<{ readonly reason: string }>) => request.handleLeave(detail.reason)}
    @p2p-join=${() => request.handleCallChange()}
    @p2p-participant-join=${() => request.handleCallChange()}
    @p2p-microphone-toggle=${() => request.handleCallChange()}
    @p2p-camera-toggle=${() => request.handleCallChange()}
    @p2p-screenshare-toggle=${() => request.handleCallChange()}
    @p2p-participant-update=${() => request.handleCallChange()}
  ></p2p-call>`;
}

export function ownCall(call: DeskCall, view: DeskView, own: OwnCallControl): TemplateResult {
  const name = visitorName(call);
  return html`<div class="own">
    ${repeat(
      [call],
      ({ id }) => id,
      () => html`<div class="call-box">${room(view, own)}</div>`,
    )}
    <section
      part="card"
      class="call-card"
      tabindex="-1"
      data-home
      aria-label=${msg(str`In a call with ${name}`, { id: 'agent-in-call-with' })}
    >
      <div class="card-head">
        ${visitorPicture(call)}
        <div class="card-title">
          <h2>${visitorTitle(call)}</h2>
          ${visitorTopic(call)}
        </div>
        <span
          class="time"
          role="timer"
          aria-label=${msg('Time in the call', { id: 'timer' })}
          data-since=${call.answeredAt ?? call.at}
        ></span>
      </div>
      ${held(call)} ${actions(call, view)} ${visitorPage(call)} ${visitorFacts(call)} ${noteField(own)}
    </section>
  </div>`;
}
