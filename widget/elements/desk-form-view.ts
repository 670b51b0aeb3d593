/** The form before a call at a desk, and the message where nobody answers: one form, so that what was typed stays. Decides nothing. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { MAX_CONTACT_LENGTH, MAX_MESSAGE_LENGTH, MAX_NAME_LENGTH, MAX_TOPIC_LENGTH } from '#protocol';
import { availabilityText, endText, tooLongText, visitorErrorText } from '../locales/desk-visitor-text.ts';
import { textButton } from './controls.ts';
import type { Draft } from './desk-form.ts';
import type { DeskVisitorControl } from './desk-visitor-control.ts';
import { canCall } from './desk-visitor-screen.ts';
import { voiceField } from './desk-voice-view.ts';
import { icon } from './icons.ts';

type Typed = keyof Draft;

interface OwnField {
  readonly name: Typed;
  readonly label: string;
  readonly max: number;
  readonly autocomplete?: 'name' | 'off';
}

function take(draft: Draft, name: Typed, { target }: Event): void {
  if (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    draft[name] = target.value;
}

function line({ form }: DeskVisitorControl, { name, label, max, autocomplete = 'off' }: OwnField): TemplateResult {
  return html`<label class="field">
    <span class="field-label">${label}</span>
    <input
      part="input"
      class="input"
      name=${name}
      type="text"
      dir="auto"
      autocomplete=${autocomplete}
      maxlength=${max}
      .value=${form.draft[name]}
      @input=${(event: Event) => take(form.draft, name, event)}
    />
  </label>`;
}

/** Only where there is something to choose. */
function departmentField(control: DeskVisitorControl): TemplateResult | typeof nothing {
  const departments = control.situation.availability?.departments ?? [];
  const { draft, known } = control.form;
  if (departments.length < 2 || known.has('department')) return nothing;
  return html`<label class="field">
    <span class="field-label">${msg('Department', { id: 'desk-department' })}</span>
    <select part="input" class="input" name="department" @change=${(event: Event) => take(draft, 'department', event)}>
      <option value="" ?selected=${draft.department === ''}>${msg('Any', { id: 'desk-department-any' })}</option>
      ${departments.map(
        ({ name }) => html`<option value=${name} ?selected=${draft.department === name}>${name}</option>`,
      )}
    </select>
  </label>`;
}

function textField({ form, message }: DeskVisitorControl): TemplateResult {
  return html`<label class="field">
    <span class="field-label">${msg('Message', { id: 'desk-message' })}</span>
    <textarea
      part="input"
      class="input desk-text"
      name="text"
      rows="3"
      dir="auto"
      maxlength=${MAX_MESSAGE_LENGTH}
      aria-invalid=${message.problem === 'empty' ? 'true' : nothing}
      .value=${form.draft.text}
      @input=${(event: Event) => take(form.draft, 'text', event)}
    ></textarea>
  </label>`;
}

/** Why what was tried last did not work, as one line. */
function problemText({ refusal, message, screen, situation }: DeskVisitorControl): string {
  if (message.problem === 'empty') {
    return msg('Write something, or record a voice message.', { id: 'desk-message-empty' });
  }
  // The desk knows the call of this page no more: what has become of it is said once.
  const gone = situation.problem?.code === 'call-gone' ? 'call-gone' : null;
  const code = (screen === 'message' ? message.problem : refusal) ?? gone;
  if (code === null) return '';
  if (code === 'message-too-large' && screen !== 'message') {
    const { title, detail } = tooLongText();
    return `${title}. ${detail}`;
  }
  const { title, whatToDo } = visitorErrorText(code);
  return `${title}. ${whatToDo}`;
}

