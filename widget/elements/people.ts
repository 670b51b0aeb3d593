/** The panel of the people: who waits, who is there, and what the own role allows. What it does not allow is not shown. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Role } from '#protocol';
import type { Participant } from '../call/participant.ts';
import { type CallView, isInCall } from './call-view.ts';
import { toolButton } from './controls.ts';
import { doors } from './doors.ts';
import { icon } from './icons.ts';
import { personRow, problem, question } from './people-row.ts';
import { recordingMark } from './recording-banner.ts';
import { sideHeader } from './side-header.ts';
import { handMark } from './tile-marks.ts';
import { nameOf } from './tile.ts';
import { waitingList } from './waiting-list.ts';

/** '' for guests, and for a role of a newer version. */
function roleText(role: Role): string {
  if (role === 'host') return msg('Host', { id: 'role-host' });
  if (role === 'agent') return msg('Agent', { id: 'role-agent' });
  return role === 'visitor' ? msg('Visitor', { id: 'role-visitor' }) : '';
}

function microphoneMark({ microphoneEnabled }: Participant): TemplateResult {
  const label = microphoneEnabled
    ? msg('Microphone on', { id: 'microphone-on' })
    : msg('Microphone off', { id: 'microphone-off' });
  return html`<span class="person-mark" role="img" aria-label=${label}
    >${icon(microphoneEnabled ? 'microphone' : 'microphone-off')}</span
  >`;
}

/** Mark and button in one: of a microphone that is off there is nothing to ask. */
function muteButton(participant: Participant, { people, request }: CallView): TemplateResult {
  const { id, microphoneEnabled } = participant;
  return toolButton({
    name: 'mute',
    icon: microphoneEnabled ? 'microphone' : 'microphone-off',
    label: microphoneEnabled
      ? msg(str`Mute ${nameOf(participant)}`, { id: 'mute-name' })
      : msg('Microphone off', { id: 'microphone-off' }),
    plain: true,
    disabled: !microphoneEnabled,
    pending: people.isPending(`mute ${id}`),
    onpress: () => request.moderate('mute', id),
  });
}

function row(participant: Participant, view: CallView): TemplateResult {
  const { call, people, request } = view;
  const { id, local, role } = participant;
  const name = nameOf(participant);
  const mayKick = !local && call.may('kick', id);
  const lockHint = call.locked
    ? ''
    : msg('Where a link is enough to come in, lock the room, too.', { id: 'kick-lock' });
  const actions = html`${participant.isRecording ? recordingMark() : nothing}
  ${participant.handRaised ? handMark() : nothing}
  ${!local && call.may('mute', id) ? muteButton(participant, view) : microphoneMark(participant)}
  ${
    mayKick
      ? toolButton({
          name: 'remove',
          icon: 'remove',
          label: msg(str`Remove ${name}`, { id: 'kick-name' }),
          plain: true,
          expanded: people.question === `kick ${id}`,
          onpress: () => request.ask(people.question === `kick ${id}` ? null : `kick ${id}`),
        })
      : html`<span class="person-mark" ?hidden=${!call.may('kick')}></span>`
  }`;
  const below = html`${question(view, {
    op: 'kick',
    id,
    title: msg(str`Remove ${name}?`, { id: 'kick-question' }),
    detail: `${msg(str`${name} cannot come back.`, { id: 'kick-detail' })} ${lockHint}`.trim(),
    answer: msg('Remove', { id: 'kick' }),
  })}
  ${problem(view, id)}`;
  const label = local && participant.name ? `${name} (${msg('You', { id: 'you' })})` : name;
  return personRow(participant, label, roleText(role), actions, below);
}

export function people(view: CallView): TemplateResult {
  const { call, request } = view;
  const everyone = [call.localParticipant, ...call.participants.values()];
  const handleKey = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape') return;
    if (view.people.question === null) request.togglePeople(false);
    else request.ask(null);
  };
  return html`<section
    part="people"
    class="side people"
    aria-label=${msg('People', { id: 'people-title' })}
    ?hidden=${!view.people.isOpen || !isInCall(view.state)}
    @keydown=${handleKey}
  >
    ${sideHeader({
      title: msg('People', { id: 'people-title' }),
      close: msg('Close the list of people', { id: 'people-close' }),
      onclose: () => request.togglePeople(false),
    })}
    <div class="people-body">
      ${waitingList(view)}
      <div class="people-head">
        <h3>${msg('In the call', { id: 'people-here' })} <span class="count">${everyone.length}</span></h3>
      </div>
      <ul class="people-list" tabindex="-1" data-first aria-label=${msg('People in the call', { id: 'people' })}>
        ${repeat(
          everyone,
          ({ id }) => id,
          (participant) => row(participant, view),
        )}
      </ul>
      ${doors(view)}
    </div>
  </section>`;
}
