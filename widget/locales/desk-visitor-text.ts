/** A support desk in the words that a visitor reads: whether somebody is there, how long it takes, why it is over. Knows no template. */
import { msg, str } from '@lit/localize';
import type { Availability, CallEnd, DeskErrorCode, OwnCall } from '#protocol';
import { deskErrorText } from './desk-error-text.ts';
import type { ErrorText } from './error-text.ts';
import { placeText } from './lobby-text.ts';
import { spokenLanguage } from './localization.ts';

const DAY_MS = 86_400_000;

export interface TitledText {
  readonly title: string;
  /** '' where the title says it all. */
  readonly detail: string;
}

/** A visitor has no invitation and no host; what is wrong with its key is the affair of the page. */
export function visitorErrorText(code: DeskErrorCode): ErrorText {
  if (code !== 'token-invalid' && code !== 'token-expired' && code !== 'not-allowed') return deskErrorText(code);
  return {
    title: msg('This page cannot call here', { id: 'desk-no-access-title' }),
    whatToDo: msg('Load the page again. If this is your website, check its key and what it says of its users.', {
      id: 'desk-no-access-do',
    }),
    next: 'reload',
  };
}

/** Of a form before a call, where nobody has sent anything yet. */
export function tooLongText(): TitledText {
  return {
    title: msg('That is too much text', { id: 'desk-too-long-title' }),
    detail: msg('Please make your answers shorter.', { id: 'desk-too-long-do' }),
  };
}

/** @param at in ms since the epoch. @returns the time, with the day where it is not today, by the visitor's own clock. */
function openingText(at: number, nowMs: number): string {
  const isToday = new Date(at).toDateString() === new Date(nowMs).toDateString();
  const language = spokenLanguage();
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const day = at - nowMs < 6 * DAY_MS ? ({ weekday: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const);
  // As all other times: English follows the browser's region, and the digits are those of all other numbers.
  const locales = language === 'en' ? [] : `${language}-u-nu-latn`;
  return new Intl.DateTimeFormat(locales, isToday ? time : { ...day, ...time }).format(at);
}

function closedText(opensAt: number | undefined, nowMs: number): string {
  if (opensAt === undefined || opensAt <= nowMs) return msg('Closed at the moment', { id: 'desk-closed' });
  const when = openingText(opensAt, nowMs);
  return msg(str`Closed until ${when}`, { id: 'desk-closed-until' });
}

/** For the launcher, and above the form. @returns '' where nothing is known, or nothing need be said. */
export function availabilityText({ state, opensAt, messages }: Availability, nowMs = Date.now()): string {
  if (state === 'busy') return msg('Everyone is busy, but you can wait', { id: 'desk-busy' });
  if (state === 'closed') return closedText(opensAt, nowMs);
  if (state !== 'offline') return '';
  return messages
    ? msg('Nobody is here: leave a message', { id: 'desk-offline-message' })
    : msg('Nobody is here right now', { id: 'desk-offline' });
}

/** The place in the line. @returns '' where it is not known. */
export function positionText({ position }: Pick<OwnCall, 'position'>): string {
  if (position === undefined) return '';
  return position < 2 ? msg('You are next.', { id: 'desk-next' }) : placeText(position);
}

/** @returns '' where nobody can know: then no time is said. */
export function waitText({ waitMs }: Pick<OwnCall, 'waitMs'>): string {
  if (waitMs === undefined) return '';
  const minutes = Math.ceil(waitMs / 60_000);
  if (minutes <= 1) return msg('It should take less than a minute.', { id: 'desk-wait-short' });
  return msg(str`It should take about ${minutes} minutes.`, { id: 'desk-wait' });
}

/** What goes on while nobody has answered, or nobody any more. */
export function waitingText(call: OwnCall | null): string {
  if (call === null) return msg('Connecting…', { id: 'connecting' });
  if (call.again === 'transfer') return msg('You are being connected with somebody else', { id: 'desk-transfer' });
  if (call.again !== undefined) return msg('Sorry, the other side was cut off', { id: 'desk-agent-lost' });
  return call.phase === 'ringing'
    ? msg('It is ringing…', { id: 'desk-ringing' })
    : msg('You are in line', { id: 'desk-waiting' });
}

export function heldText(name: string): string {
  return name === ''
    ? msg('You are on hold.', { id: 'desk-held' })
    : msg(str`${name} put you on hold and will be back.`, { id: 'desk-held-by' });
}

export function sentText(): string {
  return msg('Your message was sent', { id: 'desk-sent' });
}

export function thanksText(): string {
  return msg('Thank you.', { id: 'desk-thanks' });
}

export function endText(reason: CallEnd | undefined): TitledText {
  const title = msg('The call is over', { id: 'desk-ended' });
  switch (reason) {
    case 'no-answer':
      return {
        title: msg('Sorry, nobody could answer', { id: 'desk-no-answer' }),
        detail: msg('Leave a message, or try once more.', { id: 'desk-no-answer-detail' }),
      };
    case 'lost':
      return { title, detail: msg('This page was away for too long.', { id: 'desk-lost-detail' }) };
    default:
      return { title, detail: '' };
  }
}
