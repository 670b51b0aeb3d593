/** The voice message in the form: record, listen, delete. Drawn from the recorder's state; decides nothing. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { MAX_VOICE_MS } from '#protocol';
import type { VoicePlayer } from '../call/voice-player.ts';
import type { VoiceRecorder } from '../call/voice-recorder.ts';
import { errorText } from '../locales/error-text.ts';
import { durationText } from './call-clock.ts';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';

function recordButton(recorder: VoiceRecorder): TemplateResult {
  return textButton({
    name: 'record-voice',
    text: msg('Record a voice message', { id: 'voice-record' }),
    icon: 'microphone',
    pending: recorder.state.phase === 'starting',
    onpress: () => void recorder.start(),
  });
}

function body(recorder: VoiceRecorder, player: VoicePlayer): TemplateResult {
  const { state } = recorder;
  switch (state.phase) {
    case 'recording': {
      const left = durationText(MAX_VOICE_MS - recorder.elapsedMs);
      return html`<span class="voice-live"><span class="voice-dot"></span>${durationText(recorder.elapsedMs)}</span>
        <meter class="voice-level" min="0" max="0.6" .value=${state.level} aria-hidden="true"></meter>
        ${textButton({ name: 'stop-voice', text: msg('Stop', { id: 'voice-stop' }), onpress: () => recorder.stop() })}
        <span class="detail voice-left">${msg(str`${left} left`, { id: 'voice-left' })}</span>`;
    }
    case 'recorded':
      return html`<span class="voice-live">${icon('microphone')}${durationText(state.durationMs)}</span> ${textButton({
          name: 'play-voice',
          text: player.isPlaying ? msg('Stop', { id: 'voice-stop' }) : msg('Listen', { id: 'voice-play' }),
          icon: 'sound',
          onpress: () => (player.isPlaying ? player.stop() : void player.play(state.voice)),
        })}
        ${textButton({
          name: 'delete-voice',
          text: msg('Delete', { id: 'voice-delete' }),
          onpress: () => {
            player.stop();
            recorder.discard();
          },
        })}`;
    default:
      return recordButton(recorder);
  }
}

export function voiceField(recorder: VoiceRecorder, player: VoicePlayer): TemplateResult | typeof nothing {
  if (!recorder.isSupported) return nothing;
  const { state } = recorder;
  const problem = state.phase === 'failed' ? errorText(state.code, 'microphone') : null;
  return html`<div class="voice" role="group" aria-label=${msg('Voice message', { id: 'voice-title' })}>
    ${body(recorder, player)}
    <p class="voice-problem" role="alert">${problem === null ? nothing : `${problem.title}. ${problem.whatToDo}`}</p>
  </div>`;
}
