/** The line over the stage about the own connection, once in a call: that it is weak, or that the own camera is paused for it. */
import { msg } from '@lit/localize';
import type { Banner } from './banner.ts';
import type { CallView } from './call-view.ts';

/** Where everybody is hard to reach, it is one's own end; of one alone nobody knows whose. */
function weakText(othersCount: number): string {
  return othersCount > 1
    ? msg('Your connection is weak.', { id: 'weak-own' })
    : msg('The connection is weak.', { id: 'weak-connection' });
}

export function qualityBanner({ call }: Pick<CallView, 'call'>): Banner[] {
  const others = [...call.participants.values()].filter(({ connectionState }) => connectionState === 'connected');
  if (others.length === 0) return [];
  const banner = { kind: 'quiet', icon: 'warning', dismissible: true } as const;
  if (call.localParticipant.cameraEnabled && others.every(({ ownCameraPaused }) => ownCameraPaused)) {
    const paused = msg('Your camera is paused so that you can be heard, and comes back by itself.', {
      id: 'own-camera-paused',
    });
    return [{ ...banner, id: 'own-camera-paused', text: `${weakText(others.length)} ${paused}` }];
  }
  const isWeak = others.every(({ networkQuality }) => networkQuality === 'low' || networkQuality === 'very-low');
  return isWeak ? [{ ...banner, id: 'weak', text: weakText(others.length) }] : [];
}