/** What stands above the form: how it is at the desk, and why there is a message to be left. */
function heading(control: DeskVisitorControl): TemplateResult {
  const { situation, screen, refusal, host } = control;
  const { availability, call } = situation;
  const isMessage = screen === 'message';
  // That a message can be left is said by the form itself.
  const status = availability === null ? '' : availabilityText({ ...availability, messages: !isMessage });
  const dot = html`<span class="desk-dot" data-state=${availability?.state ?? nothing}></span>`;
  if (isMessage) {
    const why =
      call?.reason === 'no-answer'
        ? endText(call.reason).title
        : refusal === null
          ? ''
          : visitorErrorText(refusal).title;
    return html`<h2 class="title" tabindex="-1" data-first>
        ${why || msg('Leave a message', { id: 'desk-leave-message' })}
      </h2>
      ${why === '' && status !== '' ? html`<p class="desk-status">${dot}${status}</p>` : nothing}`;
  }
  // A window has its label at its top.
  const label = host.mode === 'inline' ? host.label : '';
  return html`<h2 class="title" tabindex="-1" data-first>${label || msg('Call us', { id: 'desk-call-us' })}</h2>
    <p class="desk-status">
      ${availability === null ? nothing : dot}${
        status || (availability === null ? nothing : msg('Somebody is here for you', { id: 'desk-available' }))
      }
    </p>`;
}

function callActions(control: DeskVisitorControl): TemplateResult {
  const { situation } = control;
  const isOpen = canCall(situation);
  return html`${
    isOpen
      ? html`<button type="submit" part="button button-call" class="text-button primary">
          ${icon('leave')}<span>${msg('Call', { id: 'desk-call' })}</span>
        </button>`
      : nothing
  }
  ${
    situation.availability?.messages
      ? textButton({
          name: 'message',
          text: msg('Leave a message', { id: 'desk-leave-message' }),
          kind: 'secondary',
          onpress: () => control.showMessage(),
        })
      : nothing
  }`;
}

function messageActions(control: DeskVisitorControl): TemplateResult {
  const { isSending } = control.message;
  return html`<button
      type="submit"
      part="button button-send-message"
      class="text-button primary"
      aria-busy=${isSending ? 'true' : nothing}
    >
      ${isSending ? html`<span class="spinner"></span>` : icon('send')}
      <span
        >${isSending ? msg('Sending…', { id: 'desk-sending' }) : msg('Send message', { id: 'desk-send-message' })}</span
      >
    </button>
    ${
      isSending
        ? textButton({
            name: 'stop-sending',
            text: msg('Cancel', { id: 'cancel' }),
            onpress: () => control.message.stopSending(),
          })
        : textButton({
            name: 'back',
            text: canCall(control.situation)
              ? msg('Call instead', { id: 'desk-call-instead' })
              : msg('Try again', { id: 'retry' }),
            onpress: () => control.showForm(),
          })
    }`;
}

/** @param isShown else it is kept, with what stands in it. */
export function deskForm(control: DeskVisitorControl, isShown: boolean): TemplateResult {
  const { form, screen, message } = control;
  const isMessage = screen === 'message';
  const { known } = form;
  // Where nobody can be reached in any way, there is nothing to fill in.
  const hasFields = isShown && (isMessage || canCall(control.situation));
  const submit = (event?: Event): void => {
    event?.preventDefault();
    void (control.screen === 'message' ? control.send() : control.call());
  };
  // The page's fields are not in this form for the browser, which therefore does not submit it.
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    submit();
  };
  return html`<form class="desk-form" ?hidden=${!isShown} @submit=${submit}>
    ${isShown ? heading(control) : nothing}
    ${
      hasFields && !known.has('name')
        ? line(control, {
            name: 'name',
            label: msg('Your name', { id: 'your-name' }),
            max: MAX_NAME_LENGTH,
            autocomplete: 'name',
          })
        : nothing
    }
    <slot
      name="desk-fields"
      ?hidden=${!hasFields}
      @slotchange=${() => control.host.requestUpdate()}
      @keydown=${handleKey}
    ></slot>
    ${
      hasFields
        ? html`${departmentField(control)}
          ${
            isMessage || known.has('topic')
              ? nothing
              : line(control, {
                  name: 'topic',
                  label: msg('What is it about?', { id: 'desk-topic' }),
                  max: MAX_TOPIC_LENGTH,
                })
          }
          ${
            isMessage
              ? html`${line(control, {
                  name: 'contact',
                  label: msg('Your e-mail or phone number', { id: 'desk-contact' }),
                  max: MAX_CONTACT_LENGTH,
                })}
                ${textField(control)} ${voiceField(message.recorder, message.player)}`
              : nothing
          }`
        : nothing
    }
    <p class="desk-problem" role="alert">${isShown ? problemText(control) : ''}</p>
    <div class="desk-actions">${isShown ? (isMessage ? messageActions(control) : callActions(control)) : nothing}</div>
  </form>`;
}
