/** The card by which two people meet without a server: an invitation and its reply, carried by themselves. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { textButton } from './controls.ts';
import type { MeetingControl, MeetingFault } from './meeting-control.ts';

function faultText(fault: MeetingFault): string {
  switch (fault) {
    case 'not-an-invitation':
      return msg('This is not an invitation. Copy the whole text that you got.', { id: 'not-an-invitation' });
    case 'not-a-reply':
      return msg('This is not a reply. Copy the whole text that you got back.', { id: 'not-a-reply' });
    case 'newer':
      return msg('This text was made by a newer version. Load the page again.', { id: 'exchange-newer' });
    case 'own-text':
      return msg('This is your own text. The other person needs it.', { id: 'exchange-own-text' });
    case 'other-invitation':
      return msg('This reply belongs to another invitation. Send yours again.', { id: 'exchange-other' });
    case 'not-now':
      return msg('This text does not fit what you are doing. Go back and start over.', { id: 'exchange-not-now' });
    case 'unreachable':
      return `${msg('No connection to the others', { id: 'ice-failed-title' })}. ${msg('A firewall may block calls. Try another network, such as mobile data.', { id: 'ice-failed-do' })}`;
    case 'damaged':
      return msg('A piece of this text is missing. Copy it once more.', { id: 'exchange-damaged' });
    default:
      return msg('This did not work. Go back and try again.', { id: 'exchange-failed' });
  }
}

/** With its beginning in sight. */
function selectAll(field: HTMLTextAreaElement): void {
  field.select();
  field.scrollTop = 0;
}

function ownText(control: MeetingControl, label: string): TemplateResult {
  return html`<label class="meeting-label" for="meeting-own">${label}</label>
    <div class="meeting-row">
      <textarea
        id="meeting-own"
        class="input meeting-own"
        part="input"
        readonly
        dir="ltr"
        rows="2"
        aria-busy=${control.text === '' ? 'true' : nothing}
        .value=${control.text}
        @focus=${({ target }: Event) => target instanceof HTMLTextAreaElement && selectAll(target)}
      ></textarea>
      ${textButton({
        name: 'copy',
        text: control.isCopied ? msg('Copied', { id: 'copied' }) : msg('Copy', { id: 'copy-text' }),
        icon: control.isCopied ? 'check' : 'copy',
        kind: 'primary',
        pending: control.text === '',
        onpress: () => control.copy(),
      })}
    </div>`;
}

function theirText(control: MeetingControl, label: string): TemplateResult {
  return html`<label class="meeting-label" for="meeting-theirs">${label}</label>
    <textarea
      id="meeting-theirs"
      class="input meeting-theirs"
      part="input"
      dir="ltr"
      rows="2"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      aria-busy=${control.isPending && control.text !== '' ? 'true' : nothing}
      aria-invalid=${control.fault === null ? nothing : 'true'}
      aria-describedby="meeting-fault"
      @input=${({ target }: Event) => target instanceof HTMLTextAreaElement && control.take(target.value)}
    ></textarea>`;
}

const detail = (text: string): TemplateResult => html`<p class="detail">${text}</p>`;

function step(control: MeetingControl): TemplateResult {
  switch (control.step) {
    case 'invite':
      return html`${ownText(control, msg('1. Send this invitation', { id: 'send-invitation' }))}
      ${theirText(control, msg('2. Paste the reply here', { id: 'paste-reply' }))}
      ${control.text !== '' && control.isPending ? detail(msg('Connecting…', { id: 'connecting' })) : nothing}`;
    case 'join':
      return theirText(control, msg('Paste the invitation here', { id: 'paste-invitation' }));
    case 'reply':
      return html`${ownText(control, msg('Send this reply back', { id: 'send-reply' }))}
      ${detail(msg('The call begins when the other person has pasted it.', { id: 'reply-detail' }))}`;
    default:
      return html`${detail(
          msg('You send an invitation, by chat or e-mail, and get a reply back.', { id: 'meeting-detail' }),
        )}
        <div class="meeting-choice">
          ${textButton({
            name: 'invite',
            text: msg('Invite someone', { id: 'invite' }),
            kind: 'primary',
            onpress: () => control.invite(),
          })}
          ${textButton({
            name: 'join-invitation',
            text: msg('I have an invitation', { id: 'have-invitation' }),
            onpress: () => control.join(),
          })}
        </div>`;
  }
}

export function meetingCard(control: MeetingControl): TemplateResult {
  return html`<div class="note-card meeting">
    <h2 class="note-title">${msg('Meet without a server', { id: 'meeting-title' })}</h2>
    ${step(control)}
    <p class="meeting-fault" id="meeting-fault" role="alert">
      ${control.fault === null ? nothing : faultText(control.fault)}
    </p>
    ${
      control.step === 'choose'
        ? nothing
        : textButton({ name: 'back', text: msg('Back', { id: 'back' }), kind: 'quiet', onpress: () => control.back() })
    }
  </div>`;
}
