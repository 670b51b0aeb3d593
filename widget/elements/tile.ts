/** One participant: picture or avatar, name, muted mark, and how the connection stands; and one shared screen. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { Participant } from '../call/participant.ts';
import { classes } from './classes.ts';
import { icon } from './icons.ts';
import { avatarColorOf, initialsOf } from './initials.ts';
import { playTracks } from './play-tracks.ts';

export interface TileOptions {
  readonly participant: Participant;
  /** Has the stage; all others are beside it. */
  readonly focused?: boolean;
  readonly speaking?: boolean;
  /** What else stands on it. */
  readonly marks?: unknown;
  /** A small tile over a corner of the stage instead of a place in the grid. */
  readonly corner?: boolean;
  /** The one other person: what happens to their connection is said above the stage. */
  readonly only?: boolean;
  readonly onblocked: () => void;
}

export function nameOf({ name, local = false }: { readonly name: string; readonly local?: boolean }): string {
  const fallback = local ? msg('You', { id: 'you' }) : msg('Guest', { id: 'guest' });
  return name.trim() || fallback;
}

export function avatar(participant: Pick<Participant, 'id' | 'name'>): TemplateResult {
  return html`<span class="avatar" data-color=${avatarColorOf(participant.id || participant.name)} aria-hidden="true"
    >${initialsOf(participant.name) || icon('person')}</span
  >`;
}

function connectionLabel({ connectionState, local }: Participant): string {
  if (local) return '';
  if (connectionState === 'connecting') return msg('Connecting…', { id: 'tile-connecting' });
  if (connectionState === 'reconnecting') return msg('Reconnecting…', { id: 'tile-reconnecting' });
  return connectionState === 'disconnected' ? msg('No connection', { id: 'tile-disconnected' }) : '';
}

export function tile({
  participant,
  corner = false,
  focused = false,
  speaking = false,
  only = false,
  marks,
  onblocked,
}: TileOptions): TemplateResult {
  const { local, cameraEnabled, cameraTrack, microphoneEnabled, microphoneTrack } = participant;
  const name = nameOf(participant);
  const connection = connectionLabel(participant);
  const label = local && participant.name ? `${name} (${msg('You', { id: 'you' })})` : name;
  return html`<div
    part="tile ${local ? 'tile-local' : 'tile-remote'}"
    class=${classes({ tile: true, corner, focused, speaking, local, faded: connection !== '' })}
    role="listitem"
    data-participant=${participant.id}
  >
    <div part="placeholder" class="placeholder">${avatar(participant)}</div>
    <video
      part="video"
      playsinline
      aria-label=${label}
      .muted=${local}
      ${playTracks({
        audio: local ? null : microphoneTrack,
        video: cameraEnabled ? cameraTrack : null,
        onblocked,
      })}
    ></video>
    ${
      connection === '' || (only && participant.connectionState === 'reconnecting')
        ? nothing
        : html`<div class="tile-status"><span class="spinner"></span>${connection}</div>`
    }
    <div part="name" class="name">
      ${
        microphoneEnabled
          ? nothing
          : html`<span class="muted-mark" role="img" aria-label=${msg('Microphone off', { id: 'microphone-off' })}
              >${icon('microphone-off')}</span
            >`
      }
      <span class="name-text" dir="auto">${local && corner ? msg('You', { id: 'you' }) : label}</span>
    </div>
    ${marks}
  </div>`;
}

export interface ScreenTileOptions {
  readonly participant: Participant;
  /** The one that has the stage; all others are beside it. */
  readonly focused: boolean;
  readonly marks?: unknown;
  readonly onblocked: () => void;
}

/** The shared screen of another participant: always whole, because what is cut off cannot be read. */
export function screenTile({ participant, focused, marks, onblocked }: ScreenTileOptions): TemplateResult {
  const { screenTrack, screenAudioTrack } = participant;
  const label = msg(str`Screen of ${nameOf(participant)}`, { id: 'screen-of' });
  return html`<div
    part="tile tile-screen"
    class=${classes({ tile: true, 'tile-screen': true, focused, faded: connectionLabel(participant) !== '' })}
    role="listitem"
    data-screen=${participant.id}
  >
    <div part="placeholder" class="placeholder">
      <span class="screen-icon" aria-hidden="true">${icon('screenshare')}</span>
    </div>
    <video
      part="video"
      playsinline
      aria-label=${label}
      ${playTracks({ audio: screenAudioTrack, video: screenTrack, onblocked })}
    ></video>
    <div part="name" class="name">${icon('screenshare')}<span class="name-text" dir="auto">${label}</span></div>
    ${marks}
  </div>`;
}
