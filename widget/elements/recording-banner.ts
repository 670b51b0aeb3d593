/** Who records the call, over the stage and in the list of people, for as long as it lasts: nobody is recorded without seeing it. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html } from 'lit';
import { Circle } from 'lucide';
import type { Banner } from './banner.ts';
import type { CallView } from './call-view.ts';
import { icon } from './icons.ts';
import { nameOf } from './tile.ts';

/** A problem that was dismissed must not hide the next one. */
const problemIds = new WeakMap<object, string>();
let problemCount = 0;

export function recordingText(name: string): string {
  return msg(str`${name} is recording.`, { id: 'recording-name' });
}

export function ownRecordingText(): string {
  return msg('You are recording.', { id: 'recording-you' });
}

/** In a list. */
export function recordingMark(): TemplateResult {
  return html`<span class="recording-mark" role="img" aria-label=${msg('Recording', { id: 'recording' })}
    >${icon(Circle)}</span
  >`;
}

/** They cannot be dismissed. */
export function recordingBanners({ call }: CallView): Banner[] {
  const others = [...call.participants.values()].filter(({ isRecording }) => isRecording);
  const banner = { kind: 'recording', icon: Circle, dismissible: false } as const;
  const banners: Banner[] = others.map((it) => ({
    ...banner,
    id: `recording ${it.id}`,
    text: recordingText(nameOf(it)),
  }));
  if (!call.localParticipant.isRecording) return banners;
  const stop = {
    name: 'stop-recording',
    text: msg('Stop', { id: 'banner-sharing-stop' }),
    label: msg('Stop recording', { id: 'recording-stop' }),
    onpress: () => void call.stopRecording().catch(() => undefined),
  };
  return [{ ...banner, id: 'recording', text: ownRecordingText(), actions: [stop] }, ...banners];
}

/** Why the own recording ended, or did not begin. */
export function recordingProblems({ call: { error } }: CallView): Banner[] {
  if (error?.subject !== 'recording') return [];
  const id = problemIds.get(error) ?? `recording-problem-${(problemCount += 1)}`;
  problemIds.set(error, id);
  const text =
    error.code === 'device-not-found'
      ? msg('The recording has no sound, because this page may play none. Click into it, then record again.', {
          id: 'recording-silent',
        })
      : error.code === 'storage-full'
        ? msg('The recording was stopped, because there is no more room for it. What there is was saved.', {
            id: 'recording-full',
          })
        : msg('The call cannot be recorded here. Try again, or use another browser.', { id: 'recording-failed' });
  return [{ id, kind: 'warning', icon: 'warning', text, dismissible: true }];
}
