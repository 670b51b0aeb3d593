/** The words and figures of a connection, as rows of a table and as text. Names no address. */
import { msg } from '@lit/localize';
import type { CandidateType, ConnectionDetails, StreamDetails } from '../call/connection-details.ts';
import type { NetworkLevel, Participant } from '../call/participant.ts';
import { spokenLanguage } from '../locales/localization.ts';
import { durationText } from './call-clock.ts';

/** What it is, and how it is. */
export type DetailRow = readonly [title: string, value: string];

export function levelText(level: NetworkLevel | null): string {
  if (level === null) return msg('Not known yet', { id: 'quality-unknown' });
  if (level === 'good') return msg('Good', { id: 'quality-good' });
  return level === 'low' ? msg('Weak', { id: 'quality-low' }) : msg('Very weak', { id: 'quality-very-low' });
}

function number(value: number, digits = 0): string {
  // The digits are those of all other numbers that are shown, in Arabic too.
  return value.toLocaleString(`${spokenLanguage()}-u-nu-latn`, { maximumFractionDigits: digits });
}

const UNKNOWN = '–';

function percent(value: number | null): string {
  return value === null ? UNKNOWN : `${number(value, value < 10 ? 1 : 0)} %`;
}

function kbps(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value < 1_000 ? `${number(value)} kbit/s` : `${number(value / 1_000, 1)} Mbit/s`;
}

function ms(value: number | null): string {
  return value === null ? UNKNOWN : `${number(value)} ms`;
}

function pathText({ path }: ConnectionDetails): string {
  if (path === null) return UNKNOWN;
  const way =
    path.path === 'relay' ? msg('Through a relay', { id: 'path-relay' }) : msg('Direct', { id: 'path-direct' });
  return `${way}, ${path.protocol.toUpperCase()}`;
}

/** The words of the standard, as those know them who need them. */
function candidateText(local: CandidateType | null, remote: CandidateType | null): string {
  return local === null || remote === null ? UNKNOWN : `${local} – ${remote}`;
}

function streamTitle({ direction, slot }: StreamDetails): string {
  const isIn = direction === 'in';
  if (slot === 'microphone')
    return isIn ? msg('Sound received', { id: 'stream-sound-in' }) : msg('Sound sent', { id: 'stream-sound-out' });
  if (slot === 'camera')
    return isIn
      ? msg('Picture received', { id: 'stream-picture-in' })
      : msg('Picture sent', { id: 'stream-picture-out' });
  return isIn ? msg('Screen received', { id: 'stream-screen-in' }) : msg('Screen sent', { id: 'stream-screen-out' });
}

function streamText({ codec, kbps: rate, picture }: StreamDetails): string {
  const size = picture === null || picture.width === 0 ? [] : [`${picture.width}×${picture.height}`];
  const frames = picture === null ? [] : [`${number(picture.framesPerSecond)}/s`];
  return [codec, ...size, ...frames, kbps(rate)].filter((part) => part !== '').join(', ');
}

/** @param sinceMs how long the connection stands; null where it does not. */
export function detailRows(
  participant: Pick<Participant, 'networkQuality' | 'cameraPaused' | 'ownCameraPaused'>,
  details: ConnectionDetails,
  sinceMs: number | null,
): readonly DetailRow[] {
  const { figures, streams, localCandidate, remoteCandidate } = details;
  const paused = msg('Paused: the connection is too weak', { id: 'quality-paused' });
  return [
    [msg('Connection', { id: 'quality' }), levelText(participant.networkQuality)],
    [msg('Path', { id: 'quality-path' }), pathText(details)],
    [msg('Round trip', { id: 'quality-rtt' }), ms(figures.rttMs)],
    [msg('Loss to you', { id: 'quality-loss-in' }), percent(figures.lossInPercent)],
    [msg('Loss from you', { id: 'quality-loss-out' }), percent(figures.lossOutPercent)],
    [msg('Received', { id: 'quality-rate-in' }), kbps(figures.kbpsIn)],
    [msg('Sent', { id: 'quality-rate-out' }), kbps(figures.kbpsOut)],
    ...streams.map((it): DetailRow => [streamTitle(it), streamText(it)]),
    ...(participant.cameraPaused
      ? [[msg('Picture received', { id: 'stream-picture-in' }), paused] satisfies DetailRow]
      : []),
    ...(participant.ownCameraPaused
      ? [[msg('Picture sent', { id: 'stream-picture-out' }), paused] satisfies DetailRow]
      : []),
    [msg('Candidates', { id: 'quality-candidates' }), candidateText(localCandidate, remoteCandidate)],
    [msg('Connected for', { id: 'quality-since' }), sinceMs === null ? UNKNOWN : durationText(sinceMs)],
  ];
}

/** For a message to whoever can help. */
export function detailText(rows: readonly DetailRow[]): string {
  return rows.map(([title, value]) => `${title}: ${value}`).join('\n');
}
