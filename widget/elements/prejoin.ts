/**
 * Before the call: see yourself, say who you are, join. Nobody is asked for a camera before a gesture, and nothing that is
 * wrong with a device keeps anyone from joining.
 */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { MAX_NAME_LENGTH } from '#protocol';
import type { CallView } from './call-view.ts';
import { textButton } from './controls.ts';
import { deviceButtons } from './device-buttons.ts';
import { deviceProblems } from './device-problems.ts';
import { playTracks } from './play-tracks.ts';
import { avatar } from './tile.ts';

function previewHint({ call, state, hasCamera }: CallView): string {
  const { camera } = call.devices;
  if (state === 'idle') return '';
  if (camera.pending) return msg('Starting the camera…', { id: 'camera-starting' });
  return hasCamera && !camera.enabled ? msg('Your camera is off', { id: 'camera-is-off' }) : '';
}

function checkLabel({ hasCamera }: CallView): string {
  return hasCamera
    ? msg('Check camera and mic', { id: 'check-devices' })
    : msg('Check microphone', { id: 'check-microphone' });
}

function preview(view: CallView): TemplateResult {
  const { call, state, request } = view;
  const { localParticipant } = call;
  const hint = previewHint(view);
  const hasPicture = localParticipant.cameraEnabled && state === 'prejoin';
  return html`<div class="preview ${hasPicture ? '' : 'blank'}">
    <div part="placeholder" class="placeholder">${avatar(localParticipant)}</div>
    <video
      part="video"
      class="local"
      playsinline
      aria-label=${msg('Your camera', { id: 'your-camera' })}
      .muted=${true}
      ${playTracks({
        audio: null,
        video: state === 'prejoin' && localParticipant.cameraEnabled ? localParticipant.cameraTrack : null,
        onblocked: () => {},
      })}
    ></video>
    ${hint === '' ? nothing : html`<p class="preview-hint">${hint}</p>`}
    <div class="preview-controls">
      ${
        state === 'idle'
          ? textButton({
              name: 'check',
              text: checkLabel(view),
              kind: 'quiet',
              icon: 'camera',
              onpress: () => request.prepare(),
            })
          : deviceButtons(view)
      }
    </div>
  </div>`;
}

function nameField({ displayName, request }: CallView): TemplateResult {
  return html`<label class="field">
    <span class="field-label">${msg('Your name', { id: 'your-name' })}</span>
    <input
      part="input"
      class="input"
      name="name"
      type="text"
      autocomplete="name"
      dir="auto"
      maxlength=${MAX_NAME_LENGTH}
      .value=${displayName}
      @input=${({ target }: Event) => target instanceof HTMLInputElement && request.rename(target.value)}
    />
  </label>`;
}

export function prejoin(view: CallView): TemplateResult {
  const { call, state, hasPrejoin, hasMicrophone, request } = view;
  const isShown = hasPrejoin && (state === 'idle' || state === 'prejoin');
  const submit = (event: Event): void => {
    event.preventDefault();
    request.join();
  };
  return html`<div class="screen prejoin-screen" ?hidden=${!isShown}>
    <slot name="prejoin">
      ${
        isShown
          ? html`<form class="prejoin" @submit=${submit}>
              ${hasMicrophone ? preview(view) : nothing}
              <div class="prejoin-form">
                <h2 class="title">${msg('Ready to join?', { id: 'prejoin-title' })}</h2>
                ${nameField(view)} ${state === 'prejoin' && hasMicrophone ? view.devices?.meter(view) : nothing}
                ${deviceProblems(call.notices)}
                <div class="prejoin-actions">
                  ${
                    call.notices.length > 0
                      ? textButton({
                          name: 'retry',
                          text: msg('Try again', { id: 'retry' }),
                          onpress: () => request.prepare(),
                        })
                      : nothing
                  }
                  <button type="submit" part="button button-join" class="text-button primary" data-first>
                    ${msg('Join', { id: 'join' })}
                  </button>
                </div>
              </div>
            </form>`
          : nothing
      }
    </slot>
  </div>`;
}
