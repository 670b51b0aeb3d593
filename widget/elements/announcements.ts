/** What an event of the call means to somebody who does not see the screen. */
import { msg, str } from '@lit/localize';
import type { CallEventDetails } from '../call/events.ts';
import { deviceInUseText, deviceLostText } from '../locales/device-change-text.ts';
import { knockText, knockingText, placeText } from '../locales/lobby-text.ts';
import { sentences } from '../locales/sentences.ts';
import { systemMutedText } from '../locales/system-muted-text.ts';
import { nameOf } from './tile.ts';

type Sentences = {
  readonly [Name in keyof CallEventDetails]?: (detail: CallEventDetails[Name]) => string;
};

const SENTENCES: Sentences = {
  'p2p-join': () => msg('You joined the call.', { id: 'say-joined' }),
  'p2p-participant-join': ({ participant }) =>
    msg(str`${nameOf(participant)} joined.`, { id: 'say-participant-joined' }),
  'p2p-participant-leave': ({ participant }) => msg(str`${nameOf(participant)} left.`, { id: 'say-participant-left' }),
  'p2p-knock': (knock) => knockText(nameOf(knock)),
  'p2p-queue-position': ({ position }) => sentences(knockingText(), placeText(position)),
  'p2p-role-change': ({ role }) => (role === 'host' ? msg('You are the host.', { id: 'say-host' }) : ''),
  'p2p-microphone-toggle': ({ enabled }) =>
    enabled ? msg('Microphone on.', { id: 'say-microphone-on' }) : msg('Microphone off.', { id: 'say-microphone-off' }),
  'p2p-camera-toggle': ({ enabled }) =>
    enabled ? msg('Camera on.', { id: 'say-camera-on' }) : msg('Camera off.', { id: 'say-camera-off' }),
  'p2p-screenshare-toggle': ({ enabled }) =>
    enabled
      ? msg('You are sharing your screen.', { id: 'banner-sharing' })
      : msg('You share your screen no more.', { id: 'say-screenshare-off' }),
  'p2p-device-change': ({ device, reason, label }) => {
    if (reason === 'muted') return sentences(systemMutedText(device).title);
    if (reason === 'unmuted') return '';
    return reason === 'lost' ? deviceLostText(device, label) : deviceInUseText(device, label);
  },
  'p2p-state-change': ({ state, previous }) => {
    if (state === 'reconnecting') return msg('Connection interrupted. Reconnecting.', { id: 'say-reconnecting' });
    if (state === 'connected' && previous === 'reconnecting') return msg('Connected again.', { id: 'say-reconnected' });
    return state === 'ended' ? msg('The call is over.', { id: 'say-ended' }) : '';
  },
};

/** @returns the sentence for it; '' where there is nothing to say. */
export function announcementOf(type: string, detail: unknown): string {
  return (SENTENCES as Readonly<Record<string, ((detail: unknown) => string) | undefined>>)[type]?.(detail) ?? '';
}
