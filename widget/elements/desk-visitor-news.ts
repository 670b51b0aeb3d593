/** What has happened at a desk between two looks at it, as events for the page and as words for who does not see the screen. Pure. */
import { msg, str } from '@lit/localize';
import type { Availability, OwnCall } from '#protocol';
import { sentences } from '../locales/sentences.ts';
import { endText, heldText, positionText, waitText, waitingText } from '../locales/desk-visitor-text.ts';
import type { DeskCallEventDetails } from './desk-events.ts';

/** What of the desk is looked at. */
export interface DeskLook {
  readonly availability: Availability | null;
  readonly call: OwnCall | null;
}

export const NOTHING: DeskLook = { availability: null, call: null };

interface Details extends DeskCallEventDetails {
  'p2p-queue-position': { readonly position: number | null; readonly waitMs?: number };
}

export type DeskNews = {
  readonly [Name in keyof Details]: { readonly type: Name; readonly detail: Details[Name] };
}[keyof Details];

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isLive(call: OwnCall | null): boolean {
  return call !== null && call.phase !== 'ended';
}

const isActive = (call: OwnCall | null): boolean => call?.phase === 'active';

/** It was answered at some time, though it may wait again. */
const wasAnswered = (call: OwnCall | null): boolean => isActive(call) || call?.again !== undefined;

/** While it waits, and where it is told. */
function placeOf(call: OwnCall | null): { readonly position: number | null; readonly waitMs?: number | undefined } {
  if (call === null || !isLive(call) || isActive(call)) return { position: null };
  return { position: call.position ?? null, waitMs: call.waitMs };
}

function positionNews(before: OwnCall | null, call: OwnCall | null): DeskNews[] {
  const [{ position: earlier }, { position, waitMs }] = [placeOf(before), placeOf(call)];
  // An estimate that changes alone is told with the next place: it does not matter enough.
  if (position === earlier) return [];
  return [{ type: 'p2p-queue-position', detail: { position, ...(waitMs === undefined ? {} : { waitMs }) } }];
}

export function newsOf(before: DeskLook, now: DeskLook): DeskNews[] {
  const { availability, call } = now;
  const previous = call === null || before.call?.id === call.id ? before.call : null;
  const news: DeskNews[] = [];
  if (availability !== null && !isSame(availability, before.availability)) {
    news.push({ type: 'p2p-availability-change', detail: availability });
  }
  news.push(...positionNews(previous, call));
  if (call === null) return news;
  const { id: callId } = call;
  if (isActive(call) && !isActive(previous)) {
    news.push({ type: 'p2p-call-accepted', detail: { callId, name: call.agent?.name ?? '' } });
  }
  // What is over when it is seen for the first time was told on the page before.
  if (isLive(call) || !isLive(previous)) return news;
  const detail = { callId, reason: call.reason ?? 'lost' };
  return [...news, { type: wasAnswered(previous) ? 'p2p-call-ended' : 'p2p-call-missed', detail }];
}

/** @returns a sentence or two about the call; '' where there is nothing to say. */
export function saidOf({ call: before }: DeskLook, { call }: DeskLook): string {
  if (call === null) return '';
  const previous = before?.id === call.id ? before : null;
  const name = call.agent?.name ?? '';
  switch (call.phase) {
    case 'active': {
      if (!isActive(previous)) {
        return name === ''
          ? msg('Your call was answered.', { id: 'desk-say-answered' })
          : msg(str`${name} has answered your call.`, { id: 'desk-say-answered-by' });
      }
      if (call.held === previous?.held) return '';
      return call.held ? heldText(name) : msg('You are not on hold any more.', { id: 'desk-say-not-held' });
    }
    case 'ended':
      return isLive(previous) && !wasAnswered(previous) ? sentences(endText(call.reason).title) : '';
    default: {
      const isNewPhase = call.phase !== previous?.phase || call.again !== previous.again;
      if (!isNewPhase && call.position === previous.position) return '';
      const place = [positionText(call), waitText(call)].filter(Boolean).join(' ');
      return isNewPhase ? sentences(waitingText(call), place).replace('….', '…') : place;
    }
  }
}
